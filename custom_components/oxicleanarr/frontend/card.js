import { KINDS, configForm, readConfig } from "./config.js";
import { html, LitElement, nothing } from "./lit.js";
import { poster, skeleton } from "./poster.js";
import { styles } from "./styles.js";
import { Subscription } from "./subscription.js";
import { say, sayDay } from "./words.js";

const SKELETONS = 6;
const TOAST_MS = 8_000;
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const keyOf = (item) => `${item.config_entry_id} ${item.id}`;

/** Posters of what is leaving soon, which can be kept and snoozed. */
export class LeavingSoonCard extends LitElement {
  static properties = {
    hass: { attribute: false },
    _config: { state: true },
    _answer: { state: true },
    _error: { state: true },
    _filter: { state: true },
    _all: { state: true },
    _spared: { state: true },
    _broken: { state: true },
    _said: { state: true },
  };

  static styles = styles;

  static getStubConfig() {
    return {};
  }

  static getConfigForm() {
    return configForm();
  }

  #subscription;

  constructor() {
    super();
    this._filter = "all";
    this._all = false;
    // What was kept just now: hidden at once, before Home Assistant has said that it stays.
    this._spared = new Set();
    // Addresses of posters that could not be loaded; a new address is a new attempt.
    this._broken = new Set();
    this._said = "";
  }

  setConfig(config) {
    const read = readConfig(config);
    if (read.config_entry_id !== this._config?.config_entry_id) {
      this.#forget();
    }
    this._config = read;
    this._filter = read.kind;
  }

  getCardSize() {
    return 1 + 7 * Math.ceil(Math.min(this._answer?.items.length ?? 4, this._config?.limit ?? Infinity) / 4);
  }

  getGridOptions() {
    return { columns: 12, min_columns: 4, rows: "auto" };
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#subscription?.stop();
    this.#subscription = undefined;
  }

  shouldUpdate(changed) {
    // Home Assistant hands over a new `hass` with every state that changes anywhere.
    const before = changed.get("hass");
    return changed.size !== 1 || !before || before.locale !== this.hass.locale;
  }

  updated() {
    if (this.#subscription || !this.isConnected || !this.hass || !this._config) return;
    this.#subscription = new Subscription(
      this.hass.connection,
      this._config.config_entry_id,
      (answer) => this.#hear(answer),
      (error) => (this._error = error),
    );
    this.#subscription.start();
  }

  render() {
    if (!this.hass || !this._config) return nothing;
    const items = this.#items();
    const shown = items.filter(({ kind }) => this._filter === "all" || this._filter === kind);
    return html`
      <ha-card>
        <header>${this.#title()}${this.#chips(items)}</header>
        ${this.#hint()} ${this.#body(shown)}
        <div class="unseen" role="status">${this._said}</div>
      </ha-card>
    `;
  }

  get #language() {
    return this.hass.locale.language;
  }

  #say(key, values) {
    return say(this.#language, key, values);
  }

  #items() {
    return (this._answer?.items ?? []).filter((item) => !this._spared.has(keyOf(item)));
  }

  #title() {
    const title = this._config.title ?? this.#say("leaving_soon");
    return title ? html`<h2>${title}</h2>` : nothing;
  }

  #chips(items) {
    const kinds = KINDS.filter((kind) => items.some((item) => item.kind === kind));
    if (this._config.kind !== "all" || (this._filter === "all" && kinds.length < 2)) return nothing;
    const chip = (filter) => {
      const checked = this._filter === filter;
      const count = items.filter(({ kind }) => filter === "all" || kind === filter).length;
      return html`<button
        role="radio"
        aria-checked=${checked}
        tabindex=${checked ? 0 : -1}
        data-filter=${filter}
        @click=${() => (this._filter = filter)}
      >
        ${this.#say(filter)}<span class="count">${count}</span>
      </button>`;
    };
    return html`<div
      class="chips"
      role="radiogroup"
      aria-label=${this.#say("show")}
      @keydown=${this.#moveChip}
    >
      ${["all", ...KINDS].map(chip)}
    </div>`;
  }

  #moveChip = async (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const filters = ["all", ...KINDS];
    const next = filters.indexOf(this._filter) + step + filters.length;
    this._filter = filters[next % filters.length];
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-filter="${this._filter}"]`).focus();
  };

  #hint() {
    if (!this._answer?.stale || this._error) return nothing;
    const { made_at: madeAt, not_answering: silent } = this._answer;
    const names = silent.join(", ");
    return html`<div class="hint" role="status">
      <ha-icon icon="mdi:cloud-alert-outline"></ha-icon>
      <span>${this.#say(madeAt ? "not_answering" : "not_ready", { names })}</span>
    </div>`;
  }

  #body(shown) {
    if (this._error) return this.#problem();
    if (!this._answer) {
      return html`<ul role="list" aria-busy="true" aria-label=${this.#say("loading")}>
        ${Array.from({ length: SKELETONS }, skeleton)}
      </ul>`;
    }
    if (!shown.length) return this._answer.stale ? nothing : this.#empty();
    const limit = this._all ? Infinity : (this._config.limit ?? Infinity);
    // Home Assistant tells of the next few hundred only.
    const later = this._answer.total - this._answer.items.length;
    const { columns } = this._config;
    const act = { keep: this.#keep, snooze: this.#snooze, broken: this.#cannotLoad };
    return html`
      <ul
        role="list"
        aria-label=${this.#say("leaving_soon")}
        class=${columns ? "columns" : ""}
        style=${columns ? `--columns: ${columns}` : nothing}
      >
        ${shown.slice(0, limit).map((item) =>
          poster(this.hass.locale, item, {
            showReason: this._config.show_reason,
            broken: this._broken.has(item.poster),
            act,
          }),
        )}
      </ul>
      ${shown.length > limit
        ? html`<button class="more" @click=${() => (this._all = true)}>
            ${this.#say("more", { count: shown.length - limit })}
          </button>`
        : nothing}
      ${later > 0 ? html`<p class="rest">${this.#say("later", { count: later })}</p>` : nothing}
    `;
  }

  #empty() {
    const key = this._filter === "all" ? "empty" : `empty_${this._filter}`;
    return html`<div class="empty" tabindex="-1">
      <ha-icon icon="mdi:popcorn"></ha-icon>${this.#say(key)}
    </div>`;
  }

  #problem() {
    const key = this._error.code === "not_found" ? "not_found" : "failed";
    const problem = this._error.message ?? String(this._error);
    return html`<div class="problem" role="alert">
      <ha-icon icon="mdi:alert-circle-outline"></ha-icon>
      <span>${this.#say(key, { problem })}</span>
    </div>`;
  }

  #hear(answer) {
    this._error = undefined;
    this._answer = answer;
    const listed = new Set(answer.items.map(keyOf));
    this._spared = new Set([...this._spared].filter((key) => listed.has(key)));
  }

  #forget() {
    this.#subscription?.stop();
    this.#subscription = undefined;
    this._answer = undefined;
    this._error = undefined;
  }

  #cannotLoad = (item) => {
    this._broken = new Set(this._broken).add(item.poster);
  };

  #keep = (item) => this.#spare(item, "keep");

  #snooze = (item) => this.#spare(item, "snooze");

  async #spare(item, action) {
    this._spared = new Set(this._spared).add(keyOf(item));
    this.#keepFocus();
    let answer;
    try {
      answer = await this.#call(action, item);
    } catch {
      // Home Assistant has said why.
      this.#show(item);
      return;
    }
    const until = Object.values(answer.response ?? {})[0]?.until;
    const message = until
      ? this.#say("kept_until", {
          name: item.title,
          date: sayDay(this.hass.locale, until, "long", this.hass.config.time_zone),
        })
      : this.#say("kept", { name: item.title });
    this._said = message;
    this.dispatchEvent(
      new CustomEvent("hass-notification", {
        bubbles: true,
        composed: true,
        detail: {
          message,
          duration: TOAST_MS,
          dismissable: true,
          action: { text: this.#say("let_go"), action: () => this.#letGo(item) },
        },
      }),
    );
  }

  async #letGo(item) {
    try {
      await this.#call("unkeep", item);
    } catch {
      // Home Assistant has said why.
      return;
    }
    this.#show(item);
  }

  #show(item) {
    this._spared = new Set([...this._spared].filter((key) => key !== keyOf(item)));
  }

  #call(action, item) {
    const medium = { config_entry_id: item.config_entry_id, medium_id: item.id };
    return this.hass.callService("oxicleanarr", action, medium, undefined, true, true);
  }

  /** The next poster takes the place and its focus; after the last one there is only the sentence. */
  async #keepFocus() {
    await this.updateComplete;
    if (!this.renderRoot.activeElement) this.renderRoot.querySelector(".empty")?.focus();
  }
}
