// All segments with the state of their sound, and the earlier takes of each.

import { get, of, post } from "./api.js";
import { h, alarmOf, ask, finding, keepFocus, say, show } from "./dom.js";
import { takeItem } from "./inspector.js";
import { recordings } from "./trim.js";

const STATES = [
  ["all", "All"], ["stale", "Changed"], ["new", "New"], ["missing", "Missing"], ["warned", "Warned"], ["recorded", "Recorded"], ["spoken", "Spoken"],
];
/** Rows that are shown at once. */
const PAGE = 200;

export class TakesView {
  constructor(view, store, player) {
    this.store = store;
    this.player = player;
    this.view = view;
    this.state = "all";
    this.shown = PAGE;
    this.opened = new Set();
    /** The takes that were read, by segment. They stay while the page around them is drawn anew. */
    this.details = new Map();
    this.count = store.script.segments.length;
    this.ending = new AbortController();
    const { signal } = this.ending;
    for (const type of ["script", "undone"]) store.addEventListener(type, () => this.readAgain(), { signal });
    store.addEventListener("states", () => this.draw(), { signal });
    this.draw();
  }

  end() {
    this.ending.abort();
  }

  /** Another take may be used now. Segments that came or went have moved the others. */
  readAgain() {
    if (this.count !== this.store.script.segments.length) this.details.clear();
    this.count = this.store.script.segments.length;
    this.draw();
    for (const [at, details] of this.details) if (this.opened.has(at)) this.fill(details, at);
  }

  draw() {
    const { states, script } = this.store;
    const rows = script.segments.flatMap((segment, at) => (this.state === "all" || states[at] === this.state ? [at] : []));
    const count = (state) => (state === "all" ? states.length : states.filter((one) => one === state).length);
    const { activeElement } = document;
    const { filter, at: toggled } = activeElement?.dataset ?? {};
    // A redraw must not take the edges away from the person who trims.
    if (this.view.querySelector(".trim > *")?.contains(document.activeElement)) return;
    this.view.replaceChildren(h("div", { class: "page wider" },
      h("h2", { class: "head" }, "Takes"),
      h("div", { class: "filters", role: "group", "aria-label": "State" }, STATES.filter(([state]) => state === "all" || count(state) > 0).map(([state, label]) =>
        h("button", { "aria-pressed": String(state === this.state), "data-filter": state, onclick: () => { this.state = state; this.shown = PAGE; this.draw(); } }, `${label} `, h("span", { class: "hint" }, count(state).toLocaleString("en"))))),
      rows.length === 0 ? h("p", { class: "hint" }, "Nothing is in this state.") : h("ol", { class: "rows" }, rows.slice(0, this.shown).map((at) => this.row(at))),
      rows.length > this.shown ? h("button", { onclick: () => { this.shown += PAGE; this.draw(); } }, "Show more") : null,
    ));
    const focused = filter ? `[data-filter="${filter}"]` : toggled ? `[data-at="${toggled}"]` : null;
    if (focused) this.view.querySelector(focused)?.focus();
    else if (this.view.contains(activeElement)) activeElement.focus();
  }

  row(at) {
    const segment = this.store.script.segments[at];
    const state = this.store.states[at] ?? "new";
    const isRead = this.details.has(at);
    const details = isRead ? this.details.get(at) : h("div", { class: "details" });
    details.hidden = !this.opened.has(at);
    const label = STATES.find(([key]) => key === state)?.[1] ?? state;
    const toggle = h("button", { class: `quiet state ${state}`, "data-at": String(at), "aria-expanded": String(this.opened.has(at)), "aria-label": `${label}: takes of segment ${at + 1}`, onclick: () => {
      if (this.opened.delete(at)) details.hidden = true;
      else this.open(at, details);
      toggle.setAttribute("aria-expanded", String(this.opened.has(at)));
    } }, label);
    if (this.opened.has(at) && !isRead) this.open(at, details);
    return h("li", { "data-colour": this.store.colour(segment.speaker), "data-state": state },
      h("button", { class: "quiet", "aria-label": `Play segment ${at + 1}`, onclick: () => this.player.play(at, false) }, "▶"),
      h("span", { class: "who" }, segment.speaker),
      h("div", {},
        h("p", { dir: "auto" }, segment.text),
        this.store.findingsOf(at).map((problem) => finding(this.store.name, problem)),
        details,
      ),
      toggle,
    );
  }

  open(at, details) {
    this.opened.add(at);
    this.details.set(at, details);
    details.hidden = false;
    this.fill(details, at);
  }

  /** Reads the takes and the recordings of a segment when the person opens them. */
  async fill(details, at) {
    const { store } = this;
    const query = `?revision=${store.script.revision}`;
    const recorded = h("ul", { class: "recordings" });
    try {
      const [takes, respeakable] = await Promise.all([
        get(of(store.name, `/segments/${at}/takes${query}`)),
        get(of(store.name, `/segments/${at}/again${query}`)).catch(() => ({ possible: false })),
        recordings(recorded, store, at),
      ]);
      const refocus = keepFocus(details);
      show(details,
        recorded.firstChild ? recorded : null,
        takes.length === 0 ? (recorded.firstChild ? null : h("p", { class: "hint" }, "No build has used a take of this segment yet.")) : h("ol", { class: "takes" }, takes.map((take) => takeItem(store, at, take, this))),
        respeakable.possible ? this.again(details, at, respeakable) : null,
      );
      refocus();
    } catch (error) {
      alarmOf(error);
    }
  }

  again(details, at, { voice, cost }) {
    const speak = async (event) => {
      const button = event.target;
      button.disabled = true;
      try {
        // It is a new request to the service, so a price is agreed each time.
        if (cost && !(await ask(`${voice} has a price: this costs about ${cost.toFixed(4)}. Speak it again?`, [["yes", "Speak again"]]))) return;
        const spoken = await post(of(this.store.name, `/segments/${at}/again`), { revision: this.store.script.revision, pay: true });
        say("Spoken again. The new take is picked; undo goes back to the one before.");
        await this.player.playTakes(spoken.sentences.map(({ take }) => take));
        await this.fill(details, at);
      } catch (error) {
        alarmOf(error);
      } finally {
        button.disabled = false;
      }
    };
    return h("div", { class: "actions" }, h("button", { onclick: speak }, cost ? `Speak again (about ${cost.toFixed(4)})` : "Speak again"));
  }
}
