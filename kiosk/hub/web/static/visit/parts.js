// Small pieces that the phone's screens share: the line at the top, pictures, rows, what one is told.

import { html } from "../tablet/html.js";

/** The shop's name, the size of the text and the language. */
export function Top({ page, act, children }) {
  const { t, shop, languages, of, larger } = page;
  return html`
    <header>
      <div class="top">
        <span class="shop"><bdi>${shop}</bdi></span>
        <div class="tools">
          <button type="button" class="tool" onClick=${act.larger} aria-pressed=${larger} aria-label=${t("phone.text_size")}>
            <span class="letters" aria-hidden="true">A<b>A</b></span>
          </button>
          ${languages.length > 1 &&
          html`<label class="tool">
            <span class="unseen">${t("phone.language")}</span>
            <select value=${t.language} onChange=${(event) => act.language(event.target.value)}>
              ${languages.map((one) => html`<option key=${one} value=${one} lang=${one}>${of[one]("language.name")}</option>`)}
            </select>
          </label>`}
        </div>
      </div>
      ${children}
    </header>
  `;
}

/** A screen below the first one: its way back, and a heading that takes the focus. */
export function Back({ page, act }) {
  return html`<a class="back" href="#" onClick=${act.home}>
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M15 5l-7 7 7 7" /></svg>${page.t("phone.back")}
  </a>`;
}

export function Picture({ src, large = false }) {
  return html`<span class=${large ? "picture large" : "picture"}>
    ${src && html`<img key=${src} src=${src} alt="" decoding="async" draggable=${false} />`}
  </span>`;
}

/** One piece as a row that opens it. */
export function Row({ piece, page, note, children }) {
  const { product, variant } = piece;
  return html`
    <li class="row">
      <a class="open" href=${`#piece-${variant.id}`}>
        <${Picture} src=${variant.picture} />
        <span class="what">
          <b><bdi>${product.title}</bdi></b>
          <small><bdi>${variant.label}</bdi></small>
          ${note && html`<small class="note">${note}</small>`}
        </span>
        <${Price} variant=${variant} page=${page} />
      </a>
      ${children}
    </li>
  `;
}

export function Price({ variant, page }) {
  const { t } = page;
  return html`<span class="price">
    <bdi>${t.money(variant.price)}</bdi>
    ${variant.was && html`<small>${t("phone.was", { price: t.money(variant.was) })}</small>`}
  </span>`;
}

/** Who comes: the picture that the colleague chose to show, or nobody's. */
export function Colleague({ colleague }) {
  return colleague?.picture ? html`<img class="face" src=${colleague.picture} alt="" />` : null;
}

/** What came of a tap, where the eyes are: at the screen's head, or beside what it was about. */
export function Told({ page, about = "" }) {
  return page.notice && page.about === about && html`<p class="notice" role="alert" ref=${seen}>${page.notice}</p>`;
}

function seen(notice) {
  notice?.scrollIntoView({ block: "nearest" });
}
