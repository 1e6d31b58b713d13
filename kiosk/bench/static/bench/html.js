// Preact and htm joined: the one place that names their files. Owns nothing else.

import htm from "../vendor/htm-3.1.1.js";
import { Component, createRef, h, render } from "../vendor/preact-11.2.0.js";

export const html = htm.bind(h);
export { Component, createRef, render };
