// Pieces gathered as a person sees them on a rail: one garment per picture, with its sizes.
// Pure: no page, no network.

/** Garments on the rail: [{ key, title, colour, kind, picture, sizes: [{ size, tags }] }]. */
export function garments(pieces, away, { text = "", kind = "", sold = false } = {}) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map();
  for (const piece of pieces) {
    if ((piece.status === "sold") !== sold || !["in_stock", "sold"].includes(piece.status)) continue;
    if (kind && piece.kind !== kind) continue;
    const about = `${piece.title} ${piece.label} ${piece.sku} ${piece.tag}`.toLowerCase();
    if (!words.every((word) => about.includes(word))) continue;
    const { colour, size } = looks(piece.label);
    const key = `${piece.product_id} ${colour}`;
    if (!found.has(key)) {
      const { title, picture } = piece;
      found.set(key, { key, title, colour, kind: piece.kind, picture, sizes: new Map(), all: [] });
    }
    const garment = found.get(key);
    garment.all.push(piece.tag);
    if (!garment.sizes.has(size)) garment.sizes.set(size, []);
    if (!away.has(piece.tag)) garment.sizes.get(size).push(piece.tag);
  }
  return [...found.values()].map(({ sizes, ...garment }) => ({
    ...garment,
    sizes: [...sizes].map(([size, tags]) => ({ size, tags })),
  }));
}

/** The kinds that there are, the most frequent first. */
export function kinds(pieces) {
  const counts = new Map();
  for (const { kind } of pieces) if (kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
}

const SIZE = /^(\d.*|x{0,4}[sml]|(x-?|extra )?(small|large)|medium|one size)$/i;

/** "Ivory, M" -> colour and size; either may be all that there is. */
function looks(label) {
  const parts = label.split(", ");
  const size = SIZE.test(parts.at(-1)) ? parts.pop() : "One size";
  return { colour: parts.join(", "), size };
}
