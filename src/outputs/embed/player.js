
  const speed = document.querySelector("#speed");
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });
  document.querySelector("#rate").hidden = false;
  const missing = () => { status.textContent = status.dataset.missing; };
  audio.addEventListener("error", missing);
  audio.lastElementChild.addEventListener("error", missing);
  if ("mediaSession" in navigator) {
    const { artist, cover } = audio.dataset;
    const artwork = cover ? [{ src: new URL(cover, location).href }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({ title: document.title, artist, artwork });
  }

  // The page around the player: only a page of the same site may be read and changed.
  const page = (() => { try { return parent === window ? null : parent.document; } catch { return null; } })();
  // Compares letters and digits only: sites change quotation marks, spaces and dashes.
  const plain = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const blocks = "p, li, h1, h2, h3, h4, h5, h6, blockquote, dd, dt, td, th, figcaption";
  let parts = null, marked = null;

  // Finds the paragraph of each passage, in the order of the page. A passage that is not there has none.
  const find = (passages) => {
    const found = [...page.querySelectorAll(blocks)].map((element) => ({ element, text: plain(element.textContent) }));
    let from = 0;
    return passages.map(([start, text]) => {
      // An item's number is made by the browser.
      const wanted = [plain(text), plain(text.replace(/^\d+[.)]\s/, ""))].filter((words) => words);
      let at = wanted.length ? found.findIndex((block, n) => n >= from && wanted.some((words) => block.text.includes(words))) : -1;
      if (at < 0) return { start, element: null };
      // A quotation contains its paragraphs: the innermost one is meant.
      for (let n = at + 1; n < found.length && found[at].element.contains(found[n].element); n++) {
        if (wanted.some((words) => found[n].text.includes(words))) at = n;
      }
      from = at;
      return { start, element: found[at].element };
    });
  };
  const mark = (element) => {
    if (marked === element) return;
    marked?.removeAttribute("data-aloud-reading");
    element?.setAttribute("data-aloud-reading", "");
    marked = element;
  };
  const show = () => {
    const time = audio.currentTime * 1000 + 0.5;
    const part = parts.findLast(({ start }) => start <= time);
    mark(audio.paused ? null : part?.element ?? null);
  };
  const prepare = async () => {
    const answer = await fetch("episode.player.json").catch(() => null);
    if (!answer?.ok) return;
    parts = find(await answer.json());
    const sheet = new parent.CSSStyleSheet();
    sheet.replaceSync(":where([data-aloud-reading]) { background: color-mix(in srgb, currentColor 10%, transparent); box-shadow: -.25em 0 0 0 color-mix(in srgb, currentColor 60%, transparent); }");
    // `:where` gives way to any rule of the site.
    page.adoptedStyleSheets = [sheet, ...page.adoptedStyleSheets];
    for (const event of ["timeupdate", "play", "pause", "seeked", "ended"]) audio.addEventListener(event, show);
    show();
  };
  if (page) audio.addEventListener("play", prepare, { once: true });
  addEventListener("pagehide", () => mark(null));
