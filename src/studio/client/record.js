// The reading desk: one line at a time in large type, recorded with a key and checked at once.

import { get, of, post, upload } from "./api.js";
import { h, alarm, alarmOf, counted, minutes, say, sentence, show } from "./dom.js";
import { Meter } from "./meter.js";
import { ReadOn } from "./readon.js";
import { Recorder, microphones } from "./recorder.js";

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
    /** Whether the line before is heard before each recording, so the tone goes on. */
    this.leadsIn = false;
    this.meter = new Meter();
    this.ending = new AbortController();
    const { signal } = this.ending;
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    for (const type of ["script", "undone"]) store.addEventListener(type, () => this.follow(), { signal });
    this.load();
  }

  end() {
    this.ending.abort();
    clearTimeout(this.counting);
    clearInterval(this.clock);
    this.readOn?.end();
    this.recorder?.close();
  }

  /** The lines may be others now. A person who records is not disturbed: the revision says which line is meant. */
  follow() {
    this.isOld = true;
    this.catchUp();
  }

  catchUp() {
    const types = this.view.querySelector("form")?.contains(document.activeElement);
    if (this.isOld && this.state === "idle" && !this.readOn && !types) this.load();
  }

  async load() {
    this.isOld = false;
    try {
      await this.read();
      if (this.ending.signal.aborted) return;
      this.voice = this.voices.find(({ voice }) => voice === this.voice?.voice) ?? this.voices[0];
      this.at = Math.min(this.at, Math.max(this.lines.length - 1, 0));
      this.draw();
    } catch (error) {
      alarmOf(error);
    }
  }

  get lines() {
    return (this.voice?.lines ?? []).filter((line) => this.everyLine || line.wanted);
  }

  get line() {
    return this.lines[this.at];
  }

  draw() {
    if (!this.voice || this.adds) {
      this.view.replaceChildren(h("div", { class: "page" }, h("h2", { class: "head" }, "Record"), this.newVoice()));
      return;
    }
    const { line } = this;
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
        this.around(before),
        h("div", { "data-colour": this.store.colour(line.speaker) }, h("p", { class: "who" }, line.speaker), h("p", { class: "line", dir: "auto" }, line.text)),
        this.around(after),
      ) : h("p", { class: "reading" }, this.voice.lines.length === 0 ? `No line belongs to the voice ${this.voice.voice} yet. Give it to a speaker in Cast.` : "Every line is recorded. Tick “also recorded lines” to read one again, or build the episode."),
      this.meter.element,
      line ? this.controls() : null,
      this.result,
    ));
  }

  /** A line before or after the one to read, with its speaker. */
  around(segment) {
    if (!segment) return null;
    return h("div", { class: "around", "data-colour": this.store.colour(segment.speaker) }, h("p", { class: "who" }, segment.speaker), h("p", { dir: "auto" }, segment.text));
  }

  bar() {
    const { lines } = this;
    return h("div", { class: "deskbar" },
        h("h2", { class: "head" }, "Record"),
        h("label", {}, "Voice ", h("select", { onchange: (event) => this.chooseVoice(event.target.value) }, this.voices.map(({ voice }) => h("option", { selected: voice === this.voice.voice }, voice)), h("option", { value: "" }, "Another reader…"))),
        h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.everyLine, onchange: (event) => { this.everyLine = event.target.checked; this.at = 0; this.drop(); } }), h("span", {}, "also recorded lines")),
        this.readOn ? null : h("label", { class: "check" }, h("input", { type: "checkbox", checked: this.leadsIn, onchange: (event) => { this.leadsIn = event.target.checked; } }), h("span", {}, "hear the line before")),
        h("div", { role: "group", "aria-label": "Way of recording" },
          h("button", { "aria-pressed": String(!this.readOn), onclick: () => this.choose(false) }, "Line by line"),
          h("button", { "aria-pressed": String(Boolean(this.readOn)), onclick: () => this.choose(true) }, "Read on")),
        this.microphone(),
        h("span", { class: "hint" }, this.readOn ? counted(lines.length, "line") : lines.length === 0 ? "" : `${this.at + 1} of ${counted(lines.length, "line")}`),
      );
  }

  chooseVoice(name) {
    this.adds = name === "";
    this.voice = this.voices.find(({ voice }) => voice === name) ?? this.voice;
    this.at = 0;
    this.drop();
  }

  /** The microphone: a button that opens it before the first recording, then the list of those that there are. */
  microphone() {
    if (!this.devices) return h("button", { onclick: () => this.test() }, "Test microphone");
    const choose = async (event) => {
      this.device = event.target.value;
      this.recorder?.close();
      this.recorder = null;
      await this.test();
    };
    return this.devices.length < 2 ? null
      : h("label", {}, "Microphone ", h("select", { onchange: choose }, this.devices.map(({ deviceId, label }) => h("option", { value: deviceId, selected: deviceId === this.device }, label))));
  }

  /** Opens the microphone, so its level can be set before a recording. */
  async test() {
    if (!await this.openOrAlarm()) return;
    this.drop();
    say("Read a few words. The bar stays in the marked range, and never reaches its end.");
  }

  async openOrAlarm() {
    try {
      await this.openMicrophone();
      return true;
    } catch (error) {
      this.recorder = null;
      alarm("The microphone cannot be used.", error.name === "NotAllowedError" ? "Allow it for this page in the browser." : error.message);
      return false;
    }
  }

  /** Chooses between one line at a time, and many lines in one recording. */
  choose(readsOn) {
    this.readOn?.end();
    this.drop();
    this.readOn = readsOn ? new ReadOn(this) : null;
    this.draw();
  }

  /** Reads the lines, which are those of one revision of the script. */
  async read() {
    const { revision } = this.store.script;
    this.voices = await get(of(this.store.name, "/recording"));
    this.revision = revision;
  }

  /** Reads the lines again, after some were recorded. */
  async reload() {
    await this.read();
    this.voice = this.voices.find(({ voice }) => voice === this.voice.voice) ?? this.voices[0];
  }

  async openMicrophone() {
    this.meter.clipped = false;
    this.recorder ??= new Recorder((peak) => this.level(peak));
    if (this.recorder.isOpen) return;
    await this.recorder.open(this.device);
    // Their names are known once one is open.
    this.devices = await microphones();
    this.device ??= this.recorder.device;
  }

  controls() {
    const { state } = this;
    const button = (label, key, action, main) => h("button", { class: main ? "main big" : "big", onclick: action }, label, " ", h("kbd", {}, key));
    if (state === "counting") return h("div", { class: "actions" }, button("Cancel", "Esc", () => this.drop(), true));
    if (state === "recording") return h("div", { class: "actions" }, button("Stop", "Space", () => this.stop(), true), this.elapsed);
    if (state === "checking") return h("div", { class: "actions" }, h("button", { class: "big", disabled: true }, "Checking…"));
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
    clearInterval(this.clock);
    if (this.state === "counting") this.player.stop();
    if (this.recorder) this.recorder.chunks = null;
    this.take = null;
    this.state = "idle";
    this.draw();
    this.catchUp();
  }

  async begin() {
    this.player.stop();
    if (!await this.openOrAlarm()) return;
    // The words are checked against synthetic speech, which is made while the person reads.
    const { segment } = this.line;
    post(of(this.store.name, `/segments/${segment}/recording/prepare`), { revision: this.revision }).catch(() => {});
    this.set("counting");
    if (this.leadsIn && segment > 0 && this.store.states[segment - 1] !== "missing") {
      await this.player.play(segment - 1, false);
      // It was cancelled meanwhile.
      if (this.state !== "counting") return;
      this.count(1);
    } else this.count(COUNT_IN);
  }

  count(left) {
    if (left === 0) {
      this.meter.clipped = false;
      this.recorder.start();
      const started = Date.now();
      const tick = () => { this.elapsed.textContent = minutes((Date.now() - started) / 1000); };
      this.elapsed = h("span", { class: "recording-time", role: "timer" });
      tick();
      this.clock = setInterval(tick, 500);
      this.set("recording");
      return;
    }
    show(this.result, h("p", { class: "count" }, String(left)));
    this.counting = setTimeout(() => this.count(left - 1), 700);
  }

  level(peak) {
    this.meter.show(peak, (this.readOn ?? this).state === "recording");
    if (this.meter.clipped && this.state === "recording") show(this.result, h("p", { class: "finding error" }, "Too loud: the recording is clipped. Lower the gain, and record the line again."));
  }

  address(keep) {
    const query = new URLSearchParams({ revision: this.revision, voice: this.voice.voice, keep: String(keep) });
    return of(this.store.name, `/segments/${this.line.segment}/recording?${query}`);
  }

  async stop() {
    clearInterval(this.clock);
    this.take = this.recorder.stop();
    this.set("checking");
    try {
      const { findings } = await upload(this.address(false), this.take, "audio/wav");
      this.findings = findings;
      this.set("taken");
      this.result.replaceChildren(...(findings.length === 0 ? [h("p", {}, "Level, noise, edges, length and words are good.")] : findings.map(({ what, hint }) => h("p", { class: "finding warning" }, sentence(what), h("span", { class: "hint" }, ` ${sentence(hint)}`)))));
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
    this.catchUp();
  }

  key(event) {
    if (this.adds || event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || !this.line) return;
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
    const name = h("input", { id: "voice-name", required: true, placeholder: "Anna" });
    const speaker = h("select", { id: "voice-speaker" }, this.store.speakers().map(([speaker, lines]) => h("option", { value: speaker }, `${speaker}, ${counted(lines, "line")}`)));
    const make = async (event) => {
      event.preventDefault();
      const voice = plain(name.value);
      try {
        await post(of(this.store.name, "/voices"), { name: voice });
        await this.store.load();
        await this.store.edit({ edit: "cast", speaker: speaker.value, voice }, `The lines of ${speaker.value} are ready to record.`);
        this.adds = false;
        this.voice = { voice };
        await this.load();
      } catch (error) {
        alarmOf(error);
      }
    };
    return h("form", { class: "form", onsubmit: make },
      h("p", {}, "Record the lines of a speaker yourself, or hand the desk to a reader."),
      h("label", { for: "voice-name" }, "Name of the reader"), name,
      h("label", { for: "voice-speaker" }, "Lines to read"), speaker,
      h("div", { class: "actions" }, h("button", { class: "main" }, "Open the reading desk"),
        this.voice ? h("button", { type: "button", onclick: () => this.chooseVoice(this.voice.voice) }, "Cancel") : null));
  }
}

/** The name of a voice: small letters without accents, digits and hyphens. */
function plain(name) {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "reader";
}
