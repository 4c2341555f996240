  const sentences = [...document.querySelectorAll(".s")].sort((a, b) => a.dataset.m - b.dataset.m);
  const starts = sentences.map((s) => Number(s.dataset.m));
  const tools = document.querySelector(".tools");
  const speed = document.querySelector("#speed");
  const follow = document.querySelector("#follow");
  const player = document.querySelector(".player");
  const key = "aloud:" + location.pathname + ":" + document.title;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const forward = document.dir === "rtl" ? -1 : 1;
  let now = -1, focus = 0, saved = 0, scrolled = -Infinity, ours = -Infinity;
  if (!sentences.length) return;

  const store = (value, of = "") => { try { localStorage.setItem(key + of, value); } catch { /* private windows have no storage */ } };
  const stored = (of = "") => { try { return Number(localStorage.getItem(key + of)); } catch { return 0; } };
  const ms = () => audio.currentTime * 1000;
  // A pause before the start rejects the promise, which is not an error.
  const start = () => audio.play().catch(() => {});
  const block = (s) => s.closest("p, li, h1, h2, h3, h4, h5, h6");

  // Returns the current sentence: the last one that has started.
  const at = (time) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time + 0.5) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  const show = () => {
    const current = at(ms());
    if (current === now) return;
    sentences[now]?.classList.remove("now");
    sentences[now]?.removeAttribute("aria-current");
    now = current;
    const s = sentences[now];
    if (!s) return;
    s.classList.add("now");
    s.setAttribute("aria-current", "true");
    if (!document.activeElement?.classList.contains("s")) reach(now);
    if (!audio.paused && !away()) reveal();
  };
  const following = () => follow.getAttribute("aria-pressed") === "true";
  // After the reader scrolls or focuses another element, the page does not scroll back for a while.
  const away = () => {
    const active = document.activeElement;
    const elsewhere = active && active !== document.body && !player.contains(active) && !active.classList.contains("s");
    return !following() || elsewhere || performance.now() - scrolled < 8000;
  };
  // Scrolls the sentence to the middle of the free space, or to its start if it is taller.
  const reveal = () => {
    const s = sentences[now];
    if (!s) return;
    const high = s.getBoundingClientRect().height > (innerHeight - player.offsetHeight) * 0.8;
    ours = performance.now();
    s.scrollIntoView({ block: high ? "start" : "center", behavior: still.matches ? "auto" : "smooth" });
  };
  // timeupdate fires only four times a second, which is a word too late.
  const tick = () => {
    show();
    if (performance.now() - saved > 2000) { saved = performance.now(); store(audio.currentTime); }
    if (!audio.paused && !audio.ended) requestAnimationFrame(tick);
  };
  // Only one sentence is in the tab order; arrow keys move from it.
  const reach = (n) => {
    const old = sentences[focus];
    old.tabIndex = -1;
    old.removeAttribute("role");
    focus = n;
    sentences[n].tabIndex = 0;
    sentences[n].setAttribute("role", "button");
  };
  const go = (n, andPlay) => {
    const target = sentences[Math.max(0, Math.min(sentences.length - 1, n))];
    seek((Number(target.dataset.m) + 1) / 1000);
    show();
    if (following()) reveal();
    if (andPlay) start();
  };
  const paragraph = (step) => {
    const here = block(sentences[Math.max(0, now)]);
    if (step > 0) {
      const next = sentences.findIndex((s, n) => n > now && block(s) !== here);
      if (next >= 0) go(next);
    } else {
      const first = sentences.findIndex((s) => block(s) === here);
      const before = now > first ? first : sentences.findIndex((s) => block(s) === block(sentences[Math.max(0, first - 1)]));
      go(before);
    }
  };
  const toggle = () => (audio.paused ? start() : audio.pause());

  for (const event of ["play", "seeked", "pause", "ended"]) audio.addEventListener(event, tick);
  audio.addEventListener("pause", () => store(audio.currentTime));
  audio.addEventListener("ended", () => store(0));
  addEventListener("pagehide", () => store(audio.ended ? 0 : audio.currentTime));
  document.querySelector("#back").addEventListener("click", () => go(now - 1));
  document.querySelector("#on").addEventListener("click", () => go(now + 1));
  document.querySelector("#up").addEventListener("click", () => paragraph(-1));
  document.querySelector("#down").addEventListener("click", () => paragraph(1));
  addEventListener("scroll", () => { if (performance.now() - ours > 1200) scrolled = performance.now(); }, { passive: true });
  for (const event of ["wheel", "touchmove"]) {
    addEventListener(event, () => { scrolled = performance.now(); }, { passive: true });
  }
  audio.addEventListener("play", () => {
    status.textContent = "";
    if (!away()) reveal();
  });
  speed.addEventListener("change", () => {
    audio.playbackRate = Number(speed.value);
    store(speed.value, ":speed");
  });
  audio.addEventListener("ratechange", () => { speed.value = String(audio.playbackRate); });
  follow.addEventListener("click", () => {
    follow.setAttribute("aria-pressed", String(!following()));
    store(following() ? 1 : 2, ":follow");
  });
  document.addEventListener("click", (event) => {
    const s = event.target.closest(".s");
    if (s && !getSelection().toString()) { const n = sentences.indexOf(s); reach(n); go(n, true); }
    const link = event.target.closest("nav a[data-m]");
    if (link) {
      event.preventDefault();
      const n = Math.max(0, at(Number(link.dataset.m)));
      go(n, false);
      reach(n);
      sentences[n].focus({ preventScroll: true });
      reveal();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!event.target.classList.contains("s")) { anywhere(event); return; }
    const n = sentences.indexOf(event.target);
    const step = { ArrowRight: forward, ArrowDown: 1, ArrowLeft: -forward, ArrowUp: -1 }[event.key];
    const end = { Home: 0, End: sentences.length - 1 }[event.key];
    if (event.key === "Enter") go(n, true);
    else if (event.key === " ") toggle();
    else if (step && event.shiftKey) { now = n; paragraph(step); reach(Math.max(0, now)); sentences[focus].focus(); }
    else if (step && sentences[n + step]) { reach(n + step); sentences[n + step].focus(); }
    else if (end !== undefined) { reach(end); sentences[end].focus(); }
    else { anywhere(event); return; }
    event.preventDefault();
  });
  // Keys that need no focus can be switched off, because speech input presses keys by chance (WCAG 2.2, criterion 2.1.4).
  const anywhere = (event) => {
    if (!document.querySelector("#anywhere").checked || event.target.matches("input, select, textarea")) return;
    const letter = event.key.toLowerCase();
    const step = { j: -1, l: 1 }[letter];
    if (letter === "k") toggle();
    else if (step && event.shiftKey) paragraph(step);
    else if (step) go(now + step);
    else return;
    event.preventDefault();
  };
  // `#t=SECONDS` links to a time (W3C Media Fragments URI 1.0).
  const asked = () => Number(/^#t=(\d+(?:\.\d+)?)/.exec(location.hash)?.[1] ?? NaN);
  const toAsked = () => {
    if (asked() >= 0) { seek(asked()); show(); reveal(); }
    return asked() >= 0;
  };
  addEventListener("hashchange", toAsked);
  const resume = () => {
    if (toAsked()) return;
    const then = stored();
    if (then > 5 && then < audio.duration - 5) {
      seek(then);
      const minutes = Math.floor(then / 60) + ":" + String(Math.floor(then % 60)).padStart(2, "0");
      status.textContent = status.dataset.resumed.replace("%", minutes);
      show();
      if (following()) reveal();
    }
  };
  if (audio.readyState >= 1) resume(); else audio.addEventListener("loadedmetadata", resume, { once: true });
  // Lock screens and headsets show the title and step by sentences.
  if ("mediaSession" in navigator) {
    const { artist, album, cover } = audio.dataset;
    const artwork = cover ? [{ src: new URL(cover, location).href }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.title, artist, album, artwork });
    navigator.mediaSession.setActionHandler("previoustrack", () => go(now - 1));
    navigator.mediaSession.setActionHandler("nexttrack", () => go(now + 1));
  }
  const missing = () => { status.textContent = status.dataset.missing; };
  // The error may have fired before this script ran. While the browser chooses a source, its state is "no source" too.
  const unloadable = () => { if (audio.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) missing(); };
  if (document.readyState === "complete") unloadable(); else addEventListener("load", unloadable);
  audio.addEventListener("error", missing);
  audio.lastElementChild.addEventListener("error", missing);
  const pace = stored(":speed");
  if (pace >= 0.5 && pace <= 3) audio.playbackRate = audio.defaultPlaybackRate = pace;
  if (stored(":follow") === 2) follow.setAttribute("aria-pressed", "false");
  reach(0);
  tools.hidden = false;
  document.body.classList.add("live");
