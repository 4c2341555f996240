// Small helpers: elements, messages for people and screen readers, and text of times.

/** Creates an element. Attributes that start with "on" are listeners; `null`, `false` and `undefined` are left out. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let clearing;
/** Says something quietly: shown for some seconds, and read by a screen reader when it is idle. */
export function say(text) {
  const note = document.getElementById("note");
  note.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { note.textContent = ""; }, 6000);
}

/** Shows a problem until it is dismissed. `text` may also be a list of texts and elements. `action` is an optional [label, function]. */
export function alarm(text, hint, action) {
  const alert = document.getElementById("alert");
  const close = () => alert.replaceChildren();
  show(
    alert,
    h("div", {}, h("p", {}, [text].flat(2)), hint ? h("p", { class: "hint" }, hint) : null),
    action ? h("button", { onclick: () => { close(); action[1](); } }, action[0]) : null,
    h("button", { class: "quiet", onclick: close, "aria-label": "Dismiss" }, "✕"),
  );
}

export function calm() {
  document.getElementById("alert").replaceChildren();
}

/** A person declined what was asked. Nothing is shown for it. */
export class Declined extends Error {}

/** Asks a question. Resolves to the key of the chosen answer, or to `null`. Answers are [key, label]. */
export function ask(question, answers) {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "ask", "aria-label": question, onclose: () => { dialog.remove(); resolve(dialog.returnValue || null); } },
      h("p", {}, question),
      h("div", { class: "actions" }, answers.map(([key, label], nth) => h("button", { class: nth === 0 ? "main" : null, onclick: () => dialog.close(key) }, label)), h("button", { onclick: () => dialog.close("") }, "Cancel")));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Shows the problems of a failed request. */
export function alarmOf(error, action) {
  if (error instanceof Declined) return;
  const [first] = error.problems ?? [];
  alarm(first ? sentence(first.what) : error.message, first?.hint && sentence(first.hint), action);
}

/** Diagnostics start in lower case, have no full stop, and mark names for a terminal. A quotation may run in the other direction. */
export function sentence(diagnostic) {
  const text = diagnostic.replaceAll("`", "").replace(/“([^”]*)”/g, "“\u2068$1\u2069”");
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/** What to do in the studio, where the hint of a diagnostic is about script.toml or the terminal. A link may say it. */
const HINTS = {
  "recording-missing": null,
  "recording-stale": null,
  "speaker-unsure": "Choose who says it in the script.",
  "take-faulty": "Listen to it. If it is good, lock the segment. If not, speak it again, or let it say other words.",
};

/** A problem or warning, with a link to the segment and, for a missing recording, to the desk. `here` leaves out the link. */
export function finding(project, { code, what, hint, severity, place }, here = false) {
  const address = (view) => `#/${encodeURIComponent(project)}/${view}`;
  const isRecorded = ["recording-missing", "recording-stale"].includes(code);
  const advice = code in HINTS ? HINTS[code] : hint && sentence(hint);
  const links = [
    isRecorded ? h("a", { class: "fix", href: address("record") }, "Record it") : null,
    place?.segment && !here ? h("a", { class: "fix", href: address(`script/${place.segment}`) }, `Segment ${place.segment}`) : null,
  ];
  return h("p", { class: `finding ${severity}` }, sentence(isRecorded ? what.replace(/ in `[^`]*`$/, "") : what), advice ? h("span", { class: "hint" }, ` ${advice}`) : null, links);
}

/** Replaces the content of an element; leaves out what is missing. */
export function show(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

export function counted(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

export function minutes(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/**
 * Remembers which control in an element has the focus. The function that it returns gives the focus to the one in its place, or if
 * that has another name, to the one with the same name.
 */
export function keepFocus(element) {
  const controls = () => [...element.querySelectorAll("a, button, input, select, textarea, summary")];
  const nameOf = (control) => control?.ariaLabel ?? control?.textContent;
  const nth = controls().indexOf(document.activeElement);
  const name = nameOf(controls()[nth]);
  return () => {
    if (nth < 0) return;
    const now = controls();
    const control = nameOf(now[nth]) === name ? now[nth] : now.find((one) => nameOf(one) === name) ?? now[nth];
    control?.focus({ preventScroll: true });
  };
}

/** The direction of a text: that of its first letter. */
export function direction(text) {
  const [letter] = text.match(/\p{L}/u) ?? [];
  return letter && /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(letter) ? "rtl" : "ltr";
}
