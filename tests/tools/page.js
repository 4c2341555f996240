// Uses a read-along page in Chromium and prints the observations as JSON: `node page.js PAGE TOOLS CHROMIUM`.
"use strict";
const [page, tools, chromium] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);
const url = `file://${page}`;

// Plays for `during` ms at a rate. Returns the largest delay of the highlight in ms of real time, and its number of changes.
const lag = (tab, rate, during) =>
  tab.evaluate(
    async ([rate, during]) => {
      const audio = document.querySelector("audio");
      const starts = [...document.querySelectorAll(".s")].map((s) => Number(s.dataset.m));
      audio.currentTime = 0;
      audio.playbackRate = rate;
      await audio.play().catch(() => {});
      let worst = 0, changes = 0, last = null;
      const end = performance.now() + during;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        const time = audio.currentTime * 1000;
        const marked = document.querySelector(".now");
        const shown = marked ? Number(marked.dataset.m) : -1;
        const due = starts.filter((start) => start <= time).pop() ?? -1;
        if (shown !== due) worst = Math.max(worst, Math.abs(time - Math.max(due, shown)) / rate);
        if (shown !== last) changes += 1;
        last = shown;
      }
      audio.pause();
      return { worst, changes };
    },
    [rate, during],
  );

(async () => {
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], lag: {}, axe: {} };
  const open = async (options) => {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    tab.on("console", (message) => {
      if (message.type() === "error") seen.errors.push(message.text());
    });
    await tab.goto(url);
    await tab.waitForFunction(() => document.querySelector("audio").readyState >= 1);
    return tab;
  };

  const tab = await open({ viewport: { width: 1200, height: 900 } });
  await tab.waitForTimeout(300);
  seen.quiet = await tab.textContent(".status");
  for (const rate of [0.75, 1, 2]) seen.lag[rate] = await lag(tab, rate, 1800);
  const time = () => tab.evaluate(() => document.querySelector("audio").currentTime * 1000);
  const third = await tab.evaluate(() => Number(document.querySelectorAll(".s")[2].dataset.m));
  await tab.click(".s >> nth=2");
  seen.clicked = { from: third, at: await time(), playing: await tab.evaluate(() => !document.querySelector("audio").paused) };

  // Keyboard only: Tab to a sentence, arrow to the next one, Enter to play.
  await tab.evaluate(() => { document.querySelector("audio").pause(); document.activeElement.blur(); });
  for (let n = 0; n < 40; n += 1) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate(() => document.activeElement.classList.contains("s"))) break;
  }
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("Enter");
  const fourth = await tab.evaluate(() => Number(document.querySelectorAll(".s")[3].dataset.m));
  seen.keyed = { from: fourth, at: await time(), playing: await tab.evaluate(() => !document.querySelector("audio").paused) };
  await tab.keyboard.press(" ");
  seen.paused = await tab.evaluate(() => document.querySelector("audio").paused);

  await tab.evaluate(() => { document.querySelector("audio").currentTime = 7; });
  await tab.waitForTimeout(200);
  await tab.reload();
  await tab.waitForFunction(() => document.querySelector("audio").currentTime > 0);
  seen.resumed = { at: await time(), status: await tab.textContent(".status") };
  seen.axe.light = await violations(tab);
  seen.axe.dark = await violations(await open({ viewport: { width: 1200, height: 900 }, colorScheme: "dark" }));
  const small = await open({ viewport: { width: 320, height: 640 } });
  seen.axe.small = await violations(small);
  seen.wide = await small.evaluate(() => document.documentElement.scrollWidth);

  // On a small screen the main controls stay visible, and a button shows the others.
  const inside = (selector) =>
    small.evaluate((selector) => {
      const { top, bottom, width } = document.querySelector(selector).getBoundingClientRect();
      return width > 0 && top >= 0 && bottom <= innerHeight;
    }, selector);
  await small.setViewportSize({ width: 320, height: 256 });
  await small.evaluate(() => document.querySelector("audio").play());
  await small.waitForTimeout(1500);
  seen.small = {
    player: await inside("audio"), back: await inside("#back"), on: await inside("#on"), sentence: await inside(".s.now"),
    speed: await small.isVisible("#speed"),
    share: await small.evaluate(() => document.querySelector(".player").offsetHeight / innerHeight),
  };
  await small.click("#more");
  seen.small.opened = await small.isVisible("#speed");

  // A chapter link moves the focus. Playback does not scroll while the focus is elsewhere.
  const chapters = await open({ viewport: { width: 800, height: 300 } });
  await chapters.focus("nav a >> nth=1");
  await chapters.keyboard.press("Enter");
  seen.chapter = await chapters.evaluate(() => ({
    focused: document.activeElement.classList.contains("s") && Number(document.activeElement.dataset.m),
    asked: Number(document.querySelectorAll("nav a")[1].dataset.m),
  }));
  await chapters.evaluate(() => { document.querySelector("audio").currentTime = 0; return document.querySelector("audio").play(); });
  await chapters.focus("nav a >> nth=0");
  await chapters.waitForFunction(() => document.querySelector(".s.now"));
  await chapters.waitForTimeout(300);
  const before = await chapters.evaluate(() => scrollY);
  const current = await chapters.evaluate(() => document.querySelector(".s.now").dataset.m);
  await chapters.waitForFunction((current) => document.querySelector(".s.now").dataset.m !== current, current);
  await chapters.waitForTimeout(800);
  seen.left = { before, after: await chapters.evaluate(() => scrollY) };
  await chapters.goto(`${url}#t=5.5`);
  await chapters.reload();
  await chapters.waitForFunction(() => document.querySelector("audio").currentTime > 5);
  seen.linked = await chapters.evaluate(() => document.querySelector("audio").currentTime);

  // Settings of the text are applied and remembered. Keys work anywhere, until they are switched off.
  const reader = await open({ viewport: { width: 1280, height: 800 } });
  seen.row = await reader.evaluate(() => new Set([...document.querySelectorAll(".tools button, #speed, #settings")].filter((b) => b.offsetParent && !b.closest(".panel")).map((b) => Math.round(b.getBoundingClientRect().top + b.getBoundingClientRect().height / 2))).size);
  const look = () => reader.evaluate(() => {
    const style = getComputedStyle(document.querySelector("main p"));
    return { size: parseFloat(style.fontSize), spacing: parseFloat(style.letterSpacing), scheme: getComputedStyle(document.documentElement).colorScheme };
  });
  const usual = await look();
  await reader.click("#settings > summary");
  for (const [setting, value] of [["size", "150"], ["letters", "12"], ["theme", "dark"]]) await reader.selectOption(`[data-setting=${setting}]`, value);
  await reader.keyboard.press("Escape");
  seen.closed = !(await reader.isVisible(".panel"));
  await reader.reload();
  seen.settings = { usual, changed: await look() };
  const playing = () => reader.evaluate(() => !document.querySelector("audio").paused);
  await reader.evaluate(() => document.activeElement.blur());
  await reader.keyboard.press("k");
  seen.anywhere = [await playing()];
  await reader.keyboard.press("k");
  await reader.click("#settings > summary");
  await reader.uncheck("#anywhere");
  await reader.keyboard.press("Escape");
  await reader.keyboard.press("k");
  seen.anywhere.push(await playing());
  seen.lockScreen = await reader.evaluate(() => navigator.mediaSession.metadata.title);

  // A server without range requests.
  const fs = require("fs"), path = require("path");
  const server = require("http").createServer((request, response) => {
    const file = path.join(path.dirname(page), path.basename(new URL(request.url, "http://x").pathname));
    const types = { ".html": "text/html", ".wav": "audio/wav" };
    if (!fs.existsSync(file)) { response.writeHead(404).end(); return; }
    response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "text/plain", "Content-Length": fs.statSync(file).size });
    fs.createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const far = await (await browser.newContext()).newPage();
  await far.goto(`http://127.0.0.1:${server.address().port}/${path.basename(page)}`);
  await far.waitForFunction(() => document.querySelector("#file").textContent !== "");
  await far.click(".s >> nth=2");
  await far.waitForFunction(() => !document.querySelector("audio").paused && document.querySelector("audio").src.startsWith("blob:"));
  await far.waitForFunction((third) => document.querySelector("audio").currentTime * 1000 > third, third);
  seen.rangeless = { file: await far.textContent("#file"), status: await far.textContent(".status") };
  server.closeAllConnections();
  server.close();

  // The page without its sound file.
  const alone = `${fs.mkdtempSync(`${require("os").tmpdir()}/aloud-page-`)}/episode.html`;
  fs.copyFileSync(page, alone);
  const mute = await (await browser.newContext()).newPage();
  await mute.goto(`file://${alone}`);
  await mute.waitForFunction(() => document.querySelector(".status").textContent !== "");
  seen.missing = await mute.textContent(".status");

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(url);
  seen.plain = { text: await still.textContent("main"), player: await still.isVisible("audio"), tools: await still.isVisible(".tools") };
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
