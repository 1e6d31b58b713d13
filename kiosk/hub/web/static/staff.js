/* What the staff console does in the browser beside htmx: stays live, says what went wrong,
   remembers light or dark, and keeps a tap from being lost while a list is redrawn. */

"use strict";

const RETRY_MS = 2000;
const SILENT_MS = 3000; // so long the stream may be away before anybody is told
const TOAST_MS = 6000;

/* --- live ------------------------------------------------------------------------------- */

let stream = null;
let retry = 0;
let silent = 0;
let catalogVersion = null;
let touching = false;
const later = new Set(); // what is to be redrawn once the hand is still
let known = null; // ids of what was asked for before

function listen() {
  hush();
  stream = new EventSource("/api/staff/live");
  stream.addEventListener("snapshot", (message) => {
    connected();
    show(JSON.parse(message.data));
  });
  stream.addEventListener("open", connected);
  stream.addEventListener("error", () => {
    silent ||= setTimeout(() => (byId("link-state").hidden = false), SILENT_MS);
    if (stream && stream.readyState === EventSource.CLOSED) {
      clearTimeout(retry);
      retry = setTimeout(listen, RETRY_MS);
    }
  });
}

function hush() {
  clearTimeout(retry);
  if (stream) stream.close();
  stream = null;
}

function connected() {
  clearTimeout(silent);
  silent = 0;
  byId("link-state").hidden = true;
}

function show(snapshot) {
  for (const badge of document.querySelectorAll("[data-count]")) {
    const count = snapshot[badge.dataset.count];
    badge.textContent = count;
    badge.hidden = !count;
  }
  const { title } = document.body.dataset;
  document.title = snapshot.waiting ? `(${snapshot.waiting}) ${title}` : title;
  announce(snapshot);
  alarm(snapshot);
  late(snapshot);
  tell("live");
  if (catalogVersion !== null && catalogVersion !== snapshot.catalog_version) tell("catalog");
  catalogVersion = snapshot.catalog_version;
}

/* A list that is redrawn between a finger's down and up would swallow the tap, and one that is
   redrawn while a number is typed would swallow the number. */
function tell(name) {
  if (busy()) later.add(name);
  else htmx.trigger(document.body, name);
}

function busy() {
  const field = document.activeElement;
  return touching || Boolean(field && field.matches(".counts input") && field.value);
}

function catchUp() {
  if (busy()) return;
  const names = [...later];
  later.clear();
  names.forEach(tell);
}

addEventListener("pointerdown", () => (touching = true), true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(
    end,
    () =>
      setTimeout(() => {
        touching = false;
        catchUp();
      }, 60),
    true,
  );
}
for (const end of ["input", "focusout"]) addEventListener(end, () => setTimeout(catchUp));

/* A list asked for before the hand moved may arrive under it. */
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const asked = detail.requestConfig.triggeringEvent;
  if (!asked || !["live", "catalog"].includes(asked.type) || !busy()) return;
  detail.shouldSwap = false;
  later.add(asked.type);
});

function announce({ requests, tables }) {
  const calls = [
    ...requests.map(({ id, room_name: place, variant }) => [
      id,
      variant ? `${place}: ${variant.title}, ${variant.label}` : `${place} would like a colleague`,
    ]),
    ...tables.map(({ id, name, title }) => [id, `${name}: ${title}`]),
  ];
  const fresh = known && calls.filter(([id]) => !known.has(id));
  known = new Set(calls.map(([id]) => id));
  if (!fresh || !fresh.length) return;
  say(fresh[fresh.length - 1][1]);
  if (navigator.userActivation && navigator.userActivation.hasBeenActive) navigator.vibrate?.(80);
}

/* --- the exit ---------------------------------------------------------------------------- */

let alarmed; // the newest alarm that this page has shown; undefined before the first snapshot

function alarm({ alarms, alarm: newest }) {
  const line = byId("alarm-line");
  if (line) {
    line.hidden = !alarms;
    if (newest) {
      const more = alarms > 1 ? `, and ${alarms - 1} more` : "";
      line.lastElementChild.textContent = `${newest.gate}: ${newest.name}${more}`;
    }
  }
  const id = newest ? newest.id : null;
  if (alarmed !== undefined && id && id !== alarmed) chime();
  if (alarmed === undefined || id) alarmed = id;
}

/* --- who waits too long: managers are told, and told again while nobody goes ---------------- */

let told = null; // how often each was told of; null before the first snapshot

function late({ escalated }) {
  if (document.body.dataset.role !== "manager") return;
  const line = byId("late-line");
  const [first] = escalated;
  if (line) {
    line.hidden = !first;
    if (first) {
      const more = escalated.length > 1 ? `, and ${escalated.length - 1} more` : "";
      line.lastElementChild.textContent = `${lateWords(first)}${more}`;
    }
  }
  if (toastAbout && !escalated.some(({ id }) => id === toastAbout)) hushToast();
  const again = told && escalated.find(({ id, times }) => times > (told.get(id) || 0));
  told = new Map(escalated.map(({ id, times }) => [id, times]));
  if (!again) return;
  say(lateWords(again), "trouble", again.id);
  chime();
}

function lateWords({ place, title }) {
  return title ? `${place} still waits: ${title}` : `${place} still waits for a colleague`;
}

/* Two soft notes and a buzz: a colleague's phone in the pocket. Browsers play nothing before the
   first tap on the page; the line above says it all the same. */
function chime() {
  if (!navigator.userActivation || !navigator.userActivation.hasBeenActive) return;
  navigator.vibrate?.([120, 80, 120]);
  const sound = new AudioContext();
  for (const [hertz, at] of [[880, 0], [1174.66, 0.18]]) {
    const tone = new OscillatorNode(sound, { frequency: hertz });
    const level = new GainNode(sound, { gain: 0 });
    level.gain.setTargetAtTime(0.2, sound.currentTime + at, 0.01);
    level.gain.setTargetAtTime(0, sound.currentTime + at + 0.12, 0.06);
    tone.connect(level).connect(sound.destination);
    tone.start(sound.currentTime + at);
    tone.stop(sound.currentTime + at + 0.6);
  }
  setTimeout(() => sound.close(), 1500);
}

document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
addEventListener("pageshow", listen);
addEventListener("pagehide", hush);

/* --- words ------------------------------------------------------------------------------ */

let toast = 0;
let toastAbout = ""; // the request that the line says waits still

function say(sentence, kind = "", about = "") {
  const line = byId("toast");
  toastAbout = about;
  line.textContent = sentence;
  line.className = `toast ${kind}`;
  line.hidden = false;
  clearTimeout(toast);
  toast = setTimeout(hushToast, TOAST_MS);
}

function hushToast() {
  clearTimeout(toast);
  toastAbout = "";
  byId("toast").hidden = true;
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  let sentence = "That did not work. Nothing was changed.";
  try {
    const said = JSON.parse(detail.xhr.responseText).detail;
    if (said && said.message) sentence = said.message;
  } catch {
    // not one of our own answers
  }
  say(sentence, "trouble");
});
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") {
    say("The shop's computer does not answer. Nothing was changed.", "trouble");
  }
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  // A refresh that was under way may say how it was before: ask again.
  if (detail.requestConfig && detail.requestConfig.verb !== "get") tell("live");
  catchUp();
  for (const notice of document.querySelectorAll("[data-toast]")) {
    say(notice.dataset.toast);
    notice.remove();
  }
});

/* What cannot be taken back is said in words first, in a sheet that no redraw of the list closes. */
document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (target.id === "settle" && !target.open) target.showModal();
});

/* A form that leaves the page carries what shows that it is ours; htmx sends it as a header. */
addEventListener("submit", ({ target }) => {
  const { csrf } = document.body.dataset;
  if (!csrf || target.method !== "post" || target.elements.csrf) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "csrf", value: csrf });
  target.append(field);
});

/* Enter in a sheet presses its main button; the browser alone would write the PIN into the address.
   A form that says where it goes is sent as it is. */
addEventListener("submit", (event) => {
  if (!event.target.matches(".sheet-form:not([action], [hx-post])")) return;
  event.preventDefault();
  event.target.querySelector(".main").click();
});

/* --- the name, light or dark ------------------------------------------------------------ */

addEventListener("click", ({ target }) => {
  const opens = target.closest("[data-opens]");
  const closes = target.closest("[data-closes]");
  if (opens) byId(opens.dataset.opens).showModal();
  if (closes) byId(closes.dataset.closes).close();
});

byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark =
    (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) ===
    "dark";
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `hangtag_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=strict`;
});

/* --- searching -------------------------------------------------------------------------- */

/* What was typed before htmx listened, or is filled in again after a reload, is searched for. */
addEventListener("load", () => {
  for (const box of document.querySelectorAll("input[type=search]"))
    if (box.value !== box.defaultValue) box.dispatchEvent(new Event("search"));
});

/* --- tags ------------------------------------------------------------------------------- */

/* What was picked stays picked, also when a list that was asked for before it arrives after it. */
let picked = null;

addEventListener("change", ({ target }) => {
  if (target.matches("#unknown input[name=tag]")) picked = target.value;
});
document.addEventListener("htmx:afterSwap", () => {
  const tags = [...document.querySelectorAll("#unknown input[name=tag]")];
  const tag = tags.find(({ value }) => value === picked);
  if (tag) tag.checked = true;
});

/* --- import ----------------------------------------------------------------------------- */

const file = byId("file");
if (file) {
  file.addEventListener("change", () => {
    byId("file-name").textContent = file.files.length ? file.files[0].name : "Choose the file";
    byId("report").replaceChildren(); // the plan was for another file
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const button = detail.triggeringEvent && detail.triggeringEvent.submitter;
    if (!button) return;
    detail.parameters[button.name] = button.value; // htmx forgets it when a request must queue
    if ("skipBad" in button.dataset) detail.parameters.skip_bad = "true";
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "report" && target.querySelector("[data-applied]")) {
      file.value = "";
      byId("file-name").textContent = "Choose the file";
    }
  });
}

/* A field that has been counted in is empty again, and a wrong one says what to write. */
addEventListener(
  "invalid",
  (event) => {
    if (!event.target.matches(".counts input")) return;
    event.preventDefault();
    say("Write how many pieces, such as 12.", "trouble");
  },
  true,
);

function byId(id) {
  return document.getElementById(id);
}
