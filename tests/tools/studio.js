// Uses the studio's script view in Chromium and prints the observations as JSON: `node studio.js ADDRESS TOOLS CHROMIUM SCRIPT`.
"use strict";
const { readFileSync, writeFileSync } = require("fs");
const [address, tools, chromium, scriptFile] = process.argv.slice(2);
const playwright = require(`${tools}/node_modules/playwright-core`);
const violations = require("./axe.js")(tools);

(async () => {
  const args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"];
  const browser = await playwright.chromium.launch({ executablePath: chromium, args });
  const seen = { errors: [], axe: {} };
  const open = async (options) => {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    tab.on("pageerror", (error) => seen.errors.push(error.message));
    tab.on("dialog", (dialog) => { seen.errors.push("a dialog: a text was run"); dialog.dismiss(); });
    tab.on("console", (message) => { if (message.type() === "error") seen.errors.push(message.text()); });
    await tab.goto(address);
    await tab.waitForSelector(".segment");
    return tab;
  };
  const tab = await open({ viewport: { width: 1280, height: 800 } });
  const text = (at) => tab.locator(".segment .text").nth(at).textContent();
  const changed = (at, before) => tab.waitForFunction(([at, before]) => {
    const found = document.querySelectorAll(".segment .text")[at];
    return found && found.textContent !== before;
  }, [at, before]);
  seen.shown = await tab.locator(".segment").count();

  // The first Tab stops lead to the script; the arrow keys move in it.
  for (let n = 0; n < 40 && !(await tab.evaluate(() => document.activeElement.matches(".segment"))); n += 1) await tab.keyboard.press("Tab");
  // An unsure speaker, by keys only.
  await tab.keyboard.press("u");
  await tab.waitForFunction(() => document.activeElement.matches(".segment.unsure"));
  await tab.keyboard.press("2");
  await tab.waitForFunction(() => !document.querySelector(".segment.unsure"));
  seen.decided = await tab.locator(".segment").nth(3).locator(".who").textContent();

  // A text in place, and undo.
  await tab.locator(".segment").nth(2).focus();
  const before = await text(2);
  await tab.keyboard.press("Enter");
  await tab.keyboard.press("Control+A");
  await tab.keyboard.type("It is cold.");
  await tab.keyboard.press("Enter");
  await changed(2, before);
  await tab.waitForFunction(() => !document.querySelector("textarea.edit"));
  seen.edited = await text(2);
  await tab.keyboard.press("Control+z");
  await changed(2, seen.edited);
  seen.undone = await text(2);

  // A key leads to the speaker's field, and a setting keeps the focus when it changes the script.
  await tab.locator(".segment").nth(2).focus();
  await tab.keyboard.press("s");
  seen.named = await tab.evaluate(() => document.activeElement.dataset.kind);
  await tab.locator(".side select").first().focus();
  await tab.keyboard.press("ArrowDown");
  await tab.waitForSelector(".segment.current .marks >> text=voice");
  seen.kept_focus = await tab.evaluate(() => document.activeElement.matches(".side select"));
  await tab.keyboard.press("Control+z");
  await tab.waitForFunction(() => !document.querySelector(".segment.current .marks"));

  // A button keeps the focus when what it does draws it anew.
  await tab.locator(".side [data-kind=say]").fill("It is freezing.");
  await tab.keyboard.press("Tab");
  await tab.waitForSelector(".segment.current .marks >> text=freezing");
  await tab.locator("[aria-label=Undo]").focus();
  await tab.keyboard.press("Enter");
  await tab.waitForFunction(() => !document.querySelector(".segment.current .marks"));
  seen.focus_after_undo = await tab.evaluate(() => document.activeElement.ariaLabel);
  // Keys of the script still work there.
  await tab.keyboard.press("ArrowDown");
  await tab.waitForFunction(() => document.activeElement.matches(".segment"));

  // Hearing from the start: the segments that play are marked one after another. A button of the player keeps the focus: the second
  // segment goes back to the first.
  await tab.evaluate(() => {
    globalThis.heard = [];
    const goBack = () => {
      const back = document.querySelector("#player [aria-label='Back one segment']");
      back.focus();
      back.click();
      globalThis.focused = document.activeElement.ariaLabel;
    };
    new MutationObserver((changes) => {
      const playing = changes.map(({ target }) => target).find((target) => target.matches(".segment.playing"));
      const at = playing ? Number(playing.getAttribute("aria-posinset")) - 1 : globalThis.heard.at(-1);
      if (at === globalThis.heard.at(-1)) return;
      globalThis.heard.push(at);
      if (at === 1 && globalThis.focused === undefined) goBack();
    }).observe(document.querySelector(".script"), { subtree: true, attributeFilter: ["class"] });
  });
  await tab.locator(".segment").nth(0).focus();
  await tab.keyboard.press("p");
  await tab.waitForFunction(() => globalThis.heard.includes(2));
  seen.focus_in_player = await tab.evaluate(() => globalThis.focused);
  seen.heard = await tab.evaluate(() => globalThis.heard.slice(0, 5));
  seen.axe.light = await violations(tab);
  await tab.keyboard.press("Escape");
  seen.directions = await tab.evaluate(async () => {
    const { direction } = await import("/client/dom.js");
    return ["1. مرحبا A", "שלום", "“Hello” مرحبا", "123"].map(direction);
  });

  // An edit outside appears in both tabs.
  const second = await open({ viewport: { width: 1280, height: 800 }, colorScheme: "dark" });
  writeFileSync(scriptFile, readFileSync(scriptFile, "utf8").replace("had tea", "had coffee"));
  const coffee = () => document.querySelectorAll(".segment .text")[1].textContent.includes("coffee");
  await Promise.all([tab.waitForFunction(coffee), second.waitForFunction(coffee)]);
  seen.outside = await text(1);
  seen.second_tab = await second.locator(".segment .text").nth(1).textContent();
  seen.axe.dark = await violations(second);
  const small = await open({ viewport: { width: 320, height: 640 } });
  seen.axe.small = await violations(small);
  seen.wide = await small.evaluate(() => document.documentElement.scrollWidth);
  await browser.close();
  console.log(JSON.stringify(seen));
})().catch((error) => { console.error(error); process.exit(1); });
