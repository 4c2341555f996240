// Editing a text in its place. The draft is kept in the browser, so a crash loses nothing.

import { h, alarm, calm, say } from "./dom.js";
import { draftKey } from "./drafts.js";

/** Replaces the text of a segment in the script view by a field, until it is saved or dropped. */
export function editText(view, at) {
  const { store } = view;
  const block = view.blocks[at];
  const segment = view.segments[at];
  const text = block.querySelector(".text");
  const key = draftKey(store.name, "text", segment);
  const field = h("textarea", { class: "edit", rows: "1", dir: "auto", "aria-label": `Text of ${segment.speaker}` });
  field.value = localStorage.getItem(key) ?? segment.text;
  const fit = () => { field.style.height = "auto"; field.style.height = `${field.scrollHeight}px`; };
  let began = segment.text;
  let warned = false;
  const place = () => view.blocks.indexOf(block);
  const close = (focus) => {
    localStorage.removeItem(key);
    if (warned || view.offered) calm();
    view.offered = false;
    view.edited = null;
    const now = place();
    const fresh = view.block(now < 0 ? at : now);
    if (now >= 0) view.blocks[now] = fresh;
    block.replaceWith(fresh);
    view.select(now < 0 ? at : now, focus);
  };
  const save = async (focus) => {
    if (!view.edited || view.saving) return;
    const changed = field.value.trim();
    const { text: now } = view.segments[place()];
    if (changed === now || changed === "") return void close(focus);
    // Another tab or editor was faster. Neither text may vanish without a word.
    if (now !== began) {
      warned = true;
      alarm(`This text changed meanwhile: “${now}”`, "Yours is still in the field. Esc drops it.", ["Use mine", () => { began = now; save(true); }]);
      return;
    }
    view.saving = true;
    const saved = await store.edit({ edit: "text", segment: place(), text: changed }, "Saved.");
    view.saving = false;
    if (saved) close(focus);
    else field.focus();
  };
  const split = async () => {
    if (field.value !== view.segments[place()].text) return void say("Save the text before you split it.");
    const here = place();
    const [from, to] = [field.selectionStart, field.selectionEnd];
    close(true);
    if (from !== to) return void view.chooser.open(here, from, to, true);
    const cut = [...field.value.slice(0, from)].length;
    if (await store.edit({ edit: "split", segment: here, at: cut }, "Split.")) view.select(here + 1, true);
  };
  view.edited = { block };
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
