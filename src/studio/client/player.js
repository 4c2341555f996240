// Plays segments sentence by sentence, and marks the sentence and the word that is heard.

import { h, alarmOf, keepFocus } from "./dom.js";
import { of } from "./api.js";

/** Pauses in ms between sentences and between paragraphs; the episode has those of script.toml. */
const SENTENCE = 250;
const PARAGRAPH = 600;
const SPEEDS = [0.8, 1, 1.25, 1.5, 2];

export class Player extends EventTarget {
  constructor(store) {
    super();
    this.store = store;
    this.audio = new Audio();
    this.ahead = new Audio();
    this.speed = 1;
    this.run = 0;
    this.at = null;
    this.element = document.getElementById("player");
    store.addEventListener("script", (event) => this.follow(event.detail));
    this.draw();
  }

  get isPlaying() {
    return this.at !== null && !this.audio.paused;
  }

  address(take) {
    return `/api/${of(this.store.name, `/takes/${take}.wav`)}`;
  }

  /** Plays a segment from the sentence at a character on, and the rest of the script if `onward`. */
  async play(segment, onward, from = 0) {
    const run = ++this.run;
    this.audio.pause();
    const { segments } = this.store.script;
    for (let at = segment; at < segments.length && run === this.run; at += 1) {
      this.at = at;
      this.dispatchEvent(new CustomEvent("segment", { detail: at }));
      this.draw("Speaking…");
      let spoken;
      try {
        spoken = await (this.prepared?.key === this.keyOf(at) ? this.prepared.spoken.catch(() => this.store.speak(at)) : this.store.speak(at));
      } catch (error) {
        if (run === this.run) { alarmOf(error); this.stop(); }
        return;
      }
      if (run !== this.run) return;
      if (onward) this.prepare(at + 1);
      await this.sentences(spoken, run, at === segment ? from : 0);
      if (!onward) break;
      if (run === this.run) await this.wait(this.store.script.segments[at + 1]?.continues ? SENTENCE : PARAGRAPH, run);
    }
    if (run === this.run) this.stop();
  }

  /** Plays stored takes, to compare them. */
  async playTakes(takes) {
    this.stop();
    const run = ++this.run;
    for (const take of takes) {
      if (run !== this.run) return;
      await this.sound({ take }, { start: 0, end: 0 }, "", run);
    }
  }

  keyOf(at) {
    return `${this.store.script.revision} ${at}`;
  }

  /** Has the next segment spoken while this one is heard. */
  prepare(at) {
    if (at >= this.store.script.segments.length) return;
    const spoken = this.store.speak(at, true);
    spoken.catch(() => {});
    this.prepared = { key: this.keyOf(at), spoken };
  }

  async sentences({ sentences, voice }, run, first) {
    let from = 0;
    for (const [nth, sentence] of sentences.entries()) {
      if (run !== this.run) return;
      const { text } = this.store.script.segments[this.at];
      const start = sentence.text ? Math.max(text.indexOf(sentence.text, from), 0) : from;
      const end = sentence.text ? start + sentence.text.length : from;
      from = sentence.text ? start : from;
      if (end <= first && nth + 1 < sentences.length) continue;
      this.mark({ start, end: end || text.length }, null);
      this.draw(voice);
      const next = sentences[nth + 1];
      if (next) { this.ahead.preload = "auto"; this.ahead.src = this.address(next.take); }
      await this.sound(sentence, { start, end }, text, run);
      if (next && run === this.run) await this.wait(SENTENCE, run);
    }
  }

  /** Plays one take to its end. */
  sound(sentence, range, text, run) {
    return new Promise((resolve) => {
      const audio = this.audio;
      const done = () => { audio.ontimeupdate = audio.onended = audio.onerror = null; this.done = null; resolve(); };
      this.done = done;
      audio.src = this.address(sentence.take);
      audio.playbackRate = this.speed;
      audio.onended = done;
      audio.onerror = done;
      const words = wordRanges(sentence.words ?? [], text, range);
      if (words.length > 0) {
        audio.ontimeupdate = () => {
          const word = words.findLast((word) => word.time <= audio.currentTime);
          if (run === this.run) this.mark(range, word);
        };
      }
      audio.play().catch(done);
    });
  }

  wait(ms, run) {
    return new Promise((resolve) => setTimeout(resolve, run === this.run ? ms / this.speed : 0));
  }

  /** Marks a sentence and a word of the segment that is heard. */
  mark(sentence, word) {
    this.dispatchEvent(new CustomEvent("mark", { detail: { segment: this.at, sentence, word } }));
  }

  toggle() {
    if (this.at === null) return;
    if (this.audio.paused) this.audio.play(); else this.audio.pause();
    this.draw();
  }

  stop() {
    this.run += 1;
    this.audio.pause();
    this.done?.();
    this.at = null;
    this.dispatchEvent(new CustomEvent("segment", { detail: null }));
    this.draw();
  }

  /** Keeps the place when segments are added or removed before it. */
  follow(change) {
    if (this.at === null || !change) return;
    if (this.at >= change.start + change.removed) this.at += change.added - change.removed;
  }

  draw(what) {
    const { element } = this;
    element.hidden = this.at === null;
    if (this.at === null) return;
    const segment = this.store.script.segments[this.at];
    this.what = what ?? this.what;
    const refocus = keepFocus(element);
    element.replaceChildren(
      h("button", { class: "round", onclick: () => this.toggle(), "aria-label": this.audio.paused && this.audio.src ? "Resume" : "Pause" }, this.audio.paused && this.audio.src && what === undefined ? "▶" : "❚❚"),
      h("button", { class: "quiet", onclick: () => this.play(Math.max(this.at - 1, 0), true), "aria-label": "Back one segment" }, "◂◂"),
      h("button", { class: "quiet", onclick: () => this.play(this.at + 1, true), "aria-label": "On one segment" }, "▸▸"),
      h("span", { class: "where" }, h("b", {}, segment?.speaker ?? ""), ` ${this.at + 1} of ${this.store.script.segments.length}`, h("span", { class: "hint" }, ` ${this.what ?? ""}`)),
      h("label", { class: "speed" }, "Speed ", h("select", { onchange: (event) => { this.speed = Number(event.target.value); this.audio.playbackRate = this.speed; } },
        SPEEDS.map((speed) => h("option", { value: String(speed), selected: speed === this.speed }, `${speed}×`)))),
      h("button", { class: "quiet", onclick: () => this.stop(), "aria-label": "Stop" }, "✕"),
    );
    refocus();
  }
}

/** Places of the words in the text. Words that are spoken in another form have none. */
function wordRanges(words, text, { start, end }) {
  const ranges = [];
  let from = start;
  for (const { text: word, start: time } of words) {
    const at = text.indexOf(word, from);
    if (at < 0 || at >= end) continue;
    ranges.push({ time, start: at, end: at + word.length });
    from = at + word.length;
  }
  return ranges;
}
