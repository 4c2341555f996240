// Everything that can be set for one segment, and its earlier takes.

import { get, of, post } from "./api.js";
import { h, alarmOf, finding, keepFocus, minutes, say, show } from "./dom.js";
import { draftKey, keepDraft } from "./drafts.js";

/** Title of the list of takes. */
const TAKES = "Earlier takes";

export function inspector(side, store, at, actions) {
  const segment = store.script.segments[at];
  if (!segment) {
    side.replaceChildren(h("p", { class: "hint" }, "There is nothing to read aloud."));
    return;
  }
  const restore = keepPlace(side, at);
  show(side,
    h("h2", {}, `Segment ${at + 1}`, h("span", { class: "hint state" }, `, ${actions.stateOf(at)}`)),
    store.findingsOf(at).map((problem) => finding(store.name, problem, true)),
    speaker(store, segment, at),
    spoken(store, segment, at),
    h("div", { class: "pair" }, voice(store, segment, at), pause(store, segment, at)),
    music(store, segment, at),
    h("div", { class: "actions" },
      h("button", { onclick: () => actions.player.play(at, false) }, "▶ Play"),
      h("button", { title: "Play on from here (P)", onclick: () => actions.player.play(at, true) }, "▶ From here"),
      h("button", { onclick: () => actions.editText(at) }, "Edit"),
    ),
    h("div", { class: "actions plain", role: "group", "aria-label": "Arrange" },
      h("button", { class: "quiet", "aria-label": "Move up", title: "Move up (Alt ↑)", onclick: () => actions.move(at, at - 1), disabled: at === 0 }, "↑"),
      h("button", { class: "quiet", "aria-label": "Move down", title: "Move down (Alt ↓)", onclick: () => actions.move(at, at + 2), disabled: at + 1 >= store.script.segments.length }, "↓"),
      h("button", { class: "quiet", title: "Join with the next segment (J)", onclick: () => actions.join(at), disabled: at + 1 >= store.script.segments.length }, "Join"),
      h("button", { class: "quiet", title: "Omit from the episode (Del)", onclick: () => actions.omit(at) }, "Omit"),
      h("button", { class: "quiet", "aria-pressed": String(Boolean(segment.lock)), title: "Keep this take, whatever changes (L)", onclick: () => actions.lock(at), disabled: !segment.id }, segment.lock ? "Locked" : "Lock"),
    ),
    words(store, at, actions),
    takes(store, at, actions),
    chapters(store, actions),
    keys(),
  );
  restore();
}

/** Remembers what is open and what has the focus. The function that it returns restores both after everything was drawn anew. */
function keepPlace(side, at) {
  const isSame = side.dataset.at === String(at);
  side.dataset.at = at;
  const refocus = isSame ? keepFocus(side) : () => {};
  const opened = new Set([...side.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent));
  // The takes of each segment on the way would be read.
  if (!isSame) opened.delete(TAKES);
  return () => {
    for (const summary of side.querySelectorAll("summary")) summary.parentElement.open = opened.has(summary.textContent);
    refocus();
  };
}

function field(label, control, hint) {
  return h("label", { class: "field" }, h("span", {}, label), control, hint ? h("span", { class: "hint" }, hint) : null);
}

function speaker(store, segment, at) {
  const names = store.speakers().map(([name]) => name);
  const input = h("input", { value: segment.speaker, list: "speakers", autocomplete: "off", "data-kind": "speaker" });
  keepDraft(input, draftKey(store.name, "speaker", segment), (typed) => {
    const name = typed.trim();
    if (name && name !== segment.speaker) return store.edit({ edit: "speaker", segment: at, speaker: name }, `Speaker: ${name}.`, true);
    input.value = segment.speaker;
    return true;
  });
  return h("div", {}, field("Speaker", input), h("datalist", { id: "speakers" }, names.map((name) => h("option", { value: name }))));
}

function spoken(store, segment, at) {
  const area = h("textarea", { rows: "2", dir: "auto", placeholder: "As written", "data-kind": "say", value: segment.say ?? "" });
  keepDraft(area, draftKey(store.name, "say", segment), (typed) => store.edit({ edit: "say", segment: at, say: typed.trim() || null }, "Saved.", true));
  return field("Say instead", area);
}

function voice(store, segment, at) {
  const usual = store.script.cast[segment.speaker];
  const options = store.voices.map(({ voice }) => h("option", { value: voice, selected: voice === segment.voice }, voice));
  const select = h("select", { onchange: (event) => {
    store.edit({ edit: "voice", segment: at, voice: event.target.value || null }, "Voice changed.", true);
  } }, h("option", { value: "" }, usual ? `As usual (${usual})` : "As usual"), options);
  return field("Voice", select);
}

function pause(store, segment, at) {
  const input = h("input", { type: "number", min: "0", max: "60", step: "0.1", value: segment.pause ?? "", placeholder: "usual", "data-kind": "pause" });
  keepDraft(input, draftKey(store.name, "pause", segment), (typed) => store.edit({ edit: "pause", segment: at, pause: typed === "" ? null : Number(typed) }, "Pause changed.", true));
  return field("Pause before, s", input);
}

/** The stings and beds that begin or end here. Sound adds the files. */
function music(store, segment, at) {
  const of = (...roles) => (store.script.cues ?? []).filter(({ role }) => roles.includes(role));
  const select = (label, edit, value, cues) => cues.length === 0 ? null : field(label, h("select", { onchange: (event) => {
    store.edit({ edit, segment: at, cue: event.target.value || null }, "Music changed.", true);
  } }, h("option", { value: "" }, "None"), cues.map(({ name }) => h("option", { value: name, selected: name === value }, name))));
  const fields = [select("Music begins", "cue", segment.cue, of("sting", "bed")), select("Music ends", "cue-end", segment.cue_end, of("bed"))].filter(Boolean);
  return fields.length === 0 ? null : h("div", { class: "pair" }, fields);
}

/** Words that the whole script says in another way. A word that is selected in the text is filled in. */
function words(store, at, { player }) {
  const list = h("ul", { class: "words" });
  const written = h("input", { dir: "auto", "data-kind": "word" });
  const said = h("input", { dir: "auto", "data-kind": "word-say" });
  const fill = ({ words }) => list.replaceChildren(...words.map(({ written: word, say: how, series }) => h("li", {},
    h("span", {}, h("b", {}, word), ` ${how ?? "by its phonemes"}`, series ? h("span", { class: "hint" }, " in the series") : null),
    series ? h("button", { class: "quiet", "aria-label": `Say ${word} in another way in this episode`, onclick: () => { written.value = word; said.value = how ?? ""; said.focus(); } }, "Change")
      : h("button", { class: "quiet", "aria-label": `Say ${word} as it is written`, onclick: () => change(word, null) }, "✕"))));
  const change = async (word, how) => {
    try {
      fill(await post(of(store.name, "/lexicon"), { written: word, say: how }));
      say(how === null ? `${word} is said as it is written.` : `${word} is said “${how}” from now on.`);
      return true;
    } catch (error) {
      alarmOf(error);
      return false;
    }
  };
  const add = async (event) => {
    event.preventDefault();
    if (!await change(written.value, said.value)) return;
    written.value = said.value = "";
    player.play(at, false);
  };
  const open = async (event) => {
    if (!event.target.open) return;
    written.value ||= getSelection().toString().trim();
    try {
      fill(await get(of(store.name, "/lexicon")));
    } catch (error) {
      alarmOf(error);
    }
  };
  // An undo may have changed the words that are shown.
  const follow = (event) => {
    if (!list.isConnected) store.removeEventListener("undone", follow);
    else if (event.detail === "lexicon") open({ target: list.parentElement });
  };
  store.addEventListener("undone", follow);
  return h("details", { ontoggle: open }, h("summary", {}, "Words said differently"), list,
    h("form", { class: "pair", onsubmit: add }, field("Word", written), field("Say it as", said), h("button", {}, "Use everywhere")));
}

/** The history is read when the person opens it. */
function takes(store, at, actions) {
  const list = h("ol", { class: "takes" });
  const fill = async () => {
    try {
      const found = await get(of(store.name, `/segments/${at}/takes?revision=${store.script.revision}`));
      list.replaceChildren(...(found.length === 0 ? [h("li", { class: "hint" }, "None yet. A build keeps each take.")] : found.map((take) => takeItem(store, at, take, actions))));
    } catch (error) {
      alarmOf(error);
    }
  };
  return h("details", { ontoggle: (event) => { if (event.target.open) fill(); } }, h("summary", {}, TAKES), list);
}

export function takeItem(store, at, take, { player }) {
  const { take: picked } = store.script.segments[at];
  const pick = async () => {
    try {
      await post(of(store.name, `/segments/${at}/pick`), { revision: store.script.revision, take: picked === take.id ? null : take.id });
      say(picked === take.id ? "The next build speaks the words as they are." : "This take is used.");
    } catch (error) {
      alarmOf(error);
    }
  };
  return h("li", {},
    h("button", { class: "quiet", "aria-label": `Play take ${take.take}`, disabled: take.seconds === null, onclick: () => player.playTakes(take.pieces) }, "▶"),
    h("span", {}, `${take.voice}, ${take.seconds === null ? "sound is gone" : minutes(take.seconds)}`, take.text === store.script.segments[at].text ? null : h("span", { class: "hint", dir: "auto" }, ` ${take.text}`), take.heard ? h("span", { class: "hint" }, "the latest") : null),
    h("button", { "aria-pressed": String(picked === take.id), onclick: pick }, picked === take.id ? "Used" : "Use"),
  );
}

/** The headings of a long script, to go to. They are listed when the person opens them. */
function chapters(store, actions) {
  const headings = store.script.segments.flatMap(({ kind, text }, at) => (kind?.startsWith("heading") ? [[at, text]] : []));
  if (headings.length < 2) return null;
  const list = h("ol", { class: "times" });
  const fill = (event) => {
    if (event.target.open) show(list, headings.map(([at, text]) => h("li", {}, h("button", { class: "quiet link", dir: "auto", onclick: () => actions.goTo(at) }, text), h("span", { class: "hint" }, (at + 1).toLocaleString("en")))));
  };
  return h("details", { ontoggle: fill }, h("summary", {}, "Chapters"), list);
}

function keys() {
  const list = [["Space", "play, pause; starts with the clicked sentence"], ["P", "play on from here"], ["Enter", "edit; Enter saves, Esc drops"], ["Ctrl Enter", "split at the cursor, or give the selected words to a speaker"], ["Alt Shift ← →", "move a word over the border to the next segment"], ["U", "next unsure"], ["1–9", "choose a speaker"], ["S", "name the speaker"],
    ["J", "join with the next"], ["Alt ↑ ↓", "move"], ["L", "lock the take"], ["Del", "omit"], ["Ctrl Z", "undo"], ["Ctrl Shift Z", "redo"]];
  return h("details", {}, h("summary", {}, "Keys"), h("dl", { class: "keys" }, list.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])));
}
