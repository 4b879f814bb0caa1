//! FPCR and FPSR (Arm ARM, C5.2): their bits in the forms the IR keeps them in, and how instructions read and write them.

use ir::{ExitKind, Value, fflags, fp_mode};

use crate::lift::Lift;
use crate::regs;

/// FPSR.QC: an instruction saturated.
pub const QC: u32 = 1 << 27;

/// FPCR's mode bits: number, and the IR's mode.
const MODES: [(u32, u32); 4] = [
    (19, fp_mode::FLUSH_HALF),
    (24, fp_mode::FLUSH),
    (25, fp_mode::DEFAULT_NAN),
    (26, fp_mode::ALTERNATIVE_HALF),
];

/// FPSR's exception bits IOC, DZC, OFC, UFC, IXC, IDC: number, and the IR's flag.
const FLAGS: [(u32, u32); 6] = [
    (0, fflags::NV as u32),
    (1, fflags::DZ as u32),
    (2, fflags::OF as u32),
    (3, fflags::UF as u32),
    (4, fflags::NX as u32),
    (7, fflags::ID as u32),
];

/// Rounding modes, FPCR.RMode and the IR's number: to nearest, up, down, to zero; each is the other's inverse.
const ROUNDING: [u32; 4] = [0, 3, 2, 1];

/// FPCR from modes and rounding mode as the IR has them.
pub fn fpcr(modes: u32, frm: u32) -> u32 {
    let bits = MODES.iter().filter(|(_, mode)| modes & mode != 0);
    bits.map(|(bit, _)| 1 << bit).sum::<u32>() | ROUNDING[frm as usize & 3] << 22
}

/// Modes and rounding mode of FPCR; other bits are ignored.
pub fn modes(fpcr: u32) -> (u32, u32) {
    let on = MODES.iter().filter(|(bit, _)| fpcr >> bit & 1 != 0);
    let modes = on.map(|(_, mode)| mode).sum();
    (modes, ROUNDING[fpcr as usize >> 22 & 3])
}

/// FPSR from exception flags as the IR has them.
pub fn fpsr(flags: u32, qc: bool) -> u32 {
    let bits = FLAGS.iter().filter(|(_, flag)| flags & flag != 0);
    bits.map(|(bit, _)| 1 << bit).sum::<u32>() | if qc { QC } else { 0 }
}

/// Exception flags of FPSR; other bits are ignored.
pub fn fflags(fpsr: u32) -> u32 {
    let set = FLAGS.iter().filter(|(bit, _)| fpsr >> bit & 1 != 0);
    set.map(|(_, flag)| flag).sum()
}

/// Moves bits of an I64 to other places: (from, to) one by one.
fn move_bits(b: &Lift, v: Value, bits: impl Iterator<Item = (u32, u32)>) -> Value {
    bits.fold(b.iconst(0), |sum, (from, to)| {
        let bit = b.and_imm(b.shr_imm(v, from), 1);
        b.or(sum, b.shl_imm(bit, to))
    })
}

/// The IR's rounding mode from FPCR's or the other way round: 1 and 3 change places.
fn swap_rounding(b: &Lift, mode: Value) -> Value {
    b.and_imm(b.sub(b.iconst(0), mode), 3)
}

/// MRS FPCR: an I64.
pub fn read_fpcr(b: &Lift) -> Value {
    let modes = MODES
        .iter()
        .map(|&(bit, mode)| (mode.trailing_zeros(), bit));
    let modes = move_bits(b, b.get(regs::FP_MODE), modes);
    b.or(modes, b.shl_imm(swap_rounding(b, b.get(regs::FRM)), 22))
}

/// MSR FPCR. Ends the block: the runtime must learn of the modes.
pub fn write_fpcr(b: &Lift, v: Value) {
    let modes = MODES
        .iter()
        .map(|&(bit, mode)| (bit, mode.trailing_zeros()));
    b.set(regs::FP_MODE, move_bits(b, v, modes));
    let mode = swap_rounding(b, b.and_imm(b.shr_imm(v, 22), 3));
    b.set(regs::FRM, mode);
    b.exit(ExitKind::Resync);
}

/// MRS FPSR: an I64. `saturated`: 1 if QC is set, else 0.
pub fn read_fpsr(b: &Lift, saturated: Value) -> Value {
    let flushed = b.and_imm(b.get(regs::FFLAGS), fflags::ID);
    let flags = b.or(b.fflags_get(), flushed);
    let bits = FLAGS
        .iter()
        .map(|&(bit, flag)| (flag.trailing_zeros(), bit));
    b.or(move_bits(b, flags, bits), b.shl_imm(saturated, 27))
}

/// MSR FPSR but for QC, which is the caller's business.
pub fn write_fpsr(b: &Lift, v: Value) {
    let bits = FLAGS
        .iter()
        .map(|&(bit, flag)| (bit, flag.trailing_zeros()));
    let flags = move_bits(b, v, bits);
    b.set(regs::FFLAGS, flags);
    b.fflags_set(flags);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fpcr_and_fpsr_round_trip() {
        for bits in [
            0,
            1 << 19,
            1 << 24,
            1 << 25,
            1 << 26,
            1 << 22,
            2 << 22,
            3 << 22,
        ] {
            let (modes, frm) = modes(bits);
            assert_eq!(fpcr(modes, frm), bits);
        }
        assert_eq!(modes(1 << 22).1, 3, "RMode 1 is towards plus infinity");
        assert_eq!(modes(3 << 22).1, 1, "RMode 3 is towards zero");
        for bits in [0, 1, 2, 4, 8, 16, 128, QC] {
            assert_eq!(fpsr(fflags(bits), bits & QC != 0), bits);
        }
    }
}
