//! Zknh: the functions of SHA-256 and SHA-512 (FIPS 180-4, section 4.1).

use ir::Value;

use crate::lift::{Lift, rows};
use crate::operands::*;

rows! { [ZKNH]
    sha256sum0  "0001000 00000 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha256sum1  "0001000 00001 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha256sig0  "0001000 00010 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha256sig1  "0001000 00011 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha512sum0  "0001000 00100 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha512sum1  "0001000 00101 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha512sig0  "0001000 00110 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
    sha512sig1  "0001000 00111 rs1:5 001 rd:5 0010011"   R1 "{rd}, {rs1}";
}

/// x rotated right by n.
fn rotate32(b: &Lift, x: Value, n: u32) -> Value {
    b.rotr(x, b.iconst32(n))
}

fn rotate64(b: &Lift, x: Value, n: u64) -> Value {
    b.rotr(x, b.iconst(n))
}

fn xor3(b: &Lift, x: Value, y: Value, z: Value) -> Value {
    b.xor(b.xor(x, y), z)
}

/// rd = rs1 rotated right by each of `n`, added modulo 2; 32 bits, sign-extended
fn sum256(b: &Lift, i: R1, n: [u32; 3]) {
    let x = b.xw(i.rs1);
    let [p, q, r] = n.map(|n| rotate32(b, x, n));
    b.set_xw(i.rd, xor3(b, p, q, r));
}

/// As [`sum256`], with a shift instead of the last rotation
fn sigma256(b: &Lift, i: R1, n: [u32; 2], shift: u32) {
    let x = b.xw(i.rs1);
    let [p, q] = n.map(|n| rotate32(b, x, n));
    b.set_xw(i.rd, xor3(b, p, q, b.shr_imm(x, shift)));
}

/// rd = rs1 rotated right by each of `n`, added modulo 2
fn sum512(b: &Lift, i: R1, n: [u64; 3]) {
    let x = b.x(i.rs1);
    let [p, q, r] = n.map(|n| rotate64(b, x, n));
    b.set_x(i.rd, xor3(b, p, q, r));
}

/// As [`sum512`], with a shift instead of the last rotation
fn sigma512(b: &Lift, i: R1, n: [u64; 2], shift: u32) {
    let x = b.x(i.rs1);
    let [p, q] = n.map(|n| rotate64(b, x, n));
    b.set_x(i.rd, xor3(b, p, q, b.shr_imm(x, shift)));
}

/// Equation 4.4
fn sha256sum0(b: &Lift, i: R1) {
    sum256(b, i, [2, 13, 22]);
}

/// Equation 4.5
fn sha256sum1(b: &Lift, i: R1) {
    sum256(b, i, [6, 11, 25]);
}

/// Equation 4.6
fn sha256sig0(b: &Lift, i: R1) {
    sigma256(b, i, [7, 18], 3);
}

/// Equation 4.7
fn sha256sig1(b: &Lift, i: R1) {
    sigma256(b, i, [17, 19], 10);
}

/// Equation 4.10
fn sha512sum0(b: &Lift, i: R1) {
    sum512(b, i, [28, 34, 39]);
}

/// Equation 4.11
fn sha512sum1(b: &Lift, i: R1) {
    sum512(b, i, [14, 18, 41]);
}

/// Equation 4.12
fn sha512sig0(b: &Lift, i: R1) {
    sigma512(b, i, [1, 8], 7);
}

/// Equation 4.13
fn sha512sig1(b: &Lift, i: R1) {
    sigma512(b, i, [19, 61], 6);
}

pub(crate) const CASES: &str = "
    10059513  sha256sum0 a0, a1  a1=1                   =>  a0=0x40080400
    10059513  sha256sum0 a0, a1  a1=0xffffffff80000000  =>  a0=0x20040200
    10059513  sha256sum0 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0xffffffff844e2671
    10059513  sha256sum0 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
    10159513  sha256sum1 a0, a1  a1=1                   =>  a0=0x4200080
    10159513  sha256sum1 a0, a1  a1=0xffffffff80000000  =>  a0=0x2100040
    10159513  sha256sum1 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0x758db092
    10159513  sha256sum1 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
    10259513  sha256sig0 a0, a1  a1=1                   =>  a0=0x2004000
    10259513  sha256sig0 a0, a1  a1=0xffffffff80000000  =>  a0=0x11002000
    10259513  sha256sig0 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0xfffffffff7bb5454
    10259513  sha256sig0 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
    10359513  sha256sig1 a0, a1  a1=1                   =>  a0=0xa000
    10359513  sha256sig1 a0, a1  a1=0xffffffff80000000  =>  a0=0x205000
    10359513  sha256sig1 a0, a1  a1=0x6a09e667bb67ae85  =>  a0=0x22bcb334
    10359513  sha256sig1 a0, a1  a1=0xdeadbeef00000000  =>  a0=0
    10459513  sha512sum0 a0, a1  a1=1                   =>  a0=0x1042000000
    10459513  sha512sum0 a0, a1  a1=0x8000000000000000  =>  a0=0x821000000
    10459513  sha512sum0 a0, a1  a1=0x6a09e667f3bcc908  =>  a0=0x8c4db56aac80c2a
    10559513  sha512sum1 a0, a1  a1=1                   =>  a0=0x4400000800000
    10559513  sha512sum1 a0, a1  a1=0x8000000000000000  =>  a0=0x2200000400000
    10559513  sha512sum1 a0, a1  a1=0x6a09e667f3bcc908  =>  a0=0x259a6cc1643336ef
    10659513  sha512sig0 a0, a1  a1=1                   =>  a0=0x8100000000000000
    10659513  sha512sig0 a0, a1  a1=0x8000000000000000  =>  a0=0x4180000000000000
    10659513  sha512sig0 a0, a1  a1=0x6a09e667f3bcc908  =>  a0=0x3dbae91951caa1df
    10759513  sha512sig1 a0, a1  a1=1                   =>  a0=0x200000000008
    10759513  sha512sig1 a0, a1  a1=0x8000000000000000  =>  a0=0x200100000000004
    10759513  sha512sig1 a0, a1  a1=0x6a09e667f3bcc908  =>  a0=0xc8c619e73ee44510
";
