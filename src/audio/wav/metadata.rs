//! What a WAV says of itself, in chunks behind its samples: `bext` (EBU Tech 3285, version 2), `cue ` and `LIST adtl` for its
//! chapters and passages, `LIST INFO` (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0").
//!
//! Two rules that readers were seen to need: the length of every chunk is even, and every `labl` stands before any `ltxt`.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::writer::{LONG, LONG_SIZES, long_sizes};

/// What is written into an episode. Nothing in it depends on the clock.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// Its title.
    pub title: String,
    /// Who made it, and with what.
    pub software: String,
    /// What a listener should know of it.
    pub comment: String,
    /// How the samples came to be, as `bext` has it: `A=PCM,F=44100,W=16,M=mono,T=…`.
    pub history: String,
    /// Measured of the whole.
    pub loudness: Loudness,
    /// Places in it, in order: first its chapters, then its passages.
    pub marks: Vec<Mark>,
}

/// A place, or a passage, with a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Its first frame.
    pub frame: u64,
    /// Frames that it lasts; none for a chapter.
    pub length: Option<u64>,
    /// What it is called.
    pub name: String,
}

/// What `bext` says of loudness (EBU R 128); in LUFS, LU and dBTP.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Loudness {
    /// Of the whole.
    pub integrated: Option<f64>,
    /// Its range.
    pub range: Option<f64>,
    /// Highest true peak.
    pub true_peak: Option<f64>,
    /// Highest of 400 ms.
    pub momentary: Option<f64>,
    /// Highest of 3 s.
    pub short_term: Option<f64>,
}

/// Says that a value was not measured (EBU Tech 3285, supplement to version 2).
const UNKNOWN: i16 = 0x7fff;

/// Adds the chunks to a file that [`head`](super::head) began and whose samples are complete. A file that grows beyond 4 GiB by
/// it becomes RF64, for which its head has room.
///
/// # Errors
/// When the file cannot be read or written.
pub fn append(mut file: &File, metadata: &Metadata, frames: u64) -> io::Result<()> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut out = BufWriter::new(file);
    for chunk in chunks(metadata) {
        out.write_all(&chunk)?;
    }
    out.flush()?;
    drop(out);
    let riff = file.seek(SeekFrom::End(0))? - 8;
    let mut head = [0; 12 + LONG_SIZES];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    match u32::try_from(riff) {
        Ok(size) if head.starts_with(b"RIFF") => {
            file.seek(SeekFrom::Start(4))?;
            file.write_all(&size.to_le_bytes())
        }
        _ => lengthen(file, riff, end, frames, &head),
    }
}

/// Writes the head of a long file anew: RF64 with `ds64` in the place of its reserve.
fn lengthen(mut file: &File, riff: u64, end: u64, frames: u64, head: &[u8]) -> io::Result<()> {
    let data_at = data_at(file)?;
    let long = head.starts_with(b"RF64");
    // Of a file that was RIFF so far, the samples end where the chunks began, but for a byte of padding.
    let data = if long {
        u64::from_le_bytes(head[28..36].try_into().unwrap_or_default())
    } else {
        let mut size = [0; 4];
        file.seek(SeekFrom::Start(data_at + 4))?;
        file.read_exact(&mut size)?;
        u64::from(u32::from_le_bytes(size)).min(end - data_at - 8)
    };
    file.seek(SeekFrom::Start(0))?;
    file.write_all(
        &[b"RF64".as_slice(), &LONG.to_le_bytes(), b"WAVE", &long_sizes(riff, data, frames)].concat(),
    )?;
    file.seek(SeekFrom::Start(data_at + 4))?;
    file.write_all(&LONG.to_le_bytes())
}

/// Where the `data` chunk begins.
fn data_at(mut file: &File) -> io::Result<u64> {
    let mut at = 12;
    loop {
        let mut chunk = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut chunk)?;
        if chunk.starts_with(b"data") {
            return Ok(at);
        }
        let size = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        at += 8 + u64::from(size).next_multiple_of(2);
    }
}

fn chunks(metadata: &Metadata) -> Vec<Vec<u8>> {
    let mut chunks = vec![chunk(b"bext", &bext(metadata))];
    if !metadata.marks.is_empty() {
        chunks.push(chunk(b"cue ", &cues(&metadata.marks)));
        chunks.push(chunk(b"LIST", &labels(&metadata.marks)));
    }
    chunks.push(chunk(b"LIST", &info(metadata)));
    chunks
}

/// Of even length, so that no reader needs to know of padding.
fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = body.len().next_multiple_of(2);
    let mut chunk = [id.as_slice(), &(size as u32).to_le_bytes(), body].concat();
    chunk.resize(8 + size, 0);
    chunk
}

/// EBU Tech 3285, section 2.3: 602 bytes and the coding history.
fn bext(metadata: &Metadata) -> Vec<u8> {
    let mut bext = fixed(&metadata.title, 256);
    bext.extend(fixed(&metadata.software, 32));
    // Originator's reference, date, time, and the place on a time line: there is none that does not change.
    bext.extend([0; 32 + 10 + 8 + 8]);
    bext.extend(2_u16.to_le_bytes());
    bext.extend([0; 64]);
    let Loudness { integrated, range, true_peak, momentary, short_term } = metadata.loudness;
    for value in [integrated, range, true_peak, momentary, short_term] {
        let hundredths = value.map(|value| (value * 100.0).round().clamp(-32_768.0, 32_766.0) as i16);
        bext.extend(hundredths.unwrap_or(UNKNOWN).to_le_bytes());
    }
    bext.extend([0; 180]);
    bext.extend(metadata.history.as_bytes());
    bext.extend(b"\r\n");
    bext
}

/// A text in a field of that many bytes, cut between characters.
fn fixed(text: &str, width: usize) -> Vec<u8> {
    let mut end = text.len().min(width);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut field = text.as_bytes()[..end].to_vec();
    field.resize(width, 0);
    field
}

/// One point for each mark; places beyond what 32 bits hold cannot be said.
fn cues(marks: &[Mark]) -> Vec<u8> {
    let mut cues = (marks.len() as u32).to_le_bytes().to_vec();
    for (n, mark) in marks.iter().enumerate() {
        let frame = u32::try_from(mark.frame).unwrap_or(u32::MAX);
        for field in [n as u32 + 1, frame, u32::from_le_bytes(*b"data"), 0, 0, frame] {
            cues.extend(field.to_le_bytes());
        }
    }
    cues
}

fn labels(marks: &[Mark]) -> Vec<u8> {
    let mut list = b"adtl".to_vec();
    for (n, mark) in marks.iter().enumerate() {
        let id = (n as u32 + 1).to_le_bytes();
        list.extend(chunk(b"labl", &[id.as_slice(), mark.name.as_bytes(), &[0]].concat()));
    }
    for (n, mark) in marks.iter().enumerate() {
        let Some(length) = mark.length else { continue };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        // Purpose `rgn `: a region; country, language, dialect and code page are not said.
        let fields = [n as u32 + 1, length, u32::from_le_bytes(*b"rgn "), 0, 0];
        list.extend(chunk(b"ltxt", &fields.map(u32::to_le_bytes).concat()));
    }
    list
}

fn info(metadata: &Metadata) -> Vec<u8> {
    let mut list = b"INFO".to_vec();
    for (id, text) in
        [(b"INAM", &metadata.title), (b"ISFT", &metadata.software), (b"ICMT", &metadata.comment)]
    {
        if !text.is_empty() {
            list.extend(chunk(id, &[text.as_bytes(), &[0]].concat()));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Spec;
    use crate::audio::wav::{Reader, head};

    fn metadata() -> Metadata {
        let mark = |frame, length, name: &str| Mark { frame, length, name: name.into() };
        Metadata {
            title: "A title".into(),
            marks: vec![mark(0, None, "One"), mark(5, None, "Two"), mark(1, Some(3), "Odd")],
            loudness: Loudness { integrated: Some(-16.04), ..Loudness::default() },
            ..Metadata::default()
        }
    }

    #[test]
    fn every_chunk_is_even_and_labels_stand_before_texts() {
        let mut file = tempfile::tempfile().unwrap();
        let spec = Spec { sample_rate: 8_000, channels: 1 };
        file.write_all(&head(spec, 16, 10)).unwrap();
        file.write_all(&[0; 20]).unwrap();
        append(&file, &metadata(), 10).unwrap();
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(4), bytes.len() - 8);
        let (mut at, mut seen) = (12, Vec::new());
        while at < bytes.len() {
            assert_eq!(number(at + 4) % 2, 0, "{}", String::from_utf8_lossy(&bytes[at..at + 4]));
            seen.push(String::from_utf8_lossy(&bytes[at..at + 4]).into_owned());
            at += 8 + number(at + 4);
        }
        assert_eq!(seen, ["JUNK", "fmt ", "data", "bext", "cue ", "LIST", "LIST"]);
        let find = |id: &[u8]| bytes.windows(4).rposition(|window| window == id).unwrap();
        assert!(find(b"labl") < find(b"ltxt"));
        // -16.04 LUFS in hundredths, and what was not measured.
        let loudness = find(b"bext") + 8 + 412;
        assert_eq!(bytes[loudness..loudness + 4], [0xbc, 0xf9, 0xff, 0x7f]);
        assert_eq!(Reader::new(file).unwrap().frames(), 10);
    }

    #[test]
    fn a_file_that_grows_beyond_four_gib_becomes_rf64_in_its_place() {
        let spec = Spec { sample_rate: 44_100, channels: 1 };
        // The last frame that fits into RIFF, and a sparse file, which takes no place on the disk.
        let frames = (u64::from(u32::MAX) - 72) / 2;
        let mut file = tempfile::tempfile().unwrap();
        let head = head(spec, 16, frames);
        assert_eq!(&head[..4], b"RIFF");
        file.write_all(&head).unwrap();
        file.set_len(head.len() as u64 + frames * 2).unwrap();
        append(&file, &metadata(), frames).unwrap();
        let mut magic = [0; 4];
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_exact(&mut magic).unwrap();
        assert_eq!(&magic, b"RF64");
        file.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(Reader::new(file).unwrap().frames(), frames);
    }
}
