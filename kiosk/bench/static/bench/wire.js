// The line to the bench: its state as whole snapshots, and what it is asked to do.
// Owns the EventSource and its healing; knows nothing of what is shown.

const WATCHDOG_MS = 25_000; // the bench says something at least every 10 s
const RETRY_MS = 1_000;

/** Calls `onState(state)` at each change and `onLine(up)` when the line comes or goes. */
export function follow(onState, onLine) {
  let source;
  let watchdog;

  const open = () => {
    source = new EventSource("/api/bench/live");
    source.onopen = alive;
    source.onerror = again;
    source.addEventListener("heartbeat", alive);
    source.addEventListener("snapshot", (event) => {
      alive();
      onState(JSON.parse(event.data));
    });
  };
  const alive = () => {
    onLine(true);
    clearTimeout(watchdog);
    watchdog = setTimeout(again, WATCHDOG_MS);
  };
  const again = () => {
    onLine(false);
    clearTimeout(watchdog);
    source.close();
    watchdog = setTimeout(open, RETRY_MS);
  };
  open();
}

/** Asks the bench to do something; its sentence, or an Error with one. */
export async function order(verb, body) {
  let response;
  try {
    response = await fetch(`/api/bench/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The bench does not answer.");
  }
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.detail?.message ?? `HTTP ${response.status}`);
  return reply.done;
}

export async function pieces() {
  const response = await fetch("/api/bench/pieces");
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

/** The scenarios that come with Hangtag. */
export async function scenarios() {
  const reply = await fetch("/api/bench/scenarios", { cache: "no-store" });
  return reply.ok ? reply.json() : [];
}
