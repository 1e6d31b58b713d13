// Taps and the focus when the page changes under a finger. Owns no content.

const FRESH_MS = 400;
let fresh = 0;
let opener = null;

/**
 * Calls `draw()`. When it made another screen, taps are not taken for a moment, so that one that was
 * meant for the screen before presses nothing, and the focus goes to what the screen says. When a
 * form opens over the page it has the focus, and what opened it gets it back.
 */
export function settle(root, draw) {
  const screenBefore = nameOf(root);
  const open = !!root.querySelector("dialog");
  const focused = document.activeElement;
  draw();
  const opens = !!root.querySelector("dialog");
  if (opens && !open) opener = focused;
  if (nameOf(root) !== screenBefore) {
    opener = null;
    refresh(root);
    if (!opens && screenBefore) root.querySelector("h1")?.focus({ preventScroll: true });
  } else if (open && !opens && opener?.isConnected) {
    opener.focus({ preventScroll: true });
  } else if (!opens && focused !== document.body && !focused.isConnected) {
    root.querySelector("h1")?.focus({ preventScroll: true }); // the button that was pressed is gone
  }
}

/** A button that takes another's place takes no taps for a moment, either. */
export function refresh(root) {
  root.dataset.fresh = "";
  clearTimeout(fresh);
  fresh = setTimeout(() => delete root.dataset.fresh, FRESH_MS);
}

function nameOf(root) {
  return root.querySelector("main")?.dataset.screen;
}
