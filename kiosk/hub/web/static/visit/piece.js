// One piece: its colours and sizes with what is left of them, and what can be asked for. Owns no
// command and no choice: which piece is looked at stands in the page's address.

import { html } from "../tablet/html.js";
import { Back, Colleague, Picture, Price, Told } from "./parts.js";
import { answerOf, askedFor, coloursOf, inColour, isMissing, isOtherColour, offerOf, pieceOf, reasonOf, sizesOf } from "./pieces.js";

export function Piece({ state, page, act, variantId }) {
  const { t } = page;
  const { product, variant } = pieceOf(state, variantId);
  const offer = offerOf(state, product);
  const colours = coloursOf(product);
  const listed = state.list.includes(variant.id);
  return html`
    <main>
      <${Back} page=${page} act=${act} />
      <${Picture} src=${variant.picture} large=${true} />
      <h1 tabindex="-1"><bdi>${product.title}</bdi></h1>
      <p class="label">
        <bdi>${variant.label}</bdi>
        <${Price} variant=${variant} page=${page} />
      </p>
      ${offer && html`<p class="note">${reasonOf(offer, t)}</p>`}
      <${Told} page=${page} />
      ${colours.length > 1 &&
      html`<fieldset class="choice">
        <legend>${t("phone.colour")}</legend>
        <div>
          ${colours.map(([colour, made]) => html`
            <button key=${colour} type="button" class="swatch" aria-pressed=${colour === variant.colour}
              onClick=${() => act.choose(inColour(product, variant, colour).id)}>
              <i style=${{ background: made[0].colour_hex || "transparent" }} aria-hidden="true"></i><bdi>${colour}</bdi>
            </button>
          `)}
        </div>
      </fieldset>`}
      <${Sizes} product=${product} variant=${variant} page=${page} act=${act} />
      <p class="stock">${stockOf(state, variant, t)}</p>
      ${(product.fabric || product.care) &&
      html`<dl class="facts">
        ${product.fabric && html`<div><dt>${t("phone.fabric")}</dt><dd><bdi>${product.fabric}</bdi></dd></div>`}
        ${product.care && html`<div><dt>${t("phone.care")}</dt><dd><bdi>${product.care}</bdi></dd></div>`}
      </dl>`}
      <p class="also">
        <button type="button" class="link" aria-disabled=${page.pending} onClick=${() => act.put(variant.id, !listed)}>
          ${t(listed ? "phone.take_off" : "phone.put_on")}
        </button>
        ${variant.link &&
        html`<a class="link" href=${variant.link} target="_blank" rel="noreferrer noopener">${t("phone.buy")}</a>`}
      </p>
    </main>
    <${Hand} state=${state} page=${page} act=${act} variant=${variant} />
  `;
}

function Sizes({ product, variant, page, act }) {
  const { t } = page;
  const sizes = sizesOf(product, variant.colour);
  if (!sizes.length) return null;
  return html`
    <fieldset class="choice">
      <legend>${t("phone.size")}</legend>
      <div>
        ${sizes.map((one) => html`
          <button key=${one.id} type="button" class="size" aria-pressed=${one.id === variant.id} data-none=${!one.stock && !one.here}
            onClick=${() => act.choose(one.id)}>
            <b><bdi>${one.size}</bdi></b>
            <small>${one.here ? t("phone.here") : one.stock ? t("phone.left", { count: one.stock }) : t("phone.none_left")}</small>
          </button>
        `)}
      </div>
    </fieldset>
  `;
}

/** Who looked for it knows better than the count. */
function stockOf(state, variant, t) {
  if (isMissing(state, variant)) return t("phone.status_not_there");
  if (variant.here) return t("phone.stock_here");
  return variant.stock ? t("phone.stock", { count: variant.stock }) : t("phone.stock_none");
}

/** What can be asked for now, at the thumb: the piece itself, else that the mirror shows it. */
function Hand({ state, page, act, variant }) {
  const { t } = page;
  const asked = askedFor(state, variant.id);
  const wanted = !asked && !variant.here && variant.stock > 0 && !isMissing(state, variant);
  const shown = state.focus === variant.id;
  const show = html`<button type="button" class=${wanted ? "secondary" : "primary"} aria-disabled=${page.pending}
    onClick=${() => (shown ? act.back() : act.show(variant.id))}>
    ${t(shown ? "phone.back_on_mirror" : "phone.show")}
  </button>`;
  return html`
    <footer class="bar">
      ${asked &&
      html`<div class="answer">
        <${Colleague} colleague=${asked.colleague} />
        <span class="what" role="status">${answerOf(asked, state, t)}</span>
        ${asked.status !== "taken" &&
        html`<button type="button" class="small" data-costs=${`cancel:${asked.id}`} aria-disabled=${page.pending} onClick=${() => act.cancel(asked.id)}>${t("phone.cancel")}</button>`}
      </div>`}
      ${wanted && html`<p class="promise">${promiseOf(state, t)}</p>`}
      ${wanted &&
      html`<button type="button" class="primary" data-costs="want" aria-disabled=${page.pending}
        onClick=${() => (state.on_duty ? act.bring(variant.id) : act.hold(variant.id))}>
        ${page.pending && page.asked === variant.id ? t("phone.asking") : bringOf(state, variant, t)}
      </button>`}
      ${show}
    </footer>
  `;
}

/** Names what is to be another one than hangs here, as the mirror does. */
function bringOf(state, variant, t) {
  if (!state.on_duty) return t("phone.hold");
  const { size, colour } = variant;
  if (isOtherColour(state, variant)) return t(size ? "phone.bring_colour" : "phone.bring_in", { colour, size });
  return size ? t("phone.bring_size", { size }) : t("phone.bring");
}

function promiseOf(state, t) {
  if (!state.on_duty) return t("phone.nobody");
  return state.answer_minutes ? t("phone.minutes", { count: state.answer_minutes }) : "";
}
