//! What an edition is called: an identifier that says which state of it this is, and the language that it is in.

use serde_json::Value;

use super::{Edition, json};

/// A UUID of version 8 (RFC 9562, section 5.8), as a URN: a hash of all that episode.json says of it but the levels, and of the
/// cover, so that no two
/// states of an episode have the same, and the same state always has.
pub(super) fn identity(edition: &Edition<'_>) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("aloud edition v2");
    let mut add = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    };
    add(json::render(edition, Value::Null).as_bytes());
    for more in [edition.author, edition.series] {
        add(more.unwrap_or_default().as_bytes());
    }
    add(edition.cover.map_or(&[], |cover| &cover.bytes));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// As much of a tag as is language, script and region (BCP 47, section 2.1); `und` where it does not even begin so.
pub(super) fn language(tag: &str) -> &str {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let primary = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if !matches!(primary.len(), 2 | 3) || !letters(primary) {
        return "und";
    }
    let mut end = primary.len();
    let (mut script, mut region) = (false, false);
    for part in tag[end..].split('-').skip(1) {
        let (is_script, is_region) = match part.len() {
            4 => (letters(part) && !script && !region, false),
            2 => (false, letters(part) && !region),
            3 => (false, digits(part) && !region),
            _ => (false, false),
        };
        if !is_script && !is_region {
            break;
        }
        (script, region) = (script || is_script, region || is_region);
        end += 1 + part.len();
    }
    &tag[..end]
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn of_a_tag_as_much_is_taken_as_is_one() {
        for (tag, wanted) in [
            ("en", "en"),
            ("de-AT", "de-AT"),
            ("zh-Hant-TW", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("en_GB", "en"),
            ("en-x-private", "en"),
            ("sl-rozaj", "sl"),
            ("English, I think", "und"),
            ("fr-é", "fr"),
            ("é", "und"),
            ("<b>", "und"),
        ] {
            assert_eq!(language(tag), wanted, "{tag}");
        }
    }
}
