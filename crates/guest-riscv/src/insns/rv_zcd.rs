//! Zcd: compressed double-precision loads and stores.

use ir::Type;

use crate::fp::{FLoad, FStore, load, store};
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Load, unsigned offset.
    CFLoad { rd: F, rs1: X, uimm: UImm }
    /// Store, unsigned offset.
    CFStore { rs1: X, rs2: F, uimm: UImm }
    /// Load from the stack.
    CFLoadSp { rd: F, uimm: UImm }
    /// Store to the stack.
    CFStoreSp { rs2: F, uimm: UImm }
}

rows! { [C | ZCD, D]
    c_fld      "001 uimm[5:3] rs1:3 uimm[7:6] rd:3 00"          CFLoad "{rd}, {uimm}({rs1})";
    c_fsd      "101 uimm[5:3] rs1:3 uimm[7:6] rs2:3 00"        CFStore "{rs2}, {uimm}({rs1})";
    c_fldsp    "001 uimm[5] rd:5 uimm[4:3|8:6] 10"            CFLoadSp "{rd}, {uimm}(sp)";
    c_fsdsp    "101 uimm[5:3|8:6] rs2:5 10"                  CFStoreSp "{rs2}, {uimm}(sp)";
}

fn load_double(b: &Lift, rd: F, rs1: X, uimm: UImm) {
    let imm = Imm::from(uimm);
    load(b, Type::F64, FLoad { rd, rs1, imm });
}

fn store_double(b: &Lift, rs2: F, rs1: X, uimm: UImm) {
    let imm = Imm::from(uimm);
    store(b, Type::F64, FStore { rs1, rs2, imm });
}

/// rd = value at rs1 + uimm
fn c_fld(b: &Lift, i: CFLoad) {
    load_double(b, i.rd, i.rs1, i.uimm);
}

/// value at rs1 + uimm = rs2
fn c_fsd(b: &Lift, i: CFStore) {
    store_double(b, i.rs2, i.rs1, i.uimm);
}

/// rd = value at sp + uimm
fn c_fldsp(b: &Lift, i: CFLoadSp) {
    load_double(b, i.rd, X::SP, i.uimm);
}

/// value at sp + uimm = rs2
fn c_fsdsp(b: &Lift, i: CFStoreSp) {
    store_double(b, i.rs2, X::SP, i.uimm);
}

pub(crate) const CASES: &str = "
    3de8  c.fld fa0, 248(a1)     a1=0x40000 mem64[0x400f8]=0x8123456789abcdef  =>  fa0=0x8123456789abcdef
    2404  c.fld fs1, 8(s0)       s0=0x40000 mem64[0x40008]=1.5:d               =>  fs1=1.5:d
    a1e8  c.fsd fa0, 192(a1)     a1=0x40000 fa0=0x8123456789abcdef             =>  mem64[0x400c0]=0x8123456789abcdef
    307e  c.fldsp ft0, 504(sp)   sp=0x40000 mem64[0x401f8]=-2:d                =>  ft0=-2:d
    3d82  c.fldsp fs11, 32(sp)   sp=0x40000 mem64[0x40020]=7                   =>  fs11=7
    a2fe  c.fsdsp ft11, 320(sp)  sp=0x40000 ft11=0x8123456789abcdef            =>  mem64[0x40140]=0x8123456789abcdef
    a006  c.fsdsp ft1, 0(sp)     sp=0x40000 ft1=-1.5:d                         =>  mem64[0x40000]=-1.5:d
";
