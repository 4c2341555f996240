// Reading on: a person reads many lines in one recording. The server finds the lines, and cuts them out.

import { of, upload } from "./api.js";
import { h, alarmOf, counted, minutes, say, show } from "./dom.js";

/** Longest session in seconds: the server takes 256 MB, and a second of 48 kHz has 192 kB. */
const LONGEST = 20 * 60;

export class ReadOn {
  /** `desk` has the store, the voice with its lines, the microphone, and `reload` for new lines. */
  constructor(desk) {
    this.desk = desk;
    this.at = 0;
    this.state = "idle";
    this.element = h("div", { class: "readon" });
    this.draw();
  }

  get lines() {
    return this.desk.lines;
  }

  draw() {
    const { desk, state } = this;
    this.status = h("div", { class: "status", role: "status" });
    this.list = h("ol", { class: "lines", tabindex: "0", "aria-label": "Lines to read" }, this.lines.map(({ text, segment }) => h("li", { dir: "auto", "data-segment": String(segment) }, text)));
    const button = (label, key, action, main) => h("button", { class: main ? "main big" : "big", onclick: action }, label, " ", h("kbd", {}, key));
    show(this.element,
      this.lines.length === 0 ? h("p", { class: "reading" }, "Every line is recorded.") : this.list,
      desk.meter.element, this.status,
      this.result ?? null,
      this.lines.length === 0 || state === "finding" ? null : h("div", { class: "actions" },
        state === "recording" ? button("Stop", "Space", () => this.stop(), true) : button("Start reading", "Space", () => this.begin(), true),
        button("Next line", "↓", () => this.mark(this.at + 1))),
      h("p", { class: "hint" }, "Read the lines one after another. Repeat a line when you stumble: the last good reading is used. Coughs and remarks are left out."),
    );
    this.mark(this.at);
  }

  /** Marks the line to read. It is only for the reader's eyes. */
  mark(at) {
    this.at = Math.max(0, Math.min(at, this.lines.length - 1));
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const line = this.list.children[this.at];
    line?.setAttribute("aria-current", "true");
    line?.scrollIntoView({ block: "nearest" });
  }

  async begin() {
    this.result = null;
    this.desk.player.stop();
    if (!await this.desk.openOrAlarm()) return;
    this.desk.recorder.start();
    this.started = Date.now();
    this.state = "recording";
    this.draw();
    this.clock = setInterval(() => this.tick(), 500);
    this.tick();
  }

  tick() {
    const seconds = (Date.now() - this.started) / 1000;
    show(this.status, h("p", {}, `Recording: ${minutes(seconds)}`), this.desk.meter.clipped ? h("p", { class: "finding error" }, "Too loud: the recording is clipped. Lower the gain, and read the last lines again.") : null);
    if (seconds > LONGEST) this.stop();
  }

  async stop() {
    clearInterval(this.clock);
    const sound = this.desk.recorder.stop();
    this.state = "finding";
    this.draw();
    show(this.status, h("p", {}, "Finding your lines… This takes some seconds for each minute."));
    const { store, voice } = this.desk;
    try {
      const session = await upload(of(store.name, `/session?voice=${encodeURIComponent(voice.voice)}`), sound, "audio/wav");
      this.result = this.summary(session);
      const used = session.readings.filter((reading) => reading.used).length;
      say(`${counted(used, "line")} found.`);
    } catch (error) {
      alarmOf(error);
    }
    this.state = "idle";
    await this.desk.reload();
    this.at = 0;
    // The bar counts the lines too. It draws this part as well.
    this.desk.draw();
  }

  summary({ readings, suspects, unknown, file }) {
    const { segments } = this.desk.store.script;
    const used = readings.filter((reading) => reading.used);
    const found = new Set(used.map((reading) => reading.segment));
    const broken = readings.filter((reading) => !found.has(reading.segment));
    const words = (segment) => segments[segment]?.text.slice(0, 80) ?? "";
    const line = (time, segment, what) => h("li", {}, h("span", {}, words(segment), h("span", { class: "hint" }, ` ${what}`)), h("span", { class: "hint" }, minutes(time)));
    return h("section", { class: "edition" },
      h("h3", {}, `${counted(used.length, "line")} found`, h("span", { class: "hint" }, ` in sessions/${file}`)),
      used.length === 0 ? h("p", {}, "None of the lines was recognised. Check the microphone and the voice.") : null,
      broken.length === 0 && suspects.length === 0 ? null : h("ul", { class: "times" },
        broken.map(({ start, segment, mismatched }) => line(start, segment, mismatched ? "other words: read it again" : "not read to its end: read it again")),
        suspects.map(({ at, segment, word }) => line(at, segment, `listen: “${word}” does not sound like the text`))),
      unknown.length === 0 ? null : h("p", { class: "hint" }, `Left out: ${unknown.map(([start, end]) => `${minutes(start)}–${minutes(end)}`).join(", ")}.`),
      h("p", { class: "hint" }, "Takes shows each recording, to listen, to trim and to choose."));
  }

  /** Keys of the desk; true if the key was used. */
  key(event, primary) {
    const actions = { ArrowDown: () => this.mark(this.at + 1), ArrowUp: () => this.mark(this.at - 1), PageDown: () => this.mark(this.at + 1) };
    const action = event.key === " " && primary ? () => (this.state === "recording" ? this.stop() : this.begin()) : actions[event.key];
    if (!action || this.state === "finding" || this.lines.length === 0) return false;
    action();
    return true;
  }

  end() {
    clearInterval(this.clock);
  }
}
