// The forms that lie over the page: bags, discount code, loyalty number, e-mail, the whole tray, the
// languages, and the question whether anybody is still there. Each a modal dialog, one at a time. Pure.

import { html } from "./html.js";
import { Picture, refusalOf, Told, Tongues } from "./parts.js";
import { Doubtful, titleOf, trayOf } from "./tray.js";

const SHEETS = { bags: Bags, code: Code, loyalty: Loyalty, email: Email, apart: Apart, languages: Languages };

/** The sheet that is open now, if any. */
export function sheetOf(snapshot, page, act) {
  if (page.left !== null) return html`<${StillThere} key="left" page=${page} act=${act} />`;
  if (!page.sheet) return null;
  return html`<${SHEETS[page.sheet]} key=${page.sheet} snapshot=${snapshot} page=${page} act=${act} />`;
}

function Sheet({ name, title, close, page, children, quiet = false }) {
  return html`
    <dialog class="sheet ${name}" aria-labelledby="sheet-title" ref=${show}
      onCancel=${(event) => (event.preventDefault(), close())}
      onClick=${(event) => event.target === event.currentTarget && close()}>
      <div class="sheet-body">
        <header>
          <h2 id="sheet-title">${title}</h2>
          ${!quiet && html`<button class="quiet" type="button" onClick=${close}>${page.t("tablet.close")}</button>`}
        </header>
        ${children}
      </div>
    </dialog>
  `;
}

// The platform's own modal: what lies beneath cannot be reached, by finger, key or screen reader.
function show(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

function StillThere({ page, act }) {
  const { t, left } = page;
  // The seconds are not read aloud one by one; the bar shows them.
  return html`
    <${Sheet} name="still-there" title=${t("tablet.still_there")} close=${act.stay} page=${page} quiet=${true}>
      <p>${t("tablet.still_there_more", { count: left })}</p>
      <button class="primary" type="button" autofocus onClick=${act.stay}>${t("tablet.stay")}</button>
    <//>
  `;
}

function Languages({ page, act }) {
  return html`
    <${Sheet} name="languages" title=${page.t("language.choose")} close=${act.close} page=${page}>
      <${Tongues} class="tongues-list" page=${page} act=${act} />
    <//>
  `;
}

function Apart({ snapshot, page, act }) {
  return html`
    <${Sheet} name="all-apart" title=${titleOf(snapshot, page)} close=${act.close} page=${page}>
      <${Doubtful} pieces=${trayOf(snapshot)} page=${page} act=${act} />
    <//>
  `;
}

function Bags({ snapshot, page, act }) {
  const { t } = page;
  const taken = (sku) => (snapshot.extras ?? []).find((extra) => extra.sku === sku)?.quantity ?? 0;
  const busy = !!page.pending;
  return html`
    <${Sheet} name="bags" title=${t("tablet.bags_title")} close=${act.close} page=${page}>
      <ul class="lines">
        ${snapshot.steps.bags.map(
          (bag) => html`
            <li class="line" key=${bag.sku}>
              <${Picture} src=${bag.picture} />
              <span class="name"><b><bdi>${bag.title}</bdi></b><small>${bag.price.minor ? t.money(bag.price) : t("tablet.free")}</small></span>
              <span class="stepper">
                <button type="button" class="small" disabled=${!taken(bag.sku)} aria-disabled=${busy} aria-label=${t("tablet.fewer", bag)}
                  onClick=${() => act.extra(bag.sku, taken(bag.sku) - 1)}>−</button>
                <output aria-live="polite">${taken(bag.sku)}</output>
                <button type="button" class="small" disabled=${taken(bag.sku) >= (bag.left ?? Infinity)} aria-disabled=${busy} aria-label=${t("tablet.more", bag)}
                  onClick=${() => act.extra(bag.sku, taken(bag.sku) + 1)}>+</button>
              </span>
            </li>
          `,
        )}
      </ul>
      <${Refused} page=${page} />
      <button class="primary" type="button" onClick=${act.close}>${t("tablet.done")}</button>
    <//>
  `;
}

function Code({ snapshot, page, act }) {
  const { t } = page;
  const codes = snapshot.codes ?? [];
  return html`
    <${Sheet} name="code" title=${t("tablet.code_title")} close=${act.close} page=${page}>
      <${Ask} page=${page} label=${t("tablet.code_field")} button=${t("tablet.code_apply")}
        onAnswer=${async (code, form) => taken(await act.code(code, true)) && form.reset()} autocapitalize="characters" maxlength="64" />
      <${Refused} page=${page} />
      <div role="status"><ul class="codes">
        ${codes.map(
          (one) => html`
            <li key=${one.code} class=${one.state}>
              <span class="name">
                <b><bdi>${one.code}</bdi></b>
                <small>${saying(one, t)}</small>
              </span>
              <button type="button" class="quiet" data-costs=${`code:${one.code}`} aria-disabled=${!!page.pending}
                onClick=${() => act.code(one.code, false)}>
                ${t("tablet.remove")}<span class="unseen"> ${one.code}</span>
              </button>
            </li>
          `,
        )}
      </ul></div>
      ${codes
        .filter(({ state }) => state === "waiting")
        .map(({ code }) => html`<${Confirm} key=${code} code=${code} page=${page} act=${act} />`)}
    <//>
  `;
}

/** A code that counts leaves the field free for the next; one that was refused stays to be mended. */
function taken(reply) {
  const code = reply?.codes?.at(-1);
  return !!code && code.state !== "refused";
}

/** For the colleague who has come: a code that needs one is confirmed here, with their PIN. */
function Confirm({ code, page, act }) {
  const { t } = page;
  const confirm = (event) => {
    event.preventDefault();
    const { user, pin } = event.currentTarget.elements;
    if (user.value && pin.value && !page.pending) act.approve(code, user.value.trim(), pin.value);
    pin.value = "";
  };
  return html`
    <details class="confirm">
      <summary class="quiet">${t("tablet.confirm_code", { code })}</summary>
      <form class="ask-form" onSubmit=${confirm} novalidate autocomplete="off">
        <label><span>${t("tablet.confirm_name")}</span><input name="user" autocomplete="off" spellcheck="false" /></label>
        <label><span>${t("tablet.confirm_pin")}</span><input name="pin" type="password" inputmode="numeric" autocomplete="off" /></label>
        <button class="primary" aria-disabled=${!!page.pending}>${t("tablet.confirm_do")}</button>
      </form>
    </details>
  `;
}

/** Applied, or why it is not: refused, or waiting for a colleague. */
function saying({ state, title, reason }, t) {
  if (state !== "applied") return t.code("code", reason, title);
  return title ? `${t("tablet.code_applied")}: ${title}` : t("tablet.code_applied");
}

function Loyalty({ snapshot, page, act }) {
  const { t } = page;
  return html`
    <${Sheet} name="loyalty" title=${t("tablet.loyalty_title")} close=${act.close} page=${page}>
      <${Ask} page=${page} label=${t("tablet.loyalty_field")} button=${t("tablet.loyalty_save")}
        onAnswer=${act.loyalty} inputmode="numeric" maxlength="32" />
      <${Refused} page=${page} />
      ${snapshot.loyalty &&
      html`<div class="codes" role="status">
        <span class="name"><b>${t("tablet.loyalty_given", { number: snapshot.loyalty })}</b></span>
        <button type="button" class="quiet" onClick=${() => act.loyalty("")}>${t("tablet.loyalty_remove")}</button>
      </div>`}
    <//>
  `;
}

function Email({ page, act }) {
  const { t, told } = page;
  return html`
    <${Sheet} name="email" title=${t("tablet.email_title")} close=${act.close} page=${page}>
      ${told === "email_sent"
        ? html`<p class="notice" role="status">${t("tablet.email_sent")}</p>
            <button class="primary" type="button" onClick=${act.close}>${t("tablet.done")}</button>`
        : html`
            <${Ask} page=${page} label=${t("tablet.email_field")} button=${t("tablet.email_send")}
              onAnswer=${act.email} type="email" inputmode="email" maxlength="254" />
            ${told && html`<${Told}>${t.code("refusal", told) || t("tablet.not_sent")}<//>`}
            <p class="note">${t("tablet.email_note")}</p>
          `}
    <//>
  `;
}

/** One question with one field. What is typed stays there unless `onAnswer` empties the form; nothing keeps it. */
function Ask({ page, label, button, onAnswer, ...field }) {
  const answer = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const said = form.elements.answer.value.trim();
    if (said && !page.pending) onAnswer(said, form);
  };
  return html`
    <form class="ask-form" onSubmit=${answer} novalidate autocomplete="off">
      <label>
        <span>${label}</span>
        <input name="answer" type="text" required autocomplete="off" autocorrect="off" autocapitalize="none"
          spellcheck="false" autofocus enterkeyhint="done" ...${field} />
      </label>
      <button class="primary" aria-disabled=${!!page.pending}>${page.pending ? page.t("tablet.moment") : button}</button>
    </form>
  `;
}

function Refused({ page }) {
  const sentence = refusalOf(page);
  return sentence ? html`<${Told}>${sentence}<//>` : null;
}
