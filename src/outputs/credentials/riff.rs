//! A manifest at the end of a WAV, in constant memory. The `c2pa` crate would hold the sound several times over; what
//! it writes is the same: a chunk `C2PA` behind all others, left out of the hash of the file (C2PA 2.2, A.3.6).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use c2pa::assertions::DataHash;
use c2pa::{Builder, HashRange, Signer};

/// Bytes of the name and the length of a chunk.
const HEAD: u64 = 8;
/// The crate's name for a manifest as it is.
const BARE: &str = "application/c2pa";

/// Copies a WAV, with a signed manifest behind it.
pub(super) fn sign(
    builder: &mut Builder,
    signer: &dyn Signer,
    source: &mut File,
    target: &mut File,
) -> c2pa::Result<()> {
    let room = builder.data_hashed_placeholder(signer.reserve_size(), BARE)?;
    let start = copy(source, target, &room)?;
    let mut hash = DataHash::new("jumbf manifest", "sha256");
    hash.add_exclusion(HashRange::new(start, HEAD + room.len() as u64));
    target.rewind()?;
    hash.gen_hash_from_stream(target)?;
    let manifest = builder.sign_data_hashed_embeddable(signer, &hash, BARE)?;
    if manifest.len() != room.len() {
        return Err(c2pa::Error::BadParam("the manifest is not as long as the room left for it".into()));
    }
    target.seek(SeekFrom::Start(start + HEAD))?;
    target.write_all(&manifest)?;
    Ok(())
}

/// Why a WAV cannot hold a manifest of that length; reads its first bytes alone.
pub(super) fn refusal(source: &mut File, longest: u64) -> io::Result<Option<&'static str>> {
    let mut head = [0; 12];
    source.rewind()?;
    source.read_exact(&mut head)?;
    let told = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])) + HEAD;
    let length = source.metadata()?.len();
    Ok(match &head[..4] {
        b"RF64" | b"BW64" => Some("it is an RF64, longer than 4 GiB, for which C2PA knows no place"),
        b"RIFF" if length + longest > u64::from(u32::MAX) => {
            Some("with a manifest it would be longer than 4 GiB")
        }
        b"RIFF" if told == length => None,
        _ => Some("it is not as long as its first bytes say"),
    })
}

/// Copies with room for a manifest, and gives the place where its chunk begins.
fn copy(source: &mut File, target: &mut File, room: &[u8]) -> io::Result<u64> {
    source.rewind()?;
    target.rewind()?;
    let length = io::copy(source, target)?;
    let start = length + length % 2;
    target.write_all(&[0][..(length % 2) as usize])?;
    let size = u32::try_from(room.len()).map_err(io::Error::other)?;
    target.write_all(b"C2PA")?;
    target.write_all(&size.to_le_bytes())?;
    target.write_all(room)?;
    target.write_all(&[0][..room.len() % 2])?;
    let whole = u32::try_from(target.stream_position()? - HEAD).map_err(io::Error::other)?;
    target.seek(SeekFrom::Start(4))?;
    target.write_all(&whole.to_le_bytes())?;
    Ok(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(head: &[u8; 4], told: u32, length: u64) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(head).unwrap();
        file.write_all(&told.to_le_bytes()).unwrap();
        file.write_all(b"WAVE").unwrap();
        // Nothing is written there, and no disk is used.
        file.set_len(length).unwrap();
        file
    }

    #[test]
    fn a_wav_that_has_no_room_for_a_manifest_is_told_by_its_first_bytes() {
        let refused = |head, told, length| refusal(&mut wav(head, told, length), 1 << 20).unwrap();
        assert_eq!(refused(b"RIFF", 92, 100), None);
        assert!(refused(b"RF64", u32::MAX, 5 << 30).unwrap().contains("RF64"));
        assert!(refused(b"RIFF", u32::MAX - 107, u64::from(u32::MAX) - 99).unwrap().contains("4 GiB"));
        assert!(refused(b"RIFF", 92, 101).unwrap().contains("as long as"));
        assert!(refused(b"OggS", 92, 100).is_some());
    }

    #[test]
    fn chunks_stay_at_even_places_and_the_length_holds() {
        for (length, room) in [(100_u32, 4), (101, 4), (100, 5), (101, 5)] {
            let mut target = tempfile::tempfile().unwrap();
            let start =
                copy(&mut wav(b"RIFF", length - 8, u64::from(length)), &mut target, &vec![7; room]).unwrap();
            let mut bytes = Vec::new();
            target.rewind().unwrap();
            target.read_to_end(&mut bytes).unwrap();
            assert_eq!(start, u64::from(length.next_multiple_of(2)));
            let chunk = &bytes[start as usize..];
            assert_eq!(&chunk[..8], [b"C2PA".as_slice(), &(room as u32).to_le_bytes()].concat());
            assert_eq!(&chunk[8..8 + room], vec![7; room]);
            assert_eq!(bytes.len() % 2, 0);
            assert_eq!(bytes[4..8], (bytes.len() as u32 - 8).to_le_bytes());
        }
    }
}
