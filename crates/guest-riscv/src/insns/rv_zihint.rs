//! Zihintpause and Zihintntl: hints, which are special cases of instructions without effect.

use ir::Fence;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZIHINTPAUSE]
    pause     "0000 0001 0000 00000 000 00000 0001111"   NoOperands ""  over fence;
    ntl_p1    "0000000 00010 00000 000 00000 0110011"    NoOperands ""  over add  needs [ZIHINTNTL];
    ntl_pall  "0000000 00011 00000 000 00000 0110011"    NoOperands ""  over add  needs [ZIHINTNTL];
    ntl_s1    "0000000 00100 00000 000 00000 0110011"    NoOperands ""  over add  needs [ZIHINTNTL];
    ntl_all   "0000000 00101 00000 000 00000 0110011"    NoOperands ""  over add  needs [ZIHINTNTL];
    c_ntl_p1    "100 1 00000 00010 10"                   NoOperands ""  over c_add  needs [ZIHINTNTL, C | ZCA];
    c_ntl_pall  "100 1 00000 00011 10"                   NoOperands ""  over c_add  needs [ZIHINTNTL, C | ZCA];
    c_ntl_s1    "100 1 00000 00100 10"                   NoOperands ""  over c_add  needs [ZIHINTNTL, C | ZCA];
    c_ntl_all   "100 1 00000 00101 10"                   NoOperands ""  over c_add  needs [ZIHINTNTL, C | ZCA];
}

/// This hart spins. Spin loops are short: leaving generated code would cost more than it saves.
fn pause(b: &Lift, _: NoOperands) {
    b.fence(Fence::Weak);
}

/// The next access is non-temporal with regard to private caches.
fn ntl_p1(_: &Lift, _: NoOperands) {}
/// ... with regard to the innermost shared caches too.
fn ntl_pall(_: &Lift, _: NoOperands) {}
/// ... with regard to the innermost shared caches only.
fn ntl_s1(_: &Lift, _: NoOperands) {}
/// ... with regard to all caches.
fn ntl_all(_: &Lift, _: NoOperands) {}
/// As ntl.p1.
fn c_ntl_p1(_: &Lift, _: NoOperands) {}
/// As ntl.pall.
fn c_ntl_pall(_: &Lift, _: NoOperands) {}
/// As ntl.s1.
fn c_ntl_s1(_: &Lift, _: NoOperands) {}
/// As ntl.all.
fn c_ntl_all(_: &Lift, _: NoOperands) {}

pub(crate) const CASES: &str = "
    0100000f  pause                  =>
    00200033  ntl.p1       sp=5      =>
    00300033  ntl.pall     gp=5      =>
    00400033  ntl.s1       tp=5      =>
    00500033  ntl.all      t0=5      =>
    900a      c.ntl.p1     sp=5      =>
    900e      c.ntl.pall   gp=5      =>
    9012      c.ntl.s1     tp=5      =>
    9016      c.ntl.all    t0=5      =>
";
