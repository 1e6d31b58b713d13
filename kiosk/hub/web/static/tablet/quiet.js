// The screens with one thing to say: invitation, payment, thanks, and the waits between.

import { html } from "./html.js";
import { Hands, Hangtag, Picture, refusalOf, Thread, Told, Tongues } from "./parts.js";

export function Starting({ page }) {
  return html`<section class="says"><h1 tabindex="-1">${page.t("tablet.moment")}</h1><${Thread} /></section>`;
}

export function Away({ page, act, snapshot }) {
  const { t, line } = page;
  const helps = line === "gone" || line === "live";
  return html`
    <section class="says">
      <h1 tabindex="-1">${t("tablet.moment")}</h1>
      ${helps ? html`<p>${t("tablet.will_help")}</p>` : html`<${Thread} />`}
    </section>
    ${line === "live" && html`<${Hands} snapshot=${snapshot} page=${page} act=${act} />`}
  `;
}

export function Empty({ snapshot, page, act }) {
  const { t } = page;
  return html`
    <${Hangtag}>
      <span class="shop-name"><bdi>${page.shop}</bdi></span>
      <span class="table-name"><bdi>${snapshot.name}</bdi></span>
    <//>
    <section class="says">
      <h1 tabindex="-1">${t("tablet.invitation")}</h1>
      <p>${t("tablet.invitation_more")}</p>
    </section>
    ${page.languages.length > 2 && html`<${Tongues} class="tongues" page=${page} act=${act} />`}
    <${Hands} snapshot=${snapshot} page=${page} act=${act} missing=${true} />
  `;
}

/** The garments of somebody who seems to have left. Nothing of theirs but what lies there. */
export function Resting({ snapshot, page, act }) {
  const { t } = page;
  const count = snapshot.count + snapshot.doubtful.length;
  return html`
    <section class="says">
      <h1 tabindex="-1">${t("tablet.resting", { count })}</h1>
      <p>${t("tablet.resting_more")}</p>
      <button class="primary go-on" type="button" onClick=${act.goOn}>${t("tablet.resting_go_on")}</button>
    </section>
    <${Hands} snapshot=${snapshot} page=${page} act=${act} />
  `;
}

export function Paying({ snapshot, page, act }) {
  const { t } = page;
  const { payment } = snapshot;
  const byDesk = payment?.tender === "desk";
  return html`
    <section class="says">
      <${Saying} sentence=${t.code("payment", payment?.code, payment?.sentence) || t("tablet.moment")} />
      <p class="amount">${t.money(snapshot.total)}</p>
      <${Thread} />
      <${Reason} snapshot=${snapshot} page=${page} />
    </section>
    <${Hands} snapshot=${snapshot} page=${page} act=${act}>
      <button class="secondary" type="button" data-costs="cancel" onClick=${act.cancel} aria-disabled=${!!page.pending}>
        ${t(page.pending === "cancel" ? "tablet.cancelling" : "tablet.cancel")}
      </button>
    <//>
    ${!byDesk && html`<${CardAtTerminal} />`}
  `;
}

export function Checking({ snapshot, page, act }) {
  const { t } = page;
  return html`
    <section class="says">
      <h1 tabindex="-1">${t("tablet.checking")}</h1>
      <p>${t("tablet.leave_all")}</p>
      <${Thread} />
    </section>
    <${Hands} snapshot=${snapshot} page=${page} act=${act} />
  `;
}

export function Staff({ snapshot, page, act }) {
  const { t } = page;
  const { payment } = snapshot;
  return html`
    <section class="says">
      <h1 tabindex="-1">${t("tablet.on_the_way")}</h1>
      <p>${t.code("payment", payment?.code, payment?.sentence) || t("tablet.leave_all")}</p>
    </section>
    <${Hands} snapshot=${snapshot} page=${page} act=${act} />
  `;
}

export function Thanks({ snapshot, page, act }) {
  const { t } = page;
  const { receipt, steps = {} } = snapshot;
  const total = t.money(receipt?.total ?? snapshot.total);
  const count = receipt?.count ?? snapshot.count;
  return html`
    <section class="says">
      <h1 tabindex="-1">${t("tablet.thanks")}</h1>
      <p>${t("tablet.paid", { count, total })}</p>
      <${Reason} snapshot=${snapshot} page=${page} />
    </section>
    <${Hangtag}>
      ${receipt &&
      html`
        <a class="code" href=${receipt.url} target="_blank" rel="noopener" aria-label=${t("tablet.scan")}
          dangerouslySetInnerHTML=${{ __html: receipt.qr_svg }}></a>
        <span class="scan">${t("tablet.scan")}</span>
        <span class="receipt-number"><bdi>${receipt.number}</bdi></span>
      `}
    <//>
    <ul class="paid" tabindex="0" aria-label=${t("tablet.paid_mark")}>
      ${[...snapshot.lines, ...(snapshot.extras ?? [])].map(
        (line) => html`
          <li key=${line.key ?? line.sku}>
            <${Picture} src=${line.picture} />
            <span class="name"><bdi>${line.quantity > 1 ? t("tablet.quantity", line) : line.title}</bdi><small><bdi>${line.label}</bdi></small></span>
            <svg class="tick" viewBox="0 0 24 24" role="img" aria-label=${t("tablet.paid_mark")}><path d="M5 12.5l4.6 4.6L19.5 7" /></svg>
          </li>
        `,
      )}
    </ul>
    <${Hands} snapshot=${snapshot} page=${page} act=${act}>
      <button class="secondary" type="button" data-costs="done" onClick=${act.done}>${t("tablet.done")}</button>
      ${receipt && steps.email && html`<${Way} page=${page} onClick=${() => act.open("email")}>${t("tablet.email")}<//>`}
      ${receipt && steps.print && html`<${Way} page=${page} onClick=${act.print}>${t("tablet.print")}<//>`}
    <//>
  `;
}

function Way({ page, onClick, children }) {
  return html`<button class="secondary" type="button" onClick=${onClick} aria-disabled=${!!page.pending}>${children}</button>`;
}

/** The first sentence is what to do and is said large; what follows explains it. */
function Saying({ sentence }) {
  const [headline, ...rest] = sentence.replace(/[.。]$/, "").split(/\. |。/);
  return html`
    <h1 tabindex="-1">${headline}</h1>
    ${rest.length > 0 && html`<p>${sentence.slice(headline.length + 1).trim()}</p>`}
  `;
}

function Reason({ snapshot, page }) {
  const { t, told } = page;
  const { message } = snapshot;
  const late = snapshot.doubtful.find((one) => one.reason === "late");
  const sentence =
    refusalOf(page) ||
    (told && t(`tablet.${told}`)) ||
    (message && t.code("message", message.kind, message.sentence, message)) ||
    (late && t.code("doubt", late.reason, late.sentence));
  return sentence ? html`<${Told}>${sentence}<//>` : null;
}

function CardAtTerminal() {
  return html`
    <svg class="terminal" viewBox="0 0 320 460" aria-hidden="true">
      <g class="reader">
        <rect x="72" y="170" width="176" height="284" rx="26" />
        <rect x="90" y="190" width="140" height="120" rx="10" />
        <path class="waves" d="M144 262a18 18 0 0 1 32 0M134 250a32 32 0 0 1 52 0M124 238a46 46 0 0 1 72 0" />
        ${[0, 1, 2, 3].map((row) =>
          [0, 1, 2].map(
            (column) =>
              html`<circle cx=${120 + column * 40} cy=${340 + row * 27} r="5.5" />`,
          ),
        )}
      </g>
      <g class="payer">
        <rect x="66" y="20" width="188" height="118" rx="13" />
        <rect x="88" y="52" width="32" height="24" rx="5" />
        <path d="M88 112h60M196 112h36" />
      </g>
    </svg>
  `;
}
