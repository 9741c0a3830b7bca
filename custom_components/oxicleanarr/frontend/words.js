// Texts, dates and sizes as the reader wants them: `locale` is Home Assistant's `hass.locale`.

import { TEXTS } from "./texts.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
const NUMBER_LANGUAGES = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
  system: undefined,
};

const textsOf = (language) => TEXTS[language] ?? TEXTS[language.split("-")[0]] ?? TEXTS.en;

/** Return the text of a key with its {placeholders} filled; `count` also chooses singular or plural. */
export const say = (language, key, values = {}) => {
  let text = textsOf(language)[key];
  if (typeof text === "object") {
    text = text[new Intl.PluralRules(language).select(values.count)] ?? text.other;
  }
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

/** The language of the page, for what is asked for before any `hass` is there. */
export const pageLanguage = () => document.documentElement.lang || "en";

/**
 * Return a day without its year; `month` is "short" or "long". A day such as "2026-11-28" is the same everywhere; of a
 * moment, the day in a time zone is told.
 */
export const sayDay = (locale, day, month, timeZone = "UTC") =>
  new Intl.DateTimeFormat(locale.language, { day: "numeric", month, timeZone }).format(
    new Date(day),
  );

/** Return how long a medium still stays, in a word or two. */
export const sayDaysLeft = (language, daysLeft) => {
  if (daysLeft < 0) return say(language, "overdue");
  if (daysLeft === 0) return say(language, "today");
  if (daysLeft === 1) return say(language, "tomorrow");
  return say(language, "days", { count: daysLeft });
};

/** Return a size such as "4.2 GB". */
export const saySize = (locale, bytes) => {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const language =
    locale.number_format in NUMBER_LANGUAGES
      ? NUMBER_LANGUAGES[locale.number_format]
      : locale.language;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[unit],
    maximumFractionDigits: unit && amount < 100 ? 1 : 0,
  }).format(amount);
};
