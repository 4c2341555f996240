// The speakers: their lines and voices, with voices to hear on a line of theirs.

import { h, alarmOf, sentence } from "./dom.js";
import { keepDraft } from "./drafts.js";

export class CastView {
  constructor(view, store, player) {
    this.store = store;
    this.player = player;
    this.view = view;
    /** Speakers whose voices are compared. */
    this.compared = new Set();
    this.ending = new AbortController();
    const { signal } = this.ending;
    for (const type of ["script", "states", "project"]) store.addEventListener(type, () => this.draw(), { signal });
    this.draw();
  }

  end() {
    this.ending.abort();
  }

  draw() {
    // A redraw must not take a field away from the person who types in it.
    if (this.view.contains(document.activeElement) && document.activeElement.matches("input, select")) return;
    const speakers = this.store.speakers();
    this.view.replaceChildren(h("div", { class: "page wider" },
      h("h2", { class: "head" }, "Cast"),
      this.store.similar.map((pair) => this.similar(pair)),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Speakers" }, h("table", { class: "cast" },
        h("thead", {}, h("tr", {}, ["Speaker", "Lines", "Voice", "Hear"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, speakers.flatMap(([name, lines]) => [this.row(name, lines, speakers), this.compared.has(name) ? this.auditions(name) : null].filter(Boolean))),
      )),
      h("p", { class: "hint" }, "Change a name to rename the speaker. The name of another speaker merges both."),
    ));
  }

  row(name, lines, speakers) {
    const { cast } = this.store.script;
    const own = name === "narrator";
    const input = h("input", { value: name, "aria-label": `Name of ${name}` });
    const rename = async (typed) => {
      const to = typed.trim();
      input.blur();
      if (to === "" || to === name) input.value = name;
      else return this.store.edit({ edit: "rename", speaker: name, to }, speakers.some(([other]) => other === to) ? `${name} and ${to} are one speaker.` : `Renamed to ${to}.`);
      return true;
    };
    if (!own) keepDraft(input, `draft ${this.store.name} name ${name}`, rename);
    const voice = h("select", { "aria-label": `Voice of ${name}`, onchange: async (event) => {
      event.target.blur();
      await this.store.edit({ edit: "cast", speaker: name, voice: event.target.value || null }, "Voice changed.");
    } },
      h("option", { value: "" }, "Assigned by Aloud"),
      this.store.voices.map(({ voice, description }) => h("option", { value: voice, selected: cast[name] === voice, title: description }, description ? `${voice} – ${description}` : voice)));
    const isCompared = this.compared.has(name);
    const compare = () => {
      if (isCompared) this.compared.delete(name);
      else this.compared.add(name);
      this.draw();
      this.view.querySelector(`[data-compare="${CSS.escape(name)}"]`)?.focus();
    };
    return h("tr", { "data-colour": this.store.colour(name) },
      h("th", { scope: "row", class: "who" }, own ? name : input),
      h("td", { class: "number" }, lines.toLocaleString("en")),
      h("td", {}, voice),
      h("td", { class: "hear" },
        h("button", { "aria-label": `Play a line of ${name}`, onclick: () => this.hear(name, voice.value) }, "▶", h("span", { class: "wide" }, " Play a line")),
        h("button", { class: "quiet", "data-compare": name, "aria-expanded": String(isCompared), "aria-label": `Compare voices for ${name}`, onclick: compare }, "Compare voices")),
    );
  }

  /** All voices with a line of the speaker, to hear one after another. Nothing is chosen by listening. */
  auditions(name) {
    const { cast, segments } = this.store.script;
    const lines = new Map();
    for (const [speaker, voice] of Object.entries(cast)) if (speaker !== name) lines.set(voice, [...(lines.get(voice) ?? []), speaker]);
    const use = (voice) => this.store.edit({ edit: "cast", speaker: name, voice }, `${name} has the voice ${voice}.`);
    const item = ({ voice, description, backend }) => h("li", {},
      h("button", { class: "quiet", "aria-label": `Hear ${voice} as ${name}`, disabled: backend === "recorded", onclick: () => this.hear(name, voice) }, "▶"),
      h("span", {}, h("b", {}, voice), h("span", { class: "hint" }, [description, backend === "recorded" && "a person’s recordings", lines.has(voice) && `speaks ${lines.get(voice).join(", ")}`].filter(Boolean).map((part) => ` · ${part}`).join(""))),
      h("button", { "aria-pressed": String(cast[name] === voice), "aria-label": `${cast[name] === voice ? "Used" : "Use"}: ${voice} for ${name}`, onclick: () => use(voice) }, cast[name] === voice ? "Used" : "Use"));
    return h("tr", { class: "auditions" }, h("td", { colspan: "4" },
      h("p", { class: "hint", dir: "auto" }, segments[this.lineOf(name)]?.text ?? ""),
      h("ul", { class: "takes" }, [...this.store.voices].sort((a, b) => isPlain(a) - isPlain(b)).map(item))));
  }

  /** A line of the speaker that is long enough to judge a voice. */
  lineOf(name) {
    const { segments } = this.store.script;
    const own = segments.flatMap((segment, at) => (segment.speaker === name ? [at] : []));
    return own.find((at) => segments[at].text.length > 40) ?? own[0];
  }

  /** Two voices that listeners may confuse, with a line of each to compare. */
  similar({ voices, segments, warning }) {
    const hear = async () => {
      try {
        const spoken = await Promise.all(segments.map((segment) => this.store.speak(segment)));
        await this.player.playTakes(spoken.map(({ sentences }) => sentences[0]?.take).filter(Boolean));
      } catch (error) {
        alarmOf(error);
      }
    };
    return h("div", { class: "finding warning" }, h("p", {}, sentence(warning.what), h("span", { class: "hint" }, ` ${sentence(warning.why)}`)),
      h("button", { onclick: hear, "aria-label": `Hear both: ${voices.join(" and ")}` }, "Hear both"));
  }

  /** Plays a line of the speaker. */
  async hear(name, voice) {
    const line = this.lineOf(name);
    try {
      const spoken = await (voice ? this.store.audition(line, voice) : this.store.speak(line));
      await this.player.playTakes(spoken.sentences.map(({ take }) => take));
    } catch (error) {
      alarmOf(error);
    }
  }
}

/** Whether a voice is one of the simple ones that are always there. They are listed last. */
function isPlain({ backend }) {
  return backend === "embedded";
}
