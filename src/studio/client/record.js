// The reading desk: one line at a time in large type, recorded with a key and checked at once.

import { get, of, post, upload } from "./api.js";
import { h, alarm, alarmOf, counted, say, sentence } from "./dom.js";
import { ReadOn } from "./readon.js";
import { Recorder } from "./recorder.js";

/** Peak of a sample from which a recording is probably clipped, full scale 1. */
const CLIPPED = 0.99;
/** Seconds that are counted down before a recording. */
const COUNT_IN = 3;

export class RecordView {
  constructor(view, store, player) {
    this.store = store;
    this.view = view;
    this.player = player;
    this.at = 0;
    this.state = "idle";
    this.everyLine = false;
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    this.load();
  }

  end() {
    this.ending.abort();
    clearTimeout(this.counting);
    this.readOn?.end();
    this.recorder?.close();
  }

  async load() {
    try {
      this.voices = await get(of(this.store.name, "/recording"));
      if (this.ending.signal.aborted) return;
      this.voice = this.voices.find(({ voice }) => voice === this.voice?.voice) ?? this.voices[0];
      this.at = Math.min(this.at, Math.max(this.lines.length - 1, 0));
      this.draw();
    } catch (error) {
      alarmOf(error);
    }
  }

  get lines() {
    return (this.voice?.lines ?? []).filter((line) => this.everyLine || line.wanted || line.segment === this.kept);
  }

  get line() {
    return this.lines[this.at];
  }

  draw() {
    if (!this.voice) {
      this.view.replaceChildren(h("div", { class: "page" }, h("h2", { class: "head" }, "Record"), this.newVoice()));
      return;
    }
    const { line, lines } = this;
    this.meter = h("div", { class: "level", role: "meter", "aria-label": "Microphone level", "aria-valuemin": "-60", "aria-valuemax": "0", "aria-valuenow": "-60" }, h("i"));
    this.result = h("div", { class: "status", role: "status" });
    if (this.readOn) {
      this.readOn.draw();
      this.view.replaceChildren(h("div", { class: "page desk" }, this.bar(), this.readOn.element));
      return;
    }
    const before = line && this.store.script.segments[line.segment - 1];
    const after = line && this.store.script.segments[line.segment + 1];
    this.view.replaceChildren(h("div", { class: "page desk" },
      this.bar(),
      line ? h("div", { class: "reading" },
        h("p", { class: "around", dir: "auto" }, before?.text ?? ""),
        h("p", { class: "line", dir: "auto" }, line.text),
        h("p", { class: "around", dir: "auto" }, after?.text ?? ""),
      ) : h("p", { class: "reading" }, this.voice.lines.length === 0 ? `No line belongs to the voice ${this.voice.voice} yet. Give it to a speaker in Cast.` : "Every line is recorded. Tick “also recorded lines” to read one again, or build the episode."),
      this.meter,
      this.result,
      line ? this.controls() : null,
    ));
  }

  bar() {
    const { lines } = this;
    return h("div", { class: "deskbar" },
        h("h2", { class: "head" }, "Record"),
        h("label", {}, "Voice ", h("select", { onchange: (event) => { this.voice = this.voices.find(({ voice }) => voice === event.target.value); this.at = 0; this.drop(); } }, this.voices.map(({ voice }) => h("option", { selected: voice === this.voice.voice }, voice)))),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.everyLine, onchange: (event) => { this.everyLine = event.target.checked; this.at = 0; this.drop(); } }), h("span", {}, "also recorded lines")),
        h("div", { role: "group", "aria-label": "Way of recording" },
          h("button", { "aria-pressed": String(!this.readOn), onclick: () => this.choose(false) }, "Line by line"),
          h("button", { "aria-pressed": String(Boolean(this.readOn)), onclick: () => this.choose(true) }, "Read on")),
        h("span", { class: "hint" }, this.readOn ? counted(lines.length, "line") : lines.length === 0 ? "" : `${this.at + 1} of ${counted(lines.length, "line")}`),
      );
  }

  /** Chooses between one line at a time, and many lines in one recording. */
  choose(readsOn) {
    this.readOn?.end();
    this.drop();
    this.readOn = readsOn ? new ReadOn(this) : null;
    this.draw();
  }

  /** Reads the lines again, after some were recorded. */
  async reload() {
    this.voices = await get(of(this.store.name, "/recording"));
    this.voice = this.voices.find(({ voice }) => voice === this.voice.voice) ?? this.voices[0];
  }

  async openMicrophone() {
    this.clipped = false;
    this.recorder ??= new Recorder((peak) => this.level(peak));
    if (!this.recorder.isOpen) await this.recorder.open();
  }

  controls() {
    const { state } = this;
    const button = (label, key, action, main) => h("button", { class: main ? "main big" : "big", onclick: action }, label, " ", h("kbd", {}, key));
    if (state === "counting") return h("div", { class: "actions" }, button("Cancel", "Esc", () => this.drop(), true));
    if (state === "recording") return h("div", { class: "actions" }, button("Stop", "Space", () => this.stop(), true));
    if (state === "checking") return h("p", { class: "hint" }, "Checking…");
    if (state === "taken") {
      return h("div", { class: "actions" },
        button(this.findings.length === 0 ? "Keep" : "Keep anyway", "Enter", () => this.keep(), this.findings.length === 0),
        button("Retake", "R", () => this.begin(), this.findings.length > 0), button("Listen", "L", () => this.listen()), button("Drop", "Esc", () => this.drop()));
    }
    return h("div", { class: "actions" }, button("Record", "Space", () => this.begin(), true), button("Back", "←", () => this.go(-1)), button("Next", "→", () => this.go(1)));
  }

  set(state) {
    this.state = state;
    const found = this.result;
    this.draw();
    // The result of the last take stays until the next one.
    if (found && state === "idle") this.result.replaceChildren(...found.childNodes);
  }

  go(step) {
    this.at = Math.max(0, Math.min(this.at + step, this.lines.length - 1));
    this.drop();
  }

  drop() {
    clearTimeout(this.counting);
    if (this.recorder) this.recorder.chunks = null;
    this.take = null;
    this.state = "idle";
    this.draw();
  }

  async begin() {
    this.player.stop();
    try {
      await this.openMicrophone();
    } catch (error) {
      this.recorder = null;
      alarm("The microphone cannot be used.", error.name === "NotAllowedError" ? "Allow it for this page in the browser." : error.message);
      return;
    }
    this.set("counting");
    this.count(COUNT_IN);
  }

  count(left) {
    if (left === 0) {
      this.clipped = false;
      this.recorder.start();
      this.set("recording");
      return;
    }
    this.result.replaceChildren(h("p", { class: "count" }, String(left)));
    this.counting = setTimeout(() => this.count(left - 1), 700);
  }

  level(peak) {
    const isRecording = (this.readOn ?? this).state === "recording";
    if (isRecording && peak >= CLIPPED) this.clipped = true;
    const db = Math.max(20 * Math.log10(Math.max(peak, 1e-6)), -60);
    this.meter.firstChild.style.width = `${(100 * (db + 60)) / 60}%`;
    this.meter.classList.toggle("hot", db > -3);
    this.meter.setAttribute("aria-valuenow", db.toFixed(0));
    if (this.clipped && this.state === "recording") this.result.replaceChildren(h("p", { class: "finding error" }, "Too loud: the recording is clipped. Lower the gain, and record the line again."));
  }

  address(keep) {
    const query = new URLSearchParams({ revision: this.store.script.revision, voice: this.voice.voice, keep: String(keep) });
    return of(this.store.name, `/segments/${this.line.segment}/recording?${query}`);
  }

  async stop() {
    this.take = this.recorder.stop();
    this.set("checking");
    try {
      const { findings } = await upload(this.address(false), this.take, "audio/wav");
      this.findings = findings;
      this.set("taken");
      this.result.replaceChildren(...(findings.length === 0 ? [h("p", {}, "Level, noise, edges and length are good.")] : findings.map(({ what, hint }) => h("p", { class: "finding warning" }, sentence(what), h("span", { class: "hint" }, ` ${sentence(hint)}`)))));
    } catch (error) {
      this.drop();
      alarmOf(error);
    }
  }

  listen() {
    const audio = new Audio(URL.createObjectURL(new Blob([this.take], { type: "audio/wav" })));
    audio.onended = () => URL.revokeObjectURL(audio.src);
    audio.play();
  }

  async keep() {
    const { segment } = this.line;
    try {
      await upload(this.address(true), this.take, "audio/wav");
    } catch (error) {
      alarmOf(error);
      return;
    }
    say("Kept.");
    const last = this.at;
    this.take = null;
    this.state = "idle";
    const recorded = this.voice.lines.find((line) => line.segment === segment);
    if (recorded) recorded.wanted = false;
    this.at = Math.min(this.everyLine ? last + 1 : last, Math.max(this.lines.length - 1, 0));
    this.draw();
  }

  key(event) {
    if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || !this.line) return;
    // Foot pedals send Page Down or an arrow.
    if (this.readOn) {
      if (this.readOn.key(event, !event.target.matches("a, button"))) event.preventDefault();
      return;
    }
    const primary = event.key === "PageDown" || (event.key === " " && !event.target.matches("a, button"));
    const actions = {
      idle: { ArrowRight: () => this.go(1), ArrowLeft: () => this.go(-1), primary: () => this.begin() },
      counting: { Escape: () => this.drop() },
      recording: { primary: () => this.stop(), Escape: () => this.drop() },
      taken: { Enter: () => this.keep(), r: () => this.begin(), l: () => this.listen(), Escape: () => this.drop(), primary: () => this.keep() },
    };
    if (event.key === "Enter" && event.target.matches("a, button")) return;
    const action = actions[this.state]?.[primary ? "primary" : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** A voice of a person, and the speaker whose lines it reads. */
  newVoice() {
    const name = h("input", { id: "voice-name", required: true, pattern: "[a-z0-9][a-z0-9_\\-]*", placeholder: "anna" });
    const speaker = h("select", { id: "voice-speaker" }, this.store.speakers().map(([speaker, lines]) => h("option", { value: speaker }, `${speaker}, ${counted(lines, "line")}`)));
    const make = async (event) => {
      event.preventDefault();
      try {
        await post(of(this.store.name, "/voices"), { name: name.value });
        await this.store.load();
        await this.store.edit({ edit: "cast", speaker: speaker.value, voice: name.value }, `The lines of ${speaker.value} are ready to record.`);
        await this.load();
      } catch (error) {
        alarmOf(error);
      }
    };
    return h("form", { class: "new", onsubmit: make },
      h("p", {}, "Record the lines of a speaker yourself, or hand the desk to a reader."),
      h("label", { for: "voice-name" }, "Name of the reader, in small letters without spaces"), name,
      h("label", { for: "voice-speaker" }, "Lines to read"), speaker,
      h("button", { class: "main" }, "Open the reading desk"));
  }
}
