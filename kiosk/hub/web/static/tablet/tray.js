// The tray of doubtful pieces: what is near, unknown, sold, foreign, faint, late … stands apart, each
// with its reason, and never takes the room of what is being paid for. Pure.

import { html } from "./html.js";
import { Picture, Small } from "./parts.js";

const SHOWN = 2; // in the tray; all of them are in the sheet that it opens

/** What stands apart: first what the shopper can decide, then what they should know of, then the rest. */
export function trayOf(snapshot) {
  // What is read beside the table is nobody's matter, until the shopper misses something.
  const near = snapshot.help?.about === "item_missing" ? snapshot.near : [];
  const rank = (one) => (one.can_add ? 0 : one.reason === "late" ? 1 : 2);
  return [...near, ...[...snapshot.doubtful].sort((a, b) => rank(a) - rank(b))];
}

export function Tray({ snapshot, page, act }) {
  const { t } = page;
  const pieces = trayOf(snapshot);
  if (!pieces.length) return null;
  const shown = snapshot.lines.length ? pieces.slice(0, SHOWN) : pieces;
  const count = pieces.length;
  return html`
    <section class="tray" aria-label=${titleOf(snapshot, page)}>
      <div class="apart">
        <h2>${titleOf(snapshot, page)}</h2>
        ${count > 1 && snapshot.lines.length > 0 &&
        html`<button class="quiet" type="button" onClick=${() => act.open("apart")}>${t("tablet.all_apart", { count })}</button>`}
      </div>
      <${Doubtful} pieces=${shown} page=${page} act=${act} />
    </section>
  `;
}

export function titleOf(snapshot, { t }) {
  const pieces = trayOf(snapshot);
  const missed = pieces.length > snapshot.doubtful.length;
  return missed ? t("tablet.near") : t("tablet.apart", { count: pieces.length });
}

export function Doubtful({ pieces, page, act }) {
  return html`<ul class="lines doubtful">
    ${pieces.map((one) => html`<${Piece} key=${one.key} one=${one} page=${page} act=${act} />`)}
  </ul>`;
}

function Piece({ one, page, act }) {
  const { t } = page;
  const price = one.price && t.money(one.price);
  return html`
    <li class="line" data-row=${`apart:${one.key}`}>
      <${Picture} src=${one.picture} />
      <span class="name">
        ${one.title && html`<b><bdi>${one.title}</bdi></b>`}
        ${one.label && html`<small><bdi>${one.label}</bdi></small>`}
        <span class="why">${t.code("doubt", one.reason, one.sentence)}</span>
      </span>
      ${one.can_add &&
      html`<${Small} costs=${`add:${one.key}`} onClick=${() => act.add(one.tag)} page=${page} of=${one.title || t("tablet.unnamed")}>
        ${price ? t("tablet.add_for", { price }) : t("tablet.add")}
      <//>`}
    </li>
  `;
}
