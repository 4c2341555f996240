// The editions: build, hear, publish, and the files to download.

import { get, of, post } from "./api.js";
import { h, alarmOf, finding, minutes, say, sentence, show } from "./dom.js";

/** Problems that are listed. */
const SHOWN = 3;
/** How a feed lists the episode, and the state of the feed's file. */
const EPISODES = {
  listed: (date) => `this episode is listed, dated ${date}.`,
  skipped: () => "this episode is left out on purpose.",
  unlisted: () => "this episode is not listed. Add it to feed.toml.",
};
const FILES = {
  current: "feed.xml is up to date.", outdated: "feed.xml is out of date: `aloud feed` writes it.", missing: "There is no feed.xml yet: `aloud feed` writes it.",
};
/** Files that every edition has. */
const ALWAYS = { "episode.wav": "the sound, lossless", "episode.json": "times and texts, for programs" };
const SOUNDS = ["episode.m4a", "episode.mp3", "episode.opus", "episode.flac", "episode.wav"];

export class PublishView {
  constructor(view, store) {
    this.store = store;
    this.view = view;
    this.ending = new AbortController();
    const { signal } = this.ending;
    store.addEventListener("build", () => this.update(), { signal });
    store.addEventListener("script", () => this.update(), { signal });
    store.addEventListener("states", () => this.drawStatus(), { signal });
    this.update();
  }

  end() {
    this.ending.abort();
  }

  async update() {
    const { stage } = this.store.build ?? {};
    // The files change at the end of a build only.
    if (this.files && stage === this.stage) return this.drawStatus();
    this.stage = stage;
    try {
      const [files, project, feed] = await Promise.all([get(of(this.store.name, "/files")), get(of(this.store.name)), get(of(this.store.name, "/feed"))]);
      this.files = files;
      this.feed = feed;
      this.outputs = project.outputs ?? [];
      if (!this.ending.signal.aborted) this.draw();
    } catch (error) {
      alarmOf(error);
    }
  }

  draw() {
    this.status = h("div", { class: "status", role: "status" });
    this.view.replaceChildren(h("div", { class: "page" },
      h("h2", { class: "head" }, "Publish"),
      this.status,
      h("div", { class: "actions" },
        h("button", { "data-waits": "", onclick: () => this.store.startBuild(true) }, "Build a draft"),
        h("button", { class: "main", "data-waits": "", onclick: () => this.store.startBuild(false) }, "Build and publish"),
      ),
      this.edition("draft", "Draft"),
      this.edition("out", "Published"),
      this.feedState(),
      this.outputList(),
    ));
    this.drawStatus();
  }

  drawStatus() {
    const { build, isBuilding, problems } = this.store;
    if (!this.status) return;
    // A build and the publication of a draft would wait for the build that runs.
    for (const button of this.view.querySelectorAll("[data-waits]")) button.disabled = isBuilding;
    const ready = build?.stage === "finished" && `${build.target === "draft" ? "The draft" : "The episode"} is ready: ${minutes(build.seconds)}, ${build.spoken} spoken, ${build.reused} reused${build.loudness === null ? "" : `, ${build.loudness.toFixed(1)} LUFS`}.`;
    const found = build?.stage === "failed" ? build.problems : problems;
    const more = found.length - SHOWN;
    show(
      this.status,
      ready ? h("p", {}, ready) : null,
      build?.stage === "cancelled" ? h("p", {}, "The build was cancelled. Finished takes are kept.") : null,
      found.slice(0, SHOWN).map((problem) => finding(this.store.name, problem)),
      more > 0 ? h("p", {}, h("a", { href: `#/${encodeURIComponent(this.store.name)}/takes` }, `${more} more: see Takes`)) : null,
    );
  }

  edition(folder, label) {
    const files = this.files.filter((file) => file.folder === folder);
    if (files.length === 0) return folder === "out" ? h("p", { class: "hint" }, "Nothing is published yet.") : null;
    const address = (name) => `/api/${of(this.store.name, `/files/${folder}/${encodeURIComponent(name)}`)}`;
    const sound = SOUNDS.find((name) => files.some((file) => file.name === name));
    return h("section", { class: "edition" },
      h("h2", {}, label),
      sound ? h("audio", { controls: true, preload: "metadata", src: address(sound), "aria-label": `${label} episode` }) : null,
      folder === "draft" ? h("button", { class: "main", "data-waits": "", onclick: () => this.publish() }, "Publish this draft") : null,
      h("ul", { class: "files" }, files.map(({ name, bytes }) => h("li", {}, h("span", {}, h("a", { href: `${address(name)}?download=1`, download: name }, name), h("span", { class: "hint" }, ` ${this.describe(name)}`)), h("span", { class: "hint" }, size(bytes))))),
    );
  }

  /** What a file is for. */
  describe(name) {
    return ALWAYS[name] ?? this.outputs.find(({ file }) => file === name)?.description ?? "";
  }

  /** The podcast feed that the project belongs to. */
  feedState() {
    const { feed } = this;
    const content = feed === null ? h("p", { class: "hint" }, "No feed.toml in this folder or the one above, so no podcast lists this episode.") : [
      h("p", {}, feed.title ? h("b", {}, feed.title) : null, feed.title ? ": " : "", EPISODES[feed.episode](feed.date), " ", FILES[feed.file]),
      feed.problems.slice(0, SHOWN).map(({ what, hint }) => h("p", { class: "finding error" }, sentence(what), hint ? h("span", { class: "hint" }, ` ${sentence(hint)}`) : null)),
      h("p", { class: "hint" }, feed.settings),
    ];
    return h("section", { class: "feed" }, h("h2", {}, "Podcast feed"), content);
  }

  outputList() {
    const count = this.outputs.filter(({ on }) => on).length;
    return h("details", { open: this.listsOutputs, ontoggle: (event) => { this.listsOutputs = event.target.open; } },
      h("summary", {}, h("h2", {}, "Files to make"), h("span", { class: "hint" }, ` ${count} of ${this.outputs.length}, besides the WAV`)),
      h("ul", { class: "outputs" }, this.outputs.map(({ output, file, description, on }) => h("li", {}, h("label", {},
        h("input", { type: "checkbox", checked: on, onchange: (event) => this.store.edit({ edit: "output", output, on: event.target.checked }, event.target.checked ? `${file} will be made.` : `${file} will not be made.`) }),
        h("span", {}, file, h("span", { class: "hint" }, ` ${description}`)))))),
    );
  }

  async publish() {
    try {
      await post(of(this.store.name, "/publish"), {});
      say("Published.");
      this.files = null;
      await this.update();
    } catch (error) {
      alarmOf(error);
    }
  }
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
