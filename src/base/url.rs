//! Links to files: percent-encoded relative URLs for pages and feeds.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Every byte but the unreserved characters of RFC 3986, section 2.3: letters, digits, `-`, `.`, `_` and `~`.
///
/// A path segment may also hold `!$&'()*+,;=:@` (section 3.3). Those are encoded too, because `:` in the first segment would
/// read as a scheme, and `&` and `'` would need escaping again in HTML.
const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns the address of a server with the API of OpenAI, without a slash at the end. Their own programs ask for it with `/v1`,
/// other servers are documented without it.
#[cfg(feature = "http")]
pub(crate) fn openai_server(base_url: &str) -> &str {
    let address = base_url.trim_end_matches('/');
    address.strip_suffix("/v1").unwrap_or(address)
}

/// Returns true for an `http` or `https` address with a host and only valid characters (RFC 3986, section 2).
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c))
    })
}

/// Returns the host of a web address without `www.`, e.g. `news.example.org`.
pub(crate) fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Returns a relative path as part of a URL, e.g. `a b/ü.wav` as `a%20b/%C3%BC.wav`.
pub(crate) fn encode_path(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        part => Some(utf8_percent_encode(&part.as_os_str().to_string_lossy(), NOT_UNRESERVED).to_string()),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Returns the path of `file` relative to `folder`. Both must exist; otherwise returns `file` unchanged.
pub(crate) fn relative_path(folder: &Path, file: &Path) -> PathBuf {
    let (Ok(folder), Ok(target)) = (folder.canonicalize(), file.canonicalize()) else {
        return file.to_path_buf();
    };
    // Two drives of Windows have no relative path between them.
    pathdiff::diff_paths(&target, folder).unwrap_or(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_everything_but_unreserved_characters() {
        assert_eq!(encode_path(Path::new("./a b/ü#?%.wav")), "a%20b/%C3%BC%23%3F%25.wav");
        assert_eq!(encode_path(Path::new("-._~/a:b&c'd")), "-._~/a%3Ab%26c%27d");
        assert_eq!(encode_path(Path::new("../x")), "../x");
    }

    #[test]
    #[cfg(feature = "http")]
    fn the_address_of_an_openai_server_may_have_a_version() {
        for address in
            ["https://a.example", "https://a.example/", "https://a.example/v1", "https://a.example/v1/"]
        {
            assert_eq!(openai_server(address), "https://a.example");
        }
        assert_eq!(openai_server("https://a.example/v2"), "https://a.example/v2");
    }

    #[test]
    fn a_relative_path_goes_up_where_it_must() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("a/b")).unwrap();
        std::fs::create_dir_all(dir.path().join("c")).unwrap();
        std::fs::write(dir.path().join("c/x.wav"), "").unwrap();
        let from = |folder: &str| relative_path(&dir.path().join(folder), &dir.path().join("c/x.wav"));
        assert_eq!(from("a/b"), Path::new("../../c/x.wav"));
        assert_eq!(from("."), Path::new("c/x.wav"));
        assert_eq!(from("c"), Path::new("x.wav"));
        assert_eq!(from("none"), dir.path().join("c/x.wav"), "the folder does not exist");
    }
}
