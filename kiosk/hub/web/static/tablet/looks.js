// How the page looks for this shopper: language, size of the text, contrast. Kept for this tab, so
// that a reload keeps it, and forgotten with the shopper. Owns the attributes of <html>.

const KEPT = "hangtag-looks";
const SIZES = ["normal", "large", "larger"];

/** `languages` are those that the page offers, the shop's own first; `direction` of each: "ltr" or "rtl". */
export function looks(languages, direction) {
  const own = { language: languages[0], text: "normal", contrast: "normal" };
  let now = { ...own, ...kept() };
  if (!languages.includes(now.language)) now.language = own.language;
  show();

  function change(part) {
    now = { ...now, ...part };
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(now));
    } catch {
      // Private browsing may forbid it: then a reload forgets.
    }
    show();
  }

  function show() {
    const { documentElement: page } = document;
    page.lang = now.language;
    page.dir = direction(now.language);
    page.dataset.text = now.text;
    page.dataset.contrast = now.contrast;
  }

  return {
    now: () => now,
    language: (language) => change({ language }),
    text: () => change({ text: SIZES[(SIZES.indexOf(now.text) + 1) % SIZES.length] }),
    contrast: () => change({ contrast: now.contrast === "more" ? "normal" : "more" }),
    forget: () => change(own),
  };
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}
