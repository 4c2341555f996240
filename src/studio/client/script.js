// The article as a document: one block for each segment, played and edited in place.

import { h, alarm, calm, counted, say } from "./dom.js";
import { draftKey, draftsOf } from "./drafts.js";
import { inspector } from "./inspector.js";

/** Blocks that are laid out together. */
const TOGETHER = 50;
/** Blocks that are made at once. The rest follows in idle time, so a long script opens quickly. */
const FIRST = 150;
const CHUNK = 400;

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
    this.current = 0;
    /** Character that was clicked: playing starts with its sentence. */
    this.from = 0;
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.feed = h("div", { class: "script", role: "feed", "aria-label": "Script", dir: "auto" });
    this.side = h("aside", { class: "side", "aria-label": "Segment" });
    view.replaceChildren(h("div", { class: "columns" }, this.feed, this.side));
    this.draw();
    store.addEventListener("script", (event) => this.change(event.detail), { signal });
    store.addEventListener("project", () => this.showInspector(), { signal });
    store.addEventListener("states", (event) => this.showStates(event.detail), { signal });
    player.addEventListener("segment", (event) => this.playing(event.detail), { signal });
    player.addEventListener("mark", (event) => this.mark(event.detail), { signal });
    this.feed.addEventListener("keydown", (event) => this.key(event), { signal });
    this.feed.addEventListener("focusin", (event) => this.focused(event), { signal });
    this.feed.addEventListener("click", (event) => this.clicked(event), { signal });
    this.feed.addEventListener("dblclick", (event) => { if (event.target.closest(".text")) this.editText(this.current); }, { signal });
    this.drag(signal);
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
        segment.unsure === undefined ? null : this.question(segment, at),
      ),
      h("button", { class: "play", tabindex: "-1", "aria-label": "Play", title: "Play from here" }, "▶"),
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

  question(segment, at) {
    const choose = (name) => this.decide(at, name);
    return h("div", { class: "question", role: "group", "aria-label": "Who says this?" },
      h("span", { class: "why" }, segment.unsure ? `Unsure: ${segment.unsure}.` : "Unsure"),
      (segment.candidates ?? []).slice(0, 9).map((name, nth) => h("button", { class: "candidate", "data-colour": this.store.colour(name), onclick: () => choose(name) }, h("kbd", {}, String(nth + 1)), name)),
      h("button", { class: "candidate", onclick: () => choose("narrator") }, h("kbd", {}, "0"), "narrator"),
    );
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
    if (!change || this.blocks.length < this.segments.length - (change.added - change.removed)) {
      this.draw();
      return;
    }
    const { start, removed, added } = change;
    const hadFocus = this.feed.contains(document.activeElement) && !document.activeElement.matches("textarea, input");
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
    if (removed !== added) this.renumber(start);
    if (this.current >= start + removed) this.current += added - removed;
    this.current = Math.max(0, Math.min(this.current, this.segments.length - 1));
    this.drawOmissions();
    this.select(this.current, hadFocus);
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
    const block = element.closest?.(".segment");
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
    const block = this.blocks[at];
    if (!block) return;
    block.setAttribute("tabindex", "0");
    block.classList.add("current");
    if (focus) block.focus();
    this.showInspector();
  }

  /** Selects a segment, wherever it is in the script. */
  goTo(at) {
    if (!this.segments[at]) return;
    while (this.blocks.length <= at) this.append(CHUNK, this.drawing);
    this.select(at, true);
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
    if (event.target.closest(".play")) {
      this.player.play(at, true);
      this.select(at, false);
    } else if (!event.target.closest("button, textarea")) {
      this.select(at, !getSelection().toString());
      this.from = characterAt(event);
    }
  }

  // Keys

  key(event) {
    if (event.target.matches("textarea, input, select")) return;
    const at = this.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey) return;
    const isButton = event.target.matches("button");
    const act = event.altKey ? this.altKeys()[event.key] : this.keys(isButton)[event.key];
    const digit = /^[0-9]$/.test(event.key) && !event.altKey;
    if (act) act(at);
    else if (digit) this.digit(at, Number(event.key));
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
      Escape: () => this.player.stop(),
      e: (at) => this.editText(at),
      p: (at) => this.player.play(at, true, this.from),
      u: () => this.nextUnsure(),
      l: (at) => this.lock(at),
      j: (at) => this.join(at),
      Delete: (at) => this.omit(at),
    };
  }

  altKeys() {
    return {
      ArrowUp: (at) => { if (at > 0) this.move(at, at - 1); },
      ArrowDown: (at) => { if (at + 1 < this.segments.length) this.move(at, at + 2); },
    };
  }

  digit(at, digit) {
    const segment = this.segments[at];
    if (segment.unsure === undefined) return;
    const name = digit === 0 ? "narrator" : segment.candidates?.[digit - 1];
    if (name) this.decide(at, name);
  }

  // Edits

  /** Answers who speaks an uncertain segment, and those of its paragraph with the same guess. */
  async decide(at, speaker) {
    const { speaker: guess } = this.segments[at];
    const together = [at];
    for (let next = at + 1; next < this.segments.length && this.segments[next].continues; next += 1) {
      if (this.segments[next].unsure !== undefined && this.segments[next].speaker === guess) together.push(next);
    }
    for (let before = at; before > 0 && this.segments[before].continues; before -= 1) {
      if (this.segments[before - 1].unsure !== undefined && this.segments[before - 1].speaker === guess) together.push(before - 1);
    }
    const left = this.store.unsure().length - together.length;
    const said = left === 0 ? "All speakers are decided." : `${speaker}. ${counted(left, "unsure segment")} left.`;
    if (await this.store.edit(together.map((segment) => ({ edit: "speaker", segment, speaker })), said)) this.blocks[at]?.focus();
  }

  nextUnsure() {
    const unsure = this.store.unsure();
    const next = unsure.find((at) => at > this.current) ?? unsure[0];
    if (next === undefined) {
      say("No speaker is unsure.");
      return;
    }
    this.goTo(next);
    this.player.play(next, false);
  }

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

  /** Replaces a text by a field. The draft is kept in the browser, so a crash loses nothing. */
  editText(at) {
    if (this.edited) return;
    const block = this.blocks[at];
    const segment = this.segments[at];
    const text = block.querySelector(".text");
    const key = draftKey(this.store.name, "text", segment);
    const field = h("textarea", { class: "edit", rows: "1", dir: "auto", "aria-label": `Text of ${segment.speaker}` });
    field.value = localStorage.getItem(key) ?? segment.text;
    const fit = () => { field.style.height = "auto"; field.style.height = `${field.scrollHeight}px`; };
    let began = segment.text;
    let warned = false;
    const close = (focus) => {
      localStorage.removeItem(key);
      if (warned || this.offered) calm();
      this.offered = false;
      this.edited = null;
      const now = this.blocks.indexOf(block);
      const fresh = this.block(now < 0 ? at : now);
      if (now >= 0) this.blocks[now] = fresh;
      block.replaceWith(fresh);
      this.select(now < 0 ? at : now, focus);
    };
    const place = () => this.blocks.indexOf(block);
    const save = async (focus) => {
      if (!this.edited || this.saving) return;
      const changed = field.value.trim();
      const { text: now } = this.segments[place()];
      if (changed === now || changed === "") return void close(focus);
      // Another tab or editor was faster. Neither text may vanish without a word.
      if (now !== began) {
        warned = true;
        alarm(`This text changed meanwhile: “${now}”`, "Yours is still in the field. Esc drops it.", ["Use mine", () => { began = now; save(true); }]);
        return;
      }
      this.saving = true;
      const saved = await this.store.edit({ edit: "text", segment: place(), text: changed }, "Saved.");
      this.saving = false;
      if (saved) close(focus);
      else field.focus();
    };
    const split = async () => {
      const cut = [...field.value.slice(0, field.selectionStart)].length;
      if (field.value !== this.segments[place()].text) return void say("Save the text before you split it.");
      const here = place();
      close(false);
      if (await this.store.edit({ edit: "split", segment: here, at: cut }, "Split.")) this.select(here + 1, true);
    };
    this.edited = { block };
    text.replaceWith(field);
    field.addEventListener("input", () => { localStorage.setItem(key, field.value); fit(); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(true);
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) split();
      else if (event.key === "Enter" && !event.shiftKey) save(true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    field.addEventListener("blur", () => save(false));
    fit();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** Moves a segment by its name, with the mouse. The keys Alt+↑ and Alt+↓ do the same. */
  drag(signal) {
    let from = -1;
    this.feed.addEventListener("pointerdown", (event) => {
      const who = event.target.closest(".who");
      const at = who ? this.indexOf(who) : -1;
      if (at >= 0) this.blocks[at].draggable = true;
    }, { signal });
    this.feed.addEventListener("dragstart", (event) => { from = this.indexOf(event.target); event.dataTransfer.effectAllowed = "move"; }, { signal });
    this.feed.addEventListener("dragover", (event) => {
      const over = event.target.closest(".segment");
      this.feed.querySelector(".over")?.classList.remove("over");
      if (from < 0 || !over) return;
      over.classList.add("over");
      event.preventDefault();
    }, { signal });
    this.feed.addEventListener("drop", (event) => {
      const to = this.indexOf(event.target);
      event.preventDefault();
      if (from >= 0 && to >= 0 && to !== from) this.move(from, to);
    }, { signal });
    this.feed.addEventListener("dragend", () => {
      this.feed.querySelectorAll("[draggable]").forEach((block) => block.removeAttribute("draggable"));
      this.feed.querySelector(".over")?.classList.remove("over");
      from = -1;
    }, { signal });
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
