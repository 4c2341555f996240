// Returns the accessibility problems that axe finds in a page, one line for each rule.
"use strict";
const { readFileSync } = require("fs");

module.exports = (tools) => async (tab) => {
  // The page's policy forbids other scripts, so the debugger injects axe.
  await tab.evaluate(readFileSync(require.resolve(`${tools}/node_modules/axe-core`), "utf8"));
  const result = await tab.evaluate(() => globalThis.axe.run());
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ").slice(0, 200)}`);
};
