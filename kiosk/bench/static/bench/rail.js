// The rail: every tagged garment of the shop, to be searched, chosen and carried away.

import { garments, kinds } from "./garments.js";
import { Component, html } from "./html.js";
import { Picture, drag, dropZone } from "./parts.js";

export class Rail extends Component {
  state = { text: "", kind: "", sold: false };

  render({ pieces, away, chosen, hub, waits, onChoose, onBack }, { text, kind, sold }) {
    const shown = garments(pieces, away, { text, kind, sold });
    const choose = (kind, sold = false) => this.setState({ kind, sold });
    return html`
      <section class="rail" aria-label="The rail" ...${dropZone(onBack)}>
        <div class="rail-head">
          <input
            type="search"
            placeholder="Search the rail"
            aria-label="Search by name, colour, SKU or tag"
            value=${text}
            onInput=${(event) => this.setState({ text: event.currentTarget.value })}
          />
          <div class="kinds" role="group" aria-label="Kinds">
            <button aria-pressed=${String(!kind && !sold)} onClick=${() => choose("")}>All</button>
            ${kinds(pieces).map(
              (each) => html`
                <button key=${each} aria-pressed=${String(kind === each)} onClick=${() => choose(each)}>${each}</button>
              `,
            )}
            <button aria-pressed=${String(sold)} onClick=${() => choose("", true)}>sold</button>
          </div>
        </div>
        <ul class="garments">
          ${shown.map((garment) => html`<${Garment} key=${garment.key} ...${{ garment, chosen, hub, onChoose }} />`)}
        </ul>
        ${!shown.length &&
        html`<p class="nothing">${waits ? "The shop opens …" : sold ? "Nothing is sold yet." : "Nothing on the rail is called that."}</p>`}
      </section>
    `;
  }
}

function Garment({ garment, chosen, hub, onChoose }) {
  const mine = garment.all.filter((tag) => chosen.has(tag));
  const free = garment.sizes.flatMap(({ tags }) => tags);
  const first = free.find((tag) => !chosen.has(tag));
  const toggle = () => (mine.length ? onChoose([], mine) : first && onChoose([first], []));
  return html`
    <li
      class="garment ${mine.length ? "chosen" : ""} ${free.length ? "" : "gone"}"
      draggable=${free.length > 0}
      onDragStart=${(event) => drag(event, mine.length ? [...chosen] : [first])}
    >
      <button class="garment-picture" aria-pressed=${String(mine.length > 0)} onClick=${toggle} disabled=${!free.length}>
        <${Picture} hub=${hub} picture=${garment.picture} title=${garment.title} />
        <span class="garment-title">${garment.title}</span>
        <span class="garment-colour">${garment.colour || " "}</span>
      </button>
      <span class="sizes">
        ${garment.sizes.map(({ size, tags }) => {
          const picked = tags.filter((tag) => chosen.has(tag));
          const next = tags.find((tag) => !chosen.has(tag));
          return html`
            <button
              key=${size}
              aria-label="${garment.title}, size ${size}"
              aria-pressed=${String(picked.length > 0)}
              disabled=${!tags.length}
              onClick=${() => (next && !picked.length ? onChoose([next], []) : onChoose([], picked))}
            >
              ${size}
            </button>
          `;
        })}
      </span>
    </li>
  `;
}
