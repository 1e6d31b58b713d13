// What the page says, in the page's language. Owns the rules of the catalogs (the same as
// `kiosk/hub/web/words.py`) and how money is written; the texts are in `web/translations/`.

/**
 * `catalogs` maps a language to its texts. Gives `t(key, values)` with
 * `t.code(kind, code, sentence, values)`: the text of a code that the hub says, or the hub's own sentence,
 * `t.money(amount)`: minor units and a currency as people write them, and `t.language`.
 */
export function wordsOf(catalogs, language, { locale, digits }) {
  const texts = catalogs[language];
  const form = new Intl.PluralRules(language);
  // The shop's own way of writing, where it is of this language: en-IE, and de-IE beside it.
  const region = locale.replace("_", "-").split("-").slice(1).join("-");
  const writes = region ? `${language}-${region}` : language;
  const styles = new Map();

  function t(key, values = {}) {
    const text = texts[key] ?? key;
    const chosen = typeof text === "string" ? text : (text[form.select(values.count)] ?? text.other);
    return chosen.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  t.language = language;
  t.code = (kind, code, sentence = "", values = {}) =>
    code && texts[`${kind}.${code}`] !== undefined ? t(`${kind}.${code}`, values) : sentence;
  t.money = ({ minor, currency }) => {
    if (!styles.has(currency)) styles.set(currency, style(writes, currency, digits));
    return styles.get(currency).format(minor / 10 ** digits);
  };
  return t;
}

function style(locale, currency, digits) {
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals });
}
