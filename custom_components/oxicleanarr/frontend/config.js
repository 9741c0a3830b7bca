import { pageLanguage, say } from "./words.js";

export const KINDS = ["movie", "series"];
const ALL = "all";
const MOST = { limit: 250, columns: 12 };

/** Return a card's configuration with what was left out; throw a sentence about what is wrong. */
export const readConfig = (config) => {
  const read = { kind: ALL, show_reason: true, ...config };
  const wrong = (name, wanted) =>
    new Error(
      say(pageLanguage(), "wrong_config", { name, value: JSON.stringify(read[name]), wanted }),
    );
  if (read.kind !== ALL && !KINDS.includes(read.kind)) {
    throw wrong("kind", say(pageLanguage(), "wanted_kind"));
  }
  for (const [name, most] of Object.entries(MOST)) {
    const value = read[name];
    if (value != null && !(Number.isInteger(value) && value >= 1 && value <= most)) {
      throw wrong(name, say(pageLanguage(), "wanted_number", { most }));
    }
  }
  return read;
};

/** Return the form of Home Assistant's card editor. */
export const configForm = () => {
  const text = (key) => say(pageLanguage(), key);
  const number = (name) => ({
    name,
    selector: { number: { min: 1, max: MOST[name], mode: "box" } },
  });
  const kinds = [ALL, ...KINDS].map((value) => ({ value, label: text(value) }));
  return {
    schema: [
      { name: "title", selector: { text: {} } },
      { name: "config_entry_id", selector: { config_entry: { integration: "oxicleanarr" } } },
      {
        name: "kind",
        default: ALL,
        selector: { select: { mode: "dropdown", options: kinds } },
      },
      { name: "", type: "grid", schema: [number("limit"), number("columns")] },
      { name: "show_reason", default: true, selector: { boolean: {} } },
    ],
    computeLabel: ({ name }) => (name ? text(name) : undefined),
    computeHelper: ({ name }) =>
      name === "config_entry_id" ? text("config_entry_id_helper") : undefined,
  };
};
