// Segments whose speaker is unsure: the question, its answer by button or digit, and the way to the next one.

import { h, counted, say } from "./dom.js";

export class Unsure {
  constructor(view) {
    this.view = view;
  }

  question(segment, at) {
    const { store } = this.view;
    const candidate = (name, key) => h("button", { class: "candidate", "data-colour": store.colour(name), onclick: () => this.decide(at, name) }, h("kbd", {}, String(key)), name);
    return h("div", { class: "question", role: "group", "aria-label": "Who says this?", dir: "ltr" },
      h("span", { class: "why" }, segment.unsure ? `Unsure: ${segment.unsure}.` : "Unsure"),
      candidatesOf(segment).map((name, nth) => candidate(name, nth + 1)),
      candidate("narrator", 0),
      h("button", { class: "candidate", onclick: () => this.view.askSpeaker(at) }, h("kbd", {}, "S"), "someone else"),
    );
  }

  digit(at, digit) {
    const segment = this.view.segments[at];
    if (segment.unsure === undefined) return;
    const name = digit === 0 ? "narrator" : candidatesOf(segment)[digit - 1];
    if (name) this.decide(at, name);
  }

  /** Answers who speaks a segment, and those of its paragraph with the same guess. */
  async decide(at, speaker) {
    const { segments, store } = this.view;
    const { speaker: guess } = segments[at];
    const isAlike = (index) => segments[index].unsure !== undefined && segments[index].speaker === guess;
    const together = [at];
    for (let next = at + 1; next < segments.length && segments[next].continues; next += 1) if (isAlike(next)) together.push(next);
    for (let before = at; before > 0 && segments[before].continues; before -= 1) if (isAlike(before - 1)) together.push(before - 1);
    const left = store.unsure().length - together.length;
    const said = left === 0 ? "All speakers are decided." : `${speaker}. ${counted(left, "unsure segment")} left.`;
    if (await store.edit(together.map((segment) => ({ edit: "speaker", segment, speaker })), said)) this.view.blocks[at]?.focus();
  }

  /** Goes to the next unsure segment, and plays it. */
  next() {
    const { current, player, store } = this.view;
    const unsure = store.unsure();
    const next = unsure.find((at) => at > current) ?? unsure[0];
    if (next === undefined) {
      say("No speaker is unsure.");
      return;
    }
    this.view.goTo(next);
    player.play(next, false);
  }
}

/** The people who may say a segment, by the digits that choose them. 0 is the narrator. */
function candidatesOf({ candidates = [] }) {
  return candidates.filter((name) => name !== "narrator").slice(0, 9);
}
