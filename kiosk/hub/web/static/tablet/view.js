// The whole page from one snapshot and the state of the link: `view(snapshot, link, act)`.
// Pure. Owns the frame that every screen shares; the screens are in basket.js and quiet.js.

import { Basket } from "./basket.js";
import { html } from "./html.js";
import { Away, Checking, Empty, Paying, Staff, Starting, Thanks } from "./quiet.js";
import { hindrance, screenOf } from "./screen.js";
import { words } from "./words.js";

const SCREENS = {
  starting: Starting,
  away: Away,
  empty: Empty,
  basket: Basket,
  paying: Paying,
  checking: Checking,
  staff: Staff,
  thanks: Thanks,
};

/** `act` has one function per thing a shopper can ask; `shop` is the name to show before any word came. */
export function view(snapshot, link, act, shop) {
  const screen = screenOf(snapshot, link);
  const name = snapshot?.shop?.name || shop;
  return html`
    <main key=${screen} class="screen ${screen}" data-screen=${screen}>
      <header class="shop">${name}</header>
      <${SCREENS[screen]} snapshot=${snapshot} link=${link} act=${act} shop=${name} />
    </main>
    <p class="unseen" role="status" aria-live="polite">${said(screen, snapshot, link)}</p>
  `;
}

/** What a screen reader hears when the screen or the count changes. */
function said(screen, snapshot, link) {
  switch (screen) {
    case "starting":
      return words.moment;
    case "away":
      return link.state === "away" ? words.moment : words.willHelp;
    case "empty":
      return words.invitation;
    case "basket":
      return hindrance(snapshot) || !snapshot.count
        ? ""
        : words.itemsSaid(snapshot.count, snapshot.total.text);
    case "paying":
      return `${snapshot.payment?.sentence || words.moment} ${snapshot.total.text}`;
    case "checking":
      return `${words.checking}. ${words.leaveAll}`;
    case "staff":
      return words.onTheWay;
    default:
      return `${words.thanks}. ${words.scan}`;
  }
}
