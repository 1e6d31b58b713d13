// Small pieces that several screens share: the frame's tools, the hands at the foot, a picture, a
// hangtag.

import { html } from "./html.js";

/** The shop's name, and how the page looks: size of the text, contrast, language. */
export function Top({ page, act, invites }) {
  const { t, looks } = page;
  const larger = looks.text === "larger";
  const more = looks.contrast === "more";
  return html`
    <header class="top">
      <span class="shop"><bdi>${page.shop}</bdi></span>
      <nav class="tools" aria-label=${t("tablet.tools")}>
        <button type="button" class="tool" onClick=${() => act.look("text")}
          aria-label=${t(larger ? "tablet.text_normal" : "tablet.text_size")}>
          <span class="letters" aria-hidden="true">A<b>A</b></span>
        </button>
        <button type="button" class="tool" onClick=${() => act.look("contrast")} aria-pressed=${more}
          aria-label=${t("tablet.contrast")}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9" /><path d="M12 3a9 9 0 0 1 0 18z" /></svg>
        </button>
        <${Tongue} page=${page} act=${act} invites=${invites} />
      </nav>
    </header>
  `;
}

/** The language: of two, one tap on the other; of more, one tap on the list. The invitation has them all
    open (`Tongues`), so that it `invites` without this button. */
function Tongue({ page, act, invites }) {
  const { t, looks, languages } = page;
  if (languages.length < 2 || (invites && languages.length > 2)) return null;
  if (languages.length === 2) {
    const other = languages.find((one) => one !== looks.language);
    return html`<${Speak} class="tool" one=${other} page=${page} act=${act} />`;
  }
  return html`<button type="button" class="tool" onClick=${() => act.open("languages")}
    aria-label=${`${t("language.choose")}: ${t("language.name")}`}>
    ${t("language.name")}
  </button>`;
}

/** Every language, named in itself. */
export function Tongues({ page, act, class: name }) {
  const { t, looks, languages } = page;
  return html`
    <nav class=${name} aria-label=${t("language.choose")}>
      ${languages.map(
        (one) =>
          html`<${Speak} key=${one} class="tongue" one=${one} chosen=${one === looks.language} page=${page} act=${act} />`,
      )}
    </nav>
  `;
}

function Speak({ one, chosen, page, act, class: name }) {
  const of = page.of[one];
  return html`<button type="button" class=${name} lang=${one} data-language=${one}
    aria-current=${chosen ? "true" : null} aria-label=${`${of("language.name")}: ${of("language.switch")}`}
    onClick=${() => act.speak(one)}>
    <bdi>${of("language.name")}</bdi>
  </button>`;
}

/** The ways to a colleague. `missing` is offered where garments are being counted; `call` is not
    where the primary button says the same. */
export function Hands({ snapshot, page, act, missing = false, call = true, children }) {
  const { t } = page;
  const help = snapshot?.help;
  return html`
    <nav class="hands" aria-label=${t("tablet.call")}>
      ${children}
      ${help
        ? html`<p class="help" role="status">${t.code("help", help.status, help.sentence) || t("tablet.on_the_way")}</p>`
        : html`
            ${missing && html`<${Quiet} costs="missing" onClick=${act.missing} page=${page}>${t("tablet.missing")}<//>`}
            ${call && html`<${Quiet} costs="call" onClick=${act.call} page=${page}>${t("tablet.call")}<//>`}
          `}
    </nav>
  `;
}

export function Quiet({ costs, onClick, page, children }) {
  return html`<button class="quiet" type="button" data-costs=${costs} onClick=${onClick} aria-disabled=${!!page.pending}>
    ${children}
  </button>`;
}

/** One of several like it: `of` tells whoever cannot see its row which, `costs` the page (touch.js). */
export function Small({ costs, onClick, page, of, children }) {
  return html`<button class="small" type="button" data-costs=${costs} onClick=${onClick} aria-disabled=${!!page.pending}>
    ${children}<span class="unseen"> ${of}</span>
  </button>`;
}

/** A garment's picture; a hangtag's outline where there is none, or while it does not come. */
export function Picture({ src }) {
  return html`
    <span class="picture">
      ${src && html`<img key=${src} src=${src} alt="" decoding="sync" draggable=${false} />`}
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M18 4h12l5 5v35H13V9z" />
        <circle cx="24" cy="11" r="2" />
      </svg>
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

/** What one is told, why something was not done or how it ended. */
export function Told({ children }) {
  return html`<p class="notice" role="alert">${children}</p>`;
}

/** Why what was asked for was not done; "" when it was. */
export function refusalOf({ notice, t }) {
  if (!notice) return "";
  return t.code("refusal", notice.code, notice.sentence) || t("tablet.not_sent");
}

/** The thread that moves while the shopper waits. */
export function Thread() {
  return html`<span class="thread" aria-hidden="true"></span>`;
}
