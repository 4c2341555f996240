// A part of a text that a person selects: another speaker gets it, or it is split off.

import { h } from "./dom.js";

/** Speakers that are offered as buttons. The field takes any other name. */
const OFFERED = 5;

export class PartChooser {
  constructor(view) {
    this.view = view;
    this.element = null;
  }

  get isOpen() {
    return this.element !== null;
  }

  close() {
    CSS.highlights?.delete("moved");
    this.element?.remove();
    this.element = null;
  }

  /** Offers what can be done with the words that are selected with the mouse. */
  offer() {
    const selection = getSelection();
    const text = selection.anchorNode?.parentElement?.closest?.(".text");
    if (selection.isCollapsed || !text || text.firstChild !== selection.anchorNode || selection.focusNode !== selection.anchorNode) return;
    const at = this.view.indexOf(text);
    const [from, to] = [selection.anchorOffset, selection.focusOffset].sort((a, b) => a - b);
    if (at >= 0) this.open(at, from, to, false);
  }

  /** Closes when the selection is gone. */
  follow() {
    if (this.isOpen && !this.byKey && getSelection().isCollapsed && !this.element.contains(document.activeElement)) this.close();
  }

  /** Opens for a part of a segment's text, in code units. `byKey` moves the focus to it. */
  open(at, from, to, byKey) {
    this.close();
    const { view } = this;
    const { text, speaker } = view.segments[at];
    const [start, end] = wholeWords(text, from, to);
    const part = text.slice(start, end);
    if (!part.trim()) return;
    this.byKey = byKey;
    const give = async (name) => {
      const count = (to) => [...text.slice(0, to)].length;
      const edit = { edit: "assign", segment: at, start: count(start), end: count(end), speaker: name };
      this.close();
      getSelection().removeAllRanges();
      if (await view.store.edit(edit, `${name}: ${part.trim().slice(0, 60)}`)) view.select(text.slice(0, start).trim() ? at + 1 : at, true);
    };
    const input = h("input", { list: "speakers", autocomplete: "off", placeholder: "Another name", "aria-label": "Another speaker" });
    this.element = h("div", { class: "part", role: "group", "aria-label": `Who says “${part.trim().slice(0, 60)}”?` },
      h("span", { class: "hint" }, "Said by"),
      this.names(at, speaker).map((name, nth) => h("button", { class: "candidate", "data-colour": view.store.colour(name), onclick: () => give(name) }, h("kbd", {}, String(nth + 1)), name)),
      h("form", { onsubmit: (event) => { event.preventDefault(); if (input.value.trim()) give(input.value.trim()); } }, input),
      part.trim() === text.trim() ? null : h("button", { class: "quiet", onclick: () => give(speaker) }, "Split off"),
    );
    this.element.addEventListener("keydown", (event) => {
      const name = /^[1-9]$/.test(event.key) && event.target !== input && this.names(at, speaker)[Number(event.key) - 1];
      if (event.key === "Escape") {
        this.close();
        view.select(at, true);
      } else if (name) give(name);
      else return event.stopPropagation();
      event.preventDefault();
      event.stopPropagation();
    });
    const range = new Range();
    const node = view.blocks[at].querySelector(".text").firstChild;
    range.setStart(node, start);
    range.setEnd(node, end);
    CSS.highlights?.set("moved", new Highlight(range));
    // Beside the script, because its chunks clip what is larger than they are.
    view.columns.append(this.element);
    const [words, page] = [range.getBoundingClientRect(), view.columns.getBoundingClientRect()];
    const room = page.width - this.element.offsetWidth - 8;
    Object.assign(this.element.style, { top: `${words.bottom - page.top + 4}px`, left: `${Math.max(8, Math.min(words.left - page.left, room))}px` });
    if (byKey) this.element.querySelector("button").focus();
  }

  /** The likeliest other speakers: the candidates of the segment, its neighbours, then the busiest. */
  names(at, own) {
    const { store, segments } = this.view;
    const near = [at - 1, at + 1, at - 2, at + 2].map((index) => segments[index]?.speaker);
    const all = [...(segments[at].candidates ?? []), ...near, ...store.speakers().map(([name]) => name), "narrator"];
    return [...new Set(all)].filter((name) => name && name !== own).slice(0, OFFERED);
  }
}

/** Widens a part of a text to whole words, without the spaces around them. */
function wholeWords(text, from, to) {
  const isSpace = (at) => /\s/.test(text[at] ?? " ");
  let [start, end] = [from, to];
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  while (start > 0 && !isSpace(start - 1)) start -= 1;
  while (end < text.length && !isSpace(end)) end += 1;
  return [start, end];
}
