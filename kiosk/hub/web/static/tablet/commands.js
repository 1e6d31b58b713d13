// What a shopper can ask of the hub: one POST each, none of them twice. Owns the request that is
// under way and the key of the payment; knows nothing of screens.

const ANSWER_MS = 8_000; // a line that died without a word must not keep the buttons for ever

/**
 * `latest()` gives the snapshot on the screen; `onPending(action)` is told what is under way
 * ("" when nothing is); `onReply(snapshot)` and `onRefused(sentence)` how it ended.
 */
export function commands(table, { latest, onPending, onReply, onRefused }) {
  const address = `/api/tables/${encodeURIComponent(table)}`;
  let pending = "";
  let payment = { basket: "", id: "" };

  async function send(action, body) {
    if (pending) return;
    onPending((pending = action));
    const patience = new AbortController();
    const over = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const reply = await fetch(`${address}/${action}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: patience.signal,
      });
      const content = await reply.json().catch(() => ({}));
      if (reply.ok) onReply(content);
      else onRefused(content.detail?.message ?? "");
    } catch {
      onRefused("");
    } finally {
      clearTimeout(over);
      onPending((pending = ""));
    }
  }

  return {
    pay() {
      const { epoch, version } = latest();
      const basket = `${epoch}/${version}`;
      // A lost answer is asked for again under the same key, so that it cannot be paid twice.
      if (payment.basket !== basket) payment = { basket, id: uuid() };
      return send("pay", { id: payment.id, version });
    },
    cancel: () => send("cancel", {}),
    add: (tag) => send("add", { tag }),
    remove: (tag) => send("remove", { tag }),
    done: () => send("done", {}),
    missing: () => send("help", { about: "item_missing" }),
    call: () => send("help", { about: "call" }),
  };
}

// crypto.randomUUID exists in secure contexts only; a shop's network may be plain HTTP.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
