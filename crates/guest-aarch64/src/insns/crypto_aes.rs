//! AES and carry-less products of doublewords (Arm ARM, C4.1, "Cryptographic AES" and "Advanced SIMD three different").

use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One source.
    Two { rn: V, rd: V }
    /// Two sources.
    Three { rm: V, rn: V, rd: V }
}

rows! { [AES]
    aese        "01001110 00 10100 00100 10 rn:5 rd:5"      Two     "aese v{rd}.16b, v{rn}.16b";
    aesd        "01001110 00 10100 00101 10 rn:5 rd:5"      Two     "aesd v{rd}.16b, v{rn}.16b";
    aesmc       "01001110 00 10100 00110 10 rn:5 rd:5"      Two     "aesmc v{rd}.16b, v{rn}.16b";
    aesimc      "01001110 00 10100 00111 10 rn:5 rd:5"      Two     "aesimc v{rd}.16b, v{rn}.16b";
    pmull_1q    "0 0 0 01110 11 1 rm:5 1110 00 rn:5 rd:5"   Three   "pmull v{rd}.1q, v{rn}.1d, v{rm}.1d"  needs [PMULL];
    pmull2_1q   "0 1 0 01110 11 1 rm:5 1110 00 rn:5 rd:5"   Three   "pmull2 v{rd}.1q, v{rn}.2d, v{rm}.2d" needs [PMULL];
}

/// rd = SubBytes(ShiftRows(rd ^ rn)), or the inverses
fn substitute(b: &Lift, i: Two, inverse: bool) {
    let state = b.vxor(b.v(i.rd), b.v(i.rn));
    b.set_v(i.rd, b.aes_sub(inverse, state));
}

fn aese(b: &Lift, i: Two) {
    substitute(b, i, false);
}

fn aesd(b: &Lift, i: Two) {
    substitute(b, i, true);
}

/// rd = MixColumns(rn)
fn aesmc(b: &Lift, i: Two) {
    b.set_v(i.rd, b.aes_mix(false, b.v(i.rn)));
}

/// rd = InvMixColumns(rn)
fn aesimc(b: &Lift, i: Two) {
    b.set_v(i.rd, b.aes_mix(true, b.v(i.rn)));
}

/// rd = rn[0] * rm[0], carry-less
fn pmull_1q(b: &Lift, i: Three) {
    b.set_v(i.rd, b.clmul_wide(false, b.v(i.rn), b.v(i.rm)));
}

/// rd = rn[1] * rm[1], carry-less
fn pmull2_1q(b: &Lift, i: Three) {
    b.set_v(i.rd, b.clmul_wide(true, b.v(i.rn), b.v(i.rm)));
}

// The state and the results of FIPS 197, appendix B, round 1, and others.
pub(crate) const CASES: &str = "
    4e284820  aese v0.16b, v1.16b  v0=0x848f8e92a8dc69a2be2f4a0bee33d19  =>  v0=0xe598271ef11141b8ae52b4e0305dbfd4
    4e284820  aese v0.16b, v1.16b  v0=0x5bc8fbbcbde5c0994164d8399f767c45 v1=0xd76d4330f1446beab0c11fdecb91ce37  =>  v0=0x29063764a1946c8f200662946432c640
    4e284863  aese v3.16b, v3.16b  v3=0x87b0b125ec1d7da0a6eb8c9ebd69fe29  =>  v3=0x63636363636363636363636363636363
    4e285820  aesd v0.16b, v1.16b  v0=0xe598271ef11141b8ae52b4e0305dbfd4  =>  v0=0x848f8e92a8dc69a2be2f4a0bee33d19
    4e285820  aesd v0.16b, v1.16b  v0=0xc6a5387777330bdbd7210dff076ce2ef v1=0xd464138a62332553fc1ea36f17fd374  =>  v0=0xd6a05b925982b0e6514d2e12c87cafe8
    4e286820  aesmc v0.16b, v1.16b  v1=0xe598271ef11141b8ae52b4e0305dbfd4  =>  v0=0x4c2606287ad3f8489a19cbe0e5816604
    4e286a94  aesmc v20.16b, v20.16b  v20=0x5f2dd97f1cfb10f62827688de6a16a3b  =>  v20=0xcb1dfefcd22fdc2093d31cb65139f18f
    4e287820  aesimc v0.16b, v1.16b  v1=0x4c2606287ad3f8489a19cbe0e5816604  =>  v0=0xe598271ef11141b8ae52b4e0305dbfd4
    4e287bff  aesimc v31.16b, v31.16b  v31=0x617959ce3f1f65a8de5271007814e8a2  =>  v31=0x5f38628abd712607a756e9e5ac2f70d5
    0ee2e020  pmull v0.1q, v1.1d, v2.1d  v1=0x3fd4235992edcf451a1afe878b33e968 v2=0x687c966c377b9aa2bb2edb20035b7399  =>  v0=0xf12b28d0fdfb04bc471f8b611c4b8a8
    0ee0e000  pmull v0.1q, v0.1d, v0.1d  v0=0xffffffffffffffffffffffffffffffff  =>  v0=0x55555555555555555555555555555555
    4ee2e020  pmull2 v0.1q, v1.2d, v2.2d  v1=0xde11cc9dea959c212e9c82b1478c281d v2=0xc30d8b7628dbd25e63b229f1c4069545  =>  v0=0x59eb995d97f8758a6baa94a54bb6f19e
    4ef6e2b4  pmull2 v20.1q, v21.2d, v22.2d  v21=0xc0000000000000000000000000000000 v22=0x80000000000000000000000000000000  =>  v20=0x60000000000000000000000000000000
";
