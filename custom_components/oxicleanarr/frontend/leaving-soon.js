// What Home Assistant loads: makes the card and the dashboard known, and defines them when the page is ready.

import { pageLanguage, say } from "./words.js";

const NAME = "oxicleanarr-leaving-soon";
const CARD = `${NAME}-card`;
const DOCUMENTATION =
  "https://github.com/oxicleanarr/oxicleanarr#the-card-and-the-dashboard";

const isOurs = (hass, entityId) => hass.entities[entityId]?.platform === "oxicleanarr";

// The texts are getters: when this runs, nobody knows the reader's language yet.
const announce = (list, entry) => {
  window[list] ??= [];
  if (!window[list].some((known) => known.type === entry.type)) window[list].push(entry);
};

announce("customCards", {
  type: CARD,
  get name() {
    return `OxiCleanarr: ${say(pageLanguage(), "leaving_soon")}`;
  },
  get description() {
    return say(pageLanguage(), "card_description");
  },
  preview: true,
  documentationURL: DOCUMENTATION,
  getEntitySuggestion: (hass, entityId) =>
    isOurs(hass, entityId) ? { config: { type: `custom:${CARD}` } } : null,
});

announce("customStrategies", {
  type: NAME,
  strategyType: "dashboard",
  get name() {
    return `OxiCleanarr: ${say(pageLanguage(), "leaving_soon")}`;
  },
  get description() {
    return say(pageLanguage(), "dashboard_description");
  },
  documentationURL: DOCUMENTATION,
});

// While it starts, Home Assistant puts a registry of its own in place of the browser's (2026.5 and later): what was
// defined before is lost. Its root element is defined when that is done, and Lit is there.
await customElements.whenDefined("home-assistant");

const [{ LeavingSoonCard }, { LeavingSoonStrategy }] = await Promise.all([
  import("./card.js"),
  import("./strategy.js"),
]);
// After an update, a page that was not loaded again already has the older ones.
if (!customElements.get(CARD)) {
  customElements.define(CARD, LeavingSoonCard);
  customElements.define(`ll-strategy-dashboard-${NAME}`, LeavingSoonStrategy);
}
