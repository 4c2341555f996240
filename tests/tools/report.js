// Plays and filters a report in Chromium and prints the observations as JSON: `node report.js PAGE TOOLS CHROMIUM`.
"use strict";
const [page, tools, chromium] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);
const url = `file://${page}`;

(async () => {
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], axe: {} };
  const open = async (options) => {
    const tab = await (await browser.newContext(options)).newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    tab.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
    const before = Date.now();
    await tab.goto(url);
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    seen.shown_after ??= Date.now() - before;
    await tab.waitForFunction(() => document.querySelector("audio").readyState >= 1);
    return tab;
  };
  const state = (tab) =>
    tab.evaluate(() => {
      const audio = document.querySelector("audio");
      return { at: audio.currentTime, playing: !audio.paused, now: document.querySelector("tr.now")?.cells[2].textContent ?? null };
    });

  const tab = await open({ viewport: { width: 1280, height: 900 } });
  const link = "tbody td:first-child a >> nth=2";
  const [from, to] = (await tab.getAttribute(link, "href")).split("#t=")[1].split(",").map(Number);
  await tab.click(link);
  await tab.waitForTimeout(150);
  seen.clicked = { from, to, ...(await state(tab)) };
  await tab.waitForFunction(() => document.querySelector("audio").paused);
  seen.ended = await state(tab);

  // Keyboard only: Tab to the first link that plays, then Enter.
  await tab.evaluate(() => document.activeElement.blur());
  for (let n = 0; n < 60; n += 1) {
    await tab.keyboard.press("Tab");
    if (await tab.evaluate(() => document.activeElement.matches("tbody td:first-child a"))) break;
  }
  seen.keyed = { from: Number((await tab.evaluate(() => document.activeElement.hash)).slice(3).split(",")[0]) };
  await tab.keyboard.press("Enter");
  await tab.waitForTimeout(100);
  Object.assign(seen.keyed, await state(tab));

  await tab.locator(".strip").first().scrollIntoViewIfNeeded();
  const strip = await tab.locator(".strip").first().boundingBox();
  const length = Number(await tab.getAttribute(".strip >> nth=0", "data-n"));
  await tab.mouse.click(strip.x + strip.width / 4, strip.y + 40);
  await tab.waitForTimeout(100);
  seen.strip = { wanted: length / 4, ...(await state(tab)) };
  await tab.evaluate(() => document.querySelector("audio").pause());

  const shown = () => tab.evaluate(() => [...document.querySelectorAll(".rows tbody tr")].filter((row) => !row.hidden && !row.closest(".rows").hidden).length);
  seen.rows = { all: await shown() };
  const before = Date.now();
  await tab.selectOption("#state", "look");
  seen.rows.look = await shown();
  seen.filtered_after = Date.now() - before;
  await tab.selectOption("#state", "");
  await tab.fill("#words", "waited");
  seen.rows.words = await shown();
  await tab.fill("#words", "");

  if (seen.rows.all < 1000) {
    seen.axe.light = await violations(tab);
    seen.axe.dark = await violations(await open({ viewport: { width: 1280, height: 900 }, colorScheme: "dark" }));
    const small = await open({ viewport: { width: 320, height: 640 } });
    seen.axe.small = await violations(small);
    seen.wide = await small.evaluate(() => document.documentElement.scrollWidth);
  }
  const still = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await still.goto(url);
  seen.plain = { link: await still.getAttribute(link, "href"), filter: await still.isVisible(".filter") };
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
