//! Kinds of files that are mistaken for articles, with the command that makes an article of each.

/// A kind of file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    /// First bytes of its files, and where they are.
    magic: &'static [u8],
    at: usize,
    pub(super) name: &'static str,
    /// The command that converts it, with `FILE` for its name.
    command: Option<&'static str>,
}

#[rustfmt::skip]
const KINDS: [FileKind; 36] = [
    kind(b"%PDF", "a PDF", Some("pdftotext -layout FILE article.txt")),
    kind(b"{\\rtf", "an RTF document", Some("libreoffice --headless --convert-to docx FILE")),
    kind(b"\xD0\xCF\x11\xE0", "an old Word document", Some("libreoffice --headless --convert-to docx FILE")),
    kind(b"%!PS", "a PostScript document", Some("ps2ascii FILE article.txt")),
    kind(b"AT&TFORM", "a DjVu document", Some("djvutxt FILE article.txt")),
    FileKind { at: 60, ..kind(b"BOOKMOBI", "a Kindle book", Some("ebook-convert FILE article.epub")) },
    kind(b"bplist", "a web archive or a property list", Some("textutil -convert html FILE")),
    kind(b"\\documentclass", "a LaTeX document", Some("pandoc FILE -o article.md")),
    kind(b"{\"", "JSON data", None),
    kind(b"{\n  \"", "JSON data", None),
    kind(b"[{\"", "JSON data", None),
    kind(b"WEBVTT", "a file of captions", Some("sed -E '/-->|^WEBVTT|^NOTE/d' FILE > article.txt")),
    kind(b"1\n00:", "a file of captions", Some("sed -E '/-->|^[0-9]+$/d' FILE > article.txt")),
    kind(b"1\r\n00:", "a file of captions", Some("sed -E '/-->|^[0-9]+\r?$/d' FILE > article.txt")),
    kind(b"PK\x03\x04", "a ZIP archive", Some("unzip FILE")),
    kind(b"PK\x05\x06", "an empty ZIP archive", None),
    kind(b"\x1F\x8B", "a compressed file", Some("gunzip FILE")),
    kind(b"BZh", "a compressed file", Some("bunzip2 FILE")),
    kind(b"\xFD7zXZ", "a compressed file", Some("unxz FILE")),
    kind(b"\x28\xB5\x2F\xFD", "a compressed file", Some("unzstd FILE")),
    kind(b"7z\xBC\xAF", "a 7-Zip archive", Some("7z x FILE")),
    kind(b"Rar!", "a RAR archive", Some("unrar x FILE")),
    FileKind { at: 257, ..kind(b"ustar", "a tar archive", Some("tar xf FILE")) },
    kind(b"\x89PNG", "a picture", Some("tesseract FILE article")),
    kind(b"\xFF\xD8\xFF", "a picture", Some("tesseract FILE article")),
    kind(b"GIF8", "a picture", Some("tesseract FILE article")),
    kind(b"II*\0", "a picture", Some("tesseract FILE article")),
    kind(b"MM\0*", "a picture", Some("tesseract FILE article")),
    kind(b"RIFF", "a sound, a film or a picture", None),
    kind(b"ID3", "a sound", None),
    kind(b"OggS", "a sound", None),
    kind(b"fLaC", "a sound", None),
    FileKind { at: 4, ..kind(b"ftyp", "a film or a sound", None) },
    kind(b"SQLite format 3", "a database", None),
    kind(b"\x7FELF", "a program", None),
    kind(b"MZ\x90\0", "a program", None),
];

const fn kind(magic: &'static [u8], name: &'static str, command: Option<&'static str>) -> FileKind {
    FileKind { magic, at: 0, name, command }
}

impl FileKind {
    /// Returns the kind of a file by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Option<&'static Self> {
        KINDS.iter().find(|kind| bytes.get(kind.at..).is_some_and(|bytes| bytes.starts_with(kind.magic)))
    }

    /// Returns the command that converts a file of this kind.
    pub(super) fn hint(&self, path: &str) -> String {
        match self.command {
            Some(command) => {
                format!("convert it with `{}`, and name the new file", command.replace("FILE", path))
            }
            None => "save its text as .txt, .md or .html and name that file".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn names_a_kind_and_the_command_that_converts_it() {
        let kind = FileKind::of(b"%PDF-1.7\n").unwrap();
        assert_eq!(kind.name, "a PDF");
        assert_eq!(FileKind::of(b"{\"lamp\": true}").unwrap().name, "JSON data");
        assert_eq!(
            FileKind::of(b"1\n00:00:01,000 --> 00:00:02,000\nHello.").unwrap().name,
            "a file of captions"
        );
        assert_eq!(FileKind::of(b"1\nThe lamp is lit."), None);
        assert!(kind.hint("paper.pdf").contains("`pdftotext -layout paper.pdf article.txt`"));
        let book = [&[0; 60][..], b"BOOKMOBI"].concat();
        assert_eq!(FileKind::of(&book).unwrap().name, "a Kindle book");
        assert_eq!(FileKind::of(b"The quay"), None);
    }
}
