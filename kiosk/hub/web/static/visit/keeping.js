// The list to keep, what the page knows, and the page of a visit that is over. Owns no command.

import { html } from "../tablet/html.js";
import { Back, Row, Told } from "./parts.js";
import { pieceOf } from "./pieces.js";

export function List({ state, page, act }) {
  const { t } = page;
  const days = state.keep_days;
  return html`
    <main>
      <${Back} page=${page} act=${act} />
      <h1 tabindex="-1">${t("phone.your_list")}</h1>
      ${!state.list.length && html`<p class="soft">${t("phone.list_empty")}</p>`}
      <${Told} page=${page} />
      <ul class="rows">
        ${state.list.map((id) => {
          const piece = pieceOf(state, id);
          const { title } = piece.product;
          return html`
            <${Row} key=${id} piece=${piece} page=${page}>
              <button type="button" class="take" data-costs=${`take:${id}`} aria-label=${`${t("phone.take_off")}: ${title}`} aria-disabled=${page.pending}
                onClick=${() => act.put(id, false)}>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6L6 18" /></svg>
              </button>
            <//>
          `;
        })}
      </ul>
      <p class="soft held">
        ${state.kept ? t("phone.kept", { days }) : days ? t("phone.list_held", { days }) : t("phone.list_only_now")}
      </p>
    </main>
    ${days > 0 &&
    html`<footer class="bar">
      ${state.kept
        ? html`<a class="primary" href=${`${state.kept}?lang=${t.language}`}>${t("phone.open_list")}</a>`
        : html`<button type="button" class="primary" data-costs="keep" aria-disabled=${page.pending || !state.list.length} onClick=${act.keep}>
            ${t("phone.keep")}
          </button>`}
    </footer>`}
  `;
}

export function Knows({ state, page, act }) {
  const { t } = page;
  return html`
    <main>
      <${Back} page=${page} act=${act} />
      <h1 tabindex="-1">${t("phone.knows")}</h1>
      <p>${t("phone.knows_intro")}</p>
      <ul class="facts">
        ${["garments", "offers", "asked", "held", "missing", "list"]
          .filter((what) => state.counts[what])
          .map((what) => html`<li key=${what}>${t(`phone.knows_${what}`, { count: state.counts[what] })}</li>`)}
        <li>${t("phone.knows_looks")}</li>
      </ul>
      <p class="soft">${t("phone.knows_end")}</p>
      <${Told} page=${page} />
    </main>
    <footer class="bar">
      <p class="promise">${t("phone.forget_more")}</p>
      <button type="button" class="primary" data-costs="forget" aria-disabled=${page.pending} onClick=${act.forget}>${t("phone.forget")}</button>
    </footer>
  `;
}

/** Nothing of the visit is on the page any more; the address of a kept list is the shopper's. */
export function Over({ page }) {
  const { t, kept } = page;
  return html`
    <main class="over">
      <h1 tabindex="-1">${t("phone.over_title")}</h1>
      <p>${t("phone.nothing_here_any_more")}</p>
      <p class="soft">${t("phone.scan_again")}</p>
    </main>
    ${kept &&
    html`<footer class="bar">
      <p class="promise">${t("phone.your_list_is_kept")}</p>
      <a class="primary" href=${`${kept}?lang=${t.language}`}>${t("phone.open_list")}</a>
    </footer>`}
  `;
}
