//! Reads bits, most significant bit first.

/// The bytes end before the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EndOfBits;

/// A position in bytes.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    /// Index of the first byte that is not counted in `have`.
    at: usize,
    /// The next bits, from the top. Bits below `have` are either zero or right.
    cache: u64,
    /// Number of valid bits in `cache`.
    have: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, cache: 0, have: 0 }
    }

    /// Fills the cache to at least 56 bits, as far as there are bytes.
    #[inline]
    fn refill(&mut self) {
        if let Some(next) = self.bytes.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            self.cache |= u64::from_be_bytes(*next) >> self.have;
            let whole = (63 - self.have) / 8;
            self.at += whole as usize;
            self.have += whole * 8;
            return;
        }
        while self.have <= 56 {
            let Some(byte) = self.bytes.get(self.at) else { return };
            // The cache may hold these bits already; they are equal.
            self.cache |= u64::from(*byte) << (56 - self.have);
            self.at += 1;
            self.have += 8;
        }
    }

    /// Reads an unsigned number of up to 56 bits.
    #[inline]
    pub(super) fn read(&mut self, count: u32) -> Result<u64, EndOfBits> {
        if count == 0 {
            return Ok(0);
        }
        if self.have < count {
            self.refill();
            if self.have < count {
                return Err(EndOfBits);
            }
        }
        let value = self.cache >> (64 - count);
        self.cache <<= count;
        self.have -= count;
        Ok(value)
    }

    /// Reads a signed number of up to 56 bits.
    #[inline]
    pub(super) fn read_signed(&mut self, count: u32) -> Result<i64, EndOfBits> {
        if count == 0 {
            return Ok(0);
        }
        let unused = 64 - count;
        Ok(((self.read(count)? << unused) as i64) >> unused)
    }

    /// Reads a unary number: the count of zeros before a one.
    #[inline]
    pub(super) fn read_unary(&mut self) -> Result<u64, EndOfBits> {
        let mut zeros = 0;
        loop {
            let run = self.cache.leading_zeros();
            if run < self.have {
                self.cache = (self.cache << run) << 1;
                self.have -= run + 1;
                return Ok(zeros + u64::from(run));
            }
            zeros += u64::from(self.have);
            (self.cache, self.have) = (0, 0);
            self.refill();
            if self.have == 0 {
                return Err(EndOfBits);
            }
        }
    }

    /// Drops the bits up to the next byte. Returns the number of bytes before it.
    pub(super) fn align(&mut self) -> usize {
        let drop = self.have % 8;
        self.cache <<= drop;
        self.have -= drop;
        self.at - (self.have / 8) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_across_refills_and_at_the_end() {
        let bytes: Vec<u8> = (0..23_u8).map(|n| n.wrapping_mul(37) ^ 0x5b).collect();
        let bit = |at: usize| u64::from(bytes[at / 8] >> (7 - at % 8) & 1);
        for width in [1, 3, 7, 13, 31, 32, 33, 56] {
            let (mut bits, mut at) = (Bits::new(&bytes), 0);
            while at + width <= bytes.len() * 8 {
                let wanted = (at..at + width).fold(0, |value, at| value << 1 | bit(at));
                assert_eq!(bits.read(width as u32), Ok(wanted), "{width} bits at {at}");
                at += width;
            }
            assert_eq!(bits.read(width as u32), Err(EndOfBits), "{width}");
        }
    }

    #[test]
    fn reads_unary_and_signed_numbers() {
        let mut bytes = vec![0; 17];
        bytes.extend([0b0000_1101, 0b1000_0000]);
        let mut bits = Bits::new(&bytes);
        assert_eq!(bits.read_unary(), Ok(17 * 8 + 4));
        assert_eq!(bits.read_unary(), Ok(0));
        assert_eq!(bits.read_signed(3), Ok(3));
        assert_eq!(bits.align(), 19);
        assert_eq!(bits.read_unary(), Err(EndOfBits));
        assert_eq!(Bits::new(&[0b1010_0000]).read_signed(3), Ok(-3));
    }
}
