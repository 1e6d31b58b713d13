// Taps and the focus when the page changes under a finger. Owns no content.

const FRESH_MS = 500;
let fresh = 0;
let moved = 0;
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

/**
 * Calls `draw()`. When something that costs (`[data-costs]` says what) has come to where it was not,
 * or from below a form that closed, none of them takes a tap for a moment: the second of a double
 * one was meant for what stood there.
 */
export function guard(root, draw) {
  const before = costly(root);
  draw();
  if ([...costly(root)].every((one) => before.has(one))) return;
  root.dataset.moved = "";
  clearTimeout(moved);
  moved = setTimeout(() => delete root.dataset.moved, FRESH_MS);
}

function costly(root) {
  const open = root.querySelector("dialog") ?? root; // what lies below a form cannot be reached
  return new Set(
    [...open.querySelectorAll("[data-costs]")].map((one) => {
      const { left, top } = one.getBoundingClientRect();
      return `${one.dataset.costs} ${Math.round(left)} ${Math.round(top)}`;
    }),
  );
}

function refresh(root) {
  root.dataset.fresh = "";
  clearTimeout(fresh);
  fresh = setTimeout(() => delete root.dataset.fresh, FRESH_MS);
}

function nameOf(root) {
  return root.querySelector("main")?.dataset.screen;
}
