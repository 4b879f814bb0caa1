//! Loads from authenticated addresses (Arm ARM, C4.1, "Load/store register (pac)"). The modifier is zero.

use crate::ldst::*;
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::pauth::{self, Key};

operands! {
    /// Signed scaled offset.
    Offset10 { imm: DoubleOffset, rn: XSp, rt: X }
    /// The same with write-back.
    Index10 { imm: DoubleImm, rn: XSp, rt: X }
}

rows! { [PACA]
    ldraa       "11111000 0 imm[9] 1 imm[8:0] 0 1 rn:5 rt:5"  Offset10  "ldraa {rt}, [{rn}{imm}]";
    ldraa_pre   "11111000 0 imm[9] 1 imm[8:0] 1 1 rn:5 rt:5"  Index10   "ldraa {rt}, [{rn}, #{imm}]!";
    ldrab       "11111000 1 imm[9] 1 imm[8:0] 0 1 rn:5 rt:5"  Offset10  "ldrab {rt}, [{rn}{imm}]";
    ldrab_pre   "11111000 1 imm[9] 1 imm[8:0] 1 1 rn:5 rt:5"  Index10   "ldrab {rt}, [{rn}, #{imm}]!";
}

/// rt = memory at the authenticated rn + offset; that address may be written back
fn authenticated(b: &Lift, key: Key, (rn, rt): (XSp, X), offset: i64, write_back: bool) {
    let base = pauth::authenticate(b, key, b.base(rn), b.iconst(0));
    if write_back {
        b.expect_aligned(rn.0, b.add_imm(base, offset));
    }
    load(b, rt.0, width(3), Address::of(base).plus(offset));
    if write_back {
        b.set_base(rn.0, b.add_imm(base, offset));
    }
}

/// rt = memory at the address signed with key A
fn ldraa(b: &Lift, i: Offset10) {
    authenticated(b, Key::DA, (i.rn, i.rt), i.imm.0, false);
}

/// The same; rn = address
fn ldraa_pre(b: &Lift, i: Index10) {
    authenticated(b, Key::DA, (i.rn, i.rt), i.imm.0, true);
}

/// rt = memory at the address signed with key B
fn ldrab(b: &Lift, i: Offset10) {
    authenticated(b, Key::DB, (i.rn, i.rt), i.imm.0, false);
}

/// The same; rn = address
fn ldrab_pre(b: &Lift, i: Index10) {
    authenticated(b, Key::DB, (i.rn, i.rt), i.imm.0, true);
}

pub(crate) const CASES: &str = "
    f8200420  ldraa x0, [x1]          mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x13000000040000  =>  x0=0xf7e6d5c4b3a29180
    f8600420  ldraa x0, [x1, #-4096]  mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x15000000041000  =>  x0=0xf7e6d5c4b3a29180
    f8200420  ldraa x0, [x1]          x1=0x17000000040000                                    =>  exit=fault
    f8201c20  ldraa x0, [x1, #8]!     mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x4000000003fff8  =>  x0=0xf7e6d5c4b3a29180 x1=0x40000
    f8a027e0  ldrab x0, [sp, #16]     mem64[0x40000]=0xf7e6d5c4b3a29180 sp=0x4600000003fff0  =>  x0=0xf7e6d5c4b3a29180
    f8fffc20  ldrab x0, [x1, #-8]!    mem64[0x40000]=0xf7e6d5c4b3a29180 x1=0x59000000040008  =>  x0=0xf7e6d5c4b3a29180 x1=0x40000
    f8fffc20  ldrab x0, [x1, #-8]!    x1=0x62000000040008                                    =>  exit=fault
";
