// What a shopper can ask of the hub: one POST each, none of them twice. Owns the request that is
// under way and the key of the payment; knows nothing of screens.

const ANSWER_MS = 8_000; // a line that died without a word must not keep the buttons for ever

/**
 * `latest()` gives the snapshot on the screen; `onPending(action)` is told what is under way
 * ("" when nothing is); `onReply(snapshot)` and `onRefused({ code, sentence }, asked)` how it
 * ended; `asked` is the snapshot that was on the screen when it began.
 */
export function commands(table, { latest, onPending, onReply, onRefused }) {
  const address = `/api/tables/${encodeURIComponent(table)}`;
  let pending = "";
  let payment = { basket: "", id: "" };

  async function post(where, body) {
    const patience = new AbortController();
    const over = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const reply = await fetch(where, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: patience.signal,
      });
      return { ok: reply.ok, content: await reply.json().catch(() => ({})) };
    } catch {
      return { ok: false, content: {} };
    } finally {
      clearTimeout(over);
    }
  }

  async function send(action, body) {
    if (pending) return;
    const asked = latest();
    onPending((pending = action));
    const { ok, content } = await post(`${address}/${action}`, body);
    if (ok) onReply(content);
    else onRefused({ code: content.detail?.code ?? "", sentence: content.detail?.message ?? "" }, asked);
    onPending((pending = ""));
    return ok ? content : null;
  }

  return {
    pay(tender) {
      const { epoch, version } = latest();
      const basket = `${tender} ${epoch}/${version}`;
      // A lost answer is asked for again under the same key, so that it cannot be paid twice.
      if (payment.basket !== basket) payment = { basket, id: uuid() };
      return send("pay", { id: payment.id, version, tender });
    },
    cancel: () => send("cancel", {}),
    add: (tag) => send("add", { tag }),
    remove: (tag) => send("remove", { tag }),
    done: () => send("done", {}),
    missing: () => send("help", { about: "item_missing" }),
    call: () => send("help", { about: "call" }),
    extra: (sku, quantity) => send("extras", { sku, quantity }),
    code: (code, on) => send("codes", { code, on }),
    approve: (code, user, pin) => send("codes/approve", { code, user, pin }),
    loyalty: (number) => send("loyalty", { number }),

    /** What a shopper who left had given this basket is nobody else's. */
    async forget({ extras = [], codes = [], loyalty }) {
      for (const { sku } of extras) await post(`${address}/extras`, { sku, quantity: 0 });
      for (const { code } of codes) await post(`${address}/codes`, { code, on: false });
      if (loyalty) await post(`${address}/loyalty`, { number: "" });
    },

    /** The receipt on paper ("print") or by "email": "" when it is on its way, else why not. */
    async receipt(url, how, body) {
      const { ok, content } = await post(`${url}/${how}`, body);
      return ok ? "" : (content.detail?.code ?? "not_sent");
    },
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
