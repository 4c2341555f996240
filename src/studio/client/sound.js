// The sound of the episode: waveform, loudness, limiter, speakers, chapters and music, with the place that is heard.

import { get, of } from "./api.js";
import { cleared } from "./canvas.js";
import { h, alarmOf, minutes, sentence, show } from "./dom.js";
import { Lane, cueList } from "./music.js";

/** Columns of the picture at the least zoom, and the widest picture in widths of the screen. */
const COLUMNS = 1600;
const WIDEST = 16;
/** Range of the loudness curve in LUFS. */
const LOUDEST = -8;
const QUIETEST = -40;

export class SoundView {
  constructor(view, store) {
    this.view = view;
    this.store = store;
    this.folder = "out";
    /** Width of the picture in widths of the screen. */
    this.zoom = 1;
    this.ending = new AbortController();
    const { signal } = this.ending;
    store.addEventListener("build", () => this.followBuild(), { signal });
    store.addEventListener("script", () => this.followScript(), { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.paint(); this.lane?.paint(); }, { signal });
    addEventListener("resize", () => { this.paint(); this.lane?.paint(); }, { signal });
    this.load();
  }

  end() {
    this.ending.abort();
  }

  followBuild() {
    for (const button of this.view.querySelectorAll("[data-waits]")) button.disabled = this.store.isBuilding;
    if (this.store.build?.stage === "finished") this.load();
  }

  /** The script changed: music may have another place, or other settings. */
  followScript() {
    if (!this.data) return;
    if (!this.music.contains(document.activeElement) || !document.activeElement.matches("input")) this.drawMusic();
    this.lane.draw();
  }

  drawMusic() {
    const opened = this.music.querySelector("details[open] b")?.textContent;
    this.music.replaceChildren(cueList(this.store));
    for (const box of this.music.querySelectorAll("details")) box.open = box.querySelector("b").textContent === opened;
  }

  /** Shows another edition at the same place of the script, so a person hears the difference. */
  async switchTo(folder) {
    const { audio, data } = this;
    const at = data.segments.findLast((segment) => segment.start <= audio.currentTime);
    const into = at ? audio.currentTime - at.start : audio.currentTime;
    const plays = !audio.paused;
    audio.pause();
    this.folder = folder;
    await this.load();
    const same = this.data?.segments.find((segment) => segment.text === at?.text);
    this.audio.currentTime = (same?.start ?? 0) + into;
    if (plays) this.audio.play();
  }

  async buildDraft() {
    if (await this.store.startBuild(true)) this.folder = "draft";
  }

  async load() {
    try {
      const files = await get(of(this.store.name, "/files"));
      this.folders = ["out", "draft"].filter((folder) => files.some((file) => file.folder === folder && file.name === "episode.wav"));
      if (!this.folders.includes(this.folder)) [this.folder] = this.folders;
      this.data = this.folder ? await get(of(this.store.name, `/sound/${this.folder}?columns=${COLUMNS * this.zoom}`)) : null;
      if (!this.ending.signal.aborted) this.draw();
    } catch (error) {
      alarmOf(error);
    }
  }

  draw() {
    const { data } = this;
    if (!data) {
      show(this.view, h("div", { class: "page" }, h("h2", { class: "head" }, "Sound"),
        h("p", {}, "There is no sound yet. Build a draft to hear the episode, set its level and place music. It takes a few seconds for each minute."),
        h("div", { class: "actions" }, h("button", { class: "main", "data-waits": "", disabled: this.store.isBuilding, onclick: () => this.buildDraft() }, "Build a draft"))));
      return;
    }
    this.audio = h("audio", { controls: true, preload: "metadata", src: `/api/${of(this.store.name, `/files/${this.folder}/episode.wav`)}`, "aria-label": "Episode" });
    this.canvas = h("canvas", { class: "wave", role: "img", "aria-label": this.summary(), onclick: (event) => this.seek((event.offsetX / this.canvas.clientWidth) * data.seconds) });
    this.lane = new Lane(this.store, data);
    const width = h("div", { class: "wide-stage" }, this.canvas, this.lane.element, this.ruler());
    width.style.width = `${100 * this.zoom}%`;
    this.scroller = h("div", { class: "scroll", tabindex: this.zoom > 1 ? "0" : null, role: "group", "aria-label": "Waveform and music" }, width);
    this.music = h("div", {});
    this.drawMusic();
    const follow = () => { this.paint(); if (!this.audio.paused && !this.ending.signal.aborted) requestAnimationFrame(follow); };
    this.audio.addEventListener("play", follow);
    this.audio.addEventListener("seeked", () => this.paint());
    const chapters = data.segments.filter((segment) => segment.kind.startsWith("heading"));
    show(this.view, h("div", { class: "page widest" },
      h("div", { class: "deskbar" },
        h("h2", { class: "head" }, "Sound"),
        this.folders.length > 1 ? h("div", { role: "group", "aria-label": "Edition" }, this.folders.map((folder) => h("button", { "aria-pressed": String(folder === this.folder), onclick: () => this.switchTo(folder) }, folder === "out" ? "Published" : "Draft"))) : null,
        h("label", {}, "Loudness ", h("select", { onchange: (event) => this.store.edit({ edit: "preset", preset: event.target.value }, "The next build uses this preset.") }, data.presets.map((preset) => h("option", { selected: preset === data.wanted.preset }, preset)))),
        h("button", { "data-waits": "", disabled: this.store.isBuilding, onclick: () => this.buildDraft() }, "Build a draft"),
      ),
      h("div", { class: "stage" }, this.scroller),
      h("div", { class: "undertow" },
        h("p", { class: "legend hint" }, legend("speech", "speakers"), legend("loud", "loudness"), legend("limit", "limiter"), (this.store.script.cues ?? []).length > 0 ? legend("sound", "music, lower under speech") : null),
        h("div", { class: "actions", role: "group", "aria-label": "Zoom" },
          h("button", { "aria-label": "Zoom out", disabled: this.zoom === 1, onclick: () => this.zoomTo(this.zoom / 2) }, "−"),
          h("button", { "aria-label": "Zoom in", disabled: this.zoom >= WIDEST, onclick: () => this.zoomTo(this.zoom * 2) }, "+"))),
      this.audio,
      h("p", {}, this.summary(), h("span", { class: "hint" }, this.folders.length > 1 ? " Published and Draft are the episode before and after your changes. Switching keeps the place." : " A draft lets you hear your changes next to the published episode.")),
      data.warnings.map((warning) => h("p", { class: "finding warning" }, sentence(warning))),
      h("div", { class: "halves" },
        h("section", {}, h("h3", {}, "Chapters"), chapters.length === 0 ? h("p", { class: "hint" }, "None: chapters come from headings.") : h("ol", { class: "times" }, chapters.map((segment) => this.time(segment.start, segment.text)))),
        h("section", {}, h("h3", {}, "Voices"), h("ul", { class: "times" }, data.voices.map(({ voice, gain_db: gain, loudness }) => h("li", {}, h("span", {}, voice), h("span", { class: "hint" }, gain === null ? "each take has its own gain" : `${signed(gain)} dB${loudness === null ? "" : `, takes ${loudness.toFixed(1)} LUFS`}`))))),
        this.music,
      ),
    ));
    this.paint();
    this.lane.paint();
  }

  /** Times under the picture, about ten on a screen. */
  ruler() {
    const { seconds } = this.data;
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200].find((step) => seconds / step <= 10 * this.zoom) ?? 3600;
    const marks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, nth) => {
      const mark = h("span", {}, minutes(nth * step));
      mark.style.insetInlineStart = `${(100 * nth * step) / seconds}%`;
      return mark;
    });
    return h("div", { class: "ruler", "aria-hidden": "true" }, marks);
  }

  /** Shows the picture wider or narrower, with the place that is heard in its middle. */
  async zoomTo(zoom) {
    const label = document.activeElement?.getAttribute("aria-label");
    const { currentTime: at, paused } = this.audio;
    this.audio.pause();
    this.zoom = zoom;
    await this.load();
    this.audio.currentTime = at;
    if (!paused) this.audio.play();
    this.scroller.scrollLeft = (at / this.data.seconds) * this.canvas.clientWidth - this.scroller.clientWidth / 2;
    this.paint();
    const button = [...this.view.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === label);
    (button?.disabled ? this.scroller : button)?.focus();
  }

  time(start, text) {
    return h("li", {}, h("button", { class: "quiet link", onclick: () => this.seek(start) }, text), h("span", { class: "hint" }, minutes(start)));
  }

  seek(seconds) {
    this.audio.currentTime = seconds;
    this.audio.play();
  }

  summary() {
    const { data } = this;
    const level = data.loudness === null ? "silent" : `${data.loudness.toFixed(1)} LUFS${data.wanted.loudness === null ? "" : ` (wanted ${data.wanted.loudness})`}`;
    const peak = data.true_peak === null ? "" : `, true peak ${data.true_peak.toFixed(1)} dBTP`;
    const limiter = data.limited_seconds > 0 ? `, limiter at work for ${data.limited_seconds.toFixed(1)} s, ${data.limiter_max_db.toFixed(1)} dB at most` : ", limiter idle";
    return `${minutes(data.seconds)}, ${level}${peak}${limiter}.`;
  }

  paint() {
    const { canvas, data } = this;
    if (!canvas?.isConnected) return;
    const { paper, width, height, scale } = cleared(canvas);
    const style = getComputedStyle(canvas);
    const strip = 8 * scale;
    const middle = (height - strip) / 2;
    const x = (seconds) => (seconds / data.seconds) * width;
    const column = (nth) => x(nth * data.column_seconds);
    paper.fillStyle = style.color;
    data.waves.forEach(([low, high], nth) => paper.fillRect(column(nth), middle - high * middle, Math.max(column(1) - 0.3, 1), Math.max((high - low) * middle, 1)));
    paper.fillStyle = resolved(canvas, "--bad");
    for (const nth of data.limited) paper.fillRect(column(nth), 0, Math.max(column(1), 1.5 * scale), 4 * scale);
    for (const segment of data.segments) {
      const own = this.store.colour(segment.speaker);
      paper.fillStyle = resolved(canvas, own === "n" ? "--soft" : `--c${own}`);
      paper.fillRect(x(segment.start), height - strip + 2 * scale, Math.max(x(segment.end - segment.start) - 1, 1), strip - 2 * scale);
    }
    paper.strokeStyle = resolved(canvas, "--accent");
    paper.lineWidth = 1.5 * scale;
    paper.beginPath();
    data.loudness_curve.forEach((loudness, nth) => {
      const share = (Math.max(Math.min(loudness, LOUDEST), QUIETEST) - QUIETEST) / (LOUDEST - QUIETEST);
      paper.lineTo(column(nth + 0.5), (1 - share) * (height - strip));
    });
    paper.stroke();
    paper.fillStyle = resolved(canvas, "--ink");
    paper.fillRect(x(this.audio.currentTime) - scale / 2, 0, 1.5 * scale, height);
  }
}

/** A custom property as a colour. Its own value may be `light-dark(…)`, which a canvas cannot read. */
function resolved(element, name) {
  const probe = resolved.probe ?? document.createElement("i");
  resolved.probe = probe;
  if (probe.parentNode !== element.parentNode) element.parentNode.append(probe);
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

function signed(value) {
  return `${value > 0 ? "+" : ""}${value.toFixed(1)}`;
}

/** A colour of the picture with its meaning. */
function legend(kind, meaning) {
  return h("span", {}, h("i", { class: kind }), meaning);
}
