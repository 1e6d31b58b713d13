// Whether somebody is still at the table: idle time, the question before it ends, and the pause that
// a device is given before the page says something about it. Owns these clocks only.

const STAY_S = 20; // to answer "are you still there?"
const HICCUP_MS = 3_000;

/**
 * Counts the seconds in which nobody did anything. `watched()` says how long that may go on, or 0
 * where nobody is hurried. Calls `onLeft(seconds)` while it asks (null when the question is over)
 * and `onGone()` when nobody answered. Returns `here()`: somebody did something.
 */
export function attention({ watched, onLeft, onGone }) {
  let idle = 0;
  let last = Date.now();
  let gone = false;
  let asking = false;

  function here() {
    idle = 0;
    last = Date.now();
    gone = false;
    if (asking) onLeft(null);
    asking = false;
  }

  setInterval(() => {
    const most = watched();
    if (!most) return here();
    if (document.hidden || gone) return;
    // A tablet that slept counts no seconds; but whoever wakes it is asked before anything ends.
    const slept = (Date.now() - last) / 1000 > most + STAY_S;
    idle = slept && idle < most ? most : idle + 1;
    if (idle < most) return;
    const left = most + STAY_S - idle;
    asking = left > 0;
    gone = !asking;
    onLeft(asking ? left : null);
    if (gone) onGone();
  }, 1000);

  return here;
}

/** Tells `onChange(down)` that something is down once it has been for 3 s; that it is up, at once. */
export function patience(onChange) {
  let down = null;
  let timer = 0;
  return (isDown) => {
    const first = down === null;
    if (isDown === down) return;
    down = isDown;
    clearTimeout(timer);
    // What is down from the start is no hiccup.
    if (!isDown || first) onChange(isDown);
    else timer = setTimeout(() => onChange(true), HICCUP_MS);
  };
}
