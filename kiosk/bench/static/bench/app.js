// The bench page: the shop's rail, a fitting room and a checkout table side by side, and the exit.
// Owns what is chosen and which places are looked at; the bench owns everything else.

import { Checkout } from "./checkout.js";
import { Exit } from "./exit.js";
import { Component, html, render } from "./html.js";
import { Mirror } from "./mirror.js";
import { Cable, Lamp, Places, Strip, dropZone } from "./parts.js";
import { Rail } from "./rail.js";
import { Scenarios } from "./scenarios.js";
import { follow, order, pieces } from "./wire.js";

const WORDS_MS = 6_000;
const ODD = [
  ["unknown", "Lays a tag that says nothing about any garment"],
  ["foreign", "Lays a garment of another company"],
  ["unregistered", "Lays a piece of a known garment that was never registered"],
];

class Bench extends Component {
  state = { floor: null, line: true, pieces: [], byTag: new Map(), chosen: new Set() };

  componentDidMount() {
    follow(
      (floor) => this.take(floor),
      (line) => line !== this.state.line && this.setState({ line }),
    );
  }

  take(floor) {
    const news = floor.catalog_version !== this.state.floor?.catalog_version;
    const away = offTheRail(floor);
    const chosen = new Set([...this.state.chosen].filter((tag) => !away.has(tag)));
    this.setState({ floor, chosen });
    document.title = `${floor.shop}, bench`;
    if (news) pieces().then((all) => this.setState({ pieces: all, byTag: new Map(all.map((p) => [p.tag, p])) }));
  }

  order = async (verb, body) => {
    try {
      await order(verb, body);
    } catch (error) {
      clearTimeout(this.quiet);
      this.setState({ words: error.message });
      this.quiet = setTimeout(() => this.setState({ words: "" }), WORDS_MS);
    }
  };

  choose = (more, less) => {
    const chosen = new Set([...this.state.chosen, ...more]);
    for (const tag of less) chosen.delete(tag);
    this.setState({ chosen });
  };

  render(_, { floor, line, byTag, chosen, words, ...state }) {
    if (!floor) return html`<p class="waiting">The bench opens …</p>`;
    const hub = floor.hub.url || `${location.protocol}//${location.hostname}:${floor.hub.port}`;
    const room = floor.rooms.find(({ name }) => name === state.room) ?? floor.rooms[0];
    const table = floor.tables.find(({ name }) => name === state.table) ?? floor.tables[0];
    const gate = floor.gates.find(({ name }) => name === state.gate) ?? floor.gates[0];
    const away = offTheRail(floor);
    const back = (tags) => {
      for (const each of floor.rooms) this.back("take", { room: each.name }, tags, each.tags);
      for (const each of floor.tables) this.back("lift", { table: each.name }, tags, each.tags);
      for (const each of floor.gates) this.back("bring_back", { gate: each.name }, tags, each.outside);
    };
    const shared = { hub, byTag, order: this.order };
    return html`
      <header class="head">
        <h1>${floor.shop}</h1>
        <span class="head-word">bench</span>
        <span class="hub-word" role="status">
          ${!line ? "The bench is not running" : floor.hub.answers ? "" : "The hub is not running"}
        </span>
        <${Scenarios} playing=${floor.scenario} order=${this.order} />
        <nav>
          <a href="${hub}/staff" target="_blank" rel="noopener">Staff console</a>
          ${table && html`<a href="${hub}/tablet/${table.name}" target="_blank" rel="noopener">Tablet</a>`}
        </nav>
      </header>
      <main class="${line ? "" : "away"} ${gate ? "with-exit" : ""}">
        <div class="left">
          <${Rail}
            pieces=${state.pieces}
            away=${away}
            chosen=${chosen}
            hub=${hub}
            waits=${!state.pieces.length}
            onChoose=${this.choose}
            onBack=${back}
          />
          <${Hands} chosen=${chosen} room=${room} table=${table} gate=${gate} order=${this.order} onDrop=${() => this.choose([], chosen)} />
        </div>
        ${room && html`<${Room} rooms=${floor.rooms} room=${room} onChoose=${(name) => this.setState({ room: name })} ...${shared} />`}
        ${table &&
        html`<${Checkout}
          tables=${floor.tables}
          table=${table}
          hubAnswers=${floor.hub.answers}
          onChoose=${(name) => this.setState({ table: name })}
          ...${shared}
        />`}
      </main>
      ${gate && html`<${Exit} gates=${floor.gates} gate=${gate} onChoose=${(name) => this.setState({ gate: name })} ...${shared} />`}
      <p class="words ${words ? "said" : ""}" role="alert">${words}</p>
    `;
  }

  back(verb, place, tags, there) {
    const mine = tags.filter((tag) => there.includes(tag));
    if (mine.length) this.order(verb, { tags: mine, ...place });
  }
}

function Room({ rooms, room, hub, byTag, order, onChoose }) {
  const here = { room: room.name };
  return html`
    <section class="room" aria-label=${room.title} ...${dropZone((tags) => order("hang", { tags, ...here }))}>
      <header>
        <${Places} places=${rooms} chosen=${room.name} onChoose=${onChoose} />
        <${Cable} name="Reader" device=${room.reader} order=${order} />
      </header>
      <${Lamp} lamp=${room.lamp} order=${order} />
      <${Mirror} key=${room.name} room=${room.name} running=${room.mirror} />
      <${Strip}
        tags=${room.tags}
        byTag=${byTag}
        hub=${hub}
        verb="Take"
        empty="Nothing hangs here. Drag garments to the mirror."
        onTake=${(tags) => order("take", { tags, ...here })}
        onAll=${() => order("take", here)}
      />
    </section>
  `;
}

/** What to do with the chosen garments; with none chosen, the shop's surprises. */
function Hands({ chosen, room, table, gate, order, onDrop }) {
  const tags = [...chosen];
  if (tags.length) {
    return html`
      <footer class="hands holding">
        <span class="hands-count">${tags.length}</span>
        <span class="hands-word">chosen</span>
        <button class="quiet" onClick=${onDrop}>Put back</button>
        ${room && html`<button class="act" onClick=${() => order("hang", { tags, room: room.name })}>Hang in ${room.title}</button>`}
        ${table && html`<button class="act" onClick=${() => order("lay", { tags, table: table.name })}>Lay on ${table.title}</button>`}
        ${gate && html`<button class="quiet out" onClick=${() => order("exit", { tags, gate: gate.name })}>Carry out</button>`}
      </footer>
    `;
  }
  const lay = (body) => order("lay", { ...body, table: table.name });
  return html`
    <footer class="hands">
      <span class="hands-word">Any three</span>
      ${room && html`<button onClick=${() => order("hang", { count: 3, room: room.name })}>Hang</button>`}
      ${table &&
      html`
        <button onClick=${() => lay({ count: 3 })}>Lay</button>
        <span class="hands-word second">Odd tag</span>
        ${ODD.map(([odd, title]) => html`<button title=${title} onClick=${() => lay({ odd })}>${odd}</button>`)}
      `}
    </footer>
  `;
}

/** Every tag that is somewhere else, outside included. */
function offTheRail({ rooms, tables, gates }) {
  const places = [...rooms, ...tables, ...gates];
  return new Set([...places.flatMap(({ tags }) => tags), ...gates.flatMap(({ outside }) => outside)]);
}

for (const end of ["dragend", "drop"]) {
  addEventListener(end, () => document.body.classList.remove("carrying"));
}
render(html`<${Bench} />`, document.getElementById("bench"));
