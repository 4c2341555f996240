// What the Podcast Index makes of a feed, by its own parser, as JSON: `node feed.js FEED TOOLS`.
"use strict";
const [feed, tools] = process.argv.slice(2);
process.env.PARTYTIME_LOG = "silent";
const partytime = require(`${tools}/node_modules/podcast-partytime`);
const parsed = partytime.parseFeed(require("fs").readFileSync(feed, "utf8"));
console.log(JSON.stringify(parsed));
