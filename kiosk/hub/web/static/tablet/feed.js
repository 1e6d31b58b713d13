// The line to the hub: whole snapshots by Server-Sent Events, healed after sleep, silence and
// restarts. Owns the EventSource, the watchdog and the link's state; knows nothing of screens.

import { isNews } from "./screen.js";

const WATCHDOG_MS = 25_000; // the hub says something at least every 10 s
const AWAY_AFTER_MS = 3_000; // shorter gaps are healed before a shopper would notice
const GONE_AFTER_MS = 20_000;
const ANSWER_MS = 5_000; // for a snapshot that was asked for
const enrolAnew = once(() => location.reload());
const RETRY_MS = [200, 500, 1_000, 2_000, 3_000];

/**
 * Follows one table. Calls `onSnapshot(snapshot)` for each newer snapshot and
 * `onLink("live" | "away" | "gone")` when the line changes. Returns `{ refresh, take }`.
 */
export function follow(table, { onSnapshot, onLink }) {
  const address = `/api/tables/${encodeURIComponent(table)}`;
  const past = new Set(); // epochs of hubs that have gone: their late words count no more
  let current = null;
  let source = null;
  let tries = 0;
  let fetching = null;
  const timers = { watchdog: 0, retry: 0, away: 0, gone: 0 };

  function take(snapshot) {
    if (past.has(snapshot.epoch) || !isNews(current, snapshot)) return;
    if (current && current.epoch !== snapshot.epoch) past.add(current.epoch);
    current = snapshot;
    onSnapshot(snapshot);
  }

  function heard() {
    tries = 0;
    stop("away", "gone", "watchdog");
    timers.watchdog = setTimeout(reopen, WATCHDOG_MS);
    onLink("live");
  }

  function lost() {
    if (!timers.away) {
      timers.away = setTimeout(() => onLink("away"), AWAY_AFTER_MS);
      timers.gone = setTimeout(() => onLink("gone"), GONE_AFTER_MS);
    }
  }

  function open() {
    close();
    if (document.hidden) return;
    timers.watchdog = setTimeout(reopen, WATCHDOG_MS);
    const opened = (source = new EventSource(`${address}/live`));
    opened.addEventListener("snapshot", (event) => {
      heard();
      take(JSON.parse(event.data));
    });
    opened.addEventListener("heartbeat", heard);
    opened.onerror = () => {
      if (opened !== source) return;
      // Refused, not cut off; an EventSource does not say why, so the snapshot is asked for.
      if (opened.readyState === EventSource.CLOSED) refresh();
      lost();
      close();
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

  /** Fetches the snapshot now, beside the stream. Never throws: a hub that is away is a state. */
  async function refresh() {
    fetching?.abort();
    const mine = (fetching = new AbortController());
    const over = setTimeout(() => mine.abort(), ANSWER_MS);
    try {
      const reply = await fetch(address, { cache: "no-store", signal: mine.signal });
      if (reply.ok) {
        take(await reply.json());
        heard();
      } else {
        lost();
        // It is not the shop's tablet any more: the page that says so is at this same address.
        if (reply.status === 401) enrolAnew();
      }
    } catch {
      if (mine === fetching) lost();
    } finally {
      clearTimeout(over);
    }
  }

  function stop(...names) {
    for (const name of names) {
      clearTimeout(timers[name]);
      timers[name] = 0;
    }
  }

  // iPadOS ends streams of a sleeping page without a word.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return reopen();
    close();
    stop("away", "gone");
  });
  window.addEventListener("pageshow", (event) => event.persisted && reopen());
  window.addEventListener("pagehide", close);
  window.addEventListener("online", reopen);

  lost();
  open();
  return { refresh, take };
}

function once(act) {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
