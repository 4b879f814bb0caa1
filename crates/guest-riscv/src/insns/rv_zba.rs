//! Zba: address generation (shift and add).

use ir::Value;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZBA]
    sh1add      "0010000 rs2:5 rs1:5 010 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    sh2add      "0010000 rs2:5 rs1:5 100 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    sh3add      "0010000 rs2:5 rs1:5 110 rd:5 0110011"      R "{rd}, {rs1}, {rs2}";
    add_uw      "0000100 rs2:5 rs1:5 000 rd:5 0111011"      R "{rd}, {rs1}, {rs2}";
    sh1add_uw   "0010000 rs2:5 rs1:5 010 rd:5 0111011"      R "{rd}, {rs1}, {rs2}";
    sh2add_uw   "0010000 rs2:5 rs1:5 100 rd:5 0111011"      R "{rd}, {rs1}, {rs2}";
    sh3add_uw   "0010000 rs2:5 rs1:5 110 rd:5 0111011"      R "{rd}, {rs1}, {rs2}";
    slli_uw     "000010 shamt:6 rs1:5 001 rd:5 0011011" Shift "{rd}, {rs1}, {shamt}";
}

/// rd = (index << amount) + rs2
fn shift_add(b: &Lift, i: R, index: Value, amount: u32) {
    b.set_x(i.rd, b.add(b.shl_imm(index, amount), b.x(i.rs2)));
}

/// rd = (rs1 << 1) + rs2
fn sh1add(b: &Lift, i: R) {
    shift_add(b, i, b.x(i.rs1), 1);
}

/// rd = (rs1 << 2) + rs2
fn sh2add(b: &Lift, i: R) {
    shift_add(b, i, b.x(i.rs1), 2);
}

/// rd = (rs1 << 3) + rs2
fn sh3add(b: &Lift, i: R) {
    shift_add(b, i, b.x(i.rs1), 3);
}

/// rd = zext32(rs1) + rs2
fn add_uw(b: &Lift, i: R) {
    shift_add(b, i, b.zext32(b.xw(i.rs1)), 0);
}

/// rd = (zext32(rs1) << 1) + rs2
fn sh1add_uw(b: &Lift, i: R) {
    shift_add(b, i, b.zext32(b.xw(i.rs1)), 1);
}

/// rd = (zext32(rs1) << 2) + rs2
fn sh2add_uw(b: &Lift, i: R) {
    shift_add(b, i, b.zext32(b.xw(i.rs1)), 2);
}

/// rd = (zext32(rs1) << 3) + rs2
fn sh3add_uw(b: &Lift, i: R) {
    shift_add(b, i, b.zext32(b.xw(i.rs1)), 3);
}

/// rd = zext32(rs1) << shamt
fn slli_uw(b: &Lift, i: Shift) {
    b.set_x(i.rd, b.shl_imm(b.zext32(b.xw(i.rs1)), i.shamt));
}

pub(crate) const CASES: &str = "
    203120b3  sh1add ra, sp, gp     sp=0x8000000000000001 gp=5                   =>  ra=7
    203140b3  sh2add ra, sp, gp     sp=1 gp=5                                    =>  ra=9
    203160b3  sh3add ra, sp, gp     sp=-1 gp=8                                   =>  ra=0
    083100bb  add.uw ra, sp, gp     sp=0x1000000090000000 gp=0x2000000080000000  =>  ra=0x2000000110000000
    080100bb  add.uw ra, sp, zero   sp=0xffffffff80000000                        =>  ra=0x80000000
    203120bb  sh1add.uw ra, sp, gp  sp=0xffffffffffffffff gp=1                   =>  ra=0x1ffffffff
    203140bb  sh2add.uw ra, sp, gp  sp=0xf00000000000000f gp=1                   =>  ra=0x3d
    203160bb  sh3add.uw ra, sp, gp  sp=0x180000000 gp=-1                         =>  ra=0x3ffffffff
    0821109b  slli.uw ra, sp, 2     sp=0xffffffffc0000001                        =>  ra=0x300000004
    0a01109b  slli.uw ra, sp, 32    sp=0x00000001ffffffff                        =>  ra=0xffffffff00000000
";
