//! Unpacks the parameters of a GSM frame from the two packings in use.

/// The packing of frames into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Microsoft's: two frames without a gap in 65 bytes, the lowest bit first.
    Pair,
    /// The one of AIFF-C and of raw files: four bits of 0xd and a frame in 33 bytes, the highest bit first.
    Single,
}

impl Packing {
    /// Returns the number of bytes of a block.
    pub(crate) fn bytes(self) -> u32 {
        match self {
            Self::Pair => 65,
            Self::Single => 33,
        }
    }

    /// Returns the number of samples of a block.
    pub(crate) fn samples(self) -> u32 {
        match self {
            Self::Pair => 320,
            Self::Single => 160,
        }
    }

    /// Returns the number of samples in a number of bytes. An incomplete block counts as a whole one, but one byte may pad a chunk
    /// to an even length.
    pub(crate) fn frames_in(self, bytes: u64) -> u64 {
        let block = u64::from(self.bytes());
        let incomplete = u64::from(bytes % block > 1);
        (bytes / block + incomplete).saturating_mul(u64::from(self.samples()))
    }
}

/// The parameters of a frame of 160 samples, as they are coded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// Logarithmic area ratios of the filter.
    pub(super) ratios: [i16; 8],
    pub(super) parts: [Part; 4],
}

/// A quarter of a frame.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) lag: i16,
    pub(super) gain: usize,
    /// Position of the first pulse.
    pub(super) grid: usize,
    pub(super) maximum: i16,
    pub(super) pulses: [i16; 13],
}

/// Number of bits of each area ratio (GSM 06.10, table 1.1).
const RATIO_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];

/// Reads the frames of a block. Missing bytes are zeros.
pub(super) fn frames(block: &[u8], packing: Packing) -> Vec<Frame> {
    match packing {
        Packing::Single => vec![frame(&mut Bits { bytes: block, at: 4, packing })],
        Packing::Pair => {
            let mut bits = Bits { bytes: block, at: 0, packing };
            vec![frame(&mut bits), frame(&mut bits)]
        }
    }
}

fn frame(bits: &mut Bits<'_>) -> Frame {
    let ratios = RATIO_BITS.map(|count| bits.next(count));
    let parts = std::array::from_fn(|_| Part {
        lag: bits.next(7),
        gain: bits.next(2) as usize,
        grid: bits.next(2) as usize,
        maximum: bits.next(6),
        pulses: std::array::from_fn(|_| bits.next(3)),
    });
    Frame { ratios, parts }
}

struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    packing: Packing,
}

impl Bits<'_> {
    /// Returns the next number, of at most seven bits.
    fn next(&mut self, count: u32) -> i16 {
        let mut number = 0;
        for nth in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or(0);
            let within = self.at % 8;
            match self.packing {
                Packing::Single => number = number << 1 | i16::from(byte >> (7 - within) & 1),
                Packing::Pair => number |= i16::from(byte >> within & 1) << nth,
            }
            self.at += 1;
        }
        number
    }
}
