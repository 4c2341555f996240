// The level of the microphone, with the range that a voice should have.

import { h } from "./dom.js";

/** Peak of a sample from which a recording is probably clipped, full scale 1. */
const CLIPPED = 0.99;
/** Lowest level that is shown, and the range of a good voice, in dB of full scale. */
const LOWEST = -60;
const GOOD = [-25, -6];
/** Level from which the bar warns, in dB. */
const HOT = -3;

export class Meter {
  constructor() {
    /** Whether a recording has clipped since it began. */
    this.clipped = false;
    this.bar = h("i");
    const good = h("b", { "aria-hidden": "true" });
    good.style.insetInlineStart = percent(GOOD[0]);
    good.style.width = `calc(${percent(GOOD[1])} - ${percent(GOOD[0])})`;
    this.level = h("div", { class: "level", role: "meter", "aria-label": "Microphone level in dB", "aria-valuemin": String(LOWEST), "aria-valuemax": "0", "aria-valuenow": String(LOWEST) }, good, this.bar);
    const mark = (db) => {
      const label = h("span", {}, String(db).replace("-", "−"));
      label.style.insetInlineStart = percent(db);
      return label;
    };
    this.element = h("div", { class: "meter" }, this.level, h("div", { class: "scale", "aria-hidden": "true" }, [-50, -40, GOOD[0], -15, GOOD[1]].map(mark)));
  }

  /** Shows the peak of some samples. */
  show(peak, isRecording) {
    if (isRecording && peak >= CLIPPED) this.clipped = true;
    const db = Math.max(20 * Math.log10(Math.max(peak, 1e-6)), LOWEST);
    this.bar.style.width = percent(db);
    this.level.classList.toggle("hot", db > HOT);
    this.level.setAttribute("aria-valuenow", db.toFixed(0));
  }
}

function percent(db) {
  return `${(100 * (db - LOWEST)) / -LOWEST}%`;
}
