// What axe finds wrong with a page, one line each.
"use strict";
const { readFileSync } = require("fs");

module.exports = (tools) => async (tab) => {
  // The policy forbids scripts of others; the tool comes in by the debugger's door.
  await tab.evaluate(readFileSync(require.resolve(`${tools}/node_modules/axe-core`), "utf8"));
  const result = await tab.evaluate(() => globalThis.axe.run());
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ").slice(0, 200)}`);
};
