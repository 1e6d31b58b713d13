// The open basket: how many, which, how much, and Pay. Pure views of a snapshot in state OPEN.

import { html } from "./html.js";
import { Hands, Picture, Quiet, refusalOf, Small } from "./parts.js";
import { hindrance, isPayable, mustConfirm, tendersOf } from "./screen.js";
import { Tray, trayOf } from "./tray.js";

// The fewer garments, the larger their pictures.
const SIZES = ["one", "one", "two", "three"];

export function Basket({ snapshot, page, act }) {
  const { t } = page;
  const { count, lines, extras = [] } = snapshot;
  const rows =
    lines.length + extras.length + Math.min(trayOf(snapshot).length, 2) + (offersSteps(snapshot) ? 1 : 0);
  const size = SIZES[rows] ?? "many";
  return html`
    <section class="count">
      ${count > 0 && html`<p class="number" key=${count} aria-hidden="true">${count}</p>`}
      <h1 class="ask" tabindex="-1">
        ${count
          ? html`<span class="unseen">${t("tablet.count_said", { count, total: t.money(snapshot.total) })}</span>
              <span aria-hidden="true">${t("tablet.count_unit", { count })} </span>
              <span aria-hidden="true">${t("tablet.everything")}</span>`
          : t("tablet.nothing")}
      </h1>
      <${Notice} snapshot=${snapshot} page=${page} />
    </section>
    <div class="pieces ${lines.length ? "" : "none"}">
      <section class="garments ${size}" tabindex="0" aria-label=${t("tablet.count", { count })}>
        <ul class="lines">
          ${lines.map((line) => html`<${Line} key=${line.key} line=${line} page=${page} act=${act} />`)}
          ${extras.map((extra) => html`<${Extra} key=${`extra:${extra.sku}`} extra=${extra} page=${page} act=${act} />`)}
        </ul>
      </section>
      <${Tray} snapshot=${snapshot} page=${page} act=${act} />
    </div>
    <${Sum} snapshot=${snapshot} page=${page} act=${act} />
    <${Hands} snapshot=${snapshot} page=${page} act=${act} missing=${true} call=${isPayable(snapshot, page)} />
  `;
}

function Line({ line, page, act }) {
  const { t } = page;
  return html`
    <li class=${line.on_table ? "line" : "line elsewhere"} data-row=${line.key}>
      <${Picture} src=${line.picture} />
      <span class="name">
        <b><bdi>${line.title}</bdi></b>
        <small><bdi>${line.label}</bdi></small>
        ${line.discount?.map((title) => html`<small class="offer" key=${title}><bdi>${title}</bdi></small>`)}
        ${!line.on_table && line.from_room && html`<small class="where">${t("tablet.from_room", { room: line.from_room })}</small>`}
      </span>
      ${!line.on_table &&
      html`<${Small} costs=${`remove:${line.key}`} onClick=${() => act.remove(line.tag)} page=${page} of=${line.title}>${t("tablet.remove")}<//>`}
      <${Price} price=${line.price} before=${line.list_price} t=${t} />
    </li>
  `;
}

function Extra({ extra, page, act }) {
  const { t } = page;
  const several = extra.quantity > 1;
  return html`
    <li class="line" data-row=${`extra:${extra.sku}`}>
      <${Picture} src=${extra.picture} />
      <span class="name"><b><bdi>${several ? t("tablet.quantity", extra) : extra.title}</bdi></b></span>
      <${Small} costs=${`remove:${extra.sku}`} onClick=${() => act.extra(extra.sku, 0)} page=${page} of=${extra.title}>${t("tablet.remove")}<//>
      <${Price} price=${extra.price} before=${extra.list_price} t=${t} />
    </li>
  `;
}

function Price({ price, before, t }) {
  if (!before || before.minor === price.minor) return html`<span class="price">${t.money(price)}</span>`;
  return html`
    <span class="price">
      <span class="unseen">${t("tablet.was", { price: t.money(before) })}, </span>
      <s aria-hidden="true">${t.money(before)}</s> ${t.money(price)}
    </span>
  `;
}

/** One sentence at a time: what stops the shopper, else what just happened. */
function Notice({ snapshot, page }) {
  const { t } = page;
  const why = hindrance(snapshot, page);
  const { message } = snapshot;
  const sentence =
    (why && t(`tablet.${why}_away`)) ||
    (!page.sheet && refusalOf(page)) ||
    (message && t.code("message", message.kind, message.sentence, message)) ||
    codeNews(snapshot, t);
  return sentence ? html`<p class="notice" role="alert" key=${sentence}>${sentence}</p>` : null;
}

/** The price has just gone up, and a code is why: it counts again after a colleague's yes. */
function codeNews({ codes = [] }, t) {
  const again = codes.find(({ reason }) => reason === "more_pieces");
  return again && `${again.code}: ${t.code("code", again.reason)}`;
}

function Sum({ snapshot, page, act }) {
  const { t } = page;
  const { total, tax, count, discount } = snapshot;
  return html`
    <footer class="sum">
      <${Steps} snapshot=${snapshot} page=${page} act=${act} />
      <div class="total" hidden=${count === 0}>
        <p>
          ${t("tablet.total")}
          ${discount?.minor > 0 && html`<small class="offer">${t("tablet.discount")} ${t.money(discount)}</small>`}
          ${tax?.minor > 0 && html`<small>${t("tablet.tax", { amount: t.money(tax) })}</small>`}
        </p>
        <strong>${t.money(total)}</strong>
      </div>
      <div class="pays">
        ${isPayable(snapshot, page)
          ? html`<${Pays} snapshot=${snapshot} page=${page} act=${act} />`
          : html`<button class="primary" type="button" data-costs="call" disabled=${!!snapshot.help} onClick=${act.call}>
              ${t(snapshot.help ? "tablet.on_the_way" : "tablet.call")}
            </button>`}
      </div>
    </footer>
  `;
}

function Pays({ snapshot, page, act }) {
  const { t } = page;
  const { count, settled } = snapshot;
  const total = t.money(snapshot.total);
  const busy = !!page.pending;
  if (mustConfirm(snapshot, page)) {
    return html`<button key="confirm" class="primary" type="button" data-costs=${`confirm:${count}`} disabled=${!settled} aria-disabled=${busy} onClick=${act.confirm}>
      ${settled ? t("tablet.confirm_count", { count }) : t("tablet.moment")}
    </button>`;
  }
  const [first, second] = tendersOf(snapshot, page);
  const waits = page.pending === "pay" || !settled;
  const says = { card: t("tablet.pay", { total }), desk: t("tablet.pay_desk_total", { total }) };
  return html`
    <button key="pay" class="primary" type="button" data-costs=${`${first}:${total}`} disabled=${!settled} aria-disabled=${busy} onClick=${() => act.pay(first)}>
      ${waits ? t("tablet.moment") : says[first]}
    </button>
    ${second &&
    html`<button key="other" class="secondary" type="button" data-costs=${`${second}:${total}`} disabled=${!settled} aria-disabled=${busy} onClick=${() => act.pay(second)}>
      ${t("tablet.pay_desk")}
    </button>`}
  `;
}

function offersSteps({ steps = {}, count }) {
  return count > 0 && !!(steps.bags?.length || steps.codes || steps.loyalty);
}

/** What may be added before paying, by the shop's config. */
function Steps({ snapshot, page, act }) {
  const { t } = page;
  const { steps = {}, loyalty, codes = [] } = snapshot;
  if (!offersSteps(snapshot)) return null;
  // A refused code is told of in its form; here it would look as if it counted.
  const used = codes
    .filter(({ state }) => state !== "refused")
    .map(({ code }) => code)
    .join(", ");
  return html`
    <div class="steps">
      ${steps.bags?.length > 0 && html`<${Quiet} onClick=${() => act.open("bags")} page=${page}>${t("tablet.bag")}<//>`}
      ${steps.codes &&
      html`<${Quiet} onClick=${() => act.open("code")} page=${page}>
        ${t("tablet.code")}${used && html`<span class="given">${used}</span>`}
      <//>`}
      ${steps.loyalty &&
      html`<${Quiet} onClick=${() => act.open("loyalty")} page=${page}>
        ${t("tablet.loyalty")}${loyalty && html`<span class="given">${loyalty}</span>`}
      <//>`}
    </div>
  `;
}
