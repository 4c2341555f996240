// Music on the episode: a lane with its places, to drag or to move by key, and the settings of each cue.

import { of, upload } from "./api.js";
import { cleared } from "./canvas.js";
import { h, alarmOf, say } from "./dom.js";
import { keepDraft } from "./drafts.js";

const ROLES = { intro: "before the first word", outro: "after the last word", sting: "between chapters, or where you place it", bed: "under speech" };
/** The numbers of a cue: label, step, lowest and highest value. A bed has no gap. */
const NUMBERS = [["gain", "Level, dB", 1, -60, 20], ["duck", "Softer under speech, dB", 1, 0, 60], ["gap", "Gap to speech, s", 0.5, -600, 600], ["fade_in", "Fade in, s", 0.5, 0, 600], ["fade_out", "Fade out, s", 0.5, 0, 600], ["length", "Length, s", 0.5, 0.1, 36000]];
/** Seconds of a sting whose sound no edition has yet. */
const UNKNOWN_LENGTH = 3;

/** The lane under the waveform. `data` has the times of the segments and cues of an edition. */
export class Lane {
  constructor(store, data) {
    this.store = store;
    this.data = data;
    this.times = timesOf(store.script.segments, data.segments);
    this.canvas = h("canvas", { class: "ducking", "aria-hidden": "true" });
    this.element = h("div", { class: "lane", role: "group", "aria-label": "Music" }, this.canvas);
    this.draw();
  }

  draw() {
    const focused = document.activeElement?.dataset?.bar;
    this.element.replaceChildren(this.canvas, ...this.bars().map((bar) => this.bar(bar)));
    if (focused) this.element.querySelector(`[data-bar="${CSS.escape(focused)}"]`)?.focus();
    this.paint();
  }

  /** Where music plays: as the script places it now, or as the edition has it. */
  bars() {
    const { segments, cues = [] } = this.store.script;
    return cues.flatMap((cue) => {
      const places = segments.flatMap((segment, at) => (segment.cue === cue.name ? [at] : []));
      const built = this.data.cues.filter((one) => one.cue === cue.name);
      if (places.length === 0) return built.map(({ start, end }) => ({ cue, start, end, at: null }));
      return places.filter((at) => this.times.has(at)).map((at) => {
        const { start } = this.times.get(at);
        if (cue.role === "bed") return { cue, at, start: Math.max(start - cue.fade_in, 0), end: this.endOfBed(at, cue) + cue.fade_out };
        const length = built.length > 0 ? built[0].end - built[0].start : cue.length ?? UNKNOWN_LENGTH;
        return { cue, at, start: Math.max(start - cue.gap - length, 0), end: start - cue.gap };
      });
    });
  }

  /** A bed ends with the segment that ends it, or with the chapter. */
  endOfBed(from, { name }) {
    const { segments } = this.store.script;
    const ended = segments.findIndex((segment, at) => at >= from && segment.cue_end === name);
    const next = segments.findIndex((segment, at) => at > from && segment.kind?.startsWith("heading"));
    const last = ended >= 0 ? ended : next >= 0 ? next - 1 : segments.length - 1;
    return this.times.get(last)?.end ?? this.data.seconds;
  }

  bar(bar) {
    const { cue, start, end, at } = bar;
    const movable = cue.role === "sting" || cue.role === "bed";
    const where = at === null ? "" : `, begins at segment ${at + 1}`;
    const element = h("button", {
      class: `cue ${cue.role}`, "data-bar": `${cue.name} ${at}`, title: movable ? "Drag it, or use the arrow keys" : null,
      "aria-label": `${cue.name}, ${cue.role}${where}${movable ? ". Arrow keys move it." : ""}`,
      onkeydown: (event) => this.key(event, bar),
      onpointerdown: movable ? (event) => this.drag(event, bar, element, false) : null,
    }, h("span", {}, `♪ ${cue.name}`));
    if (cue.role === "bed") element.append(h("i", { class: "end", title: "Drag the end", onpointerdown: (event) => this.drag(event, bar, element, true) }));
    this.place(element, start, end);
    return element;
  }

  place(element, start, end) {
    element.style.insetInlineStart = `${(100 * Math.max(start, 0)) / this.data.seconds}%`;
    element.style.width = `${(100 * Math.max(end - start, 0)) / this.data.seconds}%`;
  }

  drag(event, bar, element, isEnd) {
    event.preventDefault();
    event.stopPropagation();
    element.focus();
    element.setPointerCapture(event.pointerId);
    const seconds = (moved) => ((moved.clientX - event.clientX) / this.element.clientWidth) * this.data.seconds;
    let shift = 0;
    element.onpointermove = (moved) => {
      shift = seconds(moved);
      this.place(element, bar.start + (isEnd ? 0 : shift), bar.end + shift);
    };
    element.onpointerup = element.onpointercancel = (ended) => {
      element.onpointermove = element.onpointerup = element.onpointercancel = null;
      if (ended.type === "pointercancel" || Math.abs(shift) < this.data.seconds / 500) return this.draw();
      if (isEnd) this.endAt(bar, this.nearest(bar.end - bar.cue.fade_out + shift, "end"));
      else this.moveTo(bar, this.nearest((bar.cue.role === "bed" ? bar.start + bar.cue.fade_in : bar.end + bar.cue.gap) + shift, "start"));
    };
  }

  key(event, bar) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !["sting", "bed"].includes(bar.cue.role)) return;
    event.preventDefault();
    const first = bar.at ?? this.nearest(bar.cue.role === "bed" ? bar.start + bar.cue.fade_in : bar.end, "start");
    if (event.shiftKey && bar.cue.role === "bed") this.endAt(bar, this.nearest(bar.end - bar.cue.fade_out, "end") + step);
    else this.moveTo(bar, bar.at === null ? first : first + step);
  }

  /** The segment whose start or end is nearest to a time. */
  nearest(time, edge) {
    let best = 0;
    for (const [at, times] of this.times) if (Math.abs(times[edge] - time) < Math.abs((this.times.get(best)?.[edge] ?? Infinity) - time)) best = at;
    return best;
  }

  moveTo({ cue, at }, to) {
    const { segments } = this.store.script;
    if (to < 0 || to >= segments.length || to === at) return this.draw();
    const edits = [at !== null && { edit: "cue", segment: at, cue: null }, { edit: "cue", segment: to, cue: cue.name }].filter(Boolean);
    this.focusOn(`${cue.name} ${to}`, this.store.edit(edits, `${cue.name} begins at segment ${to + 1}: ${segments[to].text.slice(0, 60)}`));
  }

  endAt({ cue, at }, to) {
    const { segments } = this.store.script;
    if (at === null || to < at || to >= segments.length) return this.draw();
    const ended = segments.findIndex((segment, nth) => nth >= at && segment.cue_end === cue.name);
    const edits = [ended >= 0 && ended !== to && { edit: "cue-end", segment: ended, cue: null }, { edit: "cue-end", segment: to, cue: cue.name }].filter(Boolean);
    this.store.edit(edits, `${cue.name} ends after segment ${to + 1}: ${segments[to].text.slice(0, 60)}`).then(() => this.draw());
  }

  async focusOn(bar, edited) {
    await edited;
    this.draw();
    this.element.querySelector(`[data-bar="${CSS.escape(bar)}"]`)?.focus();
  }

  /** Paints how far each cue is lowered under speech. */
  paint() {
    const { canvas, data } = this;
    if (!canvas.isConnected) return;
    const { paper, width, height, scale } = cleared(canvas);
    paper.fillStyle = getComputedStyle(canvas).color;
    const x = (seconds) => (seconds / data.seconds) * width;
    for (const { cue, start, end } of this.bars()) {
      const low = Math.max(1 - cue.duck / 24, 0.12);
      const level = (time) => {
        let share = 1;
        for (const speech of data.segments) {
          if (time < speech.start - cue.attack || time > speech.end + cue.release) continue;
          const before = cue.attack > 0 ? (speech.start - time) / cue.attack : 0;
          const after = cue.release > 0 ? (time - speech.end) / cue.release : 0;
          share = Math.min(share, low + (1 - low) * Math.max(before, after, 0));
        }
        const fade = Math.min(cue.fade_in > 0 ? (time - start) / cue.fade_in : 1, cue.fade_out > 0 ? (end - time) / cue.fade_out : 1, 1);
        return share * Math.max(fade, 0);
      };
      paper.beginPath();
      paper.moveTo(x(start), height);
      for (let pixel = Math.floor(x(start)); pixel <= x(end); pixel += scale) paper.lineTo(pixel, height * (1 - level((pixel / width) * data.seconds)));
      paper.lineTo(x(end), height);
      paper.fill();
    }
  }
}

/** Index of a segment → its times in an edition. An edition may be older than the script. */
function timesOf(segments, spoken) {
  const waiting = new Map();
  for (const times of spoken) waiting.set(times.text, [...(waiting.get(times.text) ?? []), times]);
  const found = new Map();
  segments.forEach(({ text }, at) => {
    const times = waiting.get(text)?.shift();
    if (times) found.set(at, times);
  });
  return found;
}

/** The settings of all cues, and a form for another one. */
export function cueList(store) {
  const cues = store.script.cues ?? [];
  return h("section", { class: "music" }, h("h3", {}, "Music"),
    cues.length === 0 ? h("p", { class: "hint" }, "None yet.") : cues.map((cue) => cueItem(store, cue)),
    addCue(store));
}

function cueItem(store, cue) {
  const { name, role, file } = cue;
  const number = ([key, label, step, min, max]) => h("label", { class: "field" }, h("span", {}, label), keepDraft(
    h("input", { type: "number", step: String(step), min: String(min), max: String(max), value: cue[key] ?? "", placeholder: key === "length" ? "all" : "" }),
    `draft ${store.name} cue ${name} ${key}`,
    (typed) => store.edit({ edit: "cue-setting", cue: name, key, value: typed === "" ? null : Number(typed) }, "The next build uses it."),
  ));
  return h("details", { class: "cuebox", name: "cue" },
    h("summary", {}, h("b", {}, name), h("span", { class: "hint" }, ` ${role}, ${ROLES[role]}`)),
    h("p", { class: "hint" }, file),
    h("div", { class: "numbers" }, NUMBERS.filter(([key]) => key !== "gap" || role !== "bed").map(number)),
    h("button", { onclick: () => store.edit({ edit: "remove-cue", cue: name }, `${name} is removed. Its file stays.`) }, "Remove"));
}

function addCue(store) {
  const file = h("input", { type: "file", accept: "audio/*,.flac,.opus,.aiff,.au", required: true, "aria-label": "Sound file" });
  const role = h("select", { "aria-label": "Where it plays" }, Object.entries(ROLES).map(([key, where]) => h("option", { value: key }, `${key}: ${where}`)));
  const button = h("button", {}, "Add music");
  const add = async (event) => {
    event.preventDefault();
    const [sound] = file.files;
    button.disabled = true;
    try {
      const { file: path } = await upload(of(store.name, `/sounds?name=${encodeURIComponent(sound.name)}`), sound, "application/octet-stream");
      if (await store.edit({ edit: "add-cue", file: path, role: role.value })) say("Added. The next build plays it.");
    } catch (error) {
      alarmOf(error);
    } finally {
      button.disabled = false;
    }
  };
  return h("form", { class: "addcue", onsubmit: add }, file, role, button);
}
