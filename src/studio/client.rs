//! The files of the client, as plain modules and styles. They are part of the program, so nothing is loaded from elsewhere.

/// Name, media type and content of each file.
const FILES: [(&str, &str, &str); 30] = [
    ("index.html", "text/html; charset=utf-8", include_str!("client/index.html")),
    ("studio.css", "text/css; charset=utf-8", include_str!("client/studio.css")),
    ("main.js", SCRIPT, include_str!("client/main.js")),
    ("api.js", SCRIPT, include_str!("client/api.js")),
    ("dom.js", SCRIPT, include_str!("client/dom.js")),
    ("canvas.js", SCRIPT, include_str!("client/canvas.js")),
    ("player.js", SCRIPT, include_str!("client/player.js")),
    ("store.js", SCRIPT, include_str!("client/store.js")),
    ("script.js", SCRIPT, include_str!("client/script.js")),
    ("editing.js", SCRIPT, include_str!("client/editing.js")),
    ("moving.js", SCRIPT, include_str!("client/moving.js")),
    ("border.js", SCRIPT, include_str!("client/border.js")),
    ("unsure.js", SCRIPT, include_str!("client/unsure.js")),
    ("assign.js", SCRIPT, include_str!("client/assign.js")),
    ("drafts.js", SCRIPT, include_str!("client/drafts.js")),
    ("inspector.js", SCRIPT, include_str!("client/inspector.js")),
    ("cast.js", SCRIPT, include_str!("client/cast.js")),
    ("sound.js", SCRIPT, include_str!("client/sound.js")),
    ("takes.js", SCRIPT, include_str!("client/takes.js")),
    ("trim.js", SCRIPT, include_str!("client/trim.js")),
    ("music.js", SCRIPT, include_str!("client/music.js")),
    ("publish.js", SCRIPT, include_str!("client/publish.js")),
    ("article-form.js", SCRIPT, include_str!("client/article-form.js")),
    ("meter.js", SCRIPT, include_str!("client/meter.js")),
    ("article.js", SCRIPT, include_str!("client/article.js")),
    ("record.js", SCRIPT, include_str!("client/record.js")),
    ("readon.js", SCRIPT, include_str!("client/readon.js")),
    ("recorder.js", SCRIPT, include_str!("client/recorder.js")),
    ("recorder-worklet.js", SCRIPT, include_str!("client/recorder-worklet.js")),
    ("projects.js", SCRIPT, include_str!("client/projects.js")),
];

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// The page.
pub(super) const PAGE: &str = "index.html";

/// Returns the media type and the content of a file.
pub(super) fn file(name: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().find(|(known, ..)| *known == name).map(|(_, media_type, content)| (*media_type, *content))
}
