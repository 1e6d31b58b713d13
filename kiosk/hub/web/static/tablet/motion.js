// Rows that arrive, leave or make room, one calm move each. Owns no content: it compares the
// rows (`[data-row]`) before and after a drawing of the page.

const CALM_MS = 400;
const EASE = "cubic-bezier(0.22, 0.7, 0.25, 1)";
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Calls `draw()` and animates what it changed among the rows of `root`. */
export function rearrange(root, draw) {
  if (still.matches) return draw();
  const before = places(root);
  const screenBefore = root.firstElementChild?.dataset.screen;
  draw();
  if (root.firstElementChild?.dataset.screen !== screenBefore) return;
  const after = places(root);
  for (const [key, { row, box }] of after) {
    const old = before.get(key);
    if (!old) arrive(row);
    else makeRoom(row, old, after.get(key));
  }
  for (const [key, { row, box, list }] of before) {
    if (!after.has(key) && list.isConnected) leave(row, box, list);
  }
  [...after.keys()].filter((key) => !before.has(key)).slice(-1).forEach((key) => {
    after.get(key).row.scrollIntoView({ block: "nearest", behavior: "smooth" });
  });
}

function places(root) {
  const rows = new Map();
  for (const row of root.querySelectorAll("[data-row]")) {
    rows.set(row.dataset.row, {
      row,
      box: row.getBoundingClientRect(),
      parts: [...row.children].map((part) => part.getBoundingClientRect()),
      list: row.parentElement,
    });
  }
  return rows;
}

// Never from fully clear: the first painted frame already shows the garment.
function arrive(row) {
  row.animate(
    [{ opacity: 0.35, transform: "translateY(-0.75rem)" }, { opacity: 1, transform: "none" }],
    { duration: CALM_MS, easing: EASE },
  );
}

// Only transforms, which cost no layout: the row moves as a whole, its picture to its new size.
function makeRoom(row, before, after) {
  const timing = { duration: CALM_MS, easing: EASE };
  const up = before.box.top - after.box.top;
  if (up) row.animate([{ transform: `translateY(${up}px)` }, { transform: "none" }], timing);
  const [picture, name] = row.children;
  const grows = before.parts[0].width / after.parts[0].width;
  if (grows === 1) return;
  const aside = before.parts[1].left - after.parts[1].left;
  picture.animate([{ transform: `scale(${grows})` }, { transform: "none" }], timing);
  name.animate([{ transform: `translateX(${aside}px)` }, { transform: "none" }], timing);
}

function leave(row, box, list) {
  const ghost = row.cloneNode(true);
  const at = list.getBoundingClientRect();
  delete ghost.dataset.row;
  ghost.inert = true;
  ghost.setAttribute("aria-hidden", "true");
  ghost.classList.add("ghost");
  Object.assign(ghost.style, {
    top: `${box.top - at.top}px`,
    left: `${box.left - at.left}px`,
    width: `${box.width}px`,
    height: `${box.height}px`,
  });
  list.append(ghost);
  ghost.animate([{ opacity: 1 }, { opacity: 0, transform: "translateY(-0.5rem)" }], {
    duration: CALM_MS * 0.7,
    easing: EASE,
  }).onfinish = () => ghost.remove();
}
