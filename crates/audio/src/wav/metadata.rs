//! Writes metadata in chunks after the samples: `bext` (EBU Tech 3285, version 2), `cue ` and `LIST adtl` for chapters and
//! passages, and `LIST INFO` (Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0").
//!
//! Two rules avoid bugs of common readers: the length of every chunk is even, and every `labl` comes before any `ltxt`.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use super::writer::{DS64_BYTES, UNKNOWN_SIZE, ds64};

/// Metadata of an episode. Nothing in it depends on the clock, so equal builds give equal files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// Title of the episode.
    pub title: String,
    /// What the sound is a part of, e.g. the episode of a chapter.
    pub album: String,
    /// Its number there, e.g. `3/12`.
    pub track: String,
    /// Names of the publisher and the software.
    pub software: String,
    /// Comment for listeners.
    pub comment: String,
    /// Coding history in the format of `bext`: `A=PCM,F=44100,W=16,M=mono,T=…`.
    pub history: String,
    /// Loudness of the episode.
    pub loudness: Loudness,
    /// Markers in order: first the chapters, then the passages.
    pub markers: Vec<Marker>,
}

/// A named position or passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marker {
    /// First frame.
    pub frame: u64,
    /// Length in frames, or `None` for a chapter.
    pub length: Option<u64>,
    /// Name of the marker.
    pub name: String,
}

/// The loudness fields of `bext` (EBU R 128). A value is `None` if it was not measured.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Loudness {
    /// Integrated loudness in LUFS.
    pub integrated: Option<f64>,
    /// Loudness range in LU.
    pub range: Option<f64>,
    /// Highest true peak in dBTP.
    pub true_peak: Option<f64>,
    /// Highest momentary loudness (400 ms) in LUFS.
    pub momentary: Option<f64>,
    /// Highest short-term loudness (3 s) in LUFS.
    pub short_term: Option<f64>,
}

/// Value of a field that was not measured (EBU Tech 3285, supplement to version 2).
const NOT_MEASURED: i16 = 0x7fff;

/// Appends the chunks to a file that begins with [`header`](fn@super::header) and has all its samples. If the file grows
/// beyond 4 GiB, it becomes RF64, for which its header has room.
///
/// # Errors
/// If the file cannot be read or written.
pub fn append(mut file: &File, metadata: &Metadata, frames: u64) -> io::Result<()> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut out = BufWriter::new(file);
    for chunk in chunks(metadata) {
        out.write_all(&chunk)?;
    }
    out.flush()?;
    drop(out);
    let riff = file.seek(SeekFrom::End(0))? - 8;
    let mut header = [0; 12 + DS64_BYTES];
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut header)?;
    file.seek(SeekFrom::Start(0))?;
    match u32::try_from(riff) {
        Ok(size) if header.starts_with(b"RIFF") => {
            file.seek(SeekFrom::Start(4))?;
            file.write_all(&size.to_le_bytes())
        }
        _ => convert_to_rf64(file, riff, end, frames, &header),
    }
}

/// Rewrites the header of a long file: RF64, with `ds64` in place of the reserve.
fn convert_to_rf64(mut file: &File, riff: u64, end: u64, frames: u64, header: &[u8]) -> io::Result<()> {
    let data_at = data_at(file)?;
    let long = header.starts_with(b"RF64");
    // In a RIFF file, the samples end where the metadata begins, except for a padding byte.
    let data = if long {
        u64::from_le_bytes(header[28..36].try_into().unwrap_or_default())
    } else {
        let mut size = [0; 4];
        file.seek(SeekFrom::Start(data_at + 4))?;
        file.read_exact(&mut size)?;
        u64::from(u32::from_le_bytes(size)).min(end - data_at - 8)
    };
    file.seek(SeekFrom::Start(0))?;
    file.write_all(
        &[b"RF64".as_slice(), &UNKNOWN_SIZE.to_le_bytes(), b"WAVE", &ds64(riff, data, frames)].concat(),
    )?;
    file.seek(SeekFrom::Start(data_at + 4))?;
    file.write_all(&UNKNOWN_SIZE.to_le_bytes())
}

/// Returns the byte position of the `data` chunk.
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
    if !metadata.markers.is_empty() {
        chunks.push(chunk(b"cue ", &cues(&metadata.markers)));
        chunks.push(chunk(b"LIST", &labels(&metadata.markers)));
    }
    chunks.push(chunk(b"LIST", &info(metadata)));
    chunks
}

/// Returns a chunk of even length, so no reader needs to handle a padding byte.
fn chunk(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = body.len().next_multiple_of(2);
    let mut chunk = [id.as_slice(), &(size as u32).to_le_bytes(), body].concat();
    chunk.resize(8 + size, 0);
    chunk
}

/// Returns the content of `bext` (EBU Tech 3285, section 2.3): 602 bytes and the coding history.
fn bext(metadata: &Metadata) -> Vec<u8> {
    let mut bext = fixed(&metadata.title, 256);
    bext.extend(fixed(&metadata.software, 32));
    // Originator's reference, date, time and time reference stay empty: any value would change from build to build.
    bext.extend([0; 32 + 10 + 8 + 8]);
    bext.extend(2_u16.to_le_bytes());
    bext.extend([0; 64]);
    let Loudness { integrated, range, true_peak, momentary, short_term } = metadata.loudness;
    for value in [integrated, range, true_peak, momentary, short_term] {
        let hundredths = value.map(|value| (value * 100.0).round().clamp(-32_768.0, 32_766.0) as i16);
        bext.extend(hundredths.unwrap_or(NOT_MEASURED).to_le_bytes());
    }
    bext.extend([0; 180]);
    bext.extend(metadata.history.as_bytes());
    bext.extend(b"\r\n");
    bext
}

/// Returns a text in a field of `width` bytes, truncated between two characters.
fn fixed(text: &str, width: usize) -> Vec<u8> {
    let mut end = text.len().min(width);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut field = text.as_bytes()[..end].to_vec();
    field.resize(width, 0);
    field
}

/// Returns one cue point for each marker. Positions that exceed 32 bits get the highest number.
fn cues(markers: &[Marker]) -> Vec<u8> {
    let mut cues = (markers.len() as u32).to_le_bytes().to_vec();
    for (n, marker) in markers.iter().enumerate() {
        let frame = u32::try_from(marker.frame).unwrap_or(u32::MAX);
        for field in [n as u32 + 1, frame, u32::from_le_bytes(*b"data"), 0, 0, frame] {
            cues.extend(field.to_le_bytes());
        }
    }
    cues
}

fn labels(markers: &[Marker]) -> Vec<u8> {
    let mut list = b"adtl".to_vec();
    for (n, marker) in markers.iter().enumerate() {
        let id = (n as u32 + 1).to_le_bytes();
        list.extend(chunk(b"labl", &[id.as_slice(), marker.name.as_bytes(), &[0]].concat()));
    }
    for (n, marker) in markers.iter().enumerate() {
        let Some(length) = marker.length else { continue };
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        // The purpose `rgn ` means a region. Country, language, dialect and code page stay unset.
        let fields = [n as u32 + 1, length, u32::from_le_bytes(*b"rgn "), 0, 0];
        list.extend(chunk(b"ltxt", &fields.map(u32::to_le_bytes).concat()));
    }
    list
}

fn info(metadata: &Metadata) -> Vec<u8> {
    let mut list = b"INFO".to_vec();
    for (id, text) in [
        (b"INAM", &metadata.title),
        (b"IPRD", &metadata.album),
        (b"IPRT", &metadata.track),
        (b"ISFT", &metadata.software),
        (b"ICMT", &metadata.comment),
    ] {
        if !text.is_empty() {
            list.extend(chunk(id, &[text.as_bytes(), &[0]].concat()));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;
    use crate::wav::{Reader, header};

    fn metadata() -> Metadata {
        let marker = |frame, length, name: &str| Marker { frame, length, name: name.into() };
        Metadata {
            title: "A title".into(),
            markers: vec![marker(0, None, "One"), marker(5, None, "Two"), marker(1, Some(3), "Odd")],
            loudness: Loudness { integrated: Some(-16.04), ..Loudness::default() },
            ..Metadata::default()
        }
    }

    #[test]
    fn writes_even_chunks_and_labels_before_texts() {
        let mut file = tempfile::tempfile().unwrap();
        let spec = Spec { sample_rate: 8_000, channels: 1 };
        file.write_all(&header(spec, 16, 10)).unwrap();
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
        // −16.04 LUFS in hundredths, and a value that was not measured.
        let loudness = find(b"bext") + 8 + 412;
        assert_eq!(bytes[loudness..loudness + 4], [0xbc, 0xf9, 0xff, 0x7f]);
        assert_eq!(Reader::new(file).unwrap().frames(), 10);
    }

    #[test]
    fn converts_a_file_that_grows_beyond_four_gib_to_rf64() {
        let spec = Spec { sample_rate: 44_100, channels: 1 };
        // The last frame that fits into RIFF, in a sparse file, which uses no disk space.
        let frames = (u64::from(u32::MAX) - 72) / 2;
        let mut file = tempfile::tempfile().unwrap();
        let header = header(spec, 16, frames);
        assert_eq!(&header[..4], b"RIFF");
        file.write_all(&header).unwrap();
        file.set_len(header.len() as u64 + frames * 2).unwrap();
        append(&file, &metadata(), frames).unwrap();
        let mut magic = [0; 4];
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_exact(&mut magic).unwrap();
        assert_eq!(&magic, b"RF64");
        file.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(Reader::new(file).unwrap().frames(), frames);
    }
}
