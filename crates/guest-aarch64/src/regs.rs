//! Register numbers of the IR and their places in [`State`].

use std::mem::{offset_of, size_of};

use ir::{NanMode, Reg, RegFile, RegInfo, StaleCode, Type};

use crate::pauth::KEYS;
use crate::state::State;

/// IR registers: x0..x30, sp, v0..v31, then the special ones.
const FIRST_V: usize = 32;
const FIRST_SPECIAL: usize = FIRST_V + 32;
const COUNT: usize = FIRST_SPECIAL + SPECIAL.len();

const fn key(name: &'static str, key: usize) -> RegInfo {
    RegInfo {
        name,
        ty: Type::I64,
        offset: (offset_of!(State, keys) + 8 * key) as u16,
    }
}

const SPECIAL: [RegInfo; 11 + KEYS] = [
    RegInfo {
        name: "nzcv",
        ty: Type::Flags,
        offset: offset_of!(State, flags) as u16,
    },
    RegInfo {
        name: "frm",
        ty: Type::I64,
        offset: offset_of!(State, frm) as u16,
    },
    RegInfo {
        name: "fp_mode",
        ty: Type::I64,
        offset: offset_of!(State, fp_mode) as u16,
    },
    RegInfo {
        name: "qc",
        ty: Type::V128,
        offset: offset_of!(State, qc) as u16,
    },
    RegInfo {
        name: "tpidr_el0",
        ty: Type::I64,
        offset: offset_of!(State, tpidr) as u16,
    },
    RegInfo {
        name: "fflags",
        ty: Type::I64,
        offset: offset_of!(State, fflags) as u16,
    },
    RegInfo {
        name: "pstate",
        ty: Type::I64,
        offset: offset_of!(State, pstate) as u16,
    },
    RegInfo {
        name: "icache_stale",
        ty: Type::I64,
        offset: offset_of!(State, icache_stale) as u16,
    },
    RegInfo {
        name: "stale_not_start",
        ty: Type::I64,
        offset: (offset_of!(State, stale_code) + offset_of!(StaleCode, not_start)) as u16,
    },
    RegInfo {
        name: "stale_end",
        ty: Type::I64,
        offset: (offset_of!(State, stale_code) + offset_of!(StaleCode, end)) as u16,
    },
    key("apiakey", 0),
    key("apibkey", 1),
    key("apdakey", 2),
    key("apdbkey", 3),
    key("apgakey", 4),
    RegInfo {
        name: "btype",
        ty: Type::I64,
        offset: offset_of!(State, btype) as u16,
    },
];

const fn special(n: usize) -> Reg {
    Reg((FIRST_SPECIAL + n) as u16)
}

/// The stack pointer.
pub const SP: Reg = Reg(31);
/// Condition flags.
pub const NZCV: Reg = special(0);
/// Rounding mode in the IR's numbers.
pub const FRM: Reg = special(1);
/// Floating point modes: bits of [`ir::fp_mode`].
pub const FP_MODE: Reg = special(2);
/// Cumulative saturation: see [`State::qc`].
pub const QC: Reg = special(3);
/// Thread pointer.
pub const TPIDR_EL0: Reg = special(4);
/// Exception flags; of these only [`ir::fflags::ID`] is up to date while generated code runs.
pub const FFLAGS: Reg = special(5);
/// PSTATE bits: see [`State::pstate`].
pub const PSTATE: Reg = special(6);
/// See [`State::icache_stale`].
pub const ICACHE_STALE: Reg = special(7);
/// See [`StaleCode::not_start`].
pub const STALE_NOT_START: Reg = special(8);
/// See [`StaleCode::end`].
pub const STALE_END: Reg = special(9);

/// See [`State::btype`].
pub const BTYPE: Reg = special(10 + KEYS);

/// Key `key` of pointer authentication: see [`State::keys`].
pub const fn key_reg(key: usize) -> Reg {
    special(10 + key)
}

/// The IR register of general register `x` (0..=30).
pub const fn x_reg(x: usize) -> Reg {
    Reg(x as u16)
}

/// The IR register of vector register `v` (0..=31).
pub const fn v_reg(v: usize) -> Reg {
    Reg((FIRST_V + v) as u16)
}

const X_NAMES: [&str; 32] = [
    "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
    "x15", "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27",
    "x28", "x29", "x30", "sp",
];

const V_NAMES: [&str; 32] = [
    "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13", "v14",
    "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27",
    "v28", "v29", "v30", "v31",
];

const INFOS: [RegInfo; COUNT] = {
    let mut all = [SPECIAL[0]; COUNT];
    let mut i = 0;
    while i < 32 {
        all[i] = RegInfo {
            name: X_NAMES[i],
            ty: Type::I64,
            offset: (offset_of!(State, x) + 8 * i) as u16,
        };
        all[FIRST_V + i] = RegInfo {
            name: V_NAMES[i],
            ty: Type::V128,
            offset: (offset_of!(State, v) + 16 * i) as u16,
        };
        i += 1;
    }
    let mut i = 0;
    while i < SPECIAL.len() {
        all[FIRST_SPECIAL + i] = SPECIAL[i];
        i += 1;
    }
    all
};

/// x registers (31: sp) by falling dynamic frequency: see docs/performance.md.
const HOT_X: [u16; 32] = [
    0, 1, 2, 19, 31, 3, 20, 4, 21, 30, 22, 24, 26, 23, 27, 5, 25, 29, 28, 6, 7, 8, 16, 10, 9, 17,
    11, 15, 12, 14, 13, 18,
];

const HOT_GPRS: [Reg; 32] = {
    let mut hot = [Reg(0); 32];
    let mut i = 0;
    while i < hot.len() {
        hot[i] = Reg(HOT_X[i]);
        i += 1;
    }
    hot
};

/// The same for v registers: arguments, and the ones GCC takes first for temporaries (from 31 down).
const HOT_V: [u16; 32] = [
    0, 1, 2, 3, 4, 5, 6, 7, 31, 30, 29, 28, 15, 14, 16, 17, 18, 19, 20, 21, 22, 23, 8, 9, 10, 11,
    12, 13, 24, 25, 26, 27,
];

const HOT_FPRS: [Reg; 32] = {
    let mut hot = [Reg(0); 32];
    let mut i = 0;
    while i < hot.len() {
        hot[i] = v_reg(HOT_V[i] as usize);
        i += 1;
    }
    hot
};

/// The register file as back ends see it.
pub static REGS: RegFile = RegFile {
    isa: "aarch64",
    regs: &INFOS,
    hot_gprs: &HOT_GPRS,
    hot_fprs: &HOT_FPRS,
    pc_offset: offset_of!(State, pc) as u16,
    frm_offset: offset_of!(State, frm) as u16,
    fflags_offset: offset_of!(State, fflags) as u16,
    state_size: size_of::<State>() as u16,
    nan_mode: NanMode::ArmPropagate,
    fp_mode_offset: Some(offset_of!(State, fp_mode) as u16),
    stale_code_offset: Some(offset_of!(State, stale_code) as u16),
    tiny_before_rounding: true,
    pc_align_shift: 2,
};

const _: () = assert!(offset_of!(State, x) == 0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hot_lists_name_every_register_once() {
        for (hot, all) in [(&HOT_GPRS[..], 0..32), (&HOT_FPRS[..], 32..64)] {
            let mut sorted: Vec<u16> = hot.iter().map(|r| r.0).collect();
            sorted.sort_unstable();
            assert_eq!(sorted, all.collect::<Vec<u16>>());
        }
    }

    #[test]
    fn names_lead_to_registers() {
        let offset = |name| REGS.by_name(name).map(|r| REGS.info(r).offset as usize);
        assert_eq!(offset("sp"), Some(offset_of!(State, sp)));
        assert_eq!(offset("x30"), Some(240));
        assert_eq!(offset("v31"), Some(offset_of!(State, v) + 31 * 16));
        assert_eq!(offset("tpidr_el0"), Some(offset_of!(State, tpidr)));
    }
}
