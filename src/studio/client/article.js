// An article that changed: the script's words and the article's side by side, and the merge.

import { get, of, post } from "./api.js";
import { articleForm } from "./article-form.js";
import { h, alarmOf, counted, say, show } from "./dom.js";

const KINDS = {
  added: "New", omitted: "Listed as omitted", title: "Title", stale: "Say instead", renamed: "Renamed", removed: "Gone", moved: "Moved",
  changed: "Changed", speaker: "Speaker", conflict: "You edited it too",
};
/** What a person can decide about a change, as [side, label]. */
const CHOICES = {
  added: [["article", "Add it"], ["script", "Leave it out"]],
  removed: [["article", "Remove it"], ["script", "Keep it"]],
  changed: [["article", "Use the article’s"], ["script", "Keep the script’s"]],
  title: [["article", "Use the article’s"], ["script", "Keep the script’s"]],
  moved: [["article", "Move it"], ["script", "Leave it in place"]],
  renamed: [["article", "Rename"], ["script", "Keep the name"]],
  conflict: [["article", "Use the article’s"], ["script", "Keep the script’s"]],
  stale: [["article", "Drop “say instead”"], ["script", "Keep “say instead”"]],
  speaker: [["article", "Use the article’s"], ["script", "Keep the speaker"]],
};
/** Changes that can be left open: the next comparison has them again. The others are marked in the script until they are decided. */
const OPEN = ["added", "removed", "changed", "title", "moved", "renamed"];

export class ArticleView {
  constructor(view, store) {
    this.view = view;
    this.store = store;
    this.ending = new AbortController();
    const { signal } = this.ending;
    // The article or the script changed: what is shown is old. The plan that follows knows it.
    store.addEventListener("states", () => { if (this.isOld()) this.load(); }, { signal });
    this.load();
  }

  /** Whether the comparison was made with another script. A person who types in the form is not disturbed. */
  isOld() {
    return this.revision !== this.store.script.revision && !this.view.querySelector("form")?.contains(document.activeElement);
  }

  end() {
    this.ending.abort();
  }

  async load() {
    this.revision = this.store.script.revision;
    if (!this.view.querySelector(".diff")) show(this.view, h("p", { class: "page hint" }, "Comparing…"));
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
      show(this.view, this.page(h("p", {}, "The script is up to date with the article."), h("p", { class: "hint" }, article.replace(/^.*[\\/]/, "")), h("div", { class: "actions" }, again), this.newVersion()));
      return;
    }
    const more = Math.max(speak - before, 0);
    this.changes = changes;
    show(this.view, this.page(
      h("p", {}, `${counted(changes.length, "change")}. A build would then speak ${counted(speak, "sentence")} (${characters.toLocaleString("en")} characters${cost > 0 ? `, cost ${cost.toFixed(2)}` : ""})${before > 0 ? `, ${more} of them because of these changes` : ""}.`),
      h("div", { class: "actions" }, h("button", { class: "main", onclick: () => this.merge([], "All changes are in the script.") }, "Accept all"), again),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Changes" }, h("table", { class: "diff" },
        h("thead", {}, h("tr", {}, ["Change", "Script", "Article", "Decision"].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, changes.map((change, nth) => this.row(change, nth))))),
      h("p", { class: "hint" }, "A button decides one change, and leaves the others open. Your edits, speakers and settings stay. What you decline is not offered again unless the article changes there. Undo takes each step back."),
      this.newVersion(),
    ));
  }

  /** The person has another version of the article. */
  newVersion() {
    const send = async (request) => {
      await request(of(this.store.name, "/article/file"));
      say("This is the article now. Undo goes back to the version before.");
      await this.load();
    };
    return h("details", {}, h("summary", {}, "Bring a new version of the article"), articleForm(`draft ${this.store.name} article`, "Compare with the script", send));
  }

  row(found, nth) {
    const { change, old, kept, text, article } = found;
    const [left, right] = change === "speaker" ? [`${kept}: ${text}`, `${article}: ${text}`]
      : ["removed", "omitted"].includes(change) ? [text, ""] : change === "moved" ? [text, text] : [old ?? kept ?? "", text ?? article];
    return h("tr", { class: change }, h("th", { scope: "row" }, KINDS[change] ?? change), h("td", { dir: "auto", "data-side": "Script" }, left && right ? marked(left, right, "del") : left), h("td", { dir: "auto", "data-side": "Article" }, left && right ? marked(right, left, "ins") : right), h("td", {}, this.decision(found, nth)));
  }

  decision(found, nth) {
    const choices = CHOICES[found.change];
    if (!choices) return null;
    const decide = (side, label) => {
      const others = this.changes.filter((other) => other !== found && OPEN.includes(other.change));
      // The merge itself uses the article's side where it can.
      const own = side === "article" && OPEN.includes(found.change) ? [] : [{ change: found, use: side }];
      this.merge([...own, ...others.map((change) => ({ change, use: "later" }))], `${label}: done.`, nth);
    };
    return h("div", { class: "actions" }, choices.map(([side, label]) => h("button", { "aria-label": `${label}: ${found.text ?? found.kept}`, onclick: () => decide(side, label) }, label)));
  }

  async merge(choices, said, nth = 0) {
    try {
      await post(of(this.store.name, "/article"), { choices });
      say(said);
      await this.load();
      const rows = this.view.querySelectorAll(".diff tbody tr");
      rows[Math.min(nth, rows.length - 1)]?.querySelector("button")?.focus();
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
