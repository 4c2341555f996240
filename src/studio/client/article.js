// An article that changed: the script's words and the article's side by side, and the merge.

import { get, of, post } from "./api.js";
import { h, alarmOf, counted, say, show } from "./dom.js";

const KINDS = {
  added: "New", omitted: "Listed as omitted", title: "Title", stale: "Say instead", renamed: "Renamed", removed: "Gone", moved: "Moved",
  changed: "Changed", speaker: "Speaker", conflict: "You edited it too",
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
    show(this.view, this.page(
      h("p", {}, `${counted(changes.length, "change")}. A build would then speak ${counted(speak, "sentence")} (${characters.toLocaleString("en")} characters${cost > 0 ? `, cost ${cost.toFixed(2)}` : ""})${before > 0 ? `, ${more} of them because of these changes` : ""}.`),
      h("div", { class: "actions" }, h("button", { class: "main", onclick: () => this.merge() }, "Take these changes over"), again),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Changes" }, h("table", { class: "diff" },
        h("thead", {}, h("tr", {}, ["Change", "Script", "Article"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, changes.map((change) => this.row(change))))),
      h("p", { class: "hint" }, "Your edits, speakers and settings stay. Undo takes the changes back."),
    ));
  }

  row({ change, old, kept, text, article }) {
    const [left, right] = change === "speaker" ? [`${kept}: ${text}`, `${article}: ${text}`]
      : ["removed", "omitted"].includes(change) ? [text, ""] : change === "moved" ? [text, text] : [old ?? kept ?? "", text];
    return h("tr", { class: change }, h("th", { scope: "row" }, KINDS[change] ?? change), h("td", { dir: "auto" }, left && right ? marked(left, right, "del") : left), h("td", { dir: "auto" }, left && right ? marked(right, left, "ins") : right));
  }

  async merge() {
    try {
      const { changes } = await post(of(this.store.name, "/article"), {});
      say(`${counted(changes.length, "change")} taken over.`);
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
