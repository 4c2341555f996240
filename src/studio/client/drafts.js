// Drafts: what a person types is kept in the browser at each keystroke, until it is saved. A killed server or browser loses none of it.

/** The key of a field of a segment. A segment without an id is known by its words. */
export const draftKey = (project, kind, segment) => `draft ${project} ${kind} ${segment.id ?? segment.text}`;

/** Keeps the draft of a field. `save` gets the typed text and returns whether it was saved; without it, the caller saves. */
export function keepDraft(field, key, save) {
  const saved = field.value;
  field.value = localStorage.getItem(key) ?? saved;
  if (field.value === saved) localStorage.removeItem(key);
  let saving = false;
  const commit = async () => {
    if (saving) return;
    if (field.value === saved) return void localStorage.removeItem(key);
    saving = true;
    if (await save(field.value)) localStorage.removeItem(key);
    saving = false;
  };
  field.addEventListener("input", () => {
    if (field.value === saved) localStorage.removeItem(key);
    else localStorage.setItem(key, field.value);
  });
  if (!save) return field;
  field.addEventListener("change", commit);
  // A draft that was brought back is no change for the browser.
  field.addEventListener("blur", () => { if (localStorage.getItem(key) !== null) commit(); });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && field.matches("input") && localStorage.getItem(key) !== null) commit(); });
  return field;
}

/** Returns the segments with drafts, as [index, kind]. */
export function draftsOf(project, segments) {
  const start = `draft ${project} `;
  const drafts = Object.keys(localStorage).filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  if (drafts.length === 0) return [];
  const places = new Map(segments.map((segment, at) => [segment.id ?? segment.text, at]));
  return drafts.flatMap((draft) => {
    const [kind] = draft.split(" ", 1);
    const at = places.get(draft.slice(kind.length + 1));
    // It may have been saved by another tab, or after a lost connection.
    const isOpen = at !== undefined && localStorage.getItem(start + draft) !== String(segments[at][kind] ?? "");
    return isOpen ? [[at, kind]] : [];
  });
}
