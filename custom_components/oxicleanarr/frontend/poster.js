import { html, nothing } from "./lit.js";
import { say, sayDay, sayDaysLeft, saySize } from "./words.js";

const ICONS = { movie: "mdi:movie-open-outline", series: "mdi:television-classic" };
const WARN_DAYS = 3;

const urgency = (daysLeft) => {
  if (daysLeft <= 1) return "now";
  return daysLeft <= WARN_DAYS ? "soon" : "later";
};

const facts = (locale, item) => {
  const bytes = item.leaving_bytes ?? item.size_bytes;
  return [
    item.year,
    item.episode_files ? say(locale.language, "episodes", { count: item.episode_files }) : null,
    bytes == null ? null : saySize(locale, bytes),
  ].filter((fact) => fact);
};

/**
 * Draw one medium. `broken` says that its poster could not be loaded; `act` has the functions keep, snooze and
 * broken, which are called with the item.
 */
export const poster = (locale, item, { showReason, broken, act }) => {
  const { language } = locale;
  const name = item.year ? `${item.title} (${item.year})` : item.title;
  const days = sayDaysLeft(language, item.days_left);
  const label = say(language, "leaves", {
    name,
    days,
    date: sayDay(locale, item.leaves_on, "long"),
  });
  const why = item.reasons[0]?.text;
  // A double click's second half would hit the poster that has moved up.
  const once = (action) => (event) => event.detail > 1 || action(item);
  return html`
    <li role="listitem" aria-label=${label} data-id=${item.id}>
      <div class="picture">
        ${item.poster && !broken
          ? html`<img
              loading="lazy"
              decoding="async"
              alt=""
              src=${item.poster}
              @error=${() => act.broken(item)}
            />`
          : html`<div class="placeholder" aria-hidden="true">
              <ha-icon icon=${ICONS[item.kind]}></ha-icon><span>${item.title}</span>
            </div>`}
        <span class="badge ${urgency(item.days_left)}">
          ${days}<span class="date">${sayDay(locale, item.leaves_on, "short")}</span>
        </span>
      </div>
      <div class="title" title=${item.title}>${item.title}</div>
      <div class="facts">${facts(locale, item).map((fact) => html`<span>${fact}</span>`)}</div>
      ${showReason && why ? html`<div class="why" title=${why}>${why}</div>` : nothing}
      <div class="buttons">
        <button
          class="keep"
          aria-label=${say(language, "keep_label", { name })}
          @click=${once(act.keep)}
        >
          <ha-icon icon="mdi:heart-outline"></ha-icon><span>${say(language, "keep")}</span>
        </button>
        <button
          class="snooze"
          aria-label=${say(language, "snooze_label", { name })}
          title=${say(language, "snooze")}
          @click=${once(act.snooze)}
        >
          <ha-icon icon="mdi:alarm-snooze"></ha-icon>
        </button>
      </div>
    </li>
  `;
};

/** Draw the place of a medium that is not known yet. */
export const skeleton = () => html`<li class="skeleton"><div class="picture"></div></li>`;
