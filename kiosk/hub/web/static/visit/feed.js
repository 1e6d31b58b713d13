// The phone's line to the hub: whole snapshots of one visit by Server-Sent Events, healed after
// sleep, lost networks and restarts of the hub. Owns the EventSource and the clocks of the line;
// knows nothing of screens.

const WATCHDOG_MS = 25_000; // the hub says something at least every 10 s
const AWAY_AFTER_MS = 3_000;
const ANSWER_MS = 5_000;
const RETRY_MS = [300, 700, 1_500, 3_000];
// A hub that was restarted knows no visit until the mirror has said it again, within seconds.
const NOTHING_THERE = 4;

/**
 * Follows the visit at `address`. Calls `onSnapshot(snapshot)` for each newer one, `onLink("live" |
 * "away")` when the line changes, and `onOver()` once, when the visit is forgotten.
 */
export function follow(address, { onSnapshot, onLink, onOver }) {
  let current = null;
  let source = null;
  let tries = 0;
  let missed = 0;
  let over = false;
  const timers = { watchdog: 0, retry: 0, away: 0 };

  function take(snapshot) {
    missed = 0;
    if (over || (current && current.epoch === snapshot.epoch && current.version >= snapshot.version)) return;
    current = snapshot;
    onSnapshot(snapshot);
  }

  function heard() {
    tries = 0;
    stop("away", "watchdog");
    timers.watchdog = setTimeout(reopen, WATCHDOG_MS);
    onLink("live");
  }

  function lost() {
    timers.away ||= setTimeout(() => onLink("away"), AWAY_AFTER_MS);
  }

  function end() {
    if (over) return;
    over = true;
    current = null;
    close();
    stop("away");
    onOver();
  }

  function open() {
    close();
    if (document.hidden || over) return;
    timers.watchdog = setTimeout(reopen, WATCHDOG_MS);
    const opened = (source = new EventSource(`${address}/live`));
    opened.addEventListener("snapshot", (event) => {
      heard();
      take(JSON.parse(event.data));
    });
    opened.addEventListener("heartbeat", heard);
    opened.addEventListener("over", end);
    opened.onerror = () => {
      if (opened !== source) return;
      lost();
      close();
      // An EventSource does not say why it was refused, so the state is asked for.
      refresh();
      timers.retry = setTimeout(open, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
    };
  }

  function close() {
    stop("watchdog", "retry");
    source?.close();
    source = null;
  }

  function reopen() {
    lost();
    open();
    refresh();
  }

  /** Asks for the state now, beside the stream. Never throws: a hub that is away is a state. */
  async function refresh() {
    const patience = new AbortController();
    const late = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const reply = await fetch(`${address}/state`, { cache: "no-store", signal: patience.signal });
      if (reply.ok) take(await reply.json());
      else if (reply.status === 404 && (missed += 1) >= NOTHING_THERE) end();
    } catch {
      lost();
    } finally {
      clearTimeout(late);
    }
  }

  function stop(...names) {
    for (const name of names) {
      clearTimeout(timers[name]);
      timers[name] = 0;
    }
  }

  // Phones end the streams of a sleeping page without a word.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return reopen();
    close();
    stop("away");
  });
  window.addEventListener("pageshow", (event) => event.persisted && reopen());
  window.addEventListener("pagehide", close);
  window.addEventListener("online", reopen);

  open();
  return { take, end };
}
