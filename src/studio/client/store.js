// The open project as the page knows it: its script, the state of its takes and its build. Views listen to its changes.

import { get, post, of } from "./api.js";
import { Declined, alarm, alarmOf, ask, calm, h, say, sentence } from "./dom.js";

/** The stages of a build before its end. */
const RUNNING = ["planning", "waiting", "speaking", "listening", "mixing", "encoding"];

export class Store extends EventTarget {
  constructor(name) {
    super();
    this.name = name;
    this.script = null;
    this.states = [];
    this.problems = [];
    this.warnings = [];
    this.similar = [];
    /** Whether the person has agreed to pay for speech in this window. */
    this.pays = false;
    this.voices = [];
    this.build = null;
    /** Edits that were made without a connection. */
    this.waiting = [];
  }

  /** Whether a build runs. */
  get isBuilding() {
    return RUNNING.includes(this.build?.stage);
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** Reads everything again, at the start and after a lost connection. Resolves when the script is there. */
  load() {
    this.loading ??= this.read().finally(() => { this.loading = null; });
    return this.loading;
  }

  async read() {
    const others = Promise.all([get(of(this.name)), get(of(this.name, "/checks"))]);
    others.catch(() => {});
    await this.reload();
    others.then(([project, checks]) => this.learn(project, checks), alarmOf);
  }

  learn(project, checks) {
    this.voices = project.voices ?? [];
    this.needs = project.needs ?? [];
    this.build = project.build;
    if (project.problems.length > 0) this.unreadable(project.problems);
    this.emit("project");
    this.emit("build");
    this.checked(checks);
  }

  unreadable(problems) {
    if (problems[0].code !== "script-missing" && !problems[0].place?.path?.endsWith("script.toml")) {
      alarmOf({ problems });
      return;
    }
    const where = problems[0].place?.line ? ` (line ${problems[0].place.line})` : "";
    alarm(`script.toml cannot be read${where}: ${problems[0].what}`, "The page shows its last readable state.");
  }

  /** Applies an event of the server. */
  receive(event) {
    if (event.project !== this.name || !this.script) return;
    if (event.event === "script") this.change(event.change);
    else if (event.event === "checked") this.checked(event);
    else if (event.event === "unreadable") this.unreadable(event.problems);
    else if (event.event === "readable") {
      calm();
      say("script.toml can be read again.");
    }
    else if (event.event === "build") {
      this.build = event;
      this.emit("build");
    }
  }

  change(change) {
    if (change.revision === this.script.revision) return;
    if (change.from !== this.script.revision) {
      this.reload();
      return;
    }
    const { segments } = this.script;
    const removed = segments.slice(change.start, change.start + change.removed);
    // `splice(...)` with ten thousand arguments could exceed the stack.
    this.script.segments = segments.slice(0, change.start).concat(change.segments, segments.slice(change.start + change.removed));
    const states = change.segments.map((_, at) => (removed.length === change.segments.length ? this.states[change.start + at] : "new"));
    this.states = this.states.slice(0, change.start).concat(states, this.states.slice(change.start + change.removed));
    for (const key of ["revision", "title", "cast", "cues", "omitted"]) this.script[key] = change[key];
    this.emit("script", { start: change.start, removed: change.removed, added: change.segments.length, before: removed });
  }

  async reload() {
    const script = await get(of(this.name, "/script"));
    if (script.revision === this.script?.revision) return;
    const before = this.script;
    this.script = script;
    if (before) this.states = [];
    this.emit("script", before && difference(before.segments, script.segments));
  }

  checked({ states, problems, warnings, similar }) {
    this.problems = problems;
    this.warnings = warnings;
    this.similar = similar ?? [];
    if (states.length === this.script.segments.length) {
      const before = this.states;
      this.states = states;
      this.emit("states", before);
    }
  }

  /** Names of all speakers with the number of their lines, the busiest first. */
  speakers() {
    const lines = new Map();
    for (const { speaker } of this.script.segments) lines.set(speaker, (lines.get(speaker) ?? 0) + 1);
    return [...lines].sort((a, b) => b[1] - a[1]);
  }

  /** One of eight colours for a speaker, in the order in which the speakers appear. The narrator has none. */
  colour(speaker) {
    if (speaker === "narrator") return "n";
    if (this.coloured !== this.script.revision) {
      this.coloured = this.script.revision;
      const names = new Set(this.script.segments.map((segment) => segment.speaker));
      names.delete("narrator");
      this.colours = new Map([...names].map((name, nth) => [name, String(nth % 8)]));
    }
    return this.colours.get(speaker) ?? "n";
  }

  /** The problems and warnings of a segment. */
  findingsOf(at) {
    return [...this.problems, ...this.warnings].filter(({ place }) => place?.segment === at + 1);
  }

  unsure() {
    return this.script.segments.flatMap((segment, at) => (segment.unsure === undefined ? [] : [at]));
  }

  /** Sends edits. Returns whether they were saved; a problem is shown. `waits` keeps them while the studio does not answer. */
  async edit(edits, said, waits = false) {
    const request = { revision: this.script.revision, edits: [edits].flat() };
    try {
      await post(of(this.name, "/edits"), request);
    } catch (error) {
      if (error.status === 0 && waits) {
        this.waiting.push(request);
        alarm("The studio does not answer. Your edit is kept, and saved when it answers again.", "Start aloud studio again.");
        return false;
      }
      if (error.status === 409) await this.reload().catch(() => {});
      alarmOf(error);
      return false;
    }
    if (said) say(said);
    return true;
  }

  /** Sends the edits that were made without a connection. */
  async sendWaiting() {
    const waiting = this.waiting.splice(0);
    for (const [nth, { revision, edits }] of waiting.entries()) {
      try {
        await post(of(this.name, "/edits"), { revision, edits });
        say("Saved what was edited without a connection.");
      } catch (error) {
        if (error.status === 0) this.waiting.unshift(...waiting.slice(nth));
        else alarmOf(error);
        return;
      }
    }
    if (waiting.length > 0) calm();
  }

  /** Starts a build of the draft, or of the episode to publish. Returns whether it started. */
  async startBuild(draft) {
    try {
      await post(of(this.name, "/build"), { draft });
      return true;
    } catch (error) {
      alarmOf(error);
      return false;
    }
  }

  async undo(redo, force = false) {
    try {
      const { command, file } = await post(of(this.name, "/undo"), { redo, force });
      say(`${redo ? "Redone" : "Undone"}: ${amendment(command, file)}.`);
      // Other files than script.toml send no event of their own.
      if (file === "script") return;
      if (file.voice) await this.load();
      this.emit("undone", file);
    } catch (error) {
      const edited = error.problems?.find((problem) => problem.code === "undo-edited");
      if (edited) alarm(`${sentence(edited.what)} Going back would take that edit back too.`, null, ["Go back anyway", () => this.undo(redo, true)]);
      else alarmOf(error);
    }
  }

  async reloadNeeds() {
    this.needs = (await get(of(this.name))).needs ?? [];
  }

  /** A stranger's project shows what it would run or send. Nothing of it happens until the person agrees to exactly that. */
  askForTrust(concerns = (need) => need.in_build) {
    const open = (this.needs ?? []).filter((need) => !need.trusted && concerns(need));
    if (open.length === 0) return;
    const trust = async () => {
      try {
        await post(of(this.name, "/trust"), { needs: open.map(({ need }) => need) });
        await this.load();
        say("Trusted, as it is now.");
      } catch (error) {
        alarmOf(error);
      }
    };
    alarm(["This project would:", open.map(({ what }) => h("code", { class: "need" }, what.replaceAll("`", "")))],
      "Nothing of that happens before you allow it. Read voice.toml and the programs first.", ["Allow it", trust]);
  }

  /** Takes of a segment, spoken now if need be. `quietly` fails instead of asking about the cost. */
  speak(segment, quietly = false) {
    return this.paid(`/segments/${segment}/speak`, {}, quietly);
  }

  /** Takes of a segment as another voice speaks it. */
  audition(segment, voice) {
    return this.paid(`/segments/${segment}/audition`, { voice });
  }

  /** Asks for speech. If a voice has a price, the person is asked first. */
  async paid(rest, body, quietly = false) {
    const request = (pay) => post(of(this.name, rest), { revision: this.script.revision, ...body, pay });
    try {
      return await request(this.pays);
    } catch (error) {
      const [problem] = error.problems ?? [];
      if (problem?.code === "trust-missing" && !quietly) {
        await this.reloadNeeds();
        const { voice } = body;
        this.askForTrust((need) => (voice ? need.voice === voice : need.in_build));
        throw new Declined();
      }
      if (problem?.code !== "cost-limit" || quietly) throw error;
      const answer = await ask(`${sentence(problem.what.replace(/, and the limit.*/, ""))} Speak it?`, [["once", "Speak it"], ["always", "Speak, and don’t ask again in this window"]]);
      if (!answer) throw new Declined();
      this.pays ||= answer === "always";
      return request(true);
    }
  }
}

/** What an undo took back, in words. */
function amendment(command, file) {
  if (file === "lexicon") return "the last change of a word";
  if (file.voice) return `the voice ${file.voice}`;
  if (file.recordings) return "the choice of a recording";
  return { "aloud studio": "the last edit", "aloud takes": "the choice of a take", "aloud script": "the merge of the article" }[command] ?? command;
}

/** The one place where two lists of segments differ. A view that follows it keeps what a person is typing elsewhere. */
function difference(before, after) {
  const same = (a, b) => JSON.stringify(before[a]) === JSON.stringify(after[b]);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && same(before.length - 1 - end, after.length - 1 - end)) end += 1;
  return { start, removed: before.length - start - end, added: after.length - start - end, before: before.slice(start, before.length - end) };
}
