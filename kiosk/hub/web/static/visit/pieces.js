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

/** The offer of a product, or undefined. */
export function offerOf(state, product) {
  return state.offers.find(({ variant_id }) => pieceOf(state, variant_id).product.id === product.id);
}

/** Whether a piece is in no colour that hangs here of it; of what does not, than the offered one. */
export function isOtherColour(state, variant) {
  const { product } = pieceOf(state, variant.id);
  const here = product.variants.filter((one) => one.here);
  const offer = offerOf(state, product);
  const known = here.length || !offer ? here : [pieceOf(state, offer.variant_id).variant];
  return known.length > 0 && known.every(({ colour }) => colour !== variant.colour);
}

/** The open request for a piece. */
export function askedFor(state, variantId) {
  return state.asked.find((one) => one.open && one.variant_id === variantId) ?? null;
}

/** Whether a colleague could not find it in this visit. */
export function isMissing(state, variant) {
  return !variant.here && state.missing.includes(variant.id);
}

/** What became of a request, in words that promise nothing unmeasured. */
export function answerOf({ kind, status, colleague, escalated, outcome, note, instead, held_until }, state, t) {
  const usual = state.answer_minutes;
  const name = colleague?.name;
  switch (status) {
    case "sending":
      return t("phone.status_sending");
    case "waiting":
      if (kind === "hold") return t("phone.status_hold_asked");
      if (escalated) return t("phone.status_escalated");
      if (!state.on_duty) return t("phone.status_nobody");
      return usual ? t("phone.status_waiting_minutes", { count: usual }) : t("phone.status_waiting");
    case "taken":
      if (kind === "hold") return t("phone.status_holding");
      if (name) return t("phone.status_taken_by", { name });
      return t(kind === "call" ? "phone.status_call_taken" : "phone.status_taken");
    case "done":
      if (outcome === "held") return held(held_until, t);
      if (outcome === "not_there") return notThere(instead, note, t);
      if (outcome === "returned" || outcome === "expired") return t("phone.status_returned");
      return t(kind === "call" ? "phone.status_call_done" : "phone.status_done");
    default:
      return t(outcome ? "phone.status_unanswered" : "phone.status_cancelled");
  }
}

/** A colleague's own words as they are, a piece that they name in this page's. */
function notThere(instead, note, t) {
  const other = instead && t("phone.status_instead", { piece: instead });
  return [t("phone.status_not_there"), other, note].filter(Boolean).join(" ");
}

function held(until, t) {
  if (!until) return t("phone.status_held");
  const time = new Intl.DateTimeFormat(t.language, { hour: "numeric", minute: "2-digit" }).format(new Date(until));
  return t("phone.status_held_until", { time });
}

/** Why a piece is offered; "" when there is no reason to say. */
export function reasonOf({ reasons }, t) {
  if (!reasons.length) return "";
  const { kind, subject } = reasons[0];
  return t.code("reason", kind === "season" ? `season_${subject}` : kind, "", { subject });
}
