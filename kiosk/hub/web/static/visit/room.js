// The first screen: what hangs here, what was asked for, what goes with it, and the question at the
// end. Owns no command: `act` has them.

import { html } from "../tablet/html.js";
import { Colleague, Picture, Row, Told } from "./parts.js";
import { answerOf, pieceOf, reasonOf } from "./pieces.js";

export function Room({ state, page, act }) {
  const { t } = page;
  const count = state.garments.length;
  return html`
    <main>
      <h1 tabindex="-1">${count ? t("phone.with_you", { count }) : t("phone.nothing_here")}</h1>
      ${!count && html`<p class="soft">${t("phone.nothing_here_more")}</p>`}
      <${Told} page=${page} />
      <ul class="rows">
        ${state.garments.map((id, index) => {
          const here = id === state.focus && state.garments.indexOf(id) === index;
          return html`<${Row} key=${`${id} ${index}`} piece=${pieceOf(state, id)} page=${page} note=${here && t("phone.on_the_mirror")} />`;
        })}
      </ul>
      <${AskedFor} state=${state} page=${page} act=${act} />
      <${GoesWith} state=${state} page=${page} />
      <${Rating} state=${state} page=${page} act=${act} />
      <p class="foot"><a class="link" href="#knows">${t("phone.knows")}</a></p>
    </main>
    <nav class="bar" aria-label=${t("phone.your_list")}>
      <a class="primary" href="#list">${t("phone.list_count", { count: state.list.length })}</a>
      <button type="button" class="secondary" data-costs="call" aria-disabled=${page.pending} onClick=${act.call}>${t("phone.call")}</button>
    </nav>
  `;
}

function AskedFor({ state, page, act }) {
  const { t } = page;
  if (!state.asked.length) return null;
  return html`
    <section aria-labelledby="asked">
      <h2 id="asked">${t("phone.asked_title")}</h2>
      <ul class="rows">
        ${state.asked.map((one) => {
          const piece = one.variant_id === null ? null : pieceOf(state, one.variant_id);
          const about = piece ? `${piece.product.title}, ${piece.variant.label}` : t("phone.called");
          return html`
            <li class="answer" key=${one.id}>
              <${Colleague} colleague=${one.colleague} />
              <span class="what"><b><bdi>${about}</bdi></b><small>${answerOf(one, state, t)}</small></span>
              ${one.open && one.status !== "taken" &&
              html`<button type="button" class="small" data-costs=${`cancel:${one.id}`} aria-disabled=${page.pending}
                onClick=${() => act.cancel(one.id)}>
                ${t("phone.cancel")}<span class="unseen"> ${about}</span>
              </button>`}
            </li>
          `;
        })}
      </ul>
    </section>
  `;
}

function GoesWith({ state, page }) {
  const { t } = page;
  if (!state.offers.length) return null;
  return html`
    <section aria-labelledby="goes">
      <h2 id="goes">${t("phone.goes_with")}</h2>
      <ul class="cards">
        ${state.offers.map((offer) => {
          const { product, variant } = pieceOf(state, offer.variant_id);
          return html`
            <li key=${offer.variant_id}>
              <a class="card" href=${`#piece-${offer.variant_id}`}>
                <${Picture} src=${variant.picture} />
                <b><bdi>${product.title}</bdi></b>
                <small class="note">${reasonOf(offer, t)}</small>
                <bdi class="amount">${t.money(variant.price)}</bdi>
              </a>
            </li>
          `;
        })}
      </ul>
    </section>
  `;
}

/** One question, at the end of the page, once. */
function Rating({ state, page, act }) {
  const { t, score } = page;
  if (state.rated) {
    return score === null ? null : html`<section><p role="status" class="soft">${t("phone.rated")}</p></section>`;
  }
  return html`
    <section class="rating">
      <fieldset>
        <legend>${t("phone.rate")}</legend>
        <div class="scores">
          ${Array.from({ length: 11 }, (_, one) => html`
            <label key=${one}>
              <input type="radio" name="score" value=${one} checked=${score === one} onChange=${() => act.score(one)}
                aria-label=${one === 0 ? t("phone.rate_low") : one === 10 ? t("phone.rate_high") : one} />
              <span aria-hidden="true">${one}</span>
            </label>
          `)}
        </div>
        <p class="ends soft" aria-hidden="true"><span>${t("phone.rate_low")}</span><span>${t("phone.rate_high")}</span></p>
      </fieldset>
      ${score !== null &&
      html`<form onSubmit=${act.rate}>
        <label>${t("phone.rate_word")}<input name="word" maxlength="200" autocomplete="off" /></label>
        <button type="submit" class="secondary" aria-disabled=${page.pending}>${t("phone.rate_send")}</button>
      </form>`}
      <${Told} page=${page} about="rating" />
    </section>
  `;
}
