// From a pasted article to the published episode by keyboard only, with two tabs, a killed server and a stranger's project. Prints
// the observations as JSON: `node studio_journey.js PROGRAM FOLDER TOOLS CHROMIUM`. It starts and kills the studio itself.
"use strict";
const { spawn } = require("child_process");
const [program, folder, tools, chromium] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);

const ARTICLE = "The quay\n\nIt was wet.\n\n“We waited,” said Ann Okafor.\n";
let studio;

/** Starts the studio and returns its address. */
function start() {
  studio = spawn(program, ["studio", "--no-open", "--json"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  return new Promise((resolve) => studio.stdout.once("data", (line) => resolve(JSON.parse(line).address)));
}

(async () => {
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], axe: {} };
  let address = await start();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  const open = async (place) => {
    const tab = await context.newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    tab.on("dialog", (dialog) => { seen.errors.push("a dialog: a text was run"); dialog.dismiss(); });
    await tab.goto(place);
    return tab;
  };
  const tab = await open(address);
  await tab.waitForSelector("#article");
  seen.axe.projects = await violations(tab);
  /** Moves the focus with Tab to an element whose text or name starts with `label`. */
  const focus = async (label) => {
    for (let n = 0; n < 80; n += 1) {
      await tab.keyboard.press("Tab");
      const found = await tab.evaluate((label) => {
        const { ariaLabel, id, innerText } = document.activeElement;
        return [ariaLabel, id, innerText].some((name) => name?.startsWith(label));
      }, label);
      if (found) return;
    }
    throw new Error(`no Tab stop leads to ${label}`);
  };
  const press = async (label) => { await focus(label); await tab.keyboard.press("Enter"); };

  // A fresh project: the article is pasted.
  await focus("article");
  await tab.keyboard.insertText(ARTICLE);
  await press("Make the script");
  await tab.waitForSelector(".segment");
  seen.made = await tab.locator(".segment .text").allTextContents();
  const second = await open(tab.url());
  await second.waitForSelector(".segment");

  // Two tabs change the same words: the later one sees an alert, and keeps its text in the field.
  const wet = seen.made.findIndex((text) => text.includes("wet"));
  const edit = async (page, text) => {
    await page.locator(".segment").nth(wet).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(text);
  };
  await edit(second, "It was damp.");
  await edit(tab, "It was dry.");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction((at) => document.querySelectorAll(".segment .text")[at]?.textContent === "It was dry.", wet);
  await second.keyboard.press("Enter");
  await second.waitForSelector("#alert p");
  seen.conflict = { alert: await second.textContent("#alert p"), kept: await second.inputValue("textarea.edit") };
  await second.keyboard.press("Escape");
  await second.waitForFunction((at) => document.querySelectorAll(".segment .text")[at]?.textContent === "It was dry.", wet);

  // The server dies while a person types. The page says so, and catches up; what was typed is there again.
  await edit(tab, "It was dry and warm.");
  studio.kill("SIGKILL");
  await tab.waitForSelector(".lost");
  seen.lost = await tab.textContent(".lost");
  // A setting that cannot be saved now is saved later.
  await second.locator(".segment").last().click();
  await second.locator(".side textarea").fill("said Ann.");
  await second.keyboard.press("Tab");
  await second.waitForSelector("#alert >> text=Your edit is kept");
  // The studio that was started again has another token. The pages say so, until a tab has its address.
  address = await start();
  await tab.waitForSelector(".lost >> text=started again");
  seen.unknown = await tab.textContent(".lost");
  await (await open(address)).close();
  await second.waitForSelector(".marks >> text=said Ann.");
  // What is in a field that was not left yet is offered again, also after a crash of the browser.
  await second.locator("[data-kind=pause]").fill("1.5");
  await second.reload();
  await second.waitForSelector("#alert >> text=typed and not saved");
  await second.click("text=Show it");
  seen.pause = await second.inputValue("[data-kind=pause]:focus");
  await second.keyboard.press("Enter");
  await second.waitForSelector(".marks >> text=pause 1.5 s");
  await tab.waitForFunction(() => !document.querySelector(".lost"));
  await tab.reload();
  await tab.waitForSelector(".segment");
  await tab.locator(".segment").nth(wet).focus();
  await tab.keyboard.press("Enter");
  seen.draft = await tab.inputValue("textarea.edit");
  await tab.keyboard.press("Enter");
  await tab.waitForFunction((at) => document.querySelectorAll(".segment .text")[at]?.textContent === "It was dry and warm.", wet);

  // A word is said in another way in the whole script.
  await second.locator(".segment").nth(wet).click();
  await second.click("summary >> text=Words said differently");
  await second.fill("[data-kind=word]", "Okafor");
  await second.fill("[data-kind=word-say]", "oh-KAH-for");
  await second.keyboard.press("Enter");
  await second.waitForSelector(".words >> text=oh-KAH-for");
  seen.axe.words = await violations(second);
  // Undo and redo reach it too, and the list follows.
  await second.locator(".segment").nth(wet).focus();
  await second.keyboard.press("Control+z");
  await second.waitForFunction(() => document.querySelector(".words") && !document.querySelector(".words b"));
  await second.keyboard.press("Control+Shift+z");
  await second.waitForSelector(".words >> text=oh-KAH-for");

  // The finished episode.
  await tab.keyboard.press("Home");
  await press("Publish");
  await tab.waitForSelector("text=Build and publish");
  await press("Build and publish");
  await tab.waitForSelector("audio", { timeout: 120000 });
  seen.axe.publish = await violations(tab);
  seen.files = await tab.locator(".files a").allTextContents();
  for (const view of ["Cast", "Takes", "Record", "Sound", "Article"]) {
    await press(view);
    await tab.waitForSelector(`h2:has-text("${view}")`);
    await tab.waitForTimeout(150);
    seen.axe[view] = await violations(tab);
  }

  // A stranger's project says what it would run, and waits.
  await tab.goto(`${new URL(address).origin}/#/stranger/script`);
  await tab.waitForSelector("text=Allow it");
  seen.asked = await tab.textContent("#alert p");
  await press("Allow it");
  await tab.waitForFunction(() => !document.querySelector("#alert p"));

  // A file that a person chooses becomes a project.
  await tab.goto(`${new URL(address).origin}/#/`);
  const buffer = Buffer.from("# The pier\n\nIt was dark.\n\n“We waited,” said Ben Hale.\n");
  await tab.setInputFiles("#article-file", { name: "pier.md", mimeType: "text/markdown", buffer });
  await tab.click("text=Make the script");
  await tab.waitForSelector(".segment");
  seen.chosen = new URL(tab.url()).hash;
  await browser.close();
  studio.kill("SIGKILL");
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); studio?.kill("SIGKILL"); process.exit(1); });
