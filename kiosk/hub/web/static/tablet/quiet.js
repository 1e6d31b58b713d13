// The screens with one thing to say: invitation, payment, thanks, and the waits between.

import { html } from "./html.js";
import { Hands, Hangtag, Picture, Thread } from "./parts.js";
import { words } from "./words.js";

export function Starting() {
  return html`<section class="says"><h1>${words.moment}</h1><${Thread} /></section>`;
}

export function Away({ link, act, snapshot }) {
  const helps = link.state === "gone" || link.state === "live";
  return html`
    <section class="says">
      <h1>${words.moment}</h1>
      ${helps ? html`<p>${words.willHelp}.</p>` : html`<${Thread} />`}
    </section>
    ${link.state === "live" && html`<${Hands} snapshot=${snapshot} link=${link} act=${act} />`}
  `;
}

export function Empty({ snapshot, link, act, shop }) {
  return html`
    <${Hangtag}>
      <span class="shop-name">${shop}</span>
      <span class="table-name">${snapshot.name}</span>
    <//>
    <section class="says">
      <h1>${words.invitation}</h1>
      <p>${words.invitationMore}</p>
    </section>
    <${Hands} snapshot=${snapshot} link=${link} act=${act} missing=${true} />
  `;
}

export function Paying({ snapshot, link, act }) {
  const sentence = snapshot.payment?.sentence || words.moment;
  // The first sentence is what to do and is said large; what follows explains it.
  const [headline, ...rest] = sentence.replace(/\.$/, "").split(". ");
  return html`
    <section class="says">
      <h1>${headline}</h1>
      ${rest.length > 0 && html`<p>${rest.join(". ")}.</p>`}
      <p class="amount">${snapshot.total.text}</p>
      <${Thread} />
      <${Reason} snapshot=${snapshot} link=${link} />
    </section>
    <${Hands} snapshot=${snapshot} link=${link} act=${act}>
      <button class="secondary" type="button" onClick=${act.cancel} aria-disabled=${!!link.pending}>
        ${link.pending === "cancel" ? words.cancelling : words.cancel}
      </button>
    <//>
    <${CardAtTerminal} />
  `;
}

export function Checking({ snapshot, link, act }) {
  return html`
    <section class="says">
      <h1>${words.checking}</h1>
      <p>${words.leaveAll}</p>
      <${Thread} />
    </section>
    <${Hands} snapshot=${snapshot} link=${link} act=${act} />
  `;
}

export function Staff({ snapshot }) {
  return html`
    <section class="says">
      <h1>${words.onTheWay}</h1>
      <p>${snapshot.payment?.sentence || words.leaveAll}</p>
    </section>
  `;
}

export function Thanks({ snapshot, act, link }) {
  const receipt = snapshot.receipt;
  const total = receipt?.total?.text ?? snapshot.total.text;
  const count = receipt?.count ?? snapshot.count;
  return html`
    <section class="says">
      <h1>${words.thanks}</h1>
      <p>${words.paid(count, total)}</p>
      <${Reason} snapshot=${snapshot} link=${link} />
    </section>
    <${Hangtag}>
      ${receipt &&
      html`
        <a class="code" href=${receipt.url} target="_blank" rel="noopener" aria-label=${words.scan}
          dangerouslySetInnerHTML=${{ __html: receipt.qr_svg }}></a>
        <span class="scan">${words.scan}</span>
        <span class="receipt-number">${receipt.number}</span>
      `}
    <//>
    <ul class="paid">
      ${snapshot.lines.map(
        (line) => html`
          <li key=${line.key}>
            <${Picture} src=${line.picture} />
            <span class="name">${line.title}<small>${line.label}</small></span>
            <svg class="tick" viewBox="0 0 24 24" role="img" aria-label=${words.paidMark}><path d="M5 12.5l4.6 4.6L19.5 7" /></svg>
          </li>
        `,
      )}
    </ul>
    <nav class="hands">
      <button class="secondary" type="button" onClick=${act.done}>${words.done}</button>
      ${snapshot.help && html`<p class="help" role="status">${snapshot.help.sentence}</p>`}
      ${!snapshot.help && html`<button class="quiet" type="button" onClick=${act.call}>${words.call}</button>`}
    </nav>
  `;
}

function Reason({ snapshot, link }) {
  const late = snapshot.doubtful.find((one) => one.reason === "late");
  const sentence = link.notice || snapshot.message?.sentence || late?.sentence;
  return sentence ? html`<p class="notice" role="alert">${sentence}</p>` : null;
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
