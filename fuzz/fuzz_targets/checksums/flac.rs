//! Makes the checksums of a changed FLAC file fit. Otherwise a decoder would see only the first one.

/// Repairs the checksums of all frames of FLAC: of each header, and of the bytes from one header to the next.
pub fn repair(bytes: &mut [u8]) {
    let starts: Vec<usize> = (0..bytes.len().saturating_sub(16))
        .filter(|at| bytes[*at] == 0xff && bytes[at + 1] & 0xfe == 0xf8 && bytes[at + 2] >> 4 != 0)
        .collect();
    for (nth, &start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(bytes.len());
        let coded = match bytes[start + 4].leading_ones() {
            0 => 1,
            more => more as usize,
        };
        let size = [0, 0, 0, 0, 0, 0, 1, 2].get(usize::from(bytes[start + 2] >> 4)).copied().unwrap_or(0);
        let rate = match bytes[start + 2] & 15 {
            12 => 1,
            13 | 14 => 2,
            _ => 0,
        };
        let header = start + 4 + coded + size + rate;
        if header + 3 > end {
            continue;
        }
        bytes[header] = crc(&bytes[start..header], 8, 0x07) as u8;
        let checksum = crc(&bytes[start..end - 2], 16, 0x8005) as u16;
        bytes[end - 2..end].copy_from_slice(&checksum.to_be_bytes());
    }
}

fn crc(bytes: &[u8], bits: u32, polynomial: u32) -> u32 {
    let top = 1 << (bits - 1);
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte) << (bits - 8), |crc, _| {
            let next = crc << 1 & ((1 << bits) - 1);
            if crc & top != 0 { next ^ polynomial } else { next }
        })
    })
}
