// The kept list's own page: share, print and delete, where the browser can. The list itself is drawn
// by the hub and is read without this.

const root = document.getElementById("list");
const told = document.getElementById("told");
const button = (id) => document.getElementById(id);

if (navigator.share) {
  button("share").hidden = false;
  button("share").addEventListener("click", () =>
    // Who closes the sheet of the phone has shared nothing, and need not be told so.
    navigator.share({ title: document.title, url: location.origin + location.pathname }).catch(() => {}),
  );
}

button("print").hidden = false;
button("print").addEventListener("click", () => window.print());

button("forget").hidden = false;
// The second tap of a double one on the page before is not meant for it.
button("forget").style.pointerEvents = "none";
setTimeout(() => (button("forget").style.pointerEvents = ""), 500);
button("forget").addEventListener("click", async () => {
  const reply = await fetch(`${location.pathname}/forget`, { method: "POST" }).catch(() => null);
  if (!reply?.ok) {
    told.textContent = root.dataset.sorry;
    return;
  }
  root.querySelector(".rows")?.remove();
  root.querySelector(".keep").remove();
  told.textContent = root.dataset.gone;
});
