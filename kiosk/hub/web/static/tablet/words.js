// What the page says, in the page's language. Owns the rules of the catalogs (the same as
// `kiosk/hub/web/words.py`) and how money is written: as the shop's price tags do, in any language.
// The texts are in `web/translations/`.

// What is put into a line that runs from right to left keeps its own direction.
const ISOLATE = "\u2068";
const LEFT_TO_RIGHT = "\u2066";
const END = "\u2069";

/**
 * `catalogs` maps a language to its texts. Gives `t(key, values)` with
 * `t.code(kind, code, sentence, values)`: the text of a code that the hub says, or the hub's own sentence,
 * `t.money(amount)`: minor units and a currency as people write them, and `t.language`.
 */
export function wordsOf(catalogs, language, { locale, digits }) {
  const texts = catalogs[language];
  const form = new Intl.PluralRules(language);
  const writes = locale.replace("_", "-");
  const rtl = texts["language.direction"] === "rtl";
  const isolated = rtl ? (value) => ISOLATE + value + END : String;
  const styles = new Map();

  function t(key, values = {}) {
    const text = texts[key] ?? key;
    const chosen = typeof text === "string" ? text : (text[form.select(values.count)] ?? text.other);
    return chosen.replace(/\{(\w+)\}/g, (all, name) => (values[name] === undefined || values[name] === null ? all : isolated(values[name])));
  }

  t.language = language;
  t.direction = rtl ? "rtl" : "ltr";
  t.code = (kind, code, sentence = "", values = {}) =>
    code && texts[`${kind}.${code}`] !== undefined ? t(`${kind}.${code}`, values) : sentence;
  t.money = ({ minor, currency }) => {
    if (!styles.has(currency)) styles.set(currency, style(writes, currency, digits));
    const written = styles.get(currency).format(minor / 10 ** digits);
    return rtl ? LEFT_TO_RIGHT + written + END : written;
  };
  return t;
}

function style(locale, currency, digits) {
  const decimals = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals });
}
