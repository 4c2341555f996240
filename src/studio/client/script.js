// The article as a document: one block for each segment, played and edited in place.

import { PartChooser } from "./assign.js";
import { Border } from "./border.js";
import { h, alarm, direction } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { editText } from "./editing.js";
import { inspector } from "./inspector.js";
import { dragSegments } from "./moving.js";
import { Unsure } from "./unsure.js";

/** Blocks that are laid out together. */
const TOGETHER = 50;
/** Blocks that are made at once. The rest follows in idle time, so a long script opens quickly. */
const FIRST = 150;
const CHUNK = 400;
/** A change of more segments is drawn anew, in chunks. */
const MANY = 200;

const STATES = {
  new: "not spoken yet", stale: "changed since it was spoken", missing: "cannot be spoken yet", warned: "has a warning",
  spoken: "spoken", recorded: "recorded",
};

export class ScriptView {
  constructor(view, store, player) {
    this.store = store;
    this.player = player;
    this.blocks = [];
    this.omissions = [];
    this.current = store.at ?? 0;
    /** On a narrow screen, the settings are in the segment, and open on demand. */
    this.narrow = matchMedia("(max-width: 62rem)");
    this.opened = false;
    /** Character that was clicked: playing starts with its sentence. */
    this.from = 0;
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.feed = h("div", { class: "script", role: "feed", "aria-label": "Script" });
    this.side = h("aside", { class: "side", "aria-label": "Segment", dir: "ltr" });
    this.columns = h("div", { class: "columns" }, this.feed, this.side);
    view.replaceChildren(this.columns);
    this.border = new Border(this);
    this.chooser = new PartChooser(this);
    this.unsure = new Unsure(this);
    this.draw();
    store.addEventListener("script", (event) => this.change(event.detail), { signal });
    store.addEventListener("project", () => this.showInspector(), { signal });
    store.addEventListener("states", (event) => this.showStates(event.detail), { signal });
    player.addEventListener("segment", (event) => this.playing(event.detail), { signal });
    player.addEventListener("mark", (event) => this.mark(event.detail), { signal });
    this.feed.addEventListener("keydown", (event) => this.key(event), { signal });
    // Outside of the view, as on a button of the bar, keys concern the current segment.
    document.addEventListener("keydown", (event) => {
      const isOutside = event.target === view || !view.contains(event.target);
      if (isOutside && !event.target.closest("dialog")) this.key(event);
    }, { signal });
    this.feed.addEventListener("pointerover", (event) => this.border.show(this.indexOf(event.target)), { signal });
    document.addEventListener("selectionchange", () => this.chooser.follow(), { signal });
    this.feed.addEventListener("pointerup", () => setTimeout(() => this.chooser.offer()), { signal });
    this.narrow.addEventListener("change", () => this.placeSide(), { signal });
    this.feed.addEventListener("focusin", (event) => this.focused(event), { signal });
    this.feed.addEventListener("click", (event) => this.clicked(event), { signal });
    this.feed.addEventListener("dblclick", (event) => { if (event.target.closest(".text")) this.editText(this.current); }, { signal });
    dragSegments(this, signal);
    if (this.current > 0) this.goTo(this.current, false);
    this.offerDrafts();
  }

  /** Offers what was typed before a crash and is not saved. */
  offerDrafts() {
    const drafts = draftsOf(this.store.name, this.segments);
    if (drafts.length === 0) return;
    const [[at, kind]] = drafts;
    this.offered = true;
    const show = () => {
      this.goTo(at);
      if (kind === "text") this.editText(at);
      else this.side.querySelector(`[data-kind="${kind}"]`)?.focus();
    };
    alarm(drafts.length === 1 ? `In segment ${at + 1}, something was typed and not saved.` : `In ${drafts.length} places, something was typed and not saved. The first is segment ${at + 1}.`, "It is still in its field.", ["Show it", show]);
  }

  end() {
    this.ending.abort();
    CSS.highlights?.clear();
  }

  get segments() {
    return this.store.script.segments;
  }

  // Blocks

  draw() {
    this.drawing = (this.drawing ?? 0) + 1;
    this.edited = null;
    this.feed.replaceChildren();
    this.blocks = [];
    this.feed.setAttribute("aria-busy", "true");
    this.feed.dir = direction(this.segments[0]?.text ?? "");
    this.append(FIRST, this.drawing);
    this.select(Math.max(0, Math.min(this.current, this.segments.length - 1)), false);
  }

  append(count, drawing) {
    if (drawing !== this.drawing) return;
    const from = this.blocks.length;
    const to = Math.min(from + count, this.segments.length);
    // The browser skips chunks that are not in view. Thousands of single blocks would cost it time at each frame.
    for (let start = from; start < to; start += TOGETHER) {
      const chunk = h("div", { class: "chunk", role: "presentation" });
      for (let at = start; at < Math.min(start + TOGETHER, to); at += 1) {
        this.blocks.push(this.block(at));
        chunk.append(this.blocks[at]);
      }
      this.feed.append(chunk);
    }
    if (to < this.segments.length) setTimeout(() => this.append(CHUNK, drawing));
    else {
      this.feed.setAttribute("aria-busy", "false");
      this.drawOmissions();
    }
  }

  block(at) {
    const segment = this.segments[at];
    const state = this.store.states[at] ?? "new";
    const classes = ["segment", segment.kind ?? "paragraph", segment.continues && "continues", segment.unsure !== undefined && "unsure", this.isSame(at) && "same"];
    return h("article", {
      class: classes.filter(Boolean).join(" "), tabindex: at === this.current ? "0" : "-1", "data-colour": this.store.colour(segment.speaker),
      "data-state": state, "aria-posinset": at + 1, "aria-setsize": this.segments.length, "aria-label": `${segment.speaker}, ${STATES[state]}`,
    },
      h("div", { class: "who" }, segment.speaker),
      h("div", { class: "body" },
        h("p", { class: "text", dir: "auto" }, segment.text),
        this.marks(segment),
        segment.unsure === undefined ? null : this.unsure.question(segment, at),
      ),
      h("div", { class: "tools" },
        h("button", { class: "play", tabindex: "-1", "aria-label": "Play", title: "Play from here" }, "▶"),
        h("button", { class: "more", tabindex: "-1", "aria-label": "Settings" }, "⋯")),
    );
  }

  /** Whether the speaker of the segment before goes on. */
  isSame(at) {
    return this.segments[at - 1]?.speaker === this.segments[at].speaker;
  }

  /** The state of a segment's sound, in words. */
  stateOf(at) {
    return STATES[this.store.states[at] ?? "new"];
  }

  /** What a person has decided about a segment, in few words. */
  marks(segment) {
    const marks = [
      segment.say !== undefined && `says “${segment.say}”`,
      segment.voice && `voice ${segment.voice}`,
      segment.pause !== undefined && `pause ${segment.pause} s`,
      segment.lock && "locked",
      segment.take && "picked take",
      segment.cue && `♪ ${segment.cue} begins`,
      segment.cue_end && `♪ ${segment.cue_end} ends`,
    ].filter(Boolean);
    return marks.length === 0 ? null : h("p", { class: "marks" }, marks.map((mark) => h("span", {}, mark)));
  }

  drawOmissions() {
    this.omissions.forEach((element) => element.remove());
    this.omissions = this.store.script.omitted.map(({ text, reason, after }, nth) => {
      const element = h("article", { class: "omitted", "aria-label": "Omitted" },
        h("div", { class: "who" }, "omitted"),
        h("p", { dir: "auto" }, text, h("span", {}, ` · ${reason}`)),
        h("button", { class: "quiet", onclick: () => this.store.edit({ edit: "restore", omission: nth }, "Brought back.") }, "Bring back"),
      );
      this.insert(element, this.blocks[after]);
      return element;
    });
  }

  /** Inserts an element before a block, or at the end. */
  insert(element, before) {
    if (before) before.before(element);
    else (this.feed.lastElementChild ?? this.feed).append(element);
  }

  /** Shows a change of the script; `null` means that everything may have changed. */
  change(change) {
    this.chooser.close();
    if (!change || this.blocks.length < this.segments.length - (change.added - change.removed)) {
      this.draw();
      return;
    }
    const { start, removed, added, before } = change;
    const hadFocus = this.feed.contains(document.activeElement) && !document.activeElement.matches("textarea, input, select");
    if (removed === added) this.exchange(start, before);
    else if (Math.max(removed, added) > MANY) {
      this.draw();
      this.goTo(this.current);
      return;
    } else this.replace(start, removed, added);
    this.recolour();
    this.drawOmissions();
    this.select(this.current, hadFocus);
  }

  /** Draws those segments anew that differ. A rename changes many, all over the script. */
  exchange(start, before) {
    before.forEach((old, nth) => {
      const at = start + nth;
      const block = this.blocks[at];
      if (this.edited?.block === block || JSON.stringify(old) === JSON.stringify(this.segments[at])) return;
      this.blocks[at] = this.block(at);
      block.replaceWith(this.blocks[at]);
    });
    for (let at = start; at <= start + before.length && at < this.blocks.length; at += 1) this.blocks[at].classList.toggle("same", this.isSame(at));
  }

  /** Replaces some blocks by others. */
  replace(start, removed, added) {
    const old = this.blocks.slice(start, start + removed);
    const place = this.blocks[start + removed] ?? null;
    const made = this.segments.slice(start, start + added).map((_, nth) => this.block(start + nth));
    this.blocks = this.blocks.slice(0, start).concat(made, this.blocks.slice(start + removed));
    if (!this.edited || !old.includes(this.edited.block)) {
      for (const element of made) this.insert(element, place);
      old.forEach((element) => element.remove());
    } else {
      // The person is typing in one of them: it stays as it is until the text is saved or dropped.
      const nth = Math.min(old.indexOf(this.edited.block), made.length - 1);
      old.forEach((element) => { if (element !== this.edited.block) element.remove(); });
      made.forEach((element, at) => { if (at !== nth) this.insert(element, at < nth ? this.edited.block : place); });
      if (nth >= 0) this.blocks[start + nth] = this.edited.block;
    }
    this.blocks[start + added]?.classList.toggle("same", this.isSame(start + added));
    this.renumber(start);
    if (this.current >= start + removed) this.current += added - removed;
    this.current = Math.max(0, Math.min(this.current, this.segments.length - 1));
  }

  /** A speaker who came or went moves the colours of the others. */
  recolour() {
    this.segments.forEach(({ speaker }, at) => {
      const colour = this.store.colour(speaker);
      if (this.blocks[at].dataset.colour !== colour) this.blocks[at].dataset.colour = colour;
    });
  }

  renumber(from) {
    const size = this.segments.length;
    this.blocks.forEach((block, at) => {
      if (at >= from) block.setAttribute("aria-posinset", at + 1);
      block.setAttribute("aria-setsize", size);
    });
  }

  showStates(before) {
    this.store.states.forEach((state, at) => {
      const block = this.blocks[at];
      if (!block || (before[at] === state && block.dataset.state === state)) return;
      block.dataset.state = state;
      block.setAttribute("aria-label", `${this.segments[at].speaker}, ${STATES[state]}`);
    });
    this.showInspector();
  }

  // Selection

  indexOf(element) {
    const block = element.closest?.(".segment[aria-posinset]");
    return block ? Number(block.getAttribute("aria-posinset")) - 1 : -1;
  }

  focused(event) {
    const at = this.indexOf(event.target);
    if (at >= 0 && at !== this.current) this.select(at, false);
    this.from = 0;
  }

  select(at, focus) {
    this.blocks[this.current]?.setAttribute("tabindex", "-1");
    this.feed.querySelector(".current")?.classList.remove("current");
    this.current = at;
    // Where the person comes back to from another view.
    this.store.at = at;
    const block = this.blocks[at];
    if (!block) return;
    block.setAttribute("tabindex", "0");
    block.classList.add("current");
    if (!this.side.isConnected || this.side.closest(".segment")) this.placeSide();
    if (focus) block.focus();
    this.border.show(at);
    this.showInspector();
  }

  /** Puts the settings beside the script, or on a narrow screen into the segment. */
  placeSide() {
    const block = this.narrow.matches ? this.blocks[this.current] : null;
    const place = block ?? this.columns;
    if (this.side.parentElement !== place) place.append(this.side);
    this.side.hidden = this.narrow.matches && !this.opened;
    this.feed.querySelectorAll(".more[aria-expanded]").forEach((button) => button.removeAttribute("aria-expanded"));
    block?.querySelector(".more").setAttribute("aria-expanded", String(this.opened));
  }

  /** Moves the focus to the field of a segment's speaker. */
  askSpeaker(at) {
    this.opened = true;
    this.select(at, false);
    this.placeSide();
    this.side.querySelector("[data-kind=speaker]")?.select();
    this.side.querySelector("[data-kind=speaker]")?.focus({ preventScroll: true });
  }

  openSide(at) {
    this.opened = this.current === at ? !this.opened : true;
    this.select(at, false);
    this.placeSide();
    if (this.opened) this.side.querySelector("input")?.focus({ preventScroll: true });
  }

  /** Selects a segment, wherever it is in the script. */
  goTo(at, focus = true) {
    if (!this.segments[at]) return;
    while (this.blocks.length <= at) this.append(CHUNK, this.drawing);
    this.select(at, focus);
    this.blocks[at].scrollIntoView({ block: "center" });
  }

  showInspector() {
    if (this.side.contains(document.activeElement) && document.activeElement.matches("textarea, input") && this.shown === this.current) return;
    this.shown = this.current;
    inspector(this.side, this.store, this.current, this);
  }

  clicked(event) {
    const at = this.indexOf(event.target);
    if (at < 0) return;
    if (event.target.closest(".side")) return;
    if (event.target.closest(".play")) {
      this.player.play(at, true);
      this.select(at, false);
    } else if (event.target.closest(".more")) this.openSide(at);
    else if (event.target.closest(".who")) this.askSpeaker(at);
    else if (!event.target.closest("button, textarea")) {
      this.select(at, !getSelection().toString());
      this.from = characterAt(event);
    }
  }

  // Keys

  key(event) {
    if (event.target.matches("textarea, input, select, summary")) return;
    const at = this.feed.contains(event.target) ? this.indexOf(event.target) : this.current;
    if (at < 0 || !this.segments[at] || event.ctrlKey || event.metaKey) return;
    const isButton = event.target.matches("a, button");
    const act = event.altKey ? this.altKeys(event.shiftKey)[event.key] : this.keys(isButton)[event.key];
    const digit = /^[0-9]$/.test(event.key) && !event.altKey;
    if (act) act(at);
    else if (digit) this.unsure.digit(at, Number(event.key));
    else return;
    event.preventDefault();
  }

  keys(isButton) {
    const own = isButton ? {} : {
      Enter: (at) => this.editText(at),
      " ": (at) => (this.player.at === null ? this.player.play(at, false, this.from) : this.player.toggle()),
    };
    return {
      ...own,
      ArrowDown: (at) => this.select(Math.min(at + 1, this.segments.length - 1), true),
      ArrowUp: (at) => this.select(Math.max(at - 1, 0), true),
      PageDown: (at) => this.select(Math.min(at + 10, this.segments.length - 1), true),
      PageUp: (at) => this.select(Math.max(at - 10, 0), true),
      Home: () => this.select(0, true),
      End: () => this.select(this.segments.length - 1, true),
      Escape: () => (this.chooser.isOpen ? this.chooser.close() : this.player.stop()),
      s: (at) => this.askSpeaker(at),
      e: (at) => this.editText(at),
      p: (at) => this.player.play(at, true, this.from),
      u: () => this.unsure.next(),
      l: (at) => this.lock(at),
      j: (at) => this.join(at),
      Delete: (at) => this.omit(at),
    };
  }

  altKeys(withShift) {
    if (withShift) return { ArrowRight: (at) => this.border.step(at, 1), ArrowLeft: (at) => this.border.step(at, -1) };
    return {
      ArrowUp: (at) => { if (at > 0) this.move(at, at - 1); },
      ArrowDown: (at) => { if (at + 1 < this.segments.length) this.move(at, at + 2); },
    };
  }

  // Edits

  lock(at) {
    const { lock = false } = this.segments[at];
    this.store.edit({ edit: "lock", segment: at, lock: !lock }, lock ? "Unlocked." : "Locked.");
  }

  join(at) {
    if (at + 1 < this.segments.length) this.store.edit({ edit: "join", segment: at }, "Joined with the next segment.");
  }

  omit(at) {
    this.store.edit({ edit: "omit", segment: at }, "Omitted. “Bring back” or undo returns it.");
  }

  async move(at, before) {
    if (await this.store.edit({ edit: "move", segment: at, before }, "Moved.")) this.select(before > at ? before - 1 : before, true);
  }

  /** Replaces a text by a field. */
  editText(at) {
    if (!this.edited) editText(this, at);
  }

  // Playing

  playing(at) {
    this.feed.querySelector(".playing")?.classList.remove("playing");
    CSS.highlights?.clear();
    if (at === null) return;
    const block = this.blocks[at];
    block?.classList.add("playing");
    block?.scrollIntoView({ block: "nearest" });
  }

  /** Marks the sentence and the word that are heard, without changing the document. */
  mark({ segment, sentence, word }) {
    const text = this.blocks[segment]?.querySelector(".text")?.firstChild;
    if (!text || !CSS.highlights) return;
    const range = ({ start, end }) => {
      const range = new Range();
      range.setStart(text, Math.min(start, text.length));
      range.setEnd(text, Math.min(end, text.length));
      return range;
    };
    CSS.highlights.set("sentence", new Highlight(range(sentence)));
    if (word) CSS.highlights.set("word", new Highlight(range(word)));
    else CSS.highlights.delete("word");
  }
}

/** The character of a text that a click hit. */
function characterAt({ target, clientX, clientY }) {
  const place = target.closest(".text") && document.caretPositionFromPoint?.(clientX, clientY);
  return place?.offset ?? 0;
}
