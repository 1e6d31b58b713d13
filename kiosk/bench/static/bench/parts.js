// Small parts that several panels use. They show what they are given and own nothing.

import { html } from "./html.js";

/** A garment's picture, small; `picture` is a path at the hub. */
export function Picture({ hub, picture, title, size = 480 }) {
  return picture
    ? html`
        <img
          key=${picture}
          src=${hub + picture.replace("/480/", `/${size}/`)}
          alt=""
          loading="lazy"
          draggable=${false}
          onError=${(event) => event.currentTarget.classList.add("missing")}
        />
      `
    : html`<span class="no-picture" aria-hidden="true">${(title ?? "?").slice(0, 1)}</span>`;
}

/** A device's cable: plugged in or not. */
export function Cable({ name, device, order }) {
  if (!device) return null;
  const { device: id, plugged } = device;
  return html`
    <button
      class="cable"
      role="switch"
      aria-checked=${String(plugged)}
      onClick=${() => order(plugged ? "unplug" : "plug", { device: id })}
    >
      <span>${name}</span>
      <span class="cable-word">${plugged ? "plugged in" : "unplugged"}</span>
      <span class="switch" aria-hidden="true" />
    </button>
  `;
}

/** A room's light as somebody in it sees it: its colour, as bright as it is. */
export function Lamp({ lamp, order }) {
  if (!lamp) return null;
  const { rgb, percent } = lamp;
  return html`
    <div class="lamplight">
      <span class="lamplight-word">${percent ? `Light ${percent} %` : "Dark"}</span>
      <span class="lamplight-glow" style=${{ background: `rgb(${rgb.join(" ")})`, opacity: percent / 100 }} />
      <${Cable} name="Lamp" device=${lamp} order=${order} />
    </div>
  `;
}

/** What lies or hangs at a place: thumbnails to take away or to drag elsewhere. */
export function Strip({ tags, byTag, hub, empty, verb, onTake, onAll }) {
  if (!tags.length) return html`<p class="strip-empty">${empty}</p>`;
  return html`
    <div class="strip">
      <ul>
        ${tags.map((tag) => {
          const piece = byTag.get(tag);
          const name = piece ? `${piece.title}, ${piece.label}` : tag.replace("epc:", "");
          return html`
            <li key=${tag}>
              <button
                class="thing ${piece ? "" : "odd"}"
                title=${name}
                aria-label="${verb}: ${name}"
                draggable="true"
                onDragStart=${(event) => drag(event, [tag])}
                onClick=${() => onTake([tag])}
              >
                ${piece
                  ? html`<${Picture} hub=${hub} picture=${piece.picture} title=${piece.title} />`
                  : html`<span class="odd-tag">${tag.slice(-6)}</span>`}
              </button>
            </li>
          `;
        })}
      </ul>
      <button class="quiet" onClick=${onAll}>${verb} all</button>
    </div>
  `;
}

const KIND = "application/x-hangtag";

export function drag(event, tags) {
  document.body.classList.add("carrying");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(KIND, JSON.stringify(tags));
}

/** Attributes that make an element take dropped garments. */
export function dropZone(onDrop) {
  const lit = (event, on) => event.currentTarget.classList.toggle("dropping", on);
  return {
    onDragOver(event) {
      if (!event.dataTransfer.types.includes(KIND)) return;
      event.preventDefault();
      lit(event, true);
    },
    onDragLeave(event) {
      if (!event.currentTarget.contains(event.relatedTarget)) lit(event, false);
    },
    onDrop(event) {
      event.preventDefault();
      lit(event, false);
      onDrop(JSON.parse(event.dataTransfer.getData(KIND)));
    },
  };
}

export function money(minor, currency) {
  const format = new Intl.NumberFormat("en-IE", { style: "currency", currency });
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** Tabs over the rooms or the tables; nothing when there is only one. */
export function Places({ places, chosen, onChoose }) {
  if (places.length < 2) return html`<h2>${places[0]?.title}</h2>`;
  return html`
    <div class="places" role="tablist">
      ${places.map(
        ({ name, title }) => html`
          <button role="tab" aria-selected=${String(name === chosen)} onClick=${() => onChoose(name)}>${title}</button>
        `,
      )}
    </div>
  `;
}
