//! Compresses rows of similar pixels as a zlib stream (RFC 1950, RFC 1951).
//!
//! Each byte is replaced by its difference from the one above, so most are zero, and runs of zeros are encoded by their
//! length. The Huffman code is fixed: it was computed once over the pictures of a catalogue, which makes this faster
//! than other compressors of this ratio. Any bytes can be encoded, other pictures less compactly.

/// The code length of each symbol: bytes, end, and lengths of runs (RFC 1951, 3.2.5).
#[rustfmt::skip]
const BITS: [u8; 286] = [
    2, 6, 4, 7, 8, 9, 11, 12, 9, 10, 11, 12, 12, 12, 12, 12, 6, 8, 8, 9, 9, 9, 10, 12, 11, 11, 11, 12, 12, 12, 12, 12,
    6, 8, 7, 9, 9, 9, 10, 12, 11, 12, 11, 11, 12, 12, 12, 12, 7, 9, 9, 7, 9, 9, 10, 12, 12, 11, 11, 11, 12, 12, 12, 12,
    8, 9, 9, 9, 7, 7, 9, 11, 12, 12, 12, 12, 12, 11, 12, 12, 9, 9, 9, 9, 9, 7, 8, 10, 11, 12, 12, 12, 12, 11, 11, 12,
    10, 10, 10, 9, 9, 9, 8, 9, 12, 12, 12, 12, 12, 12, 12, 11, 10, 12, 12, 12, 12, 10, 10, 9, 11, 12, 12, 12, 12, 12,
    11, 11, 8, 11, 12, 12, 12, 12, 12, 12, 11, 6, 10, 10, 11, 11, 11, 11, 9, 11, 11, 11, 12, 12, 12, 12, 11, 9, 8, 9, 9,
    9, 10, 10, 10, 11, 11, 11, 12, 12, 12, 12, 11, 10, 9, 9, 9, 10, 10, 9, 9, 12, 11, 11, 12, 12, 12, 12, 12, 11, 9, 7,
    8, 9, 9, 9, 8, 12, 12, 12, 12, 11, 12, 12, 12, 11, 10, 10, 9, 8, 9, 9, 7, 12, 12, 12, 12, 12, 11, 12, 12, 11, 10, 9,
    10, 9, 8, 8, 6, 12, 12, 12, 12, 12, 11, 11, 12, 11, 10, 9, 9, 9, 8, 8, 6, 12, 12, 12, 12, 12, 11, 10, 9, 11, 11, 9,
    8, 7, 6, 6, 12, 6, 5, 7, 7, 7, 7, 8, 8, 7, 7, 8, 8, 8, 8, 9, 9, 7, 7, 9, 9, 8, 5, 10, 10, 9, 8, 9, 10, 4,
];

/// The end-of-block symbol.
const END: usize = 256;

/// The base length and the number of extra bits of each length symbol; runs are 3 to 258 long.
const RUNS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// The filter type of a row of differences from the row above (PNG, 9.2: “Up”).
const UP: u8 = 2;

/// The code of each symbol, bit-reversed (RFC 1951, 3.2.2).
const CODES: [u16; 286] = {
    let mut codes = [0; 286];
    let (mut next, mut bits) = (0_u16, 1);
    while bits < 16 {
        let mut symbol = 0;
        while symbol < 286 {
            if BITS[symbol] == bits {
                codes[symbol] = next.reverse_bits() >> (16 - bits);
                next += 1;
            }
            symbol += 1;
        }
        next <<= 1;
        bits += 1;
    }
    codes
};

/// The index in `RUNS` for each length of a run.
const RANKS: [u8; 259] = {
    let mut ranks = [0; 259];
    let (mut length, mut rank) = (3, 0);
    while length < 259 {
        if rank + 1 < RUNS.len() && length >= RUNS[rank + 1].0 as usize {
            rank += 1;
        }
        ranks[length] = rank as u8;
        length += 1;
    }
    ranks
};

/// Most pictures are smaller.
const USUAL_PICTURE: usize = 32 * 1024;

/// The number of pixels compared at once.
const GROUP: usize = 16;

/// Compresses rows of `row` pixels, a multiple of sixteen, each from 0 to 15. Two pixels are a byte of what is compressed.
pub fn squeeze(pixels: &[u8], row: usize) -> Vec<u8> {
    let mut to = ZlibWriter { bytes: Vec::with_capacity(USUAL_PICTURE), bits: 0, count: 0, sum: (1, 0) };
    to.bytes.extend([0x78, 0x01]);
    to.head();
    let mut before: &[u8] = &vec![0; row];
    for now in pixels.chunks_exact(row) {
        to.byte(UP);
        let mut zeros = 0;
        if now == before {
            zeros = row / 2;
        } else {
            for (now, before) in now.as_chunks::<GROUP>().0.iter().zip(before.as_chunks::<GROUP>().0) {
                let mut next = 0;
                if now != before {
                    let (now, before) = (pairs(now), pairs(before));
                    let mut changed = now ^ before;
                    while changed > 0 {
                        let at = changed.trailing_zeros() / 8;
                        zeros += (at - next) as usize;
                        if zeros > 0 {
                            to.zeros(zeros);
                            zeros = 0;
                        }
                        to.byte(((now >> (8 * at)) as u8).wrapping_sub((before >> (8 * at)) as u8));
                        changed &= !(0xFF << (8 * at));
                        next = at + 1;
                    }
                }
                zeros += GROUP / 2 - next as usize;
            }
        }
        to.zeros(zeros);
        to.reduce();
        before = now;
    }
    to.finish()
}

/// A byte for each two pixels, the first one the lowest.
fn pairs(pixels: &[u8; GROUP]) -> u64 {
    // Both pixels of a pair are moved beside each other, and the bytes in between closed in three steps.
    let wide = u128::from_le_bytes(*pixels);
    let bytes = (wide << 4 | wide >> 8) & 0x00FF_00FF_00FF_00FF_00FF_00FF_00FF_00FF;
    let bytes = (bytes | bytes >> 8) & 0x0000_FFFF_0000_FFFF_0000_FFFF_0000_FFFF;
    let bytes = (bytes | bytes >> 16) & 0x0000_0000_FFFF_FFFF_0000_0000_FFFF_FFFF;
    (bytes | bytes >> 32) as u64
}

struct ZlibWriter {
    bytes: Vec<u8>,
    /// Pending bits, the first as the lowest: fewer than 32.
    bits: u64,
    count: u8,
    /// Both sums of Adler-32 (RFC 1950, 8), reduced at the end of each row: until then they have room for 4,000 bytes.
    sum: (u32, u32),
}

/// The modulus of Adler-32.
const ADLER: u32 = 65_521;

impl ZlibWriter {
    fn put(&mut self, bits: u16, count: u8) {
        self.bits |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.bits as u32).to_le_bytes());
            self.bits >>= 32;
            self.count -= 32;
        }
    }

    /// Writes the header of the only block, with dynamic Huffman codes for the symbols and one for the distance.
    fn head(&mut self) {
        // The last block, dynamic codes, 286 symbols, one distance, and all 19 code length codes.
        for (bits, count) in [(1, 1), (2, 2), (29, 5), (0, 5), (15, 4)] {
            self.put(bits, count);
        }
        // Code lengths are written in four bits each; the repeat codes, which come first, are unused.
        (0..19).for_each(|place| self.put(if place < 3 { 0 } else { 4 }, 3));
        let four = |length: u8| u16::from(length).reverse_bits() >> 12;
        BITS.iter().for_each(|length| self.put(four(*length), 4));
        self.put(four(1), 4);
    }

    fn symbol(&mut self, symbol: usize) {
        self.put(CODES[symbol], BITS[symbol]);
    }

    fn byte(&mut self, byte: u8) {
        self.symbol(usize::from(byte));
        self.sum.0 += u32::from(byte);
        self.sum.1 += self.sum.0;
    }

    /// Writes a run of zeros, at most a row.
    fn zeros(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        self.symbol(0);
        let mut rest = count - 1;
        while rest >= 3 {
            let length = rest.min(258);
            let rank = usize::from(RANKS[length]);
            let (from, more) = RUNS[rank];
            self.symbol(END + 1 + rank);
            // Followed by the only distance code, a zero bit: the previous byte.
            self.put(length as u16 - from, more + 1);
            rest -= length;
        }
        (0..rest).for_each(|_| self.symbol(0));
        self.sum.1 += self.sum.0 * count as u32;
    }

    /// Takes both sums modulo [`ADLER`].
    fn reduce(&mut self) {
        self.sum = (self.sum.0 % ADLER, self.sum.1 % ADLER);
    }

    fn finish(mut self) -> Vec<u8> {
        self.symbol(END);
        let rest = usize::from(self.count.div_ceil(8));
        self.bytes.extend_from_slice(&self.bits.to_le_bytes()[..rest]);
        self.bytes.extend((self.sum.1 << 16 | self.sum.0).to_be_bytes());
        self.bytes
    }
}
