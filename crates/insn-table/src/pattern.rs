//! The notation of one encoding, and what is computed from it.

/// Most pieces (runs of operand bits) one encoding may have.
const MAX_PIECES: usize = 10;
/// Most `where` conditions one encoding may have.
const MAX_EXCLUSIONS: usize = 5;
/// Most pieces one operand field may be split into.
const MAX_SPLIT: usize = 8;

/// A run of operand bits: insn bits `lsb .. lsb+width` are bits `value_lsb ..` of the field.
#[derive(Clone, Copy, Debug)]
struct Piece {
    name_start: u8,
    name_len: u8,
    lsb: u8,
    width: u8,
    value_lsb: u8,
}

const NO_PIECE: Piece = Piece {
    name_start: 0,
    name_len: 0,
    lsb: 0,
    width: 0,
    value_lsb: 0,
};

/// One encoding, 16 or 32 bits wide, most significant bit first:
///
/// * `0010011`: bits with this value,
/// * `rs1:5`: an operand field of 5 bits,
/// * `imm[12|10:5]`: bits 12 and 10..5 of the operand field `imm`, which may go on elsewhere,
/// * `where rd!=0 imm&6!=2` at the end: field values, or values of some of a field's bits, that do not belong to this
///   encoding.
///
/// Spaces are free. Parsing happens at compile time: a wrong number of bits or a field that is
/// unknown, missing or defined twice is a compile error at the row.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    text: &'static str,
    /// Width of the encoding in bits: 16 or 32.
    pub bits: u8,
    /// The fixed bits.
    pub mask: u32,
    /// Their values.
    pub value: u32,
    pieces: [Piece; MAX_PIECES],
    piece_count: u8,
    exclusions: [(u32, u32); MAX_EXCLUSIONS],
    exclusion_count: u8,
}

const fn low_bits(width: u8) -> u32 {
    if width >= 32 {
        u32::MAX
    } else {
        (1 << width) - 1
    }
}

const fn is_name_byte(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_'
}

/// Reads a decimal number at `at`; returns (value, position after it).
const fn number(s: &[u8], mut at: usize) -> (u32, usize) {
    let start = at;
    let mut n = 0;
    while at < s.len() && s[at].is_ascii_digit() {
        n = n * 10 + (s[at] - b'0') as u32;
        at += 1;
    }
    assert!(at > start, "a number is missing in the pattern");
    (n, at)
}

const fn name_end(s: &[u8], mut at: usize) -> usize {
    while at < s.len() && is_name_byte(s[at]) {
        at += 1;
    }
    at
}

const fn same(s: &[u8], start: usize, len: usize, other: &[u8]) -> bool {
    if len != other.len() {
        return false;
    }
    let mut i = 0;
    while i < len {
        if s[start + i] != other[i] {
            return false;
        }
        i += 1;
    }
    true
}

impl Pattern {
    /// Parses the notation.
    ///
    /// # Panics
    /// When it is malformed; in a `const` that is a compile error.
    pub const fn parse(text: &'static str) -> Pattern {
        let s = text.as_bytes();
        let mut p = Pattern {
            text,
            bits: 0,
            mask: 0,
            value: 0,
            pieces: [NO_PIECE; MAX_PIECES],
            piece_count: 0,
            exclusions: [(0, 0); MAX_EXCLUSIONS],
            exclusion_count: 0,
        };
        // Most significant bits come first: collect with `lsb` counted from the top, then turn round.
        let mut used: u8 = 0;
        let mut at = 0;
        while at < s.len() {
            match s[at] {
                b' ' => at += 1,
                b'0' | b'1' => {
                    p.mask = (p.mask << 1) | 1;
                    p.value = (p.value << 1) | (s[at] - b'0') as u32;
                    used += 1;
                    at += 1;
                }
                _ => {
                    let end = name_end(s, at);
                    assert!(end > at, "unexpected character in the pattern");
                    if same(s, at, end - at, b"where") {
                        break;
                    }
                    (at, used) = p.parse_field(s, at, end, used);
                }
            }
        }
        assert!(
            used == 16 || used == 32,
            "an encoding must have 16 or 32 bits"
        );
        p.bits = used;
        p.place_pieces();
        p.parse_conditions(s, at);
        p
    }

    /// `name:width` or `name[hi:lo|bit|..]`; returns (position, bits used so far).
    const fn parse_field(
        &mut self,
        s: &[u8],
        start: usize,
        end: usize,
        mut used: u8,
    ) -> (usize, u8) {
        assert!(end < s.len(), "a field needs a width or a bit list");
        if s[end] == b':' {
            let (width, at) = number(s, end + 1);
            used = self.push(start, end, used, width, 0);
            return (at, used);
        }
        assert!(s[end] == b'[', "a field needs a width or a bit list");
        let mut at = end + 1;
        loop {
            let (hi, next) = number(s, at);
            let (lo, next) = if s[next] == b':' {
                number(s, next + 1)
            } else {
                (hi, next)
            };
            assert!(hi >= lo && hi < 32, "a bit range must be written high:low");
            used = self.push(start, end, used, hi - lo + 1, lo);
            assert!(
                s[next] == b'|' || s[next] == b']',
                "bad bit list in the pattern"
            );
            at = next + 1;
            if s[next] == b']' {
                return (at, used);
            }
        }
    }

    const fn push(&mut self, start: usize, end: usize, used: u8, width: u32, value_lsb: u32) -> u8 {
        assert!(
            width > 0 && width + used as u32 <= 32,
            "more than 32 bits in the pattern"
        );
        let n = self.piece_count as usize;
        self.pieces[n] = Piece {
            name_start: start as u8,
            name_len: (end - start) as u8,
            lsb: used,
            width: width as u8,
            value_lsb: value_lsb as u8,
        };
        self.piece_count += 1;
        self.mask = (self.mask as u64).wrapping_shl(width) as u32;
        self.value = (self.value as u64).wrapping_shl(width) as u32;
        used + width as u8
    }

    const fn place_pieces(&mut self) {
        let mut i = 0;
        while i < self.piece_count as usize {
            let piece = &mut self.pieces[i];
            piece.lsb = self.bits - piece.lsb - piece.width;
            i += 1;
        }
    }

    /// `where field!=value ...`
    const fn parse_conditions(&mut self, s: &[u8], mut at: usize) {
        if at == s.len() {
            return;
        }
        at += b"where".len();
        while at < s.len() {
            if s[at] == b' ' {
                at += 1;
                continue;
            }
            let end = name_end(s, at);
            assert!(end > at && end < s.len(), "a condition begins with a field");
            let (bits, after) = if s[end] == b'&' {
                number(s, end + 1)
            } else {
                (u32::MAX, end)
            };
            assert!(
                after + 2 < s.len() && s[after] == b'!' && s[after + 1] == b'=',
                "a condition is written field!=value or field&bits!=value"
            );
            let (value, next) = number(s, after + 2);
            self.exclusions[self.exclusion_count as usize] =
                self.scatter_by_range(at, end - at, value, bits);
            self.exclusion_count += 1;
            at = next;
        }
    }

    /// (insn bits of the named field's `among`, those bits when the field has `value`).
    const fn scatter_by_range(
        &self,
        start: usize,
        len: usize,
        value: u32,
        among: u32,
    ) -> (u32, u32) {
        let s = self.text.as_bytes();
        let (mut mask, mut bits) = (0, 0);
        let mut i = 0;
        while i < self.piece_count as usize {
            let piece = self.pieces[i];
            let mut same_name = piece.name_len as usize == len;
            let mut k = 0;
            while same_name && k < len {
                same_name = s[piece.name_start as usize + k] == s[start + k];
                k += 1;
            }
            if same_name {
                let here = (among >> piece.value_lsb) & low_bits(piece.width);
                mask |= here << piece.lsb;
                bits |= ((value >> piece.value_lsb) & here) << piece.lsb;
            }
            i += 1;
        }
        assert!(mask != 0, "a condition names an unknown field");
        (mask, bits)
    }

    /// Where the fields `names` are, in that order.
    ///
    /// # Panics
    /// When the pattern has other fields than these; in a `const` that is a compile error.
    pub const fn fields<const N: usize>(&self, names: &[&str; N]) -> [FieldSpec; N] {
        let mut specs = [FieldSpec::EMPTY; N];
        let s = self.text.as_bytes();
        let mut i = 0;
        while i < self.piece_count as usize {
            let piece = self.pieces[i];
            let mut n = 0;
            let mut found = false;
            while n < N {
                if same(
                    s,
                    piece.name_start as usize,
                    piece.name_len as usize,
                    names[n].as_bytes(),
                ) {
                    specs[n] = specs[n].with(piece);
                    found = true;
                }
                n += 1;
            }
            assert!(found, "the pattern has a field the operands do not have");
            i += 1;
        }
        let mut n = 0;
        while n < N {
            assert!(
                specs[n].count > 0,
                "the operands have a field the pattern does not have"
            );
            n += 1;
        }
        specs
    }

    /// True if `word` has this encoding.
    #[inline]
    pub const fn matches(&self, word: u32) -> bool {
        word & self.mask == self.value && !self.excludes(word)
    }

    /// True if a `where` condition rules `word` out.
    #[inline]
    pub const fn excludes(&self, word: u32) -> bool {
        let mut i = 0;
        while i < self.exclusion_count as usize {
            let (mask, value) = self.exclusions[i];
            if word & mask == value {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Number of `where` conditions.
    pub(crate) const fn exclusion_count(&self) -> usize {
        self.exclusion_count as usize
    }

    /// The `n`th condition: the encoding does not have words that masked with the first are the second.
    pub(crate) const fn exclusion(&self, n: usize) -> (u32, u32) {
        self.exclusions[n]
    }

    /// True if some word may have both encodings. (Conditions are considered only where the fixed bits of
    /// both decide them, so it may be true too often, never too seldom.)
    pub fn overlaps(&self, other: &Pattern) -> bool {
        if self.bits != other.bits || (self.value ^ other.value) & self.mask & other.mask != 0 {
            return false;
        }
        let (mask, value) = (self.mask | other.mask, self.value | other.value);
        let excluded = |p: &Pattern| {
            p.exclusions[..p.exclusion_count as usize]
                .iter()
                .any(|&(m, v)| m & mask == m && value & m == v)
        };
        !excluded(self) && !excluded(other)
    }

    /// True if every word of this encoding has the fixed bits of `other`, and it fixes more of them.
    pub const fn refines(&self, other: &Pattern) -> bool {
        self.mask & other.mask == other.mask
            && self.mask != other.mask
            && self.value & other.mask == other.value
    }

    /// A word of this encoding with its operand bits taken from `random`.
    pub fn sample(&self, mut random: impl FnMut() -> u64) -> u32 {
        let all = low_bits(self.bits);
        loop {
            let word = (random() as u32 & all & !self.mask) | self.value;
            if !self.excludes(word) {
                return word;
            }
        }
    }

    /// The encoding as written in the row.
    pub const fn text(&self) -> &'static str {
        self.text
    }
}

/// Where one operand field is in an insn.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// (lsb in the insn, width, lsb in the value)
    parts: [(u8, u8, u8); MAX_SPLIT],
    count: u8,
    /// Width of the value: its highest encoded bit + 1.
    pub width: u8,
}

impl FieldSpec {
    const EMPTY: FieldSpec = FieldSpec {
        parts: [(0, 0, 0); MAX_SPLIT],
        count: 0,
        width: 0,
    };

    const fn with(mut self, piece: Piece) -> FieldSpec {
        let mut i = 0;
        while i < self.count as usize {
            let (_, width, value_lsb) = self.parts[i];
            let earlier = low_bits(width) << value_lsb;
            let now = low_bits(piece.width) << piece.value_lsb;
            assert!(earlier & now == 0, "a field bit is defined twice");
            i += 1;
        }
        self.parts[self.count as usize] = (piece.lsb, piece.width, piece.value_lsb);
        self.count += 1;
        let top = piece.value_lsb + piece.width;
        if top > self.width {
            self.width = top;
        }
        self
    }

    /// The field's value in `word`, zero-extended; bits that are not encoded are 0.
    #[inline(always)]
    pub const fn extract(&self, word: u32) -> u32 {
        let mut value = 0;
        let mut i = 0;
        while i < self.count as usize {
            let (lsb, width, value_lsb) = self.parts[i];
            value |= ((word >> lsb) & low_bits(width)) << value_lsb;
            i += 1;
        }
        value
    }

    /// `raw` (from [`Self::extract`]) with the highest bit of the field as its sign.
    #[inline(always)]
    pub const fn sign_extend(&self, raw: u32) -> i64 {
        let shift = 32 - self.width as u32;
        (((raw << shift) as i32) >> shift) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fixed_bits_and_fields() {
        const P: Pattern = Pattern::parse("0010000 rs2:5 rs1:5 010 rd:5 0110011");
        assert_eq!((P.bits, P.mask, P.value), (32, 0xfe00_707f, 0x2000_2033));
        const F: [FieldSpec; 3] = P.fields(&["rd", "rs1", "rs2"]);
        let word = 0x2031_20b3; // sh1add ra, sp, gp
        assert!(P.matches(word));
        assert_eq!(F.map(|f| f.extract(word)), [1, 2, 3]);
    }

    #[test]
    fn gathers_split_immediates() {
        const P: Pattern = Pattern::parse("imm[12|10:5] rs2:5 rs1:5 000 imm[4:1|11] 1100011");
        const F: [FieldSpec; 3] = P.fields(&["rs1", "rs2", "imm"]);
        let word = 0xfeb5_0ee3; // beq a0, a1, .-4
        assert_eq!(F[2].width, 13);
        assert_eq!(F[2].sign_extend(F[2].extract(word)), -4);
    }

    #[test]
    fn conditions_exclude_words_and_overlaps() {
        const JR: Pattern = Pattern::parse("100 0 rs1:5 00000 10 where rs1!=0");
        const MV: Pattern = Pattern::parse("100 0 rd:5 rs2:5 10 where rs2!=0");
        assert!(JR.matches(0x8082) && !MV.matches(0x8082));
        assert!(!JR.matches(0x8002));
        assert!(!JR.overlaps(&MV));
        const SOME_BITS: Pattern = Pattern::parse("100 0 rs1[0] imm:4 rs1[4:1] 010 where rs1&5!=1");
        assert!(SOME_BITS.matches(0x8002) && !SOME_BITS.matches(0x8802));
        assert!(SOME_BITS.matches(0x8812) && !SOME_BITS.matches(0x880a));
        const ADD: Pattern = Pattern::parse("100 1 rd:5 rs2:5 10");
        const EBREAK: Pattern = Pattern::parse("100 1 00000 00000 10");
        assert!(EBREAK.overlaps(&ADD) && EBREAK.refines(&ADD) && !ADD.refines(&EBREAK));
    }

    #[test]
    fn samples_have_the_encoding() {
        const P: Pattern = Pattern::parse("011 imm[17] rd:5 imm[16:12] 01 where rd!=2 imm!=0");
        let mut seed = 1u64;
        for _ in 0..1000 {
            let word = P.sample(|| {
                seed = seed
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                seed >> 29
            });
            assert!(P.matches(word) && word < 0x1_0000);
        }
    }
}
