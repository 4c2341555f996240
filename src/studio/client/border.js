// The border between two segments of a paragraph: words move over it by dragging, or by Alt+Shift with an arrow.

import { h } from "./dom.js";

export class Border {
  constructor(view) {
    this.view = view;
    this.handle = h("i", { class: "border", title: "Drag the border to move words to the next segment or from it (Alt Shift ← →)", onpointerdown: (event) => this.drag(event) });
  }

  /** Whether words can move between a segment and the next one. */
  isMovable(at) {
    const [first, second] = [this.view.segments[at], this.view.segments[at + 1]];
    return Boolean(first && second?.continues) && first.say === undefined && second.say === undefined;
  }

  /** Shows the handle at the end of a segment. There is one handle, where the mouse or the focus is. */
  show(at) {
    if (this.dragging || at < 0) return;
    const text = this.isMovable(at) ? this.view.blocks[at]?.querySelector(".text") : null;
    if (text) text.append(this.handle);
    else if (at === this.view.current) this.handle.remove();
  }

  /** Moves one word: the first of the next segment to this one, or the last of this one to the next. */
  step(at, direction) {
    if (!this.isMovable(at)) return;
    const { text } = this.view.segments[at];
    const ends = wordEnds(this.joined(at));
    const cut = direction > 0 ? ends.find((end) => end > text.length) : ends.findLast((end) => end < text.length);
    this.save(at, cut);
  }

  joined(at) {
    return `${this.view.segments[at].text} ${this.view.segments[at + 1].text}`;
  }

  drag(event) {
    event.preventDefault();
    event.stopPropagation();
    const at = this.view.indexOf(this.handle);
    if (at < 0) return;
    this.dragging = { at, cut: null };
    this.handle.setPointerCapture(event.pointerId);
    const ending = new AbortController();
    const { signal } = ending;
    const end = (saves) => {
      ending.abort();
      const { cut } = this.dragging;
      this.dragging = null;
      CSS.highlights?.delete("moved");
      if (saves && cut !== null) this.save(at, cut);
    };
    this.handle.addEventListener("pointermove", (move) => this.preview(move), { signal });
    this.handle.addEventListener("pointerup", () => end(true), { signal });
    this.handle.addEventListener("pointercancel", () => end(false), { signal });
    document.addEventListener("keydown", (key) => { if (key.key === "Escape") end(false); }, { signal });
  }

  /** Marks the words that would change sides. */
  preview({ clientX, clientY }) {
    const { at } = this.dragging;
    const nodes = [at, at + 1].map((index) => this.view.blocks[index].querySelector(".text").firstChild);
    const place = document.caretPositionFromPoint?.(clientX, clientY);
    const nth = nodes.indexOf(place?.offsetNode);
    if (nth < 0) return;
    const { length } = nodes[0];
    const wanted = nth === 0 ? place.offset : length + 1 + place.offset;
    const ends = wordEnds(this.joined(at));
    const cut = ends.reduce((best, end) => (Math.abs(end - wanted) < Math.abs(best - wanted) ? end : best));
    this.dragging.cut = cut;
    const range = new Range();
    range.setStart(cut < length ? nodes[0] : nodes[1], cut < length ? cut : 0);
    range.setEnd(cut < length ? nodes[0] : nodes[1], cut < length ? length : Math.max(cut - length - 1, 0));
    CSS.highlights?.set("moved", new Highlight(range));
  }

  async save(at, cut) {
    const { segments, store } = this.view;
    if (cut === undefined || cut === segments[at].text.length) return;
    const characters = [...this.joined(at).slice(0, cut)].length;
    const to = cut < segments[at].text.length ? segments[at + 1] : segments[at];
    if (await store.edit({ edit: "border", segment: at, at: characters }, `Moved to ${to.speaker}.`)) this.view.select(at, true);
  }
}

/** The ends of all words but the last, in code units. Both segments keep a word. */
function wordEnds(text) {
  return [...text.matchAll(/\S+/g)].map((word) => word.index + word[0].length).slice(0, -1);
}
