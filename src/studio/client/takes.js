// All segments with the state of their sound, and the earlier takes of each.

import { get, of } from "./api.js";
import { h, alarmOf, sentence } from "./dom.js";
import { takeItem } from "./inspector.js";

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
    this.ending = new AbortController();
    const { signal } = this.ending;
    for (const type of ["script", "states"]) store.addEventListener(type, () => this.draw(), { signal });
    this.draw();
  }

  end() {
    this.ending.abort();
  }

  draw() {
    const { states, script } = this.store;
    const rows = script.segments.flatMap((segment, at) => (this.state === "all" || states[at] === this.state ? [at] : []));
    const count = (state) => (state === "all" ? states.length : states.filter((one) => one === state).length);
    const focused = document.activeElement?.dataset?.filter;
    this.view.replaceChildren(h("div", { class: "page wider" },
      h("h2", { class: "head" }, "Takes"),
      h("div", { class: "filters", role: "group", "aria-label": "State" }, STATES.filter(([state]) => state === "all" || count(state) > 0).map(([state, label]) =>
        h("button", { "aria-pressed": String(state === this.state), "data-filter": state, onclick: () => { this.state = state; this.shown = PAGE; this.draw(); } }, `${label} `, h("span", { class: "hint" }, count(state).toLocaleString("en"))))),
      rows.length === 0 ? h("p", { class: "hint" }, "Nothing is in this state.") : h("ol", { class: "rows" }, rows.slice(0, this.shown).map((at) => this.row(at))),
      rows.length > this.shown ? h("button", { onclick: () => { this.shown += PAGE; this.draw(); } }, "Show more") : null,
    ));
    if (focused) this.view.querySelector(`[data-filter="${focused}"]`)?.focus();
  }

  row(at) {
    const segment = this.store.script.segments[at];
    const state = this.store.states[at] ?? "new";
    const problems = [...this.store.problems, ...this.store.warnings].filter((problem) => problem.place?.segment === at + 1);
    const list = h("ol", { class: "takes" });
    const fill = async () => {
      try {
        const takes = await get(of(this.store.name, `/segments/${at}/takes?revision=${this.store.script.revision}`));
        list.replaceChildren(...(takes.length === 0 ? [h("li", { class: "hint" }, "No build has used a take of this segment yet.")] : takes.map((take) => takeItem(this.store, at, take, this))));
      } catch (error) {
        alarmOf(error);
      }
    };
    return h("li", { "data-colour": this.store.colour(segment.speaker), "data-state": state },
      h("button", { class: "quiet", "aria-label": `Play segment ${at + 1}`, onclick: () => this.player.play(at, false) }, "▶"),
      h("span", { class: "who" }, segment.speaker),
      h("div", {},
        h("p", { dir: "auto" }, segment.text),
        problems.map(({ what, severity }) => h("p", { class: `finding ${severity}` }, sentence(what))),
        h("details", { open: this.opened.has(at), ontoggle: (event) => { if (event.target.open) { this.opened.add(at); fill(); } else this.opened.delete(at); } }, h("summary", {}, "Earlier takes"), list),
      ),
      h("span", { class: `state ${state}` }, STATES.find(([key]) => key === state)?.[1] ?? state),
    );
  }
}
