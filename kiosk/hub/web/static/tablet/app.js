// The tablet page's composition root: joins the line to the hub, the shopper's commands and the
// view, and marks when a snapshot was painted. Reads its table from the page; owns no words.

import { commands } from "./commands.js";
import { follow } from "./feed.js";
import { render } from "./html.js";
import { rearrange } from "./motion.js";
import { view } from "./view.js";
import { words } from "./words.js";

const root = document.getElementById("tablet");
const { table, shop } = root.dataset;
let snapshot = null;
let link = { state: "connecting", pending: "", notice: "" };

const feed = follow(table, {
  onSnapshot(next) {
    snapshot = next;
    link = { ...link, notice: "" };
    draw();
    mark(next);
  },
  onLink: (state) => state !== link.state && change({ state }),
});

const act = commands(table, {
  latest: () => snapshot,
  onPending: (pending) => change({ pending }),
  onReply: (reply) => (reply.epoch ? feed.take(reply) : feed.refresh()),
  async onRefused(sentence) {
    const asked = snapshot;
    await feed.refresh();
    // A lost answer may have been a yes: then the hub has moved on, and its words are the truth.
    if (snapshot.state !== asked.state || (!sentence && snapshot !== asked)) return;
    change({ notice: sentence || words.notSent });
  },
});

draw();

function change(part) {
  link = { ...link, ...part };
  draw();
}

function draw() {
  rearrange(root, () => render(view(snapshot, link, act, shop), root));
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
