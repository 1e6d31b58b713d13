// Scenarios: what is played on the floor by itself, step by step.

import { Component, html } from "./html.js";
import { scenarios } from "./wire.js";

export class Scenarios extends Component {
  state = { list: [], name: "" };

  componentDidMount() {
    scenarios().then((list) => this.setState({ list, name: list[0]?.name ?? "" }), () => {});
  }

  render({ playing, order }, { list, name }) {
    if (playing?.playing) {
      const { title, steps, done } = playing;
      return html`
        <div class="scenario playing" role="status">
          <span class="scenario-title">${title}</span>
          <span class="scenario-step">${done} of ${steps.length}${done > 0 ? `, ${steps[done - 1]}` : ""}</span>
          <button class="quiet" onClick=${() => order("scenario/stop", {})}>Stop</button>
        </div>
      `;
    }
    if (!list.length) return null;
    return html`
      <div class="scenario">
        <select
          aria-label="Scenario"
          value=${name}
          onChange=${(event) => this.setState({ name: event.currentTarget.value })}
        >
          ${list.map((one) => html`<option key=${one.name} value=${one.name}>${one.title}</option>`)}
        </select>
        <button class="quiet" onClick=${() => order("scenario", { name })}>Play</button>
        ${playing?.failed && html`<span class="scenario-failed" role="alert">${playing.failed}</span>`}
      </div>
    `;
  }
}
