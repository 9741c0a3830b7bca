import { say } from "./words.js";

const PLATFORM = "oxicleanarr";

const domainOf = ({ entity_id: entityId }) => entityId.split(".")[0];

const section = (heading, icon, cards) =>
  cards.length ? [{ type: "grid", cards: [{ type: "heading", heading, icon }, ...cards] }] : [];

const tile = (entity) => {
  const card = { type: "tile", entity: entity.entity_id, name: { type: "entity" } };
  switch (domainOf(entity)) {
    // One for each server: its device says which.
    case "binary_sensor":
      return { ...card, name: { type: "device" } };
    // Its state is when it was pressed last, which nobody asks for.
    case "button":
      return { ...card, hide_state: true, tap_action: { action: "toggle" } };
    default:
      return { ...card, grid_options: { columns: "full" } };
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
      .sort((one, other) => one.entity_id.localeCompare(other.entity_id));
    const of = (domain) => ours.filter((entity) => domainOf(entity) === domain);
    const sensors = of("sensor");
    const view = {
      type: "sections",
      title: text("leaving_soon"),
      icon: "mdi:door-open",
      max_columns: 3,
      dense_section_placement: true,
      sections: [
        {
          type: "grid",
          column_span: 2,
          cards: [{ type: "custom:oxicleanarr-leaving-soon-card", grid_options: { columns: "full" } }],
        },
        ...section(
          text("glance"),
          "mdi:eye-outline",
          [...sensors.filter((entity) => !entity.entity_category), ...of("event")].map(tile),
        ),
        ...section(
          text("servers"),
          "mdi:server-network",
          [
            ...of("binary_sensor"),
            ...sensors.filter((entity) => entity.entity_category),
            ...of("select"),
            ...of("button"),
          ].map(tile),
        ),
        ...section(
          text("to_do"),
          "mdi:clipboard-list-outline",
          of("todo").map(({ entity_id: entity }) => ({ type: "todo-list", entity })),
        ),
        ...section(
          text("calendar"),
          "mdi:calendar",
          of("calendar").map(({ entity_id: entity }) => ({
            type: "calendar",
            entities: [entity],
            initial_view: "listWeek",
          })),
        ),
      ],
    };
    return { title: text("leaving_soon"), views: [view] };
  }
}
