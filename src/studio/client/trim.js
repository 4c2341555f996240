// The recordings of a line: listening, choosing, and trimming start and end on a waveform.

import { get, of, post } from "./api.js";
import { cleared } from "./canvas.js";
import { h, alarmOf, say, sentence, show } from "./dom.js";

/** Seconds that an arrow key moves an edge. */
const STEP = 0.01;
/** Shortest part to keep, in seconds. */
const SHORTEST = 0.1;

/** Lists the recordings of a segment in `element`. */
export async function recordings(element, store, at) {
  const query = `?revision=${store.script.revision}`;
  const path = `/segments/${at}/recordings`;
  const again = () => recordings(element, store, at);
  const send = async (rest, body, said) => {
    try {
      await post(of(store.name, path + rest), { revision: store.script.revision, ...body });
      say(said);
      await again();
    } catch (error) {
      alarmOf(error);
    }
  };
  try {
    const found = await get(of(store.name, path + query));
    show(element, found.map((recording) => item(recording, {
      address: `/api/${of(store.name, `${path}/${encodeURIComponent(recording.name)}.wav${query}`)}`,
      choose: () => send(`/${encodeURIComponent(recording.name)}/choose`, {}, "This recording is used."),
      trim: (start, end) => send(`/${encodeURIComponent(recording.name)}/trim`, { start, end }, "Trimmed. The whole recording is kept too."),
    })));
  } catch (error) {
    alarmOf(error);
  }
}

function item(recording, actions) {
  const { name, chosen, seconds, findings, wave } = recording;
  const place = h("div", { class: "trim" });
  const open = () => {
    if (place.firstChild) place.replaceChildren();
    else trimmer(place, recording, actions);
  };
  const audio = new Audio();
  return h("li", { class: chosen ? "recording chosen" : "recording" },
    h("div", { class: "row" },
      h("button", { class: "quiet", "aria-label": `Play recording ${name}`, disabled: !wave, onclick: () => { audio.src = actions.address; audio.play(); } }, "▶"),
      h("span", {}, seconds === undefined ? "Recording" : `Recording, ${seconds.toFixed(1)} s`, h("span", { class: "hint" }, ` ${name}`)),
      wave ? h("button", { onclick: open }, "Trim") : null,
      h("button", { "aria-pressed": String(chosen), disabled: chosen, onclick: actions.choose }, chosen ? "Used" : "Use"),
    ),
    findings.map(({ what, hint }) => h("p", { class: "finding warning" }, sentence(what), hint ? h("span", { class: "hint" }, ` ${sentence(hint)}`) : null)),
    findings.length === 0 ? h("p", { class: "hint" }, "Level, noise, edges and length are good.") : null,
    place,
  );
}

/** The waveform with an edge at each side. The edges are sliders, for the mouse and for the keys. */
function trimmer(place, { seconds, speech, wave }, actions) {
  let [start, end] = [0, seconds];
  const canvas = h("canvas", { class: "edges" });
  const paint = () => draw(canvas, wave, start / seconds, end / seconds);
  const edge = (label, value, set) => {
    const slider = h("input", { type: "range", min: "0", max: String(seconds), step: String(STEP), value: String(value), "aria-label": label, oninput: () => { set(Number(slider.value)); update(); } });
    return slider;
  };
  const from = edge("Start in seconds", start, (value) => { start = Math.min(value, end - SHORTEST); });
  const to = edge("End in seconds", end, (value) => { end = Math.max(value, start + SHORTEST); });
  // The mouse may also pull the nearer edge on the waveform itself.
  const pull = (event) => {
    if (event.buttons !== 1) return;
    const time = (Math.max(0, Math.min(event.offsetX / canvas.clientWidth, 1))) * seconds;
    if (event.type === "pointerdown") {
      canvas.setPointerCapture(event.pointerId);
      pull.isStart = Math.abs(time - start) < Math.abs(time - end);
    }
    if (pull.isStart) start = Math.min(time, end - SHORTEST);
    else end = Math.max(time, start + SHORTEST);
    update();
  };
  canvas.onpointerdown = canvas.onpointermove = pull;
  const length = h("output", { class: "hint" });
  const save = h("button", { class: "main", onclick: () => actions.trim(start, end) }, "Save as a new recording");
  const update = () => {
    from.value = start;
    to.value = end;
    length.textContent = `${start.toFixed(2)} s to ${end.toFixed(2)} s, ${(end - start).toFixed(2)} s`;
    save.disabled = start === 0 && end === seconds;
    paint();
  };
  const audio = new Audio(actions.address);
  audio.ontimeupdate = () => { if (audio.currentTime >= end) audio.pause(); };
  const toSpeech = () => {
    [start, end] = [Math.max(speech[0] - 0.15, 0), Math.min(speech[1] + 0.25, seconds)];
    update();
  };
  place.replaceChildren(
    h("div", { class: "edging" }, canvas, from, to), length,
    h("div", { class: "actions" },
      h("button", { onclick: () => { audio.currentTime = start; audio.play(); } }, "Listen"),
      h("button", { onclick: toSpeech }, "Trim to the speech"),
      save),
  );
  new ResizeObserver(paint).observe(canvas);
  update();
  from.focus();
}

function draw(canvas, wave, from, to) {
  const { paper, width, height, scale } = cleared(canvas);
  const highest = Math.max(...wave.flat().map(Math.abs), 0.05);
  paper.fillStyle = getComputedStyle(canvas).color;
  wave.forEach(([low, high], nth) => {
    const place = nth / wave.length;
    paper.globalAlpha = place >= from && place < to ? 1 : 0.25;
    paper.fillRect(place * width, (height / 2) * (1 - high / highest), Math.max(width / wave.length - 0.3, 1), Math.max(((high - low) / highest) * (height / 2), scale));
  });
  paper.globalAlpha = 1;
}
