// Moving segments by their names, with the mouse. The keys Alt+↑ and Alt+↓ do the same.

/** Lets the names of a script view be dragged. */
export function dragSegments(view, signal) {
  const { feed } = view;
  let from = -1;
  const unmark = () => feed.querySelectorAll(".over, .under").forEach((block) => block.classList.remove("over", "under"));
  /** The segment under the mouse, and whether the mouse is in its lower half. */
  const under = (event) => {
    const block = event.target.closest?.(".segment[aria-posinset]");
    if (!block) return null;
    const { top, height } = block.getBoundingClientRect();
    return { block, at: view.indexOf(block), isLower: event.clientY > top + height / 2 };
  };
  const listen = (type, listener) => feed.addEventListener(type, listener, { signal });
  listen("pointerdown", (event) => {
    const who = event.target.closest(".who");
    const at = who ? view.indexOf(who) : -1;
    if (at >= 0) view.blocks[at].draggable = true;
  });
  listen("dragstart", (event) => {
    from = view.indexOf(event.target);
    event.dataTransfer.effectAllowed = "move";
  });
  listen("dragover", (event) => {
    unmark();
    const place = under(event);
    if (from < 0 || !place) return;
    place.block.classList.add(place.isLower ? "under" : "over");
    event.preventDefault();
  });
  listen("drop", (event) => {
    const place = under(event);
    event.preventDefault();
    if (from < 0 || !place) return;
    const before = place.isLower ? place.at + 1 : place.at;
    if (before !== from && before !== from + 1) view.move(from, before);
  });
  listen("dragend", () => {
    feed.querySelectorAll("[draggable]").forEach((block) => block.removeAttribute("draggable"));
    unmark();
    from = -1;
  });
}
