"""Parses a feed with feedparser and prints the result as JSON: `python feed.py FEED`."""
import json
import sys

import feedparser

feed = feedparser.parse(open(sys.argv[1], "rb").read())
entries = [
    {
        "id": entry.id,
        "title": entry.title,
        "published": entry.published,
        "parsed": list(entry.published_parsed)[:6],
        "enclosures": [dict(enclosure) for enclosure in entry.enclosures],
        "duration": entry.itunes_duration,
        "content": [content.value for content in entry.content if content.type == "text/html"],
        "summary": entry.summary,
    }
    for entry in feed.entries
]
print(json.dumps({"bozo": feed.bozo, "why": str(feed.get("bozo_exception", "")), "version": feed.version,
                  "title": feed.feed.title, "links": [dict(link) for link in feed.feed.links], "entries": entries}))
