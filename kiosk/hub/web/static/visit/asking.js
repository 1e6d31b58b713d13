// What a shopper's phone can ask of the hub: one POST each, with an id of its own, so that one that
// is sent again is the same. Owns the sending; knows nothing of screens.

const ANSWER_MS = 8_000;

/** Gives one function per thing to ask for. Each resolves to { ok, status, content }. */
export function asking(address) {
  async function post(where, body) {
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const reply = await fetch(`${address}/${where}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: patience.signal,
      });
      return { ok: reply.ok, status: reply.status, content: await reply.json().catch(() => ({})) };
    } catch {
      return { ok: false, status: 0, content: {} };
    } finally {
      clearTimeout(late);
    }
  }

  return {
    async tap(event, value = "") {
      const tap = { id: uuid(), event, value: String(value) };
      let told = await post("taps", tap);
      // A lost answer is asked for once more: by its id it is the same tap.
      if (told.status === 0) told = await post("taps", tap);
      return { ...told, id: tap.id };
    },
    list: (variant_id, on) => post("list", { variant_id, on }),
    keep: () => post("keep", {}),
    forget: () => post("forget", {}),
  };
}

// crypto.randomUUID exists in secure contexts only; a shop's network may be plain HTTP.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
