// A checkout table as the bench sees it: the tablet page, what lies there, the card terminal.

import { Component, createRef, html } from "./html.js";
import { Cable, Places, Strip, dropZone, money } from "./parts.js";

const MODES = [
  ["approve", "Approve"],
  ["decline", "Decline"],
  ["lose_answer", "Lose answer"],
];
const MORE = [
  ["ask", "Ask me"],
  ["lose_request", "Lose request"],
  ["cancel", "Red key"],
  ["partial", "Half"],
  ["slow", "Slow"],
  ["busy", "Busy"],
  ["offline", "Offline"],
];
const STATES = {
  prepared: "is asked for",
  presenting: "waits for a card",
  approved: "charged",
  declined: "declined",
  cancelled: "cancelled",
  voided: "given back",
  refunded: "charged, and refunded in part or whole",
};

export function Checkout({ tables, table, hub, byTag, order, onChoose, hubAnswers }) {
  const here = { table: table.name };
  return html`
    <section class="checkout" aria-label=${table.title} ...${dropZone((tags) => order("lay", { tags, ...here }))}>
      <header>
        <${Places} places=${tables} chosen=${table.name} onChoose=${onChoose} />
        <${Cable} name="Reader" device=${table.reader} order=${order} />
      </header>
      <${Tablet} src="${hub}/tablet/${table.name}" key=${table.name} answers=${hubAnswers} />
      <${Strip}
        tags=${table.tags}
        byTag=${byTag}
        hub=${hub}
        verb="Lift"
        empty="Nothing lies on the table. Drag garments here."
        onTake=${(tags) => order("lift", { tags, ...here })}
        onAll=${() => order("lift", here)}
      />
      ${table.terminal && html`<${Terminal} table=${table.name} terminal=${table.terminal} order=${order} />`}
    </section>
  `;
}

/** The tablet page itself, drawn smaller. Once it is there it sees to its own outages. */
class Tablet extends Component {
  box = createRef();

  componentDidMount() {
    this.watch = new ResizeObserver(([{ contentRect }]) => {
      this.box.current?.style.setProperty("--scale", contentRect.width / 820);
    });
    this.watch.observe(this.box.current);
  }

  componentWillUnmount() {
    this.watch.disconnect();
  }

  render({ src, answers }) {
    this.opened ||= answers;
    return html`
      <div class="tablet" ref=${this.box}>
        ${this.opened
          ? html`<iframe src=${src} title="The tablet page" />`
          : html`<p>The hub is not running</p>`}
      </div>
    `;
  }
}

function Terminal({ table, terminal, order }) {
  const { mode, payment } = terminal;
  const waiting = payment?.state === "presenting";
  const tell = (body) => order(`terminal/${table}`, body);
  return html`
    <div class="terminal">
      <div class="terminal-head">
        <h3>Card terminal</h3>
        <${Cable} name="Line" device=${terminal} order=${order} />
      </div>
      <p class="terminal-words ${waiting ? "now" : ""}" aria-live="polite">
        ${payment
          ? html`<b>${money(payment.amount_minor, payment.currency)}</b> ${STATES[payment.state]}`
          : "No payment yet"}${waiting ? "" : ". The next one:"}
      </p>
      <${Answers}
        legend=${waiting ? "Now" : "Next answer"}
        answers=${MODES}
        chosen=${waiting ? "" : mode}
        onAnswer=${(answer) => tell(waiting ? { decide: answer } : { mode: answer })}
      />
      <${Answers}
        legend="More answers"
        answers=${MORE}
        unseen=${waiting}
        chosen=${mode}
        onAnswer=${(answer) => tell({ mode: answer })}
      />
    </div>
  `;
}

function Answers({ legend, answers, chosen, unseen, onAnswer }) {
  return html`
    <div class="answers ${unseen ? "unseen" : ""}" role="group" aria-label=${legend}>
      ${answers.map(
        ([answer, words]) => html`
          <button key=${answer} aria-pressed=${String(answer === chosen)} onClick=${() => onAnswer(answer)}>${words}</button>
        `,
      )}
    </div>
  `;
}
