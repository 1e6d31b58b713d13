// The tablet page's composition root: joins the line to the hub, the shopper's commands, the clocks
// and the view, and marks when a snapshot was painted. Reads its table from the page; owns no words.

import { attention, patience } from "./attention.js";
import { commands } from "./commands.js";
import { follow } from "./feed.js";
import { render } from "./html.js";
import { looks as looksOf } from "./looks.js";
import { rearrange } from "./motion.js";
import { mendPictures } from "./pictures.js";
import { isUp, offerOf, screenOf, thingsOf } from "./screen.js";
import { guard, settle } from "./touch.js";
import { view } from "./view.js";
import { wordsOf } from "./words.js";

const HOLD_S = 60; // a form that was begun on the thank-you page may outlast it, untouched for so long
const IDLE_S = 75; // of a hub that does not say

const root = document.getElementById("tablet");
const { table, shop, locale, digits, stamp } = root.dataset;
const catalogs = JSON.parse(document.getElementById("words").textContent);
const languages = root.dataset.languages.split(" "); // the shop's own first
const words = Object.fromEntries(
  languages.map((one) => [one, wordsOf(catalogs, one, { locale, digits: Number(digits) })]),
);
const looking = looksOf(languages, (one) => words[one].direction);

let snapshot = null;
// What this page knows beside the snapshot. The views read it with `t`, `of` and `looks` added.
let page = {
  shop,
  languages,
  line: "connecting", // see feed.js
  pending: "", // what is being asked of the hub
  notice: null, // { code, sentence }: why it was not done
  terminalAway: false, // for longer than a hiccup; of the reader the hub itself tells no hiccups
  nobody: false, // the shopper has left their basket
  left: null, // seconds left to say that one is still there
  confirmed: "", // the offer of which the shopper said that it is all
  sheet: "", // the form that lies over the page
  receipt: null, // what the e-mail form is about
  told: "", // how sending or printing it went
};
let screen = "";
let anew = false; // another run of the hub may have brought another page

const terminalIs = patience((terminalAway) => change({ terminalAway }));

const feed = follow(table, {
  onSnapshot(next) {
    const before = snapshot;
    snapshot = next;
    page = { ...page, notice: null };
    if (before && thingsOf(before) !== thingsOf(next)) {
      here();
      page = { ...page, nobody: false };
    }
    terminalIs(!isUp(next.terminal));
    if (before?.state === "SOLD" && next.state !== "SOLD") nextShopper();
    draw();
    mark(next);
    anew ||= !!before && before.epoch !== next.epoch;
    if (anew && screen === "empty" && !page.sheet) renew();
  },
  onLink: (line) => line !== page.line && change({ line }),
});

const ask = commands(table, {
  latest: () => snapshot,
  onPending: (pending) => change({ pending }),
  onReply: (reply) => (reply.epoch ? feed.take(reply) : feed.refresh()),
  async onRefused(refusal, asked) {
    const known = snapshot;
    await feed.refresh();
    // A lost answer may have been a yes: then the hub has moved on, perhaps before the answer was
    // lost, and its words are the truth.
    if (snapshot.state !== asked.state || (!refusal.sentence && snapshot !== known)) return;
    change({ notice: refusal });
  },
});

const act = {
  ...ask,
  open: (sheet) => change({ sheet, told: "", notice: null, receipt: snapshot.receipt }),
  close() {
    change({ sheet: "", told: "" });
    if (screen === "empty") nextShopper();
  },
  confirm: () => change({ confirmed: offerOf(snapshot) }),
  stay: () => here(),
  goOn() {
    here();
    change({ nobody: false });
  },
  look(what, value) {
    looking[what](value);
    draw();
  },
  speak(language) {
    looking.language(language);
    change({ sheet: page.sheet === "languages" ? "" : page.sheet });
  },
  async email(address) {
    const { language } = looking.now();
    change({ pending: "email", told: "" });
    const refused = await ask.receipt(page.receipt.url, "email", { address, language });
    change({ pending: "", told: refused || "email_sent" });
  },
  async print() {
    const { language } = looking.now();
    change({ pending: "print", told: "" });
    const refused = await ask.receipt(snapshot.receipt.url, "print", { language });
    change({ pending: "", told: refused ? "print_failed" : "printing" });
  },
};

const here = attention({
  watched() {
    if (screen === "empty" && page.sheet) return HOLD_S;
    return screen === "empty" || screen === "basket" ? (snapshot.steps?.idle_s ?? IDLE_S) : 0;
  },
  // An empty table hurries nobody: it only forgets.
  onLeft: (left) => (screen === "basket" || page.sheet) && change({ left }),
  onGone() {
    page = { ...page, left: null, sheet: "", nobody: screen === "basket" };
    if (page.nobody) ask.forget(snapshot);
    nextShopper();
    draw();
  },
});

mendPictures(root);
for (const what of ["pointerdown", "keydown", "input"]) document.addEventListener(what, here, true);
draw();

/** Nothing that the last shopper chose is left on this page, but a form that they are filling in. */
function nextShopper() {
  page = { ...page, confirmed: "", told: page.sheet ? page.told : "" };
  if (!page.sheet) looking.forget();
  draw();
}

/** A form stays where it belongs: over the basket, or over the thank-you and the empty table after. */
function fits(sheet) {
  if (sheet === "languages") return screen !== "empty";
  return sheet === "email" ? ["thanks", "empty"].includes(screen) : screen === "basket";
}

function change(part) {
  page = { ...page, ...part };
  draw();
}

function draw() {
  screen = screenOf(snapshot, page);
  if (screen !== "basket" && !page.sheet) page = { ...page, left: null };
  if (page.sheet && !fits(page.sheet)) page = { ...page, sheet: "" };
  const looks = looking.now();
  const now = { ...page, shop: snapshot?.shop?.name || shop, looks, of: words, t: words[looks.language] };
  const shown = view(snapshot, now, act);
  settle(root, () => rearrange(root, () => guard(root, () => render(shown, root))));
}

/** Loads the page again if its files have changed. Only an empty table is free for that. */
async function renew() {
  anew = false;
  const address = `/tablet/${encodeURIComponent(table)}/stamp`;
  const reply = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (reply?.ok && (await reply.text()) !== stamp && screen === "empty") location.reload();
}

/**
 * Tells whoever measures (tests, `make bench`) which snapshot the screen shows, as `window.hangtag`.
 * `paintedAt` is when its words were on the screen and `picturedAt` when its pictures were too:
 * milliseconds since 1970 by this machine's clock, null until then.
 */
function mark({ version, epoch }) {
  const mine = { version, epoch, paintedAt: null, picturedAt: null };
  const shown = () =>
    new Promise((resolve) =>
      // The second frame begins when the first one has been handed to the screen.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())),
      ),
    );
  window.hangtag = mine;
  shown().then((at) => (mine.paintedAt = at));
  Promise.allSettled([...root.querySelectorAll("img")].map((image) => image.decode()))
    .then(shown)
    .then((at) => (mine.picturedAt = at));
}
