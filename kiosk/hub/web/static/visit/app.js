// The phone page's composition root: joins the line to the hub, what can be asked, and the view.
// Owns what the page knows beside the visit: where the shopper is, what is being asked, the language.

import { render } from "../tablet/html.js";
import { guard } from "../tablet/touch.js";
import { wordsOf } from "../tablet/words.js";
import { asking } from "./asking.js";
import { follow } from "./feed.js";
import { answerOf, askedFor, pieceOf } from "./pieces.js";
import { screenOf, view } from "./view.js";

const MIRROR_ANSWERS_MS = 6_000;

const root = document.getElementById("visit");
const html = document.documentElement;
const { shop, locale, digits, language } = root.dataset;
const catalogs = JSON.parse(document.getElementById("words").textContent);
const languages = Object.keys(catalogs);
const of = Object.fromEntries(
  languages.map((one) => [one, wordsOf(catalogs, one, { locale, digits: Number(digits) })]),
);
const ask = asking(location.pathname.replace(/\/+$/, ""));

let state = JSON.parse(document.getElementById("state").textContent);
let page = {
  shop,
  languages,
  of,
  t: of[language],
  where: location.hash,
  larger: state.large_text,
  line: "live",
  pending: false,
  asked: null, // the piece that is being asked for
  notice: "",
  about: "", // what the notice is about
  said: "", // for who listens
  score: null,
  offerMirror: false,
  kept: state.kept,
};
let waiting = null; // { done(state), late }: what the mirror has yet to answer

const act = {
  home: () => change({ notice: "" }),
  larger: () => change({ larger: !page.larger }),
  language(one) {
    change({ t: of[one], offerMirror: one !== state?.language });
  },
  async mirrorLanguage() {
    const one = page.t.language;
    await tap("language", one, (now) => now.language === one);
    change({ offerMirror: false });
  },
  // Another size is the same screen: the way back leads to the room, not through all sizes.
  choose(variantId) {
    history.replaceState(null, "", `#piece-${variantId}`);
    change({ where: location.hash, notice: "" });
  },
  show: (id) => tap(state.garments.includes(id) ? "garment" : "offer", id, (now) => now.focus === id),
  back: () => tap("back", "", (now) => now.focus === null),
  bring: (id) => want("bring", id),
  hold: (id) => want("hold", id),
  call: () => tap("call", "", (now) => now.asked.some(({ kind, open }) => kind === "call" && open)),
  cancel: (id) => tap("cancel", id, (now) => !now.asked.some((one) => one.id === id && one.open)),
  put: (id, on) => once("", async () => told(await ask.list(id, on), (now) => feed.take(now))),
  keep: () => once("", async () => told(await ask.keep(), ({ url }) => change({ kept: url }))),
  score: (score) => change({ score }),
  rate(event) {
    event.preventDefault();
    const word = new FormData(event.target).get("word").trim();
    tap("rating", `${page.score} ${word}`.trim(), (now) => now.rated, "rating");
  },
  forget: () => once("", async () => told(await ask.forget(), () => feed.end())),
};

const feed = follow(location.pathname.replace(/\/+$/, ""), {
  onSnapshot(next) {
    const before = state;
    state = next;
    if (waiting?.done(next)) settled();
    // Only a hub that was started again does not know of a list that is still kept.
    const kept = next.kept ?? (before?.epoch === next.epoch ? null : page.kept);
    change({ kept, said: news(before, next) || page.said });
  },
  onLink: (line) => line !== page.line && change({ line }),
  onOver() {
    state = null;
    settled();
    history.replaceState(null, "", location.pathname);
    change({ where: "", notice: "", said: page.t("phone.over_title") });
    document.getElementById("state").textContent = "null";
  },
});

window.addEventListener("hashchange", () => {
  change({ where: location.hash, notice: "" });
  window.scrollTo(0, 0);
  root.querySelector("h1")?.focus({ preventScroll: true });
});
draw();

/** Asks the mirror for a piece; the request has the tap's own id. */
async function want(event, variantId) {
  change({ asked: variantId });
  await tap(event, variantId, (now) => askedFor(now, variantId) !== null);
}

/** Sends a tap and waits until the mirror has done it, which is seen in the visit itself. */
async function tap(event, value, done, about = "") {
  await once(about, async () => {
    const reply = await ask.tap(event, value);
    if (!reply.ok) return told(reply, () => {});
    if (!state || done(state)) return;
    await new Promise((resolve) => {
      const late = setTimeout(() => {
        change({ notice: page.t("phone.not_sent") });
        settled();
      }, MIRROR_ANSWERS_MS);
      waiting = { done, late, resolve };
    });
  });
}

function settled() {
  clearTimeout(waiting?.late);
  waiting?.resolve();
  waiting = null;
}

/** `about` is the part of the screen that says what came of it: "" for its head. */
async function once(about, asks) {
  if (page.pending) return;
  change({ pending: true, notice: "", about });
  await asks();
  change({ pending: false, asked: null });
}

function told({ ok, status, content }, then) {
  if (ok) return then(content);
  change({ notice: page.t(status === 429 ? "phone.too_often" : "phone.not_sent") });
}

/** What changed of what was asked for, in words, for who does not see it. */
function news(before, next) {
  const { t } = page;
  const changed = next.asked.filter(
    (one) => before?.asked.find(({ id }) => id === one.id)?.status !== one.status,
  );
  return changed
    .map((one) => {
      const piece = one.variant_id === null ? null : pieceOf(next, one.variant_id);
      return `${piece ? `${piece.product.title}, ${piece.variant.label}. ` : ""}${answerOf(one, next, t)}`;
    })
    .join(" ");
}

function change(part) {
  page = { ...page, ...part };
  draw();
}

function draw() {
  const { t } = page;
  html.lang = t.language;
  html.dir = t("language.direction");
  html.dataset.text = page.larger ? "larger" : "normal";
  root.dataset.screen = screenOf(state, page.where).name;
  guard(root, () => render(view(state, page, act), root));
}
