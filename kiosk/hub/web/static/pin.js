/* The PIN pad: large keys beside the field, which works without them too. */

"use strict";

for (const pad of document.querySelectorAll("[data-pad]")) {
  const field = document.getElementById(pad.dataset.pad);
  pad.hidden = false;
  // Its own keys are there: a phone need not bring up its keyboard over them.
  if (matchMedia("(pointer: coarse)").matches) field.inputMode = "none";
  pad.addEventListener("click", ({ target }) => {
    const { digit, back, clear } = target.dataset;
    if (digit !== undefined && field.value.length < field.maxLength) field.value += digit;
    if (back !== undefined) field.value = field.value.slice(0, -1);
    if (clear !== undefined) field.value = "";
  });
}
