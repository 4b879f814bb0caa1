//! What SHA-3 is made of (Arm ARM, C4.1, "Cryptographic four-register", "XAR", "... SHA 512").

use ir::Lane;

use super::crypto_sha::rotate_lanes;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Two sources.
    Three { rm: V, rn: V, rd: V }
    /// Three sources.
    Four { rm: V, ra: V, rn: V, rd: V }
    /// Two sources and a distance.
    Rotate { rm: V, imm: UImm, rn: V, rd: V }
}

rows! { [SHA3]
    eor3    "11001110 000 rm:5 0 ra:5 rn:5 rd:5"        Four    "eor3 v{rd}.16b, v{rn}.16b, v{rm}.16b, v{ra}.16b";
    bcax    "11001110 001 rm:5 0 ra:5 rn:5 rd:5"        Four    "bcax v{rd}.16b, v{rn}.16b, v{rm}.16b, v{ra}.16b";
    rax1    "11001110 011 rm:5 1 0 00 11 rn:5 rd:5"     Three   "rax1 v{rd}.2d, v{rn}.2d, v{rm}.2d";
    xar     "11001110 100 rm:5 imm:6 rn:5 rd:5"         Rotate  "xar v{rd}.2d, v{rn}.2d, v{rm}.2d, #{imm}";
}

/// rd = rn ^ rm ^ ra
fn eor3(b: &Lift, i: Four) {
    let pair = b.vxor(b.v(i.rn), b.v(i.rm));
    b.set_v(i.rd, b.vxor(pair, b.v(i.ra)));
}

/// rd = rn ^ (rm & !ra)
fn bcax(b: &Lift, i: Four) {
    let cleared = b.vandn(b.v(i.rm), b.v(i.ra));
    b.set_v(i.rd, b.vxor(b.v(i.rn), cleared));
}

/// rd = rn ^ (rm rotated left by 1)
fn rax1(b: &Lift, i: Three) {
    let rotated = rotate_lanes(b, Lane::D, b.v(i.rm), 63);
    b.set_v(i.rd, b.vxor(b.v(i.rn), rotated));
}

/// rd = (rn ^ rm) rotated right by imm
fn xar(b: &Lift, i: Rotate) {
    let sum = b.vxor(b.v(i.rn), b.v(i.rm));
    let rotated = if i.imm == 0 {
        sum
    } else {
        rotate_lanes(b, Lane::D, sum, i.imm)
    };
    b.set_v(i.rd, rotated);
}

pub(crate) const CASES: &str = "
    ce020c20  eor3 v0.16b, v1.16b, v2.16b, v3.16b  v1=0x2e1c5d3a56a68b41de28123c7fd39898 v2=0x83e2c32845b61df27deaab6416d1b5ac v3=0x80b91b2ede0d0fc58c5050eac832652e  =>  v0=0x2d47853ccd1d99762f92e9b2a130481a
    ce000000  eor3 v0.16b, v0.16b, v0.16b, v0.16b  v0=0xcb8f1137c938c68d1027e5d35c7fe058  =>  
    ce220c20  bcax v0.16b, v1.16b, v2.16b, v3.16b  v1=0x96655f23b1d117b75b0f13b0c65fb8a2 v2=0x4e424b92c277af3208c9196da9fd1ce9 v3=0xab163406b4581e378f2f39495d09dd29  =>  v0=0xd22514b3f3f6b6b75bcf139466abb862
    ce628c20  rax1 v0.2d, v1.2d, v2.2d  v1=0x43cdc3567c55dde1d5d1cbd047e5eb8d v2=0xb74acffbb0ddb48bfb1ff91ac50e2b99  =>  v0=0x2d585ca11deeb4f623ee39e5cdf9bcbe
    ce698d29  rax1 v9.2d, v9.2d, v9.2d  v9=0x570f0cbef20f678df4f6717c4b39e336  =>  v9=0xf91115c31611a8971d1a9384dd4a255b
    ce820020  xar v0.2d, v1.2d, v2.2d, #0  v1=0xda1101aa94a6300c2dbbf762a6523995 v2=0xc61251908c07985b796bfa0002f6f33d  =>  v0=0x1c03503a18a1a85754d00d62a4a4caa8
    ce820420  xar v0.2d, v1.2d, v2.2d, #1  v1=0x46103a2babf0ca69536e816b402d5ebb v2=0x8016e14dd111eb3749f088d476832b62  =>  v0=0x63036db33d7090af8d4f04df9b573aec
    ce828020  xar v0.2d, v1.2d, v2.2d, #32  v1=0x5b48368ecc3136d8ac738c8ca5be6d6b v2=0x58780d0aa4e15158461cb6e0590ef594  =>  v0=0x68d0678003303b84fcb098ffea6f3a6c
    ce82fc20  xar v0.2d, v1.2d, v2.2d, #63  v1=0x68916d08d4042c36f000feb0bce240c6 v2=0x2c273105d7c6f4e2ec1e07d7599c8f1c  =>  v0=0x896cb81a0785b1a8383df2cfcafd9fb4
";
