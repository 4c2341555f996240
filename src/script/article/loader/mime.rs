//! Reads an e-mail (`.eml`), or a page that a browser saved as one file (`.mhtml`): headers, then parts (RFC 2045, RFC 2557).

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::{Encoding, UTF_8};

use super::super::Format;
use super::decode::decode_as;

/// Parts inside parts are read down to this depth.
const MAX_DEPTH: usize = 8;
/// At most this many parts are examined. A saved page has one for each picture.
const MAX_PARTS: usize = 2_000;
/// The headers are within this many bytes.
const MAX_HEADER_BYTES: usize = 1 << 16;

/// The article in a message.
pub(super) struct Message {
    pub(super) text: String,
    pub(super) format: Format,
    pub(super) subject: Option<String>,
}

impl Message {
    /// Reads a message. Returns `None` if the bytes are no message, or have no text.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        if !may_be_message(bytes) {
            return None;
        }
        let part = Part::read(bytes);
        let is_message = part.header("mime-version").is_some()
            || (part.header("from").is_some()
                && part.header("subject").is_some()
                && part.header("date").is_some());
        if !is_message {
            return None;
        }
        let subject = part.header("subject").map(decode_words).filter(|subject| !subject.is_empty());
        let mut found = Found::default();
        part.find_text(0, &mut found);
        let (text, format) = match (found.html, found.plain) {
            (Some(html), _) => (html, Format::Html),
            (None, Some(plain)) => (plain, Format::Text),
            _ => return None,
        };
        Some(Self { text, format, subject })
    }
}

/// True if the first line is a header: a name of letters and hyphens, and a colon.
fn may_be_message(bytes: &[u8]) -> bool {
    let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let name = line.split(|b| *b == b':').next().unwrap_or_default();
    name.len() < line.len()
        && (2..=40).contains(&name.len())
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && line.get(name.len() + 1).is_some_and(u8::is_ascii_whitespace)
}

/// The texts of a message, the first of each kind.
#[derive(Default)]
struct Found {
    html: Option<String>,
    plain: Option<String>,
    parts: usize,
}

/// A part of a message: its headers in lower case, and its body.
struct Part<'b> {
    headers: Vec<(String, String)>,
    body: &'b [u8],
}

impl<'b> Part<'b> {
    fn read(bytes: &'b [u8]) -> Self {
        let head = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
        let end =
            [&b"\r\n\r\n"[..], b"\n\n"].iter().filter_map(|gap| Some((find(head, gap)?, gap.len()))).min();
        let (end, gap) = end.unwrap_or((head.len(), 0));
        let text = String::from_utf8_lossy(&bytes[..end]).replace("\r\n", "\n");
        // A line that begins with white space goes on from the line before.
        let unfolded = text.replace("\n ", " ").replace("\n\t", " ");
        let headers = unfolded.lines().filter_map(|line| line.split_once(':'));
        let headers =
            headers.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_string()));
        Self { headers: headers.collect(), body: &bytes[end + gap..] }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Finds the first HTML and the first plain text in this part.
    fn find_text(&self, depth: usize, found: &mut Found) {
        found.parts += 1;
        let kind = self.header("content-type").unwrap_or("text/plain");
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if let Some(boundary) = parameter(kind, "boundary").filter(|_| essence.starts_with("multipart/")) {
            for part in parts(self.body, &boundary) {
                if depth < MAX_DEPTH && found.parts < MAX_PARTS && found.html.is_none() {
                    Part::read(part).find_text(depth + 1, found);
                }
            }
            return;
        }
        let is_file = self.header("content-disposition").is_some_and(|value| value.starts_with("attachment"));
        let slot = match essence.as_str() {
            "text/html" | "application/xhtml+xml" => &mut found.html,
            "text/plain" => &mut found.plain,
            _ => return,
        };
        if slot.is_none() && !is_file {
            let charset = parameter(kind, "charset");
            let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8);
            *slot = Some(decode_as(&self.decoded_body(), encoding));
        }
    }

    fn decoded_body(&self) -> Vec<u8> {
        match self.header("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
            "quoted-printable" => decode_quoted(self.body, false),
            "base64" => decode_base64(self.body),
            _ => self.body.to_vec(),
        }
    }
}

/// Returns a parameter of a header: `utf-8` of `text/html; charset="utf-8"`.
fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        (key.trim().eq_ignore_ascii_case(name)).then(|| value.trim().trim_matches('"').to_string())
    })
}

/// Returns the bodies between the lines `--boundary`.
fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = format!("--{boundary}");
    let (mut parts, mut rest) = (Vec::new(), body);
    let mut is_inside = false;
    while let Some(at) = find(rest, mark.as_bytes()) {
        if is_inside {
            parts.push(&rest[..at]);
        }
        rest = &rest[at + mark.len()..];
        if rest.starts_with(b"--") || parts.len() >= MAX_PARTS {
            return parts;
        }
        let line = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |end| end + 1);
        rest = &rest[line..];
        is_inside = true;
    }
    if is_inside {
        parts.push(rest);
    }
    parts
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|b| *b == first) {
        if bytes[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// Decodes quoted-printable: `=E9` is a byte, and `=` at the end of a line joins two lines. In a header, `_` is a space.
fn decode_quoted(bytes: &[u8], is_header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at + 1..];
        match byte {
            b'=' if rest.starts_with(b"\r\n") => at += 3,
            b'=' if rest.starts_with(b"\n") => at += 2,
            b'=' => match rest
                .get(..2)
                .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())
            {
                Some(value) => {
                    out.push(value);
                    at += 3;
                }
                None => {
                    out.push(byte);
                    at += 1;
                }
            },
            b'_' if is_header => {
                out.push(b' ');
                at += 1;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

fn decode_base64(bytes: &[u8]) -> Vec<u8> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let compact: Vec<u8> =
        bytes.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
    // A last character alone is no byte.
    let whole = if compact.len() % 4 == 1 { &compact[..compact.len() - 1] } else { &compact };
    GeneralPurpose::new(&base64::alphabet::STANDARD, config).decode(whole).unwrap_or_default()
}

/// Decodes the encoded words of a header: `=?utf-8?Q?The_qu=C3=A9?=` (RFC 2047).
fn decode_words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?") {
        let mut fields = after.splitn(4, '?');
        let (charset, kind, text, end) = (fields.next(), fields.next(), fields.next(), fields.next());
        let Some((charset, kind, text, end)) = charset
            .zip(kind)
            .zip(text.zip(end.and_then(|end| end.strip_prefix('='))))
            .map(|((c, k), (t, e))| (c, k, t, e))
        else {
            break;
        };
        out.push_str(if before.trim().is_empty() && !out.is_empty() { "" } else { before });
        let bytes = if kind.eq_ignore_ascii_case("b") {
            decode_base64(text.as_bytes())
        } else {
            decode_quoted(text.as_bytes(), true)
        };
        out.push_str(&decode_as(&bytes, Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8)));
        rest = end;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_page_in_a_message_with_several_parts() {
        let source = "From: Ada Venn <ada@x.example>\r\nSubject: =?utf-8?Q?The_caf=C3=A9?= =?utf-8?B?IHNodXQ=?=\r\nDate: x\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative;\r\n boundary=\"b1\"\r\n\r\nno text\r\n--b1\r\nContent-Type: text/plain\r\n\r\nPlain.\r\n--b1\r\n\
            Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>The caf=E9 is =\r\nshut.</p>\r\n--b1--\r\n";
        let message = Message::read(source.as_bytes()).unwrap();
        assert_eq!(message.text.trim(), "<p>The café is shut.</p>");
        assert_eq!((message.format, message.subject.as_deref()), (Format::Html, Some("The café shut")));
    }

    #[test]
    fn reads_a_plain_message_in_base64() {
        let source = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVGhlIHF1\nYXkgaXMgc2h1dC4=\n";
        assert_eq!(
            Message::read(source.as_bytes()).map(|m| (m.text, m.format)),
            Some(("The quay is shut.".into(), Format::Text))
        );
    }

    #[test]
    fn takes_a_text_that_begins_with_a_label_for_no_message() {
        for source in [
            "Note: the quay is shut.\n\nSo it is.",
            "From: the desk\n\nTo the quay.",
            "Q: Why?\n\nA: So.",
            "",
        ] {
            assert!(Message::read(source.as_bytes()).is_none(), "{source}");
        }
    }
}
