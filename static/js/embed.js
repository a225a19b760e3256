// Custom elements for other pages: <cafe-visual name="funnel" channel="web"> and <cafe-dashboard name="overview">. Each is a frame of this
// script's own server, as high as what is in it. Load it with <script src="https://rewards.example.com/embed.js" async></script>.
//
// Attributes that HTML does not know and that are not listed below are parameters of the state, as they stand in an address; "|" parts
// several values: channel="web|social". The property parameters holds more of them, and wins: element.parameters = {"vs.gender": "Men"}.
// Events, with what they say in detail: loaded, error, parameters, selection, resize. They do not bubble.
(() => {
  if (customElements.get("cafe-visual")) return;
  const script = document.currentScript ?? document.querySelector('script[src$="/embed.js"]'); // a module has no current script
  const home = script && new URL(script.src).origin;
  const patience = 5000; // milliseconds for a page of ours to answer, once it is loaded
  const first = 320; // pixels of height until it is known
  const sent = ["theme", "locale", "token"]; // that are parameters, though HTML or this script has a use for them
  const html = /^(name|server|loading|title|id|class|style|slot|part|exportparts|hidden|inert|lang|dir|translate|role|tabindex|accesskey|nonce|is|item.*|data-.*|aria-.*|on.*)$/;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host{display:block}:host([hidden]){display:none}iframe{display:block;width:100%;border:0}");

  class Embedded extends HTMLElement {
    #frame = document.createElement("iframe");
    #given = {}; // what was set as parameters
    #shown = {}; // what the frame says that it shows
    #query = new URLSearchParams(); // that the frame was last asked for
    #address = ""; // of the frame, without its query
    #ready = false; // the frame has answered
    #waiting = 0;
    #attributes = new MutationObserver(() => this.#update());
    #listen = (event) => this.#hear(event);

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      this.#frame.style.height = `${first}px`;
      this.#frame.addEventListener("load", () => this.#greet());
    }

    connectedCallback() {
      for (const name of ["parameters", "token", "theme"]) { // set before this script had come
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
      addEventListener("message", this.#listen);
      this.#attributes.observe(this, { attributes: true });
      this.#address = "";
      this.#update();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#listen);
      this.#attributes.disconnect();
      clearTimeout(this.#waiting);
      this.#frame.remove();
    }

    get parameters() {
      return { ...this.#shown };
    }

    set parameters(given) {
      this.#given = { ...given };
      if (this.isConnected) this.#update();
    }

    get theme() {
      return this.getAttribute("theme");
    }

    set theme(theme) {
      this.#set("theme", theme);
    }

    get token() {
      return this.getAttribute("token");
    }

    set token(token) {
      this.#set("token", token);
    }

    #set(name, value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }

    #server() {
      const server = this.getAttribute("server");
      return server ? new URL(server, location.href).origin : home;
    }

    // #wanted is the query of what the attributes and the property ask for.
    #wanted() {
      const query = new URLSearchParams();
      for (const { name, value } of this.attributes) {
        if (sent.includes(name)) query.append(name, value);
        else if (!html.test(name)) for (const one of value.split("|")) query.append(name, one);
      }
      for (const [name, value] of Object.entries(this.#given)) {
        query.delete(name);
        for (const one of [value ?? []].flat()) query.append(name, one);
      }
      query.sort();
      return query;
    }

    #update() {
      const name = this.getAttribute("name");
      if (!name) return this.#fail("name", "The element has no name.", "Give it the name of a visual or a dashboard.");
      if (!this.#server()) return this.#fail("server", "The element does not know its server.", 'Give it one: server="https://rewards.example.com".');
      const address = `${this.#server()}/embed/${this.constructor.path}/${encodeURIComponent(name)}`;
      const query = this.#wanted();
      if (address === this.#address && String(query) === String(this.#query)) return;
      if (address === this.#address && this.#ready) {
        this.#post({ cafe: "show", drop: [...this.#query.keys()], query: String(query) });
      } else {
        this.#ready = false;
        this.#address = address;
        this.#frame.title = this.title || name;
        this.#frame.loading = this.getAttribute("loading") === "lazy" ? "lazy" : "eager";
        this.#frame.src = query.size > 0 ? `${address}?${query}` : address;
        if (!this.#frame.isConnected) this.shadowRoot.append(this.#frame);
      }
      this.#query = query;
    }

    #post(message) {
      this.#frame.contentWindow?.postMessage(message, this.#server());
    }

    #greet() {
      this.#ready = false;
      this.#post({ cafe: "hello", theme: this.theme, token: this.token });
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(
        () => this.#fail("refused", "The server does not let this page show it, or does not answer.", `Allow ${location.origin} with CAFE_EMBED_ORIGINS.`),
        patience,
      );
    }

    #hear({ source, origin, data }) {
      if (source !== this.#frame.contentWindow || origin !== this.#server() || typeof data?.cafe !== "string") return;
      clearTimeout(this.#waiting);
      const { cafe: type, ...detail } = data;
      const answers = type === "loaded" || type === "error";
      if (answers && !this.#ready) {
        this.#ready = true;
        const late = this.#wanted(); // it was loading while this changed
        if (String(late) !== String(this.#query)) queueMicrotask(() => this.#update());
      }
      if (detail.title) this.#frame.title = this.title || detail.title;
      if (detail.parameters) this.#shown = detail.parameters;
      if (type === "resize") this.#frame.style.height = `${detail.height}px`;
      if (["loaded", "error", "parameters", "selection", "resize"].includes(type)) this.#tell(type, detail);
    }

    // #fail tells what is wrong, not before the page's own scripts can listen.
    #fail(code, what, advice) {
      const tell = () => this.#tell("error", { code, what, advice });
      if (document.readyState === "loading") addEventListener("DOMContentLoaded", tell, { once: true });
      else queueMicrotask(tell);
    }

    #tell(type, detail) {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }
  }

  customElements.define("cafe-visual", class extends Embedded { static path = "visuals"; });
  customElements.define("cafe-dashboard", class extends Embedded { static path = "dashboards"; });
})();
