// The Lit that Home Assistant itself is made of; import this only after its own elements are defined.

// Its root element inherits from it, and carries `html` and `css` on its prototype for cards like ours (2026.10).
let base = customElements.get("home-assistant");
while (base?.prototype && !Object.hasOwn(base.prototype, "html")) {
  base = Object.getPrototypeOf(base);
}

export const LitElement = base;
export const { html, css } = base.prototype;
export const nothing = Symbol.for("lit-nothing");
