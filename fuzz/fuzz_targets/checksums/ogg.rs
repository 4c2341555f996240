//! Makes the checksums of a changed Ogg file fit. Otherwise a decoder would see only the first one.

/// Repairs the checksums of all pages of Ogg.
pub fn repair(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = position(&bytes[at..], b"OggS") {
        let start = at + found;
        at = start + 4;
        let Some(&count) = bytes.get(start + 26) else { return };
        let Some(lacing) = bytes.get(start + 27..start + 27 + usize::from(count)) else { return };
        let end =
            start + 27 + usize::from(count) + lacing.iter().map(|part| usize::from(*part)).sum::<usize>();
        let Some(page) = bytes.get_mut(start..end) else { continue };
        page[22..26].fill(0);
        let crc = page.iter().fold(0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte) << 24, |crc, _| {
                crc << 1 ^ if crc >> 31 == 1 { 0x04c1_1db7 } else { 0 }
            })
        });
        page[22..26].copy_from_slice(&crc.to_le_bytes());
        at = end;
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}
