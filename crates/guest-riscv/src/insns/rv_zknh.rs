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
";
