// Pictures that do not come: a hangtag's outline stands in, and they are asked for again.

const AGAIN_MS = [1_000, 3_000, 10_000, 30_000];

/** Watches all pictures below `root`, also those that are drawn later. */
export function mendPictures(root) {
  const tries = new WeakMap();
  root.addEventListener(
    "error",
    ({ target: image }) => {
      if (image.tagName !== "IMG") return;
      image.dataset.failed = "";
      const tried = tries.get(image) ?? 0;
      tries.set(image, tried + 1);
      if (tried >= AGAIN_MS.length) return;
      setTimeout(() => image.isConnected && (image.src = image.src), AGAIN_MS[tried]);
    },
    true,
  );
  root.addEventListener(
    "load",
    ({ target: image }) => {
      delete image.dataset.failed;
      tries.delete(image);
    },
    true,
  );
}
