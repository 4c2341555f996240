// Moves words and segments in the studio, auditions voices, and decides about a changed article, in Chromium. Prints the observations
// as JSON: `node studio_edit.js ADDRESS TOOLS CHROMIUM ARTICLE`.
"use strict";
const { readFileSync, writeFileSync } = require("fs");
const [address, tools, chromium, articleFile] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);

(async () => {
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], axe: {} };
  const open = async (options) => {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    const tab = await context.newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    tab.on("dialog", (dialog) => { seen.errors.push("a dialog: a text was run"); dialog.dismiss(); });
    await tab.goto(address);
    await tab.waitForSelector(".segment");
    return tab;
  };
  const tab = await open({ viewport: { width: 1280, height: 800 } });
  const lines = () => tab.evaluate(() => [...document.querySelectorAll(".segment")].map((one) => `${one.querySelector(".who").textContent}: ${one.querySelector(".text").textContent}`));
  /** Waits until the script has other lines, and returns them. */
  const changed = async (before) => {
    await tab.waitForFunction((before) => {
      const now = [...document.querySelectorAll(".segment")].map((one) => `${one.querySelector(".who").textContent}: ${one.querySelector(".text")?.textContent}`);
      return now.join("\n") !== before.join("\n");
    }, before);
    return lines();
  };
  const undo = async () => {
    const before = await lines();
    await tab.keyboard.press("Control+z");
    return changed(before);
  };
  /** The place of some words on the screen. */
  const placeOf = (at, words) => tab.evaluate(([at, words]) => {
    const node = document.querySelectorAll(".segment .text")[at].firstChild;
    const from = node.textContent.indexOf(words);
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, from + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left, right, middle: (top + bottom) / 2 };
  }, [at, words]);
  const dragFrom = async (from, to) => {
    await tab.mouse.move(...from);
    await tab.mouse.down();
    await tab.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
    await tab.mouse.move(...to, { steps: 3 });
    await tab.mouse.up();
  };
  const quote = (await lines()).findIndex((line) => line.includes("We waited"));
  seen.start = await lines();

  // Words are selected with the mouse, and given to another speaker.
  const words = await placeOf(quote + 1, "said Ann Okafor");
  await dragFrom([words.left + 1, words.middle], [words.right - 1, words.middle]);
  await tab.waitForSelector(".part");
  seen.axe.part = await violations(tab);
  await tab.click(".part >> text=Ann Okafor");
  seen.assigned = await changed(seen.start);
  seen.assigned_undone = await undo();
  // The same by keys: select in the field, then Ctrl+Enter.
  await tab.locator(".segment").nth(quote + 1).focus();
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Control+Home");
  await tab.keyboard.press("Control+Shift+ArrowRight");
  await tab.keyboard.press("Control+Enter");
  await tab.waitForSelector(".part");
  await tab.keyboard.press("1");
  seen.assigned_by_keys = await changed(seen.start);
  await undo();

  // The border between a quote and its clause: by mouse, and by keys.
  await tab.locator(".segment").nth(quote).hover();
  const handle = await tab.locator(".border").boundingBox();
  const target = await placeOf(quote + 1, "said");
  await dragFrom([handle.x + 3, handle.y + handle.height / 2], [target.right, target.middle]);
  seen.border = await changed(seen.start);
  await tab.keyboard.press("Alt+Shift+ArrowLeft");
  seen.border_by_keys = await changed(seen.border);

  // A segment is dragged by its name below the last one.
  const count = (await lines()).length;
  const before = await lines();
  const who = await tab.locator(".segment").nth(0).locator(".who").boundingBox();
  const last = await tab.locator(".segment").nth(count - 1).boundingBox();
  await dragFrom([who.x + who.width - 10, who.y + who.height / 2], [last.x + 200, last.y + last.height - 4]);
  seen.moved = await changed(before);
  await undo();

  // Voices are heard on a line of the speaker. Nothing is chosen by that.
  await tab.click("nav >> text=Cast");
  await tab.click("[aria-label='Compare voices for Ann Okafor']");
  const heard = tab.waitForResponse((response) => response.url().endsWith("/audition"));
  await tab.click("[aria-label='Hear birch as Ann Okafor']");
  seen.auditioned = (await (await heard).json()).voice;
  seen.axe.auditions = await violations(tab);
  await tab.click("[aria-label='Use: birch for Ann Okafor']");
  await tab.waitForSelector("[aria-label='Used: birch for Ann Okafor']");

  // One change of a changed article is accepted, and the others stay open. Undo takes that back.
  writeFileSync(articleFile, readFileSync(articleFile, "utf8").replace("wet", "dry").replace("late", "early"));
  await tab.click("nav >> text=Article");
  const changes = (number) => tab.waitForFunction((number) => document.querySelectorAll(".diff tbody tr").length === number, number);
  await changes(2);
  await tab.click("[aria-label='Use the article’s: It was dry.']");
  await changes(1);
  seen.left_open = await tab.textContent(".diff tbody tr");
  await tab.keyboard.press("Control+z");
  await changes(2);
  // A new version of the article is pasted.
  await tab.click("summary >> text=Bring a new version");
  await tab.fill("#article", readFileSync(articleFile, "utf8").replace("early", "gone"));
  await tab.click("text=Compare with the script");
  await tab.waitForSelector(".diff >> text=gone");
  await tab.click("text=Accept all");
  await tab.waitForSelector("text=The script is up to date with the article.");
  seen.axe.article = await violations(tab);
  await tab.click("nav >> text=Script");
  await tab.waitForSelector(".segment");
  seen.merged = await lines();

  // On a telephone, and at 400 %, the settings are in the segment that they concern.
  for (const [name, viewport] of [["phone", { width: 390, height: 800 }], ["zoomed", { width: 320, height: 256 }]]) {
    const small = await open({ viewport });
    await small.locator(".segment").nth(1).click();
    await small.locator(".segment.current .more").click();
    await small.waitForSelector(".segment.current .side h2");
    seen[name] = await small.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.activeElement.dataset.kind]);
    seen.axe[name] = await violations(small);
    await small.close();
  }
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
