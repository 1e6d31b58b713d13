// The whole phone page: `view(state, page, act)`. Pure. Owns the frame that every screen shares and
// which screen an address means.

import { html } from "../tablet/html.js";
import { Knows, List, Over } from "./keeping.js";
import { Top } from "./parts.js";
import { Piece } from "./piece.js";
import { pieceOf } from "./pieces.js";
import { Room } from "./room.js";

/** { name, variantId } of the part of the address behind "#". What is not there is the room. */
export function screenOf(state, where) {
  if (!state) return { name: "over" };
  const variantId = Number(/^#piece-(\d+)$/.exec(where)?.[1] ?? NaN);
  if (pieceOf(state, variantId)) return { name: "piece", variantId };
  if (where === "#list") return { name: "list" };
  if (where === "#knows") return { name: "knows" };
  return { name: "room" };
}

const SCREENS = { room: Room, piece: Piece, list: List, knows: Knows, over: Over };

export function view(state, page, act) {
  const { t, line, offerMirror } = page;
  const { name, variantId } = screenOf(state, page.where);
  return html`
    <${Top} page=${page} act=${act}>
      ${state && line === "away" && html`<p class="line soft">${t("phone.line_away")}</p>`}
      ${state && offerMirror &&
      html`<p class="line"><button type="button" class="link" aria-disabled=${page.pending} onClick=${act.mirrorLanguage}>
        ${t("phone.mirror_language")}
      </button></p>`}
    <//>
    <${SCREENS[name]} key=${name + (variantId ? pieceOf(state, variantId).product.id : "")} state=${state} page=${page} act=${act} variantId=${variantId} />
    <p class="unseen" role="status" aria-live="polite">${page.said}</p>
  `;
}
