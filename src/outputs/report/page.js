"use strict";
(() => {
  const audio = document.querySelector(".player audio");
  const shown = document.querySelector('[role="status"]');
  const current = document.querySelector(".current");
  const tables = [...document.querySelectorAll(".rows")];
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr")]);
  const strips = [...document.querySelectorAll(".strip")];
  if (!audio || !rows.length) return;

  // The times in a row's link; the rows that have one, sorted by start.
  const times = (link) => link.hash.replace("#t=", "").split(",").map(Number);
  const spoken = rows
    .map((row) => ({ row, link: row.querySelector("td:first-child a") }))
    .filter(({ link }) => link)
    .map(({ row, link }) => ({ row, times: times(link) }))
    .sort((a, b) => a.times[0] - b.times[0]);
  let until = Infinity, now = null;

  const play = (from, to = Infinity) => {
    until = to;
    audio.currentTime = from;
    // A pause before the start rejects the promise, which is not an error.
    audio.play().catch(() => {});
  };
  const at = (time) => {
    let low = 0, high = spoken.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spoken[middle].times[0] <= time + 0.001) low = middle + 1; else high = middle;
    }
    return spoken[low - 1];
  };
  const head = document.createElementNS("http://www.w3.org/2000/svg", "line");
  head.setAttribute("class", "head");
  head.setAttribute("y1", "0");
  head.setAttribute("y2", "212");
  const show = () => {
    const time = audio.currentTime;
    const strip = strips.find((strip) => time < Number(strip.dataset.s) + Number(strip.dataset.n)) ?? strips.at(-1);
    const x = `${((time - strip.dataset.s) * 100) / strip.dataset.n}%`;
    head.setAttribute("x1", x);
    head.setAttribute("x2", x);
    if (head.parentNode !== strip) strip.append(head);
    const row = at(time)?.row ?? null;
    if (row === now) return;
    now?.classList.remove("now");
    now?.removeAttribute("aria-current");
    now = row;
    now?.classList.add("now");
    now?.setAttribute("aria-current", "true");
    current.textContent = now ? `${now.cells[0].textContent.replace(/\D+/, "")} ${now.cells[1].textContent}: ${now.cells[2].textContent}` : "";
  };
  const tick = () => {
    if (audio.currentTime >= until) { audio.pause(); until = Infinity; }
    show();
    if (!audio.paused && !audio.ended) requestAnimationFrame(tick);
  };
  for (const event of ["play", "seeked", "pause", "ended"]) audio.addEventListener(event, tick);
  // A hidden tab gets no animation frames.
  audio.addEventListener("timeupdate", () => { if (audio.currentTime >= until) audio.pause(); });

  // One sound at a time: the episode or a recording of a line. Events of playing do not bubble.
  document.addEventListener("play", (event) => {
    for (const other of document.querySelectorAll("audio")) if (other !== event.target) other.pause();
  }, true);

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("td:first-child a");
    if (link) {
      event.preventDefault();
      if (now === link.closest("tr") && !audio.paused) audio.pause(); else play(...times(link));
      return;
    }
    const strip = event.target.closest(".strip");
    if (strip) {
      const box = strip.getBoundingClientRect();
      play(Number(strip.dataset.s) + ((event.clientX - box.left) / box.width) * strip.dataset.n);
    }
    const warning = event.target.closest('a[href^="#w"]');
    if (warning) document.querySelector(warning.hash)?.closest("details")?.setAttribute("open", "");
    const segment = event.target.closest('a[href^="#s"]');
    if (segment && document.querySelector(segment.hash)?.hidden) { state.value = speaker.value = words.value = ""; filter(); }
  });

  const [state, speaker, words] = ["state", "speaker", "words"].map((id) => document.getElementById(id));
  const texts = (all) => [...new Set(all)].sort((a, b) => a.localeCompare(b));
  const option = (select) => (text) => select.add(new Option(text, "=" + text));
  const marks = (row) => [...row.cells[4].querySelectorAll("b")].map((mark) => mark.textContent);
  texts(rows.flatMap(marks)).forEach(option(state));
  texts(rows.map((row) => row.cells[1].textContent)).forEach(option(speaker));
  const filter = () => {
    const wantedWords = words.value.trim().toLowerCase();
    let count = 0;
    for (const table of tables) {
      let any = false;
      for (const row of table.querySelectorAll("tbody tr")) {
        const fits =
          (!state.value || (state.value === "look" ? row.querySelector(".look") : marks(row).includes(state.value.slice(1)))) &&
          (!speaker.value || row.cells[1].textContent === speaker.value.slice(1)) &&
          (!wantedWords || row.cells[2].textContent.toLowerCase().includes(wantedWords));
        row.hidden = !fits;
        any ||= !!fits;
        count += fits ? 1 : 0;
      }
      table.hidden = !any;
    }
    shown.textContent = count === rows.length ? "" : `${count} of ${rows.length}`;
  };
  for (const input of [state, speaker, words]) input.addEventListener("input", filter);
  document.querySelector(".filter").hidden = false;
  document.body.classList.add("live");
})();
