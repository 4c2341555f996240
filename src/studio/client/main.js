// The frame of the studio: the bar with views, undo and build, the address of each view, and the connection.

import { ArticleView } from "./article.js";
import { CastView } from "./cast.js";
import { events, of, remove } from "./api.js";
import { h, alarmOf, calm, keepFocus, minutes, say, show } from "./dom.js";
import { Player } from "./player.js";
import { projectsView } from "./projects.js";
import { PublishView } from "./publish.js";
import { RecordView } from "./record.js";
import { ScriptView } from "./script.js";
import { SoundView } from "./sound.js";
import { Store } from "./store.js";
import { TakesView } from "./takes.js";

const VIEWS = { script: ["Script", ScriptView], cast: ["Cast", CastView], takes: ["Takes", TakesView], record: ["Record", RecordView], sound: ["Sound", SoundView], article: ["Article", ArticleView], publish: ["Publish", PublishView] };
const view = document.getElementById("view");
const bar = document.getElementById("bar");

/** What the bar says without a connection. */
const LOST = { silent: "No connection – trying again", unknown: "The studio was started again: open the address that it printed" };

let store, player, shown, lost = null;

async function open() {
  calm();
  say("");
  const [, name, kind = "script", segment] = location.hash.split("/").map(decodeURIComponent);
  shown?.end?.();
  shown = null;
  if (!name) {
    store = null;
    player?.stop();
    document.title = "Aloud Studio";
    drawBar();
    await projectsView(view);
    return;
  }
  if (store?.name !== name) {
    player?.stop();
    store = new Store(name);
    const own = store;
    for (const type of ["script", "states", "build"]) store.addEventListener(type, () => { if (store === own) drawBar(type); });
    store.addEventListener("project", () => { if (store === own) store.askForTrust(); });
    player = new Player(store);
    view.replaceChildren(h("p", { class: "page hint" }, "Opening…"));
    await store.load();
  }
  const [, View] = VIEWS[kind] ?? VIEWS.script;
  // The new view must not find a field of the old one in use.
  view.replaceChildren();
  scrollTo(0, 0);
  // The keys of a view work at once, and a screen reader goes on in it.
  if (bar.contains(document.activeElement)) view.focus({ preventScroll: true });
  document.title = `${store.script.title ?? name} – Aloud Studio`;
  shown = new View(view, store, player);
  if (segment) shown.goTo?.(Number(segment) - 1);
  drawBar();
}

function drawBar(type) {
  if (type === "build" && store.build?.stage === "finished") say(`The episode is ready: ${minutes(store.build.seconds)}.`);
  const [, , kind = "script"] = location.hash.split("/");
  const refocus = keepFocus(bar);
  show(bar,
    h("a", { class: "home", href: "#/", "aria-label": "aloud: projects" }, "aloud"),
    h("h1", { class: "title", dir: "auto" }, store?.script?.title ?? store?.name ?? "Studio"),
    store?.script ? h("nav", { "aria-label": "Views" }, Object.entries(VIEWS).map(([key, [label]]) =>
      h("a", { href: `#/${encodeURIComponent(store.name)}/${key}`, "aria-current": key === kind ? "page" : null, class: key === "article" && articleChanged() ? "dot" : null }, label))) : null,
    store?.script ? tools() : null,
    lost ? h("span", { class: "lost", role: "status" }, LOST[lost]) : null,
  );
  refocus();
  const current = bar.querySelector("nav [aria-current]");
  if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft - 40;
}

function articleChanged() {
  return store.warnings.some((warning) => warning.code === "article-changed");
}

function tools() {
  const unsure = store.unsure().length;
  return h("div", { class: "tools" },
    articleChanged() ? h("a", { class: "outdated", href: `#/${encodeURIComponent(store.name)}/article` }, "Article changed") : null,
    unsure > 0 && shown?.unsure ? h("button", { class: "warn", onclick: () => shown.unsure.next() }, `${unsure} unsure`, h("span", { class: "wide" }, " – next")) : null,
    h("button", { class: "quiet", onclick: () => store.undo(false), "aria-label": "Undo", title: "Undo (Ctrl Z)" }, "↶"),
    h("button", { class: "quiet", onclick: () => store.undo(true), "aria-label": "Redo", title: "Redo (Ctrl Shift Z)" }, "↷"),
    building(),
  );
}

function building() {
  const { build } = store;
  if (!store.isBuilding) return h("button", { class: "main", title: "Build the episode and publish it", onclick: () => store.startBuild(false) }, "Build");
  const share = build.total ? Math.round((100 * build.done) / build.total) : null;
  return h("span", { class: "progress" },
    h("progress", { max: "100", value: share === null ? null : String(share), "aria-label": `Building: ${build.stage}` }),
    h("span", { class: "wide" }, build.stage === "speaking" && build.total ? `speaking ${build.done}/${build.total}` : build.stage),
    h("button", { class: "quiet", "aria-label": "Cancel the build", onclick: () => remove(of(store.name, "/build")) }, "Cancel"),
  );
}

document.addEventListener("keydown", (event) => {
  if (!store?.script || !(event.ctrlKey || event.metaKey) || event.target.matches("textarea, input")) return;
  const key = event.key.toLowerCase();
  if (key !== "z" && key !== "y") return;
  event.preventDefault();
  store.undo(key === "y" || event.shiftKey);
});

events({
  onOpen: () => {
    lost = null;
    drawBar();
    store?.load().then(() => store.sendWaiting()).catch(alarmOf);
  },
  onLost: (isUnknown) => {
    if (lost && !isUnknown) return;
    lost = isUnknown ? "unknown" : "silent";
    drawBar();
  },
  onEvent: (event) => store?.receive(event),
});

addEventListener("hashchange", () => open().catch(alarmOf));
open().catch(alarmOf);
