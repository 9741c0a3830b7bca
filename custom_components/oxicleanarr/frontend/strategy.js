import { say } from "./words.js";

const PLATFORM = "oxicleanarr";

const domainOf = ({ entity_id: entityId }) => entityId.split(".")[0];

// What is read first comes first; whatever is newer than this list follows.
const ORDER = [
  "leaving_soon",
  "leaving_soon_movies",
  "leaving_soon_series",
  "leaving_soon_size",
  "next_departure",
];

const rank = ({ translation_key: key }) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

const headed = (heading, icon, cards) =>
  cards.length ? [{ type: "heading", heading, icon }, ...cards] : [];

const sections = (...groups) =>
  groups.filter((cards) => cards.length).map((cards) => ({ type: "grid", cards }));

const FULL = { columns: "full" };

// Where there are several households, each has the same entities: their devices say whose they are.
const tile = (text, several) => (entity) => {
  const card = {
    type: "tile",
    entity: entity.entity_id,
    name: several ? [{ type: "device" }, { type: "entity" }] : { type: "entity" },
  };
  switch (domainOf(entity)) {
    // One for each server: its device says which. What else a server tells is on one device.
    case "binary_sensor":
      return entity.translation_key === "connected"
        ? { ...card, name: { type: "device" } }
        : { ...card, grid_options: FULL };
    // Its state is when it was pressed last, which nobody asks for.
    case "button":
      return {
        ...card,
        hide_state: true,
        tap_action: {
          action: "toggle",
          // It may delete, and a finger slips.
          ...(entity.translation_key === "server_full_sync"
            ? { confirmation: { text: text("full_sync") } }
            : {}),
        },
        ...(several ? { grid_options: FULL } : {}),
      };
    default:
      return { ...card, grid_options: FULL };
  }
};

/** A dashboard of everything that the integration knows: its card, and Home Assistant's own. */
export class LeavingSoonStrategy extends HTMLElement {
  static noEditor = true;

  static getCreateSuggestions(hass) {
    return { title: say(hass.locale.language, "leaving_soon"), icon: "mdi:door-open" };
  }

  static async generate(_config, hass) {
    const text = (key) => say(hass.locale.language, key);
    const ours = Object.values(hass.entities)
      .filter(({ platform, hidden }) => platform === PLATFORM && !hidden)
      .sort((one, other) => rank(one) - rank(other) || (one.entity_id < other.entity_id ? -1 : 1));
    const of = (domain) => ours.filter((entity) => domainOf(entity) === domain);
    const isDiagnostic = ({ entity_category: category }) => Boolean(category);
    const sensors = of("sensor");
    const glance = [...sensors.filter((sensor) => !isDiagnostic(sensor)), ...of("event")];
    const servers = [
      ...of("binary_sensor"),
      ...sensors.filter(isDiagnostic),
      ...of("select"),
      ...of("button"),
    ];
    const lists = of("todo");
    const toTile = tile(text, lists.length > 1);
    const toDo = lists.map(({ entity_id: entity }) => ({ type: "todo-list", entity }));
    const calendars = of("calendar").map(({ entity_id: entity }) => ({
      type: "calendar",
      entities: [entity],
    }));
    const view = {
      type: "sections",
      title: text("leaving_soon"),
      icon: "mdi:door-open",
      max_columns: 3,
      sections: [
        {
          type: "grid",
          column_span: 2,
          cards: [{ type: "custom:oxicleanarr-leaving-soon-card", grid_options: FULL }],
        },
        ...sections(
          [
            ...headed(text("glance"), "mdi:eye-outline", glance.map(toTile)),
            ...headed(text("servers"), "mdi:server-network", servers.map(toTile)),
          ],
          headed(text("to_do"), "mdi:clipboard-list-outline", toDo),
          headed(text("calendar"), "mdi:calendar", calendars),
        ),
      ],
    };
    return { title: text("leaving_soon"), views: [view] };
  }
}
