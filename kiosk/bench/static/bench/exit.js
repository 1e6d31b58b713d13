// An exit as the bench sees it: the alarm's lamp, what was carried out last and why the gate let it
// pass or not. Owns the words; the lamp is the alarm's own.

import { html } from "./html.js";
import { Cable, Places, Strip, dropZone } from "./parts.js";

/** Why a gate should alarm for this piece, or not: by what the hub says of it. */
function verdict(piece) {
  if (!piece) return ["odd", "Unknown to the shop"];
  return piece.status === "sold" ? ["sold", "Paid for"] : ["unsold", "Not paid for"];
}

function words(gate, byTag) {
  const { count, tags } = gate.passings;
  if (!count) return "Drag garments here to carry them out of the shop.";
  const verdicts = tags.map((tag) => [byTag.get(tag), ...verdict(byTag.get(tag)), tag]);
  // What is told first is what the lamp is lit for.
  const order = ["unsold", "odd", "sold"];
  verdicts.sort((a, b) => order.indexOf(a[1]) - order.indexOf(b[1]));
  const [piece, , why] = verdicts[0];
  const name = piece ? piece.title : `tag ${verdicts[0][3].slice(-6)}`;
  const more = verdicts.filter((one) => one[2] === why).length - 1;
  return more ? `${why}: ${name} and ${more} more` : `${why}: ${name}`;
}

export function Exit({ gates, gate, hub, byTag, order, onChoose }) {
  const here = { gate: gate.name };
  const lit = gate.alarm?.on ?? false;
  const out = [...gate.tags, ...gate.outside];
  return html`
    <section
      class="exit ${lit ? "alarm" : ""}"
      aria-label=${gate.title}
      ...${dropZone((tags) => order("exit", { tags, ...here }))}
    >
      <div class="exit-head">
        <span class="lamp" aria-hidden="true" />
        <div>
          <${Places} places=${gates} chosen=${gate.name} onChoose=${onChoose} />
          <p class="exit-state" role="status">${lit ? "Alarm" : gate.tags.length ? "Passing" : "Quiet"}</p>
        </div>
      </div>
      <p class="exit-words">${words(gate, byTag)}</p>
      <${Strip}
        tags=${out}
        byTag=${byTag}
        hub=${hub}
        verb="Bring back"
        empty="Nothing is outside."
        onTake=${(tags) => order("bring_back", { tags, ...here })}
        onAll=${() => order("bring_back", here)}
      />
      <div class="exit-cables">
        <${Cable} name="Reader" device=${gate.reader} order=${order} />
        <${Cable} name="Alarm" device=${gate.alarm} order=${order} />
      </div>
    </section>
  `;
}
