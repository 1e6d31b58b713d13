// What a snapshot says of pieces: look-ups and the words of an answer. Pure: no page, no network.

/** The product and variant of an id, or null: { product, variant }. */
export function pieceOf(state, variantId) {
  for (const product of Object.values(state.products)) {
    const variant = product.variants.find(({ id }) => id === variantId);
    if (variant) return { product, variant };
  }
  return null;
}

/** The variants of a product by colour, in the shop's order: [[colour, variants], …]. */
export function coloursOf(product) {
  const byColour = new Map();
  for (const variant of product.variants) {
    if (!byColour.has(variant.colour)) byColour.set(variant.colour, []);
    byColour.get(variant.colour).push(variant);
  }
  return [...byColour];
}

export function sizesOf(product, colour) {
  const sizes = product.variants.filter((variant) => variant.colour === colour);
  return sizes.length > 1 || sizes[0]?.size ? sizes : [];
}

/** The variant in another colour: in the same size if it is made, else one that is there. */
export function inColour(product, variant, colour) {
  const made = product.variants.filter((one) => one.colour === colour);
  return made.find(({ size }) => size === variant.size) ?? made.find(({ stock }) => stock > 0) ?? made[0];
}

/** The open request for a piece. */
export function askedFor(state, variantId) {
  return state.asked.find((one) => one.open && one.variant_id === variantId) ?? null;
}

/** What became of a request, in one sentence that promises nothing unmeasured. */
export function answerOf({ kind, status, colleague, escalated, minutes }, state, t) {
  const usual = state.answer_minutes;
  const name = colleague?.name;
  switch (status) {
    case "sending":
      return t("phone.status_sending");
    case "waiting":
      if (kind === "hold") return t("phone.status_holding");
      if (escalated) return t("phone.status_escalated");
      return state.on_duty && usual
        ? t("phone.status_waiting_minutes", { count: usual })
        : t("phone.status_waiting");
    case "taken":
      if (kind === "hold") return t("phone.status_holding");
      if (!name) return t("phone.status_taken");
      return minutes
        ? t("phone.status_taken_minutes", { name, count: minutes })
        : t("phone.status_taken_by", { name });
    case "held":
      return t("phone.status_held");
    case "done":
      return t(kind === "hold" ? "phone.status_held" : "phone.status_done");
    default:
      return t("phone.status_cancelled");
  }
}

/** Why a piece is offered; "" when there is no reason to say. */
export function reasonOf({ reasons }, t) {
  return reasons.length ? t.code("reason", reasons[0].kind, "", reasons[0]) : "";
}
