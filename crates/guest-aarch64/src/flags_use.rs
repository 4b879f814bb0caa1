//! Which instructions read and write NZCV, by their encoding groups (Arm ARM, C4.1).
//!
//! The rows know it better, but this is asked for instructions that are not going to be lifted, and must be quick. What is not
//! sure is [`FlagsUse::Unknown`] or [`FlagsUse::Reads`].

use ir::{FlagsUse, GuestAddr};

use crate::insns::is_bit_mask;

/// What the instruction `word` at `pc` does with NZCV.
pub fn flags_use(pc: GuestAddr, word: u32) -> FlagsUse {
    match word >> 25 & 15 {
        8 | 9 => immediate(word),
        10 | 11 => branch_or_system(pc, word),
        4 | 6 | 12 | 14 => load_or_store(word),
        5 | 13 => register(word),
        7 | 15 => float(word),
        _ => FlagsUse::Unknown,
    }
}

/// ADDS, SUBS, ANDS; the rest has no flags.
fn immediate(word: u32) -> FlagsUse {
    let logic = word & 0x7f80_0000 == 0x7200_0000;
    if logic && !is_bit_mask(word) {
        FlagsUse::Unknown
    } else if logic || word & 0x3f80_0000 == 0x3100_0000 {
        FlagsUse::Overwrites
    } else {
        FlagsUse::Nothing
    }
}

fn register(word: u32) -> FlagsUse {
    let sets_flags = word >> 29 & 1 != 0;
    match word >> 21 & 0xff {
        // Add with carry; with other bits in between it is flag manipulation.
        0xd0 if sets_flags && word >> 10 & 63 == 0 => FlagsUse::ReadsAndOverwrites,
        // Conditional compare.
        0xd2 if sets_flags && word & 0x410 == 0 => FlagsUse::ReadsAndOverwrites,
        // The rest of these, and conditional select.
        0xd0 | 0xd2 | 0xd4 => FlagsUse::Reads,
        // ADDS, SUBS extended, by up to 4 bits.
        0x59 if sets_flags && word >> 10 & 7 <= 4 => FlagsUse::Overwrites,
        0x58..=0x5f if sets_flags => shifted(word, 2),
        // ANDS, BICS.
        0x50..=0x57 if word >> 29 & 3 == 3 => shifted(word, 3),
        _ => FlagsUse::Nothing,
    }
}

/// With a shifted operand: kinds of shifts up to `kinds`, amounts below the width.
fn shifted(word: u32, kinds: u32) -> FlagsUse {
    let reserved = word >> 22 & 3 > kinds || word & 0x8000_8000 == 0x8000;
    let extended = kinds == 2 && word >> 21 & 1 != 0;
    if reserved || extended {
        FlagsUse::Unknown
    } else {
        FlagsUse::Overwrites
    }
}

/// FCMP; FCCMP and FCSEL.
fn float(word: u32) -> FlagsUse {
    if word & 0xff20_0000 != 0x1e20_0000 {
        return FlagsUse::Nothing;
    }
    match word >> 10 & 63 {
        0b00_1000 if word & 7 == 0 && word >> 22 & 3 != 2 => FlagsUse::Overwrites,
        0b00_1000 => FlagsUse::Unknown,
        low if low & 1 == 1 => FlagsUse::Reads,
        _ => FlagsUse::Nothing,
    }
}

/// Memory copy and set (FEAT_MOPS) keep their state in the flags.
fn load_or_store(word: u32) -> FlagsUse {
    if word & 0x3b20_0c00 == 0x1900_0400 {
        FlagsUse::Unknown
    } else {
        FlagsUse::Nothing
    }
}

/// Where the signed distance in words at bit `lsb` leads.
fn target(pc: GuestAddr, word: u32, lsb: u32, bits: u32) -> GuestAddr {
    let distance = (word << (32 - lsb - bits)) as i32 >> (32 - bits);
    pc.wrapping_add((i64::from(distance) * 4) as u64)
}

/// B, BL; CBZ, CBNZ; TBZ, TBNZ; B.cond; DMB; hints but for those that wait; MRS of TPIDR_EL0, with which thread-local variables are found.
fn branch_or_system(pc: GuestAddr, word: u32) -> FlagsUse {
    let dmb = word & 0xffff_f0ff == 0xd503_30bf;
    let hint = word & 0xffff_f01f == 0xd503_201f && !matches!(word >> 5 & 127, 2 | 3);
    let thread_pointer = word & 0xffff_ffe0 == 0xd53b_d040;
    if word & 0x7c00_0000 == 0x1400_0000 {
        FlagsUse::Jumps(target(pc, word, 0, 26))
    } else if word & 0x7e00_0000 == 0x3400_0000 {
        FlagsUse::Branches(target(pc, word, 5, 19))
    } else if word & 0x7e00_0000 == 0x3600_0000 {
        FlagsUse::Branches(target(pc, word, 5, 14))
    } else if word & 0xff00_0010 == 0x5400_0000 {
        FlagsUse::Reads
    } else if dmb || hint || thread_pointer {
        FlagsUse::Nothing
    } else {
        FlagsUse::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_told_apart() {
        use FlagsUse::*;
        for (word, expected) in [
            (0xf100_043f, Overwrites),         // subs xzr, x1, #1
            (0x1100_0420, Nothing),            // add w0, w1, #1
            (0x7200_003f, Overwrites),         // ands wzr, w1, #1
            (0x3200_0020, Nothing),            // orr w0, w1, #1
            (0xeb02_003f, Overwrites),         // subs xzr, x1, x2
            (0xeb22_63ff, Overwrites),         // subs xzr, sp, x2
            (0x7240_003f, Unknown),            // ands wzr, w1, reserved
            (0x6a33_c5bb, Unknown),            // bics w27, w13, w19, lsl #49
            (0x6bc2_003f, Unknown),            // subs wzr, w1, w2, ror #0
            (0xeb22_77ff, Unknown),            // subs xzr, sp, x2, lsl #5
            (0xea22_fc20, Overwrites),         // bics x0, x1, x2, lsl #63
            (0x6a22_7c20, Overwrites),         // bics w0, w1, w2, lsl #31
            (0xaa01_03e0, Nothing),            // orr x0, xzr, x1
            (0x9a02_0020, Reads),              // adc x0, x1, x2
            (0xfa02_0020, ReadsAndOverwrites), // sbcs x0, x1, x2
            (0xba01_840f, Reads),              // rmif x0, #3, #15
            (0x3a00_080d, Reads),              // setf8 w0
            (0xfa42_0020, ReadsAndOverwrites), // ccmp x1, x2, #0, eq
            (0x9a82_0020, Reads),              // csel x0, x1, x2, eq
            (0x9ac2_0820, Nothing),            // udiv x0, x1, x2
            (0x9b02_0c20, Nothing),            // madd x0, x1, x2, x3
            (0x1e61_2000, Overwrites),         // fcmp d0, d1
            (0x1e20_2018, Overwrites),         // fcmpe s0, #0.0
            (0x1e61_0420, Reads),              // fccmp d1, d1, #0, eq
            (0x1e62_0c20, Reads),              // fcsel d0, d1, d2, eq
            (0x1e62_2820, Nothing),            // fadd d0, d1, d2
            (0x9e66_0020, Nothing),            // fmov x0, d1
            (0xf940_0020, Nothing),            // ldr x0, [x1]
            (0x1900_0440, Unknown),            // cpyfp
            (0x5400_0041, Reads),              // b.ne
            (0xd65f_03c0, Unknown),            // ret
            (0xd400_0001, Unknown),            // svc
            (0xd53b_4200, Unknown),            // mrs x0, nzcv
            (0xd503_233f, Nothing),            // paciasp
            (0xd503_205f, Unknown),            // wfe
            (0xd503_3bbf, Nothing),            // dmb ish
            (0xd503_3fdf, Unknown),            // isb
            (0x1400_0002, Jumps(0x1008)),
            (0x97ff_ffff, Jumps(0xffc)),
            (0xb400_0041, Branches(0x1008)),
            (0xb6ff_ffe1, Branches(0xffc)),
        ] {
            assert_eq!(flags_use(0x1000, word), expected, "{word:#x}");
        }
    }
}
