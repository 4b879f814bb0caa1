//! Register names, numbers and their places in [`State`].

use std::mem::{offset_of, size_of};

use ir::{NanMode, Reg, RegFile, RegInfo, Type};

use crate::state::State;

/// ABI names of x0..x31.
pub const X_NAMES: [&str; 32] = [
    "zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4",
    "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4",
    "t5", "t6",
];

/// ABI names of f0..f31.
pub const F_NAMES: [&str; 32] = [
    "ft0", "ft1", "ft2", "ft3", "ft4", "ft5", "ft6", "ft7", "fs0", "fs1", "fa0", "fa1", "fa2",
    "fa3", "fa4", "fa5", "fa6", "fa7", "fs2", "fs3", "fs4", "fs5", "fs6", "fs7", "fs8", "fs9",
    "fs10", "fs11", "ft8", "ft9", "ft10", "ft11",
];

/// IR register 0..=30 = x1..x31, then f0..f31, then frm. x0 is a constant, not a register.
const FIRST_F: usize = 31;
const FRM_INDEX: usize = FIRST_F + 32;
const COUNT: usize = FRM_INDEX + 1;

/// The rounding mode as an IR register.
pub const FRM: Reg = Reg(FRM_INDEX as u16);

/// The IR register of general register `x`; x0 has none.
pub const fn x_reg(x: usize) -> Option<Reg> {
    if x == 0 || x > 31 {
        None
    } else {
        Some(Reg(x as u16 - 1))
    }
}

/// The IR register of float register `f` (0..=31).
pub const fn f_reg(f: usize) -> Reg {
    Reg((FIRST_F + f) as u16)
}

/// Where an IR register lives in [`State`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// General register x1..x31.
    X(usize),
    /// Float register f0..f31.
    F(usize),
    /// Rounding mode.
    Frm,
}

/// Where `reg` lives.
pub const fn place(reg: Reg) -> Place {
    match reg.index() {
        i if i < FIRST_F => Place::X(i + 1),
        i if i < FRM_INDEX => Place::F(i - FIRST_F),
        _ => Place::Frm,
    }
}

const INFOS: [RegInfo; COUNT] = infos();

const fn infos() -> [RegInfo; COUNT] {
    let mut all = [RegInfo {
        name: "frm",
        ty: Type::I64,
        offset: offset_of!(State, frm) as u16,
    }; COUNT];
    let mut i = 0;
    while i < FRM_INDEX {
        all[i] = match place(Reg(i as u16)) {
            Place::X(n) => RegInfo {
                name: X_NAMES[n],
                ty: Type::I64,
                offset: (offset_of!(State, x) + 8 * n) as u16,
            },
            Place::F(n) => RegInfo {
                name: F_NAMES[n],
                ty: Type::F64,
                offset: (offset_of!(State, f) + 8 * n) as u16,
            },
            Place::Frm => all[i],
        };
        i += 1;
    }
    all
}

/// x registers by falling dynamic frequency (gcc and clang prefer those that compressed instructions reach).
const HOT_X: [usize; 31] = [
    15, 14, 13, 10, 8, 2, 12, 11, 9, 1, 16, 17, 18, 19, 20, 21, 22, 6, 5, 7, 28, 29, 30, 31, 23,
    24, 25, 26, 27, 3, 4,
];

/// The same for f registers.
const HOT_F: [usize; 32] = [
    15, 14, 13, 12, 11, 10, 16, 17, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 28, 29, 30, 31,
];

const HOT_GPRS: [Reg; 31] = {
    let mut hot = [Reg(0); 31];
    let mut i = 0;
    while i < hot.len() {
        hot[i] = Reg(HOT_X[i] as u16 - 1);
        i += 1;
    }
    hot
};

const HOT_FPRS: [Reg; 32] = {
    let mut hot = [Reg(0); 32];
    let mut i = 0;
    while i < hot.len() {
        hot[i] = f_reg(HOT_F[i]);
        i += 1;
    }
    hot
};

/// The register file as back ends see it.
pub static REGS: RegFile = RegFile {
    isa: "riscv64",
    regs: &INFOS,
    hot_gprs: &HOT_GPRS,
    hot_fprs: &HOT_FPRS,
    pc_offset: offset_of!(State, pc) as u16,
    frm_offset: offset_of!(State, frm) as u16,
    fflags_offset: offset_of!(State, fflags) as u16,
    state_size: size_of::<State>() as u16,
    nan_mode: NanMode::Canonical,
    fp_mode_offset: None,
    stale_code_offset: None,
    tiny_before_rounding: false,
    pc_align_shift: 1,
};

const _: () = assert!(offset_of!(State, x) == 0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hot_lists_name_every_register_once() {
        for (hot, all) in [(&HOT_GPRS[..], 0..31), (&HOT_FPRS[..], 31..63)] {
            let mut sorted: Vec<u16> = hot.iter().map(|r| r.0).collect();
            sorted.sort_unstable();
            assert_eq!(sorted, all.collect::<Vec<u16>>());
        }
        let names: Vec<&str> = HOT_GPRS[..10].iter().map(|r| REGS.info(*r).name).collect();
        assert_eq!(names.join(" "), "a5 a4 a3 a0 s0 sp a2 a1 s1 ra");
        let names: Vec<&str> = HOT_FPRS[..12].iter().map(|r| REGS.info(*r).name).collect();
        assert_eq!(
            names.join(" "),
            "fa5 fa4 fa3 fa2 fa1 fa0 fa6 fa7 fs0 fs1 ft0 ft1"
        );
    }

    #[test]
    fn offsets_agree_with_the_accessors() {
        for i in 0..COUNT {
            let reg = Reg(i as u16);
            let mut s = State::default();
            s.set_reg(reg, 5);
            assert_eq!(s.reg(reg), 5);
            let field = match place(reg) {
                Place::X(n) => offset_of!(State, x) + 8 * n,
                Place::F(n) => offset_of!(State, f) + 8 * n,
                Place::Frm => offset_of!(State, frm),
            };
            assert_eq!(REGS.info(reg).offset as usize, field);
        }
        assert_eq!(REGS.by_name("a0").map(|r| REGS.info(r).offset), Some(80));
    }
}
