//! Removes the shortcodes that an export of WordPress leaves in the text: `[gallery ids="1,2"]`, `[caption width="300"]…[/caption]`.

/// A longer tag, in bytes, is text in brackets.
const MAX_TAG_BYTES: usize = 1_000;
/// A longer block, in bytes, is not examined: the time grows with the square of its brackets.
const MAX_BLOCK_BYTES: usize = 20_000;
/// Shortcodes that contain the address of a film, a sound or a post.
const EMBEDS: [&str; 5] = ["embed", "audio", "video", "playlist", "youtube"];
/// Shortcodes that are one as a whole block even without settings.
const ALONE: [&str; 6] = ["gallery", "playlist", "toc", "more", "contact-form", "embed"];

/// The words of a block without its shortcodes.
pub(super) struct Stripped {
    pub(super) words: String,
    /// The block was the caption of a picture.
    pub(super) is_caption: bool,
}

/// Removes the shortcodes of a block. Returns `None` if it has none.
pub(super) fn strip(words: &str) -> Option<Stripped> {
    if words.len() > MAX_BLOCK_BYTES || !words.contains('[') {
        return None;
    }
    let (mut out, mut rest) = (String::new(), words);
    let (mut found, mut is_caption) = (false, false);
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match Tag::read(rest).filter(|tag| tag.is_shortcode(rest, words)) {
            Some(tag) => {
                is_caption |= tag.name == "caption" && out.trim().is_empty();
                found = true;
                let end = format!("[/{}]", tag.name);
                let content =
                    rest[tag.length..].find(&end).filter(|_| EMBEDS.contains(&tag.name) && !tag.closes);
                rest = &rest[content.map_or(tag.length, |length| tag.length + length + end.len())..];
            }
            None => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    found.then_some(Stripped { words, is_caption })
}

/// Text in brackets that may be a shortcode.
struct Tag<'s> {
    name: &'s str,
    closes: bool,
    has_settings: bool,
    length: usize,
}

impl<'s> Tag<'s> {
    fn read(source: &'s str) -> Option<Self> {
        let inside = source.strip_prefix('[')?;
        let end = inside.find(']').filter(|end| *end <= MAX_TAG_BYTES)?;
        let inside = &inside[..end];
        let bare = inside.strip_prefix('/').unwrap_or(inside).trim_end_matches('/');
        let name_end =
            bare.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit() && !"_-".contains(c));
        let (name, settings) = bare.split_at(name_end.unwrap_or(bare.len()));
        let is_name = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_lowercase());
        let has_settings = settings.starts_with(char::is_whitespace) && settings.contains('=');
        (is_name && (settings.trim().is_empty() || has_settings)).then_some(Self {
            name,
            closes: inside.starts_with('/'),
            has_settings,
            length: end + 2,
        })
    }

    /// True if the text is certainly no remark of the author, such as `[sic]` or `[laughs]`.
    fn is_shortcode(&self, rest: &str, words: &str) -> bool {
        let is_alone = words.trim().len() == self.length && ALONE.contains(&self.name);
        self.has_settings
            || self.closes
            || self.name.contains('_')
            || is_alone
            || rest.contains(&format!("[/{}]", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn removes_shortcodes_and_keeps_their_text() {
        for (source, expected, is_caption) in [
            ("[caption id=\"a_6\" width=\"300\"] The old lamp[/caption]", "The old lamp", true),
            ("[gallery ids=\"1,2\"]", "", false),
            ("[embed]https://x.example/1[/embed] So.", "So.", false),
            ("[vc_row][vc_column width=\"1/2\"]It is lit.[/vc_column][/vc_row]", "It is lit.", false),
            ("[gallery]", "", false),
        ] {
            let stripped = strip(source).expect(source);
            assert_eq!((stripped.words.as_str(), stripped.is_caption), (expected, is_caption), "{source}");
        }
        for source in
            ["He said [sic] so.", "[laughs] No.", "[The lamp] is lit [1].", "[a = b]", "[more] of it", "["]
        {
            assert!(strip(source).is_none(), "{source}");
        }
    }
}
