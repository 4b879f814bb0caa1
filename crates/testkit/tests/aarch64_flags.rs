//! Condition flags across blocks: those that somebody reads arrive, wherever that is.

mod aarch64;

use aarch64::runtime_engine;
use guest_aarch64::regs;
use host_x64::HostFeatures;
use testkit::cases::{self, CODE, Engine, Place, Values};
use testkit::memory::lock_memory;

const CMP_X1_X2: u32 = 0xeb02_003f;
const MRS_X0: u32 = 0xd53b_4200;
const MRS_X3: u32 = 0xd53b_4203;
const BRK: u32 = 0xd420_0000;

/// Code, and what it is about.
const PROGRAMS: &[(&str, &[u32])] = &[
    // b.eq +12
    ("both ways", &[CMP_X1_X2, 0x5400_0060, MRS_X0, BRK, MRS_X3]),
    // cbz x5, +12; csel x0, x1, x2, lt
    (
        "behind another branch",
        &[CMP_X1_X2, 0xb400_0065, 0x9a82_b020, BRK, MRS_X3],
    ),
    // b +8; cmp x2, x1
    (
        "behind a jump",
        &[CMP_X1_X2, 0x1400_0002, 0xeb01_005f, 0x9a82_b020],
    ),
    // b +12; brk; b +8; b -4; mrs x0, nzcv
    (
        "behind a jump back",
        &[
            CMP_X1_X2,
            0x1400_0003,
            BRK,
            0x1400_0002,
            0x17ff_ffff,
            MRS_X0,
        ],
    ),
    // subs x6, x6, #1; b.ne -4
    ("after a loop", &[0xf100_04c6, 0x54ff_ffe1, MRS_X0]),
    // b.hi +8; cmp x2, x1; cset x0, hs
    (
        "overwritten one way only",
        &[CMP_X1_X2, 0x5400_0048, 0xeb01_005f, 0x9a9f_37e0],
    ),
    // subs x6, x6, #1; b.hi -4; mrs x0, nzcv
    (
        "after a loop of another kind",
        &[0xf100_04c6, 0x54ff_ffe8, MRS_X0],
    ),
    // subs x2, x2, x1; b.ls +12; cmp x2, x1; brk; mrs x0, nzcv
    (
        "where the branch goes, operand overwritten",
        &[0xeb01_0042, 0x5400_0069, CMP_X1_X2, BRK, MRS_X0],
    ),
    // cmp x1, x2; mov x2, #7; cbz x5, +12; cmp x2, x1; brk; mrs x0, nzcv
    (
        "where another branch goes",
        &[
            CMP_X1_X2,
            0xd280_00e2,
            0xb400_0065,
            0xeb01_005f,
            BRK,
            MRS_X0,
        ],
    ),
    // tst x1, x2; b.eq +12; mrs x0, nzcv; brk; cmp x1, x2
    (
        "of logic",
        &[0xea02_003f, 0x5400_0060, MRS_X0, BRK, CMP_X1_X2],
    ),
    // adds x3, x1, x2; b.cs +12; cmp x1, x2; brk; mrs x0, nzcv
    (
        "of a sum",
        &[0xab02_0023, 0x5400_0062, CMP_X1_X2, BRK, MRS_X0],
    ),
    // cmp x1, x2; ccmp x5, #1, #2, eq; b.ne +12; cmp x1, x2; brk; mrs x0, nzcv
    (
        "of a conditional comparison",
        &[CMP_X1_X2, 0xfa41_08a2, 0x5400_0061, CMP_X1_X2, BRK, MRS_X0],
    ),
    // cmp x1, #1; b.lt +12; mrs x0, nzcv; brk; cmp x1, x2
    (
        "of a comparison with one",
        &[0xf100_043f, 0x5400_006b, MRS_X0, BRK, CMP_X1_X2],
    ),
    // cmp x1, x2; csel x7, x1, x2, lt; b.gt +12; mrs x0, nzcv; brk; cmp x1, x2
    (
        "used twice",
        &[CMP_X1_X2, 0x9a82_b027, 0x5400_006c, MRS_X0, BRK, CMP_X1_X2],
    ),
    // cmp x1, x2; ldr x3, [x4]; b.eq +12; mrs x0, nzcv; brk; cmp x1, x2
    (
        "behind an access",
        &[CMP_X1_X2, 0xf940_0083, 0x5400_0060, MRS_X0, BRK, CMP_X1_X2],
    ),
    // bl +8; brk; mrs x0, nzcv
    ("in a callee", &[CMP_X1_X2, 0x9400_0002, BRK, MRS_X0]),
    // ldr x3, [x4]; b.eq +4
    ("at a fault", &[CMP_X1_X2, 0xf940_0083, 0x5400_0020]),
];

#[test]
fn flags_that_are_read_arrive() {
    let _memory = lock_memory();
    cases::fill_memory(&Values::new()).expect("the data area is mapped");
    let interpreted = &mut runtime_engine(true, HostFeatures::detect());
    let translated = &mut runtime_engine(false, HostFeatures::of_tests());
    for (x1, x2) in [(1, 2), (2, 1), (5, 5), (1 << 63, 1)] {
        for (name, words) in PROGRAMS {
            let code: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
            let x = |n| Place::Reg(regs::x_reg(n));
            let before = Values::from([
                (x(1), x1),
                (x(2), x2),
                (x(5), x1 & 1),
                (x(6), 3),
                (Place::Reg(regs::NZCV), 0b0110),
            ]);
            let want = interpreted.run(CODE, &code, &before);
            let have = translated.run(CODE, &code, &before);
            assert_eq!((have.pc, have.exit), (want.pc, want.exit), "{name}");
            assert_eq!(have.regs, want.regs, "{name}, {x1:#x} and {x2:#x}");
        }
    }
}
