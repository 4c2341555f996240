// Parses a feed with the parser of the Podcast Index and prints the result as JSON: `node feed.js FEED TOOLS`.
"use strict";
const [feed, tools] = process.argv.slice(2);
process.env.PARTYTIME_LOG = "silent";
const partytime = require(`${tools}/node_modules/podcast-partytime`);
const parsed = partytime.parseFeed(require("fs").readFileSync(feed, "utf8"));
console.log(JSON.stringify(parsed));
