//! Addresses: a file as a link in a page or a feed has it.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// A relative path as a part of a URL: parts joined by `/`, and what is not plain in them percent-encoded (RFC 3986,
/// sections 2.3 and 3.3).
pub fn encoded(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        part => Some(escaped(&part.as_os_str().to_string_lossy())),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn escaped(part: &str) -> String {
    let mut url = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// The way to `file` from within `folder`; both must exist, else `file` as it is.
pub fn relative(folder: &Path, file: &Path) -> PathBuf {
    let (Ok(from), Ok(to)) = (folder.canonicalize(), file.canonicalize()) else { return file.to_path_buf() };
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return to;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plain_is_encoded_and_the_way_goes_up_where_it_must() {
        assert_eq!(encoded(Path::new("./a b/ü#?%.wav")), "a%20b/%C3%BC%23%3F%25.wav");
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("a/b")).unwrap();
        std::fs::create_dir_all(dir.path().join("c")).unwrap();
        std::fs::write(dir.path().join("c/x.wav"), "").unwrap();
        let way = |from: &str| relative(&dir.path().join(from), &dir.path().join("c/x.wav"));
        assert_eq!(way("a/b"), Path::new("../../c/x.wav"));
        assert_eq!(way("."), Path::new("c/x.wav"));
        assert_eq!(way("c"), Path::new("x.wav"));
    }
}
