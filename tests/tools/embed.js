// Uses the player inside the page of an article, from a server of the same site, and prints the observations as JSON:
// `node embed.js SNIPPET TOOLS CHROMIUM`.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const [snippet, tools, chromium] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);
const folder = path.dirname(snippet);
const types = { ".html": "text/html", ".json": "application/json", ".wav": "audio/wav" };

// The article as a site may print it: other quotation marks, markup within sentences, a list with numbers of its own.
const article = `<!doctype html><html lang="en"><head><title>Post</title></head><body><main>
<h1>The <em>ferry</em></h1><p>Share this</p><p>It was&nbsp;late. It was wet.</p>
<blockquote><p>"We <b>waited</b>," said Ann Okafor.</p></blockquote><ol><li>Pull.</li></ol>
${fs.readFileSync(snippet, "utf8")}</main></body></html>`;

const server = http.createServer((request, response) => {
  const name = new URL(request.url, "http://a").pathname.slice(1);
  const file = path.join(folder, path.basename(name));
  if (name === "") response.writeHead(200, { "Content-Type": "text/html" }).end(article);
  else if (fs.existsSync(file)) {
    response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "text/plain" }).end(fs.readFileSync(file));
  } else response.writeHead(404).end();
});

(async () => {
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const site = `http://127.0.0.1:${server.address().port}/`;
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], axe: {} };
  const open = async (url, options) => {
    const tab = await (await browser.newContext(options)).newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    await tab.goto(url);
    return tab;
  };
  const tab = await open(site, { viewport: { width: 800, height: 900 } });
  await tab.locator("iframe").scrollIntoViewIfNeeded();
  const frame = tab.frameLocator("iframe");
  await frame.locator("audio").waitFor();
  // Each passage is marked in its paragraph while it is read.
  const starts = JSON.parse(fs.readFileSync(path.join(folder, "episode.player.json"), "utf8"));
  // The server has no ranges, so the player loads the whole sound and plays then.
  await frame.locator("audio").evaluate(async (audio) => {
    await audio.play().catch(() => {});
    while (audio.paused || !audio.src.startsWith("blob:")) await new Promise((done) => setTimeout(done, 20));
  });
  seen.marked = [];
  for (const [start] of starts) {
    await frame.locator("audio").evaluate(async (audio, time) => {
      audio.currentTime = time;
      if (audio.paused) await audio.play();
      await new Promise((done) => audio.addEventListener("timeupdate", done, { once: true }));
    }, start / 1000 + 0.05);
    await tab.waitForTimeout(50);
    seen.marked.push(await tab.evaluate(() => {
      const marked = document.querySelectorAll("[data-aloud-reading]");
      return [...marked].map((element) => `${element.localName} ${element.textContent}`).join();
    }));
  }
  await frame.locator("audio").evaluate((audio) => audio.pause());
  await tab.waitForTimeout(100);
  seen.paused = await tab.locator("[data-aloud-reading]").count();

  const alone = await open(`${site}episode.player.html`, { viewport: { width: 320, height: 150 } });
  await alone.waitForFunction(() => !document.querySelector("#rate").hidden);
  seen.axe.light = await violations(alone);
  seen.wide = await alone.evaluate(() => document.documentElement.scrollWidth);
  seen.high = await alone.evaluate(() => document.documentElement.scrollHeight);
  await alone.locator("#speed").focus();
  await alone.keyboard.press("ArrowDown");
  seen.speed = await alone.evaluate(() => document.querySelector("audio").playbackRate);
  const dark = await open(`${site}episode.player.html`, { colorScheme: "dark" });
  seen.axe.dark = await violations(dark);
  const plain = await open(site, { javaScriptEnabled: false });
  seen.link = await plain.getAttribute("p > a", "href");
  await browser.close();
  server.close();
  console.log(JSON.stringify(seen));
})();
