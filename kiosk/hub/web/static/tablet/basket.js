// The open basket: how many, which, how much, and Pay. Pure views of a snapshot in state OPEN.

import { html } from "./html.js";
import { Hands, Picture } from "./parts.js";
import { hindrance } from "./screen.js";
import { words } from "./words.js";

// The fewer garments, the larger their pictures.
const SIZES = ["one", "one", "two", "three"];

export function Basket({ snapshot, link, act }) {
  const { count, lines, doubtful } = snapshot;
  const near = misses(snapshot) ? snapshot.near : [];
  const size = SIZES[lines.length + doubtful.length + near.length] ?? "many";
  return html`
    <section class="count">
      ${count > 0 && html`<p class="number" key=${count} aria-hidden="true">${count}</p>`}
      <h1 class="ask">${count ? words.itemsAsk(count).map((part) => html`<span>${part} </span>`) : words.nothingToPay}</h1>
      <${Notice} snapshot=${snapshot} link=${link} />
    </section>
    <section class="garments ${size}" tabindex="0" aria-label=${words.itemsSaid(count, snapshot.total.text)}>
      <ul class="lines">
        ${lines.map((line) => html`<${Line} key=${line.key} line=${line} link=${link} act=${act} />`)}
      </ul>
      <${Apart} title=${words.oneOfThese} pieces=${near} link=${link} act=${act} />
      <${Apart} title=${words.apart} pieces=${doubtful} link=${link} act=${act} />
    </section>
    <${Sum} snapshot=${snapshot} link=${link} act=${act} />
    <${Hands} snapshot=${snapshot} link=${link} act=${act} missing=${true} call=${isPayable(snapshot)} />
  `;
}

/** What is read beside the table is nobody's matter, until the shopper misses something. */
function misses(snapshot) {
  return snapshot.help?.about === "item_missing";
}

function Apart({ title, pieces, link, act }) {
  if (!pieces.length) return null;
  return html`
    <h2 class="apart">${title}</h2>
    <ul class="lines doubtful">
      ${pieces.map((one) => html`<${Doubtful} key=${one.key} one=${one} link=${link} act=${act} />`)}
    </ul>
  `;
}

function isPayable(snapshot) {
  return snapshot.count > 0 && !hindrance(snapshot);
}

function Line({ line, link, act }) {
  return html`
    <li class=${line.on_table ? "line" : "line elsewhere"} data-row=${line.key}>
      <${Picture} src=${line.picture} />
      <span class="name">
        <b>${line.title}</b>
        <small>${line.label}</small>
        ${!line.on_table && line.from_room && html`<small class="where">${words.fromRoom(line.from_room)}</small>`}
      </span>
      ${!line.on_table &&
      html`<${Small} onClick=${() => act.remove(line.tag)} link=${link} of=${line.title}>${words.remove}<//>`}
      <span class="price">${line.price.text}</span>
    </li>
  `;
}

function Doubtful({ one, link, act }) {
  return html`
    <li class="line" data-row=${`apart:${one.key}`}>
      <${Picture} src=${one.picture} />
      <span class="name">
        ${one.title && html`<b>${one.title}</b>`}
        ${one.label && html`<small>${one.label}</small>`}
        <span class="why">${one.sentence}</span>
      </span>
      ${one.can_add &&
      html`<${Small} onClick=${() => act.add(one.tag)} link=${link} of=${one.title || words.unnamed}>
        ${words.add}${one.price ? ` ${one.price.text}` : ""}
      <//>`}
    </li>
  `;
}

function Small({ onClick, link, of, children }) {
  return html`<button class="small" type="button" onClick=${onClick} aria-disabled=${!!link.pending}>
    ${children}<span class="unseen"> ${of}</span>
  </button>`;
}

/** One sentence at a time: what stops the shopper, else what just happened. */
function Notice({ snapshot, link }) {
  const why = hindrance(snapshot);
  const sentence =
    (why === "reader" && words.readerAway) ||
    (why === "terminal" && words.terminalAway) ||
    link.notice ||
    snapshot.message?.sentence;
  return sentence ? html`<p class="notice" role="alert" key=${sentence}>${sentence}</p>` : null;
}

function Sum({ snapshot, link, act }) {
  const { total, tax, count, settled } = snapshot;
  const waits = link.pending === "pay" || !settled;
  return html`
    <footer class="sum">
      <p class="total" hidden=${count === 0}>
        <span>${words.total}${tax?.minor > 0 && html`<small>${words.taxIncluded(tax.text)}</small>`}</span>
        <strong>${total.text}</strong>
      </p>
      ${isPayable(snapshot)
        ? html`<button class="primary" type="button" disabled=${!settled} aria-disabled=${!!link.pending} onClick=${act.pay}>
            ${waits ? words.moment : words.pay(total.text)}
          </button>`
        : html`<button class="primary" type="button" disabled=${!!snapshot.help} onClick=${act.call}>
            ${snapshot.help ? words.onTheWay : words.call}
          </button>`}
    </footer>
  `;
}
