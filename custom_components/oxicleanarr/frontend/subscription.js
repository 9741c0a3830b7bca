const RETRY_MS = 10_000;

/** Hears what is leaving soon, also after Home Assistant was away, until it is stopped. */
export class Subscription {
  #connection;
  #message;
  #heard;
  #failed;
  #unsubscribe;
  #retry;
  #attempt = 0;

  /** `heard` is called with every answer, `failed` with the error of an attempt; then it is tried again. */
  constructor(connection, entryId, heard, failed) {
    this.#connection = connection;
    this.#message = { type: "oxicleanarr/subscribe_leaving_soon" };
    if (entryId) this.#message.config_entry_id = entryId;
    this.#heard = heard;
    this.#failed = failed;
  }

  start() {
    this.#connection.addEventListener("ready", this.#subscribe);
    this.#subscribe();
  }

  stop() {
    this.#connection.removeEventListener("ready", this.#subscribe);
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
  }

  #subscribe = async () => {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    this.#unsubscribe = undefined;
    const current = () => attempt === this.#attempt;
    try {
      const unsubscribe = await this.#connection.subscribeMessage(
        (answer) => current() && this.#heard(answer),
        this.#message,
        // The connection's own way gives up where Home Assistant is back before the integration is.
        { resubscribe: false },
      );
      if (current()) this.#unsubscribe = unsubscribe;
      else unsubscribe();
    } catch (error) {
      if (!current()) return;
      this.#failed(error);
      this.#retry = setTimeout(this.#subscribe, RETRY_MS);
    }
  };
}
