// Which screen a snapshot and what this page knows mean. Pure: no clock, no page, no network.
//
// A snapshot is the hub's whole basket (GET /api/tables/{id}); see docs/tablet.md for its fields.
// Of the page (see app.js) these are asked for here:
//   line    "connecting" | "live" | "away" | "gone": the line to the hub
//   terminalAway  true when the card terminal has been away for longer than a hiccup
//   nobody  true when the shopper seems to have left their basket

const PAYING = new Set(["LOCKED", "AUTHORISING"]);

/** True when `next` should replace `now`: newer in the same run of the hub, or of another run. */
export function isNews(now, next) {
  return !now || next.epoch !== now.epoch || next.version > now.version;
}

export function isUp(device) {
  return !device || device.state === "ok" || device.state === "starting";
}

/** "starting" | "away" | "empty" | "basket" | "resting" | "paying" | "checking" | "staff" | "thanks" */
export function screenOf(snapshot, page) {
  const reached = page.line === "live";
  if (!snapshot) return reached || page.line === "connecting" ? "starting" : "away";
  const state = snapshot.state;
  // Whatever the line does, a shopper whose money may be moving is told to leave all as it is.
  if (state === "RECONCILING" || (PAYING.has(state) && !reached)) return "checking";
  if (PAYING.has(state)) return "paying";
  if (state === "NEEDS_STAFF") return "staff";
  if (state === "SOLD") return "thanks";
  if (!reached) return "away";
  if (state === "OPEN") return page.nobody ? "resting" : "basket";
  return isUp(snapshot.reader) ? "empty" : "away";
}

/** The tenders that can be used at this table now, in the order in which they are offered. */
export function tendersOf(snapshot, page) {
  const offered = snapshot.tenders ?? [{ name: "card", ok: isUp(snapshot.terminal) }];
  const usable = ({ name, ok }) => ok || (name === "card" && !page.terminalAway);
  return offered.filter(usable).map(({ name }) => name);
}

/** Why an open basket cannot be paid as usual just now: "" | "reader" | "terminal". */
export function hindrance(snapshot, page) {
  if (!isUp(snapshot.reader)) return "reader";
  return tendersOf(snapshot, page).includes("card") ? "" : "terminal";
}

export function isPayable(snapshot, page) {
  return snapshot.count > 0 && isUp(snapshot.reader) && tendersOf(snapshot, page).length > 0;
}

/** What Pay would buy, as one name: which pieces and bags, at which prices. */
export function offerOf({ lines, extras = [] }) {
  const pieces = lines.map((line) => `${line.key}=${line.price.minor}`);
  const bags = extras.map((extra) => `${extra.sku}×${extra.quantity}=${extra.price.minor}`);
  return [...pieces, ...bags].join(" ");
}

/** What lies there, as one name: changes when a hand does something at the table. */
export function thingsOf({ lines, doubtful }) {
  return [...lines, ...doubtful].map((one) => `${one.key} ${one.on_table ?? ""}`).join(" ");
}

/** Whether the shopper has yet to say that these are all of them. */
export function mustConfirm(snapshot, page) {
  return !!snapshot.steps?.count_check && page.confirmed !== offerOf(snapshot);
}
