  const audio = document.querySelector("audio");
  const status = document.querySelector(".status");

  // A server without range requests plays a sound only from its start, so a click on a sentence would play the title. The page
  // then loads the whole sound before it plays. `wanted` is the time to play from, in seconds.
  let ranges = true, wanted = null;
  const seek = (seconds) => {
    wanted = seconds;
    audio.currentTime = seconds;
  };
  // Asks for the first byte: the answer says whether the server has ranges, and how long the file is.
  const probe = async () => {
    const asked = new AbortController();
    const options = { headers: { Range: "bytes=0-0" }, cache: "no-store", signal: asked.signal };
    const answer = await fetch(audio.currentSrc, options).catch(() => null);
    if (!answer?.ok) return;
    ranges = answer.status === 206;
    const { headers } = answer;
    showSize(Number(ranges ? headers.get("Content-Range")?.split("/")[1] : headers.get("Content-Length")));
    asked.abort();
    if (ranges) return;
    if (audio.paused) audio.addEventListener("play", loadWhole, { once: true });
    else loadWhole();
  };
  const showSize = (bytes) => {
    const size = (bytes / 1e6).toLocaleString(document.documentElement.lang || undefined, { maximumFractionDigits: 1 });
    if (bytes > 0) document.querySelector("#file").textContent = `${audio.currentSrc.split("/").pop()}: ${size} MB`;
  };
  const loadWhole = async () => {
    audio.pause();
    const answer = await fetch(audio.currentSrc).catch(() => null);
    if (!answer?.ok) { status.textContent = status.dataset.missing; return; }
    const total = Number(answer.headers.get("Content-Length"));
    const parts = [];
    let loaded = 0;
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      loaded += value.length;
      if (total > 0) status.textContent = status.dataset.loading.replace("%", `${Math.floor(loaded / total * 100)} %`);
    }
    const from = wanted ?? audio.currentTime;
    ranges = true;
    audio.src = URL.createObjectURL(new Blob(parts, { type: answer.headers.get("Content-Type") }));
    audio.currentTime = from;
    await audio.play().catch(() => {});
    status.textContent = "";
  };
  if (location.protocol.startsWith("http")) {
    if (audio.readyState >= 1) probe(); else audio.addEventListener("loadedmetadata", probe, { once: true });
  }

