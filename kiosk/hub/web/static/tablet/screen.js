// Which screen a snapshot and the link to the hub mean. Pure: no clock, no page, no network.
//
// A snapshot is the hub's whole basket (GET /api/tables/{id}); see docs/tablet.md for its fields.
// A link is what this page knows of its line to the hub:
//   { state: "connecting" | "live" | "away" | "gone", pending: "" | an asked-for action, notice: "" }

const PAYING = new Set(["LOCKED", "AUTHORISING"]);

/** True when `next` should replace `now`: newer in the same run of the hub, or of another run. */
export function isNews(now, next) {
  return !now || next.epoch !== now.epoch || next.version > now.version;
}

export function isUp(device) {
  return !device || device.state === "ok" || device.state === "starting";
}

/** "starting" | "away" | "empty" | "basket" | "paying" | "checking" | "staff" | "thanks" */
export function screenOf(snapshot, link) {
  const reached = link.state === "live";
  if (!snapshot) return reached || link.state === "connecting" ? "starting" : "away";
  const state = snapshot.state;
  // Whatever the line does, a shopper whose money may be moving is told to leave all as it is.
  if (state === "RECONCILING" || (PAYING.has(state) && !reached)) return "checking";
  if (PAYING.has(state)) return "paying";
  if (state === "NEEDS_STAFF") return "staff";
  if (state === "SOLD") return "thanks";
  if (!reached) return "away";
  if (state === "OPEN") return "basket";
  return isUp(snapshot.reader) ? "empty" : "away";
}

/** Why an open basket cannot be paid at this table just now: "" | "reader" | "terminal". */
export function hindrance(snapshot) {
  if (!isUp(snapshot.reader)) return "reader";
  return isUp(snapshot.terminal) ? "" : "terminal";
}
