//! The encoding groups of the Arm manual (Arm ARM, C4.1, "A64 instruction set encoding"): what the coverage table
//! and the sweep over the encoding space are divided by.

/// One encoding group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its title in the manual, shortened.
    pub name: &'static str,
    /// Bits that all its words have in common.
    pub mask: u32,
    /// Their values.
    pub value: u32,
}

impl Group {
    /// A group from its bits, most significant first: `0`, `1`, or `x` for open; spaces are free.
    ///
    /// # Panics
    /// When there are not 32 of them; in a `const` that is a compile error.
    pub const fn new(name: &'static str, bits: &str) -> Group {
        let bits = bits.as_bytes();
        let (mut mask, mut value, mut count, mut i) = (0u32, 0u32, 0, 0);
        while i < bits.len() {
            if bits[i] != b' ' {
                assert!(matches!(bits[i], b'0' | b'1' | b'x'), "a bit is 0, 1 or x");
                mask = mask << 1 | (bits[i] != b'x') as u32;
                value = value << 1 | (bits[i] == b'1') as u32;
                count += 1;
            }
            i += 1;
        }
        assert!(count == 32, "a group is described by 32 bits");
        Group { name, mask, value }
    }

    /// True if `word` has the group's bits.
    pub const fn matches(&self, word: u32) -> bool {
        word & self.mask == self.value
    }

    /// A word of the group: the open bits are those of `bits`.
    pub const fn word(&self, bits: u32) -> u32 {
        bits & !self.mask | self.value
    }
}

/// The group `word` belongs to: the first that matches.
pub fn group_of(word: u32) -> &'static Group {
    // The last group matches everything.
    GROUPS
        .iter()
        .find(|g| g.matches(word))
        .unwrap_or(&GROUPS[GROUPS.len() - 1])
}

macro_rules! groups {
    ($($name:literal $bits:literal;)*) => {
        /// All groups. Where two match the first counts.
        pub const GROUPS: &[Group] = &[$(Group::new($name, $bits)),*];
    };
}

groups! {
    "Permanently undefined"                       "0000000000000000 xxxxxxxxxxxxxxxx";
    "SME"                                         "1xx0000x xxxxxxxx xxxxxxxx xxxxxxxx";
    "SVE"                                         "xxx0010x xxxxxxxx xxxxxxxx xxxxxxxx";

    "PC-relative addressing"                      "xxx10000 xxxxxxxx xxxxxxxx xxxxxxxx";
    "Add/subtract (immediate)"                    "xxx10001 0xxxxxxx xxxxxxxx xxxxxxxx";
    "Add/subtract (immediate, with tags)"         "xxx10001 10xxxxxx xxxxxxxx xxxxxxxx";
    "Min/max (immediate)"                         "xxx10001 11xxxxxx xxxxxxxx xxxxxxxx";
    "Logical (immediate)"                         "xxx10010 0xxxxxxx xxxxxxxx xxxxxxxx";
    "Move wide (immediate)"                       "xxx10010 1xxxxxxx xxxxxxxx xxxxxxxx";
    "Bitfield"                                    "xxx10011 0xxxxxxx xxxxxxxx xxxxxxxx";
    "Extract"                                     "xxx10011 1xxxxxxx xxxxxxxx xxxxxxxx";

    "Conditional branch (immediate)"              "0101010x xxxxxxxx xxxxxxxx xxxxxxxx";
    "Exception generation"                        "11010100 xxxxxxxx xxxxxxxx xxxxxxxx";
    "System instructions with register argument"  "11010101 00000011 0001xxxx xxxxxxxx";
    "Hints"                                       "11010101 00000011 0010xxxx xxx11111";
    "Barriers"                                    "11010101 00000011 0011xxxx xxxxxxxx";
    "PSTATE"                                      "11010101 00000xxx 0100xxxx xxxxxxxx";
    "System with result"                          "11010101 00100xxx xxxxxxxx xxxxxxxx";
    "System instructions"                         "11010101 00x01xxx xxxxxxxx xxxxxxxx";
    "System register move"                        "11010101 00x1xxxx xxxxxxxx xxxxxxxx";
    "Other system instructions"                   "11010101 xxxxxxxx xxxxxxxx xxxxxxxx";
    "Unconditional branch (register)"             "1101011x xxxxxxxx xxxxxxxx xxxxxxxx";
    "Unconditional branch (immediate)"            "x00101xx xxxxxxxx xxxxxxxx xxxxxxxx";
    "Compare and branch (immediate)"              "x011010x xxxxxxxx xxxxxxxx xxxxxxxx";
    "Test and branch (immediate)"                 "x011011x xxxxxxxx xxxxxxxx xxxxxxxx";

    "Data processing (1 source)"                  "x1x11010 110xxxxx xxxxxxxx xxxxxxxx";
    "Data processing (2 source)"                  "x0x11010 110xxxxx xxxxxxxx xxxxxxxx";
    "Logical (shifted register)"                  "xxx01010 xxxxxxxx xxxxxxxx xxxxxxxx";
    "Add/subtract (shifted register)"             "xxx01011 xx0xxxxx xxxxxxxx xxxxxxxx";
    "Add/subtract (extended register)"            "xxx01011 xx1xxxxx xxxxxxxx xxxxxxxx";
    "Add/subtract (with carry)"                   "xxx11010 000xxxxx 000000xx xxxxxxxx";
    "Rotate right into flags"                     "xxx11010 000xxxxx x00001xx xxxxxxxx";
    "Evaluate into flags"                         "xxx11010 000xxxxx xx0010xx xxxxxxxx";
    "Conditional compare (register)"              "xxx11010 010xxxxx xxxx0xxx xxxxxxxx";
    "Conditional compare (immediate)"             "xxx11010 010xxxxx xxxx1xxx xxxxxxxx";
    "Conditional select"                          "xxx11010 100xxxxx xxxxxxxx xxxxxxxx";
    "Data processing (3 source)"                  "xxx11011 xxxxxxxx xxxxxxxx xxxxxxxx";

    "AdvSIMD load/store multiple structures"      "0x001100 0xxxxxxx xxxxxxxx xxxxxxxx";
    "AdvSIMD load/store multiple, post-indexed"   "0x001100 1xxxxxxx xxxxxxxx xxxxxxxx";
    "AdvSIMD load/store single structure"         "0x001101 0xxxxxxx xxxxxxxx xxxxxxxx";
    "AdvSIMD load/store single, post-indexed"     "0x001101 1xxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store exclusive register"               "xx001000 0x0xxxxx xxxxxxxx xxxxxxxx";
    "Load/store exclusive and compare-swap pair"  "xx001000 0x1xxxxx xxxxxxxx xxxxxxxx";
    "Load/store ordered"                          "xx001000 1x0xxxxx xxxxxxxx xxxxxxxx";
    "Compare and swap"                            "xx001000 1x1xxxxx xxxxxxxx xxxxxxxx";
    "Load/store memory tags"                      "11011001 xx1xxxxx xxxxxxxx xxxxxxxx";
    "LDAPR/STLR (unscaled immediate)"             "xx011x01 xx0xxxxx xxxx00xx xxxxxxxx";
    "Memory copy and set"                         "xx011x01 xx0xxxxx xxxx01xx xxxxxxxx";
    "Load register (literal)"                     "xx011x00 xxxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store no-allocate pair"                 "xx101x00 0xxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store pair (post-indexed)"              "xx101x00 1xxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store pair (offset)"                    "xx101x01 0xxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store pair (pre-indexed)"               "xx101x01 1xxxxxxx xxxxxxxx xxxxxxxx";
    "Load/store (unscaled immediate)"             "xx111x00 xx0xxxxx xxxx00xx xxxxxxxx";
    "Load/store (post-indexed)"                   "xx111x00 xx0xxxxx xxxx01xx xxxxxxxx";
    "Load/store (unprivileged)"                   "xx111x00 xx0xxxxx xxxx10xx xxxxxxxx";
    "Load/store (pre-indexed)"                    "xx111x00 xx0xxxxx xxxx11xx xxxxxxxx";
    "Atomic memory operations"                    "xx111x00 xx1xxxxx xxxx00xx xxxxxxxx";
    "Load/store (register offset)"                "xx111x00 xx1xxxxx xxxx10xx xxxxxxxx";
    "Load/store (PAC)"                            "xx111x00 xx1xxxxx xxxxx1xx xxxxxxxx";
    "Load/store (unsigned immediate)"             "xx111x01 xxxxxxxx xxxxxxxx xxxxxxxx";
    "Other loads and stores"                      "xxxx1x0x xxxxxxxx xxxxxxxx xxxxxxxx";

    "Crypto AES"                                  "01001110 xx10100x xxxx10xx xxxxxxxx";
    "Crypto three-register SHA"                   "01011110 xx0xxxxx 0xxx00xx xxxxxxxx";
    "Crypto two-register SHA"                     "01011110 xx10100x xxxx10xx xxxxxxxx";
    "AdvSIMD scalar copy"                         "01x11110 000xxxxx 0xxxx1xx xxxxxxxx";
    "AdvSIMD scalar three same FP16"              "01x11110 x10xxxxx 00xxx1xx xxxxxxxx";
    "AdvSIMD scalar two-register misc. FP16"      "01x11110 x111100x xxxx10xx xxxxxxxx";
    "AdvSIMD scalar three same extra"             "01x11110 xx0xxxxx 1xxxx1xx xxxxxxxx";
    "AdvSIMD scalar two-register misc."           "01x11110 xx10000x xxxx10xx xxxxxxxx";
    "AdvSIMD scalar pairwise"                     "01x11110 xx11000x xxxx10xx xxxxxxxx";
    "AdvSIMD scalar three different"              "01x11110 xx1xxxxx xxxx00xx xxxxxxxx";
    "AdvSIMD scalar three same"                   "01x11110 xx1xxxxx xxxxx1xx xxxxxxxx";
    "AdvSIMD scalar shift by immediate"           "01x11111 0xxxxxxx xxxxx1xx xxxxxxxx";
    "AdvSIMD scalar x indexed element"            "01x11111 xxxxxxxx xxxxx0xx xxxxxxxx";
    "AdvSIMD table lookup"                        "0x001110 xx0xxxxx 0xxx00xx xxxxxxxx";
    "AdvSIMD permute"                             "0x001110 xx0xxxxx 0xxx10xx xxxxxxxx";
    "AdvSIMD extract"                             "0x101110 xx0xxxxx 0xxxx0xx xxxxxxxx";
    "AdvSIMD copy"                                "0xx01110 000xxxxx 0xxxx1xx xxxxxxxx";
    "AdvSIMD three same FP16"                     "0xx01110 x10xxxxx 00xxx1xx xxxxxxxx";
    "AdvSIMD two-register misc. FP16"             "0xx01110 x111100x xxxx10xx xxxxxxxx";
    "AdvSIMD three-register extension"            "0xx01110 xx0xxxxx 1xxxx1xx xxxxxxxx";
    "AdvSIMD two-register misc."                  "0xx01110 xx10000x xxxx10xx xxxxxxxx";
    "AdvSIMD across lanes"                        "0xx01110 xx11000x xxxx10xx xxxxxxxx";
    "AdvSIMD three different"                     "0xx01110 xx1xxxxx xxxx00xx xxxxxxxx";
    "AdvSIMD three same"                          "0xx01110 xx1xxxxx xxxxx1xx xxxxxxxx";
    "AdvSIMD modified immediate"                  "0xx01111 00000xxx xxxxx1xx xxxxxxxx";
    "AdvSIMD shift by immediate"                  "0xx01111 0xxxxxxx xxxxx1xx xxxxxxxx";
    "AdvSIMD vector x indexed element"            "0xx01111 xxxxxxxx xxxxx0xx xxxxxxxx";
    "Crypto three-register, imm2"                 "11001110 010xxxxx 10xxxxxx xxxxxxxx";
    "Crypto three-register SHA512"                "11001110 011xxxxx 1xxxxxxx xxxxxxxx";
    "Crypto four-register"                        "11001110 0xxxxxxx 0xxxxxxx xxxxxxxx";
    "XAR"                                         "11001110 100xxxxx xxxxxxxx xxxxxxxx";
    "Crypto two-register SHA512"                  "11001110 11000000 1000xxxx xxxxxxxx";
    "FP to/from fixed-point"                      "x0x11110 xx0xxxxx xxxxxxxx xxxxxxxx";
    "FP to/from integer"                          "x0x11110 xx1xxxxx 000000xx xxxxxxxx";
    "FP data processing (1 source)"               "x0x11110 xx1xxxxx x10000xx xxxxxxxx";
    "FP compare"                                  "x0x11110 xx1xxxxx xx1000xx xxxxxxxx";
    "FP immediate"                                "x0x11110 xx1xxxxx xxx100xx xxxxxxxx";
    "FP conditional compare"                      "x0x11110 xx1xxxxx xxxx01xx xxxxxxxx";
    "FP data processing (2 source)"               "x0x11110 xx1xxxxx xxxx10xx xxxxxxxx";
    "FP conditional select"                       "x0x11110 xx1xxxxx xxxx11xx xxxxxxxx";
    "FP data processing (3 source)"               "x0x11111 xxxxxxxx xxxxxxxx xxxxxxxx";

    "Everything else"                             "xxxxxxxx xxxxxxxx xxxxxxxx xxxxxxxx";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_to_the_groups_of_the_manual() {
        for (word, name) in [
            (0xd503_201f, "Hints"),
            (0x8b02_0020, "Add/subtract (shifted register)"),
            (0x4e28_4820, "Crypto AES"),
            (0x4ea1_1c20, "AdvSIMD three same"),
            (0xf940_0020, "Load/store (unsigned immediate)"),
        ] {
            assert_eq!(group_of(word).name, name);
        }
    }

    #[test]
    fn no_group_is_hidden_by_those_before_it() {
        let mut bits = 1u32;
        for group in GROUPS {
            let reached = (0..10_000).any(|_| {
                bits = bits.wrapping_mul(0x0019_660d).wrapping_add(0x3c6e_f35f);
                group_of(group.word(bits ^ bits >> 16)) == group
            });
            assert!(reached, "{}", group.name);
        }
    }
}
