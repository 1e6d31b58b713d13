// The whole page: `view(snapshot, page, act)`. Pure. Owns the frame that every screen shares; the
// screens are in basket.js and quiet.js, the forms over them in sheets.js.

import { Basket } from "./basket.js";
import { html } from "./html.js";
import { Top } from "./parts.js";
import { Away, Checking, Empty, Paying, Resting, Staff, Starting, Thanks } from "./quiet.js";
import { hindrance, screenOf } from "./screen.js";
import { sheetOf } from "./sheets.js";

const SCREENS = {
  starting: Starting,
  away: Away,
  empty: Empty,
  basket: Basket,
  resting: Resting,
  paying: Paying,
  checking: Checking,
  staff: Staff,
  thanks: Thanks,
};

/** `page` is what the page itself knows (see app.js); `act` has one function per thing to ask for. */
export function view(snapshot, page, act) {
  const screen = screenOf(snapshot, page);
  return html`
    <main key=${screen} class="screen ${screen}" data-screen=${screen}>
      <${Top} page=${page} act=${act} invites=${screen === "empty"} />
      <${SCREENS[screen]} snapshot=${snapshot} page=${page} act=${act} />
    </main>
    ${sheetOf(snapshot, page, act)}
    <p class="unseen" role="status" aria-live="polite">${said(screen, snapshot, page)}</p>
  `;
}

/** What a screen reader hears when the screen or the count changes. */
function said(screen, snapshot, page) {
  const { t, line } = page;
  switch (screen) {
    case "starting":
      return t("tablet.moment");
    case "away":
      return t(line === "away" ? "tablet.moment" : "tablet.will_help");
    case "empty":
      return t("tablet.invitation");
    case "resting":
      return t("tablet.resting", { count: snapshot.count });
    case "basket":
      return hindrance(snapshot, page) || !snapshot.count
        ? ""
        : t("tablet.count_said", { count: snapshot.count, total: t.money(snapshot.total) });
    case "paying":
      return `${t.code("payment", snapshot.payment?.code, snapshot.payment?.sentence)} ${t.money(snapshot.total)}`;
    case "checking":
      return `${t("tablet.checking")}. ${t("tablet.leave_all")}`;
    case "staff":
      return t("tablet.on_the_way");
    default:
      return `${t("tablet.thanks")}. ${t("tablet.scan")}`;
  }
}
