// Small pieces that several screens share: the hands at the foot, a picture, a hangtag.

import { html } from "./html.js";
import { words } from "./words.js";

/** The ways to a colleague. `missing` is offered where garments are being counted; `call` is not
    where the primary button says the same. */
export function Hands({ snapshot, link, act, missing = false, call = true, children }) {
  const help = snapshot?.help;
  return html`
    <nav class="hands">
      ${children}
      ${help
        ? html`<p class="help" role="status">${help.sentence || words.onTheWay}</p>`
        : html`
            ${missing && html`<${Quiet} onClick=${act.missing} link=${link}>${words.missing}<//>`}
            ${call && html`<${Quiet} onClick=${act.call} link=${link}>${words.call}<//>`}
          `}
    </nav>
  `;
}

export function Quiet({ onClick, link, children }) {
  return html`<button class="quiet" type="button" onClick=${onClick} aria-disabled=${!!link.pending}>
    ${children}
  </button>`;
}

/** A garment's picture; nothing takes its place when there is none but a hangtag's outline. */
export function Picture({ src }) {
  return html`
    <span class="picture">
      ${src
        ? html`<img key=${src} src=${src} alt="" decoding="sync" draggable=${false} />`
        : html`<svg viewBox="0 0 48 48" aria-hidden="true">
            <path d="M18 4h12l5 5v35H13V9z" />
            <circle cx="24" cy="11" r="2" />
          </svg>`}
    </span>
  `;
}

/** A paper hangtag that hangs from the upper edge. It carries the shop's name or a receipt. */
export function Hangtag({ children }) {
  return html`
    <div class="hangtag">
      <div class="card">${children}</div>
      <svg class="cord" viewBox="0 0 40 800" aria-hidden="true">
        <circle cx="20" cy="782" r="11" />
        <path d="M19 0 C19 500 13 720 20 781 C27 720 21 500 21 0" />
      </svg>
    </div>
  `;
}

/** The thread that moves while the shopper waits. */
export function Thread() {
  return html`<span class="thread" aria-hidden="true"></span>`;
}
