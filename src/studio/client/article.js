// An article that changed: the script's words and the article's side by side, and the merge.

import { get, of, post } from "./api.js";
import { h, alarmOf, counted, say, show } from "./dom.js";

/** The change is offered again. */
const LATER = ["later", "Ask me later"];
const KINDS = {
  added: "New", omitted: "Listed as omitted", title: "Title", stale: "Say instead", renamed: "Renamed", removed: "Gone", moved: "Moved",
  changed: "Changed", speaker: "Speaker", conflict: "You edited it too",
};
/** What a person can choose for a change: the first is what happens without a choice. `null` sends no choice. */
const CHOICES = {
  added: [[null, "Add it"], ["script", "Leave it out"], LATER],
  removed: [[null, "Remove it"], ["script", "Keep it"], LATER],
  changed: [[null, "Use the article’s"], ["script", "Keep the script’s"], LATER],
  title: [[null, "Use the article’s"], ["script", "Keep the script’s"], LATER],
  moved: [[null, "Move it"], ["script", "Leave it in place"], LATER],
  renamed: [[null, "Rename"], ["script", "Keep the name"]],
  conflict: [[null, "Decide later"], ["script", "Keep the script’s"], ["article", "Use the article’s"]],
  stale: [[null, "Decide later"], ["script", "Keep “say instead”"], ["article", "Drop “say instead”"]],
  speaker: [[null, "Decide later"], ["script", "Keep the speaker"], ["article", "Use the article’s"]],
};

export class ArticleView {
  constructor(view, store) {
    this.view = view;
    this.store = store;
    this.ending = new AbortController();
    this.load();
  }

  end() {
    this.ending.abort();
  }

  async load() {
    show(this.view, h("p", { class: "page hint" }, "Comparing…"));
    try {
      const found = await get(of(this.store.name, "/article"));
      if (!this.ending.signal.aborted) this.draw(found);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      show(this.view, this.page(h("p", { class: "hint" }, "The article cannot be compared.")));
      alarmOf(error);
    }
  }

  page(...content) {
    return h("div", { class: "page wider" }, h("h2", { class: "head" }, "Article"), content);
  }

  draw({ article, changes, speak, characters, cost, speak_before: before }) {
    const again = h("button", { onclick: () => this.load() }, "Compare again");
    if (changes.length === 0) {
      show(this.view, this.page(h("p", {}, "The script has what the article says."), h("p", { class: "hint" }, article), h("div", { class: "actions" }, again)));
      return;
    }
    const more = Math.max(speak - before, 0);
    this.choices = new Map();
    this.accept = h("button", { class: "main", onclick: () => this.merge() }, "Accept all");
    this.decisions = [];
    const later = h("button", { onclick: () => this.decideAll("later") }, "Leave all open");
    show(this.view, this.page(
      h("p", {}, `${counted(changes.length, "change")}. A build would then speak ${counted(speak, "sentence")} (${characters.toLocaleString("en")} characters${cost > 0 ? `, cost ${cost.toFixed(2)}` : ""})${before > 0 ? `, ${more} of them because of these changes` : ""}.`),
      h("div", { class: "actions" }, this.accept, later, again),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Changes" }, h("table", { class: "diff" },
        h("thead", {}, h("tr", {}, ["Change", "Script", "Article", "Decision"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, changes.map((change) => this.row(change))))),
      h("p", { class: "hint" }, "Your edits, speakers and settings stay. What you decline stays as the script has it, and is not offered again unless the article changes there. To accept only a few changes, leave all open first. Undo takes everything back."),
    ));
  }

  row(found) {
    const { change, old, kept, text, article } = found;
    const [left, right] = change === "speaker" ? [`${kept}: ${text}`, `${article}: ${text}`]
      : ["removed", "omitted"].includes(change) ? [text, ""] : change === "moved" ? [text, text] : [old ?? kept ?? "", text];
    return h("tr", { class: change }, h("th", { scope: "row" }, KINDS[change] ?? change), h("td", { dir: "auto", "data-side": "Script" }, left && right ? marked(left, right, "del") : left), h("td", { dir: "auto", "data-side": "Article" }, left && right ? marked(right, left, "ins") : right), h("td", {}, this.decision(found, text)));
  }

  decision(found, text) {
    const choices = CHOICES[found.change];
    if (!choices) return null;
    const choose = (event) => {
      if (event.target.value) this.choices.set(found, event.target.value);
      else this.choices.delete(found);
      this.showDecisions();
    };
    const select = h("select", { "aria-label": `Decision on ${text}`, onchange: choose }, choices.map(([side, label]) => h("option", { value: side ?? "" }, label)));
    this.decisions.push([found, select]);
    return select;
  }

  /** Gives all changes that allow it the same decision. */
  decideAll(side) {
    for (const [found, select] of this.decisions.filter(([, select]) => select.querySelector(`[value="${side}"]`))) {
      select.value = side;
      this.choices.set(found, side);
    }
    this.showDecisions();
  }

  showDecisions() {
    const open = [...this.choices.values()].filter((side) => side === "later").length;
    const decided = this.decisions.length - open;
    this.accept.textContent = this.choices.size === 0 ? "Accept all" : `Apply ${counted(decided, "decision")}`;
    this.accept.disabled = decided === 0;
  }

  async merge() {
    try {
      const choices = [...this.choices].map(([change, side]) => ({ change, use: side }));
      const open = choices.filter(({ use }) => use === "later").length;
      const { changes } = await post(of(this.store.name, "/article"), { choices });
      say(`${counted(changes.length, "change")} decided${open > 0 ? `, ${open} left open` : ""}.`);
      await this.load();
    } catch (error) {
      alarmOf(error);
    }
  }
}

/** Marks the words between the common start and the common end of two texts. */
function marked(text, other, tag) {
  const words = text.split(/(?<=\s)/);
  const others = other.split(/(?<=\s)/);
  const shorter = Math.min(words.length, others.length);
  let start = 0;
  while (start < shorter && words[start] === others[start]) start += 1;
  let end = 0;
  while (end < shorter - start && words[words.length - 1 - end] === others[others.length - 1 - end]) end += 1;
  const middle = words.slice(start, words.length - end).join("");
  return [words.slice(0, start).join(""), middle ? h(tag, {}, middle) : "", end ? words.slice(-end).join("") : ""];
}
