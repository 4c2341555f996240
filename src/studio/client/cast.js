// The speakers: their lines and voices, with voices to hear on a line of theirs.

import { h, alarmOf, sentence } from "./dom.js";
import { keepDraft } from "./drafts.js";

export class CastView {
  constructor(view, store, player) {
    this.store = store;
    this.player = player;
    this.view = view;
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
        h("tbody", {}, speakers.map(([name, lines]) => this.row(name, lines, speakers))),
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
    return h("tr", { "data-colour": this.store.colour(name) },
      h("th", { scope: "row", class: "who" }, own ? name : input),
      h("td", { class: "number" }, lines.toLocaleString("en")),
      h("td", {}, voice),
      h("td", {}, h("button", { "aria-label": `Play a line of ${name}`, onclick: () => this.hear(name, voice.value) }, "▶", h("span", { class: "wide" }, " Play a line"))),
    );
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

  /** Plays a line of the speaker that is long enough to judge a voice. */
  async hear(name, voice) {
    const { segments } = this.store.script;
    const own = segments.flatMap((segment, at) => (segment.speaker === name ? [at] : []));
    const line = own.find((at) => segments[at].text.length > 40) ?? own[0];
    try {
      const spoken = await (voice ? this.store.audition(line, voice) : this.store.speak(line));
      await this.player.playTakes(spoken.sentences.map(({ take }) => take));
    } catch (error) {
      alarmOf(error);
    }
  }
}

