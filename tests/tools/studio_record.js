// Records a line in the studio with a microphone that plays a file, and prints the observations as JSON:
// `node studio_record.js ADDRESS TOOLS CHROMIUM WAV`.
"use strict";
const [address, tools, chromium, wav] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);

(async () => {
  const args = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${wav}`];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ["microphone"] });
  const tab = await context.newPage();
  const seen = { errors: [] };
  tab.on("pageerror", (error) => seen.errors.push(error.message));
  tab.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
  await tab.goto(address);
  await tab.click("nav >> text=Record");
  await tab.waitForSelector(".line");
  seen.line = await tab.textContent(".line");
  seen.axe = await violations(tab);
  // Space starts after a count-in, and ends.
  await tab.keyboard.press("Space");
  await tab.waitForSelector("text=Stop");
  await tab.waitForFunction(() => Number(document.querySelector(".level").getAttribute("aria-valuenow")) > -40);
  await tab.waitForTimeout(1500);
  await tab.keyboard.press("Space");
  await tab.waitForSelector("text=Retake");
  seen.checked = await tab.textContent(".status");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector("text=Every line is recorded");
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
