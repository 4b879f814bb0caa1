//! SHA-1, SHA-256 and SHA-512 (Arm ARM, C4.1, "Cryptographic two- and three-register SHA", "... SHA 512").

use ir::{Lane, Sha1Fn, Type, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One source.
    Two { rn: V, rd: V }
    /// Two sources.
    Three { rm: V, rn: V, rd: V }
}

rows! { [SHA1]
    sha1c       "01011110 00 0 rm:5 0 000 00 rn:5 rd:5"     Three   "sha1c q{rd}, s{rn}, v{rm}.4s";
    sha1p       "01011110 00 0 rm:5 0 001 00 rn:5 rd:5"     Three   "sha1p q{rd}, s{rn}, v{rm}.4s";
    sha1m       "01011110 00 0 rm:5 0 010 00 rn:5 rd:5"     Three   "sha1m q{rd}, s{rn}, v{rm}.4s";
    sha1su0     "01011110 00 0 rm:5 0 011 00 rn:5 rd:5"     Three   "sha1su0 v{rd}.4s, v{rn}.4s, v{rm}.4s";
    sha1h       "01011110 00 10100 00000 10 rn:5 rd:5"      Two     "sha1h s{rd}, s{rn}";
    sha1su1     "01011110 00 10100 00001 10 rn:5 rd:5"      Two     "sha1su1 v{rd}.4s, v{rn}.4s";
    sha256h     "01011110 00 0 rm:5 0 100 00 rn:5 rd:5"     Three   "sha256h q{rd}, q{rn}, v{rm}.4s"            needs [SHA2];
    sha256h2    "01011110 00 0 rm:5 0 101 00 rn:5 rd:5"     Three   "sha256h2 q{rd}, q{rn}, v{rm}.4s"           needs [SHA2];
    sha256su1   "01011110 00 0 rm:5 0 110 00 rn:5 rd:5"     Three   "sha256su1 v{rd}.4s, v{rn}.4s, v{rm}.4s"    needs [SHA2];
    sha256su0   "01011110 00 10100 00010 10 rn:5 rd:5"      Two     "sha256su0 v{rd}.4s, v{rn}.4s"              needs [SHA2];
    sha512h     "11001110 011 rm:5 1 0 00 00 rn:5 rd:5"     Three   "sha512h q{rd}, q{rn}, v{rm}.2d"            needs [SHA512];
    sha512h2    "11001110 011 rm:5 1 0 00 01 rn:5 rd:5"     Three   "sha512h2 q{rd}, q{rn}, v{rm}.2d"           needs [SHA512];
    sha512su1   "11001110 011 rm:5 1 0 00 10 rn:5 rd:5"     Three   "sha512su1 v{rd}.2d, v{rn}.2d, v{rm}.2d"    needs [SHA512];
    sha512su0   "11001110 110 00000 1 0 00 00 rn:5 rd:5"    Two     "sha512su0 v{rd}.2d, v{rn}.2d"              needs [SHA512];
}

/// Each lane rotated right.
pub(super) fn rotate_lanes(b: &Lift, lane: Lane, v: Value, right: u32) -> Value {
    let left = lane.bits() - right;
    b.vor(b.vshr(lane, false, v, right), b.vshl(lane, v, left))
}

// --- SHA-1: (A, B, C, D) in rd, E in rn, message words with their constant added in rm -------------------

fn sha1_rounds(b: &Lift, i: Three, function: Sha1Fn) {
    let result = b.sha1_rounds(function, b.v(i.rd), b.v(i.rn), b.v(i.rm));
    b.set_v(i.rd, result);
}

/// Four rounds with B ? C : D
fn sha1c(b: &Lift, i: Three) {
    sha1_rounds(b, i, Sha1Fn::Choose);
}

/// Four rounds with B ^ C ^ D
fn sha1p(b: &Lift, i: Three) {
    sha1_rounds(b, i, Sha1Fn::Parity);
}

/// Four rounds with the majority of B, C, D
fn sha1m(b: &Lift, i: Three) {
    sha1_rounds(b, i, Sha1Fn::Majority);
}

/// rd = rn rotated left by 30 (32 bits)
fn sha1h(b: &Lift, i: Two) {
    let rotated = rotate_lanes(b, Lane::S, b.v(i.rn), 2);
    b.set_v(i.rd, b.vlow(Lane::S, rotated));
}

/// First half of the message schedule: rd ^ the words after the next one ^ rm
fn sha1su0(b: &Lift, i: Three) {
    let d = b.v(i.rd);
    let after = b.vext(d, b.v(i.rn), 8);
    b.set_v(i.rd, b.vxor(b.vxor(after, d), b.v(i.rm)));
}

/// Second half: the sum with the words three before, rotated left by 1; the last of those is the first result.
fn sha1su1(b: &Lift, i: Two) {
    let zero = b.vzero();
    let sum = b.vxor(b.v(i.rd), b.vext(b.v(i.rn), zero, 4));
    let rotated = rotate_lanes(b, Lane::S, sum, 31);
    let first_as_last = b.vext(zero, rotated, 4);
    let last = rotate_lanes(b, Lane::S, first_as_last, 31);
    b.set_v(i.rd, b.vxor(rotated, last));
}

// --- SHA-256: (A, B, C, D) and (E, F, G, H), message words with their constants added in rm --------------

/// The state after four rounds: its first or its second half.
fn sha256_rounds(b: &Lift, [abcd, efgh, words]: [Value; 3], second: bool) -> Value {
    let feba = b.pick32(efgh, abcd, [1, 0, 1, 0]);
    let hgdc = b.pick32(efgh, abcd, [3, 2, 3, 2]);
    let half = b.sha256_rounds(hgdc, feba, words);
    let more = b.pick32(words, words, [2, 3, 2, 3]);
    let full = b.sha256_rounds(feba, half, more);
    let lanes = if second { [1, 0, 1, 0] } else { [3, 2, 3, 2] };
    b.pick32(full, half, lanes)
}

/// rd = A, B, C, D of rd after four rounds; rn = E, F, G, H
fn sha256h(b: &Lift, i: Three) {
    let operands = [b.v(i.rd), b.v(i.rn), b.v(i.rm)];
    b.set_v(i.rd, sha256_rounds(b, operands, false));
}

/// rd = E, F, G, H of rd after four rounds; rn = A, B, C, D before them
fn sha256h2(b: &Lift, i: Three) {
    let operands = [b.v(i.rn), b.v(i.rd), b.v(i.rm)];
    b.set_v(i.rd, sha256_rounds(b, operands, true));
}

/// First half of the message schedule.
fn sha256su0(b: &Lift, i: Two) {
    b.set_v(i.rd, b.sha256_sigma0(b.v(i.rd), b.v(i.rn)));
}

/// Second half of the message schedule.
fn sha256su1(b: &Lift, i: Three) {
    let m = b.v(i.rm);
    let older = b.vext(b.v(i.rn), m, 4);
    let sum = b.vadd(Lane::S, b.v(i.rd), older);
    b.set_v(i.rd, b.sha256_sigma1(sum, m));
}

// --- SHA-512: two rounds on halves of the state, two words at a time ----------------------------------------

fn low(b: &Lift, v: Value) -> Value {
    b.vget_lane(Lane::D, false, Type::I64, v, 0)
}

fn high(b: &Lift, v: Value) -> Value {
    b.vget_lane(Lane::D, false, Type::I64, v, 1)
}

fn join(b: &Lift, low: Value, high: Value) -> Value {
    b.vset_lane(Lane::D, b.v_from_int(low), 1, high)
}

/// The sum without carry of x rotated right by three distances.
fn rotations(b: &Lift, x: Value, distances: [u64; 3]) -> Value {
    let [p, q, r] = distances.map(|n| b.rotr(x, b.iconst(n)));
    b.xor(b.xor(p, q), r)
}

/// T1 of two rounds: rd = (g or h) + words, rn = (e, f), rm = (d, g)...
fn sha512h(b: &Lift, i: Three) {
    let (w, x, y) = (b.v(i.rd), b.v(i.rn), b.v(i.rm));
    let (y0, y1) = (low(b, y), high(b, y));
    let (x0, x1) = (low(b, x), high(b, x));
    let choose = |e, f, g| b.xor(b.and(e, f), b.andn(g, e));
    let first = b.add(choose(y1, x0, x1), rotations(b, y1, [14, 18, 41]));
    let first = b.add(first, high(b, w));
    let e = b.add(first, y0);
    let second = b.add(choose(e, y1, x0), rotations(b, e, [14, 18, 41]));
    let second = b.add(second, low(b, w));
    b.set_v(i.rd, join(b, second, first));
}

/// T1 + T2 of two rounds: rd = T1, rn = c, rm = (a, b)
fn sha512h2(b: &Lift, i: Three) {
    let (w, x, y) = (b.v(i.rd), b.v(i.rn), b.v(i.rm));
    let (y0, y1, x0) = (low(b, y), high(b, y), low(b, x));
    let majority = |p, q, r| b.xor(b.and(b.xor(p, q), b.xor(q, r)), q);
    let first = b.add(majority(x0, y1, y0), rotations(b, y0, [28, 34, 39]));
    let first = b.add(first, high(b, w));
    let second = b.add(majority(first, y0, y1), rotations(b, first, [28, 34, 39]));
    let second = b.add(second, low(b, w));
    b.set_v(i.rd, join(b, second, first));
}

/// First half of the message schedule: rd + sigma0 of the words after it.
fn sha512su0(b: &Lift, i: Two) {
    let w = b.v(i.rd);
    let next = b.vext(w, b.v(i.rn), 8);
    let rotated = b.vxor(
        rotate_lanes(b, Lane::D, next, 1),
        rotate_lanes(b, Lane::D, next, 8),
    );
    let sigma = b.vxor(rotated, b.vshr(Lane::D, false, next, 7));
    b.set_v(i.rd, b.vadd(Lane::D, w, sigma));
}

/// Second half: rd + sigma1 of rn + rm.
fn sha512su1(b: &Lift, i: Three) {
    let x = b.v(i.rn);
    let rotated = b.vxor(
        rotate_lanes(b, Lane::D, x, 19),
        rotate_lanes(b, Lane::D, x, 61),
    );
    let sigma = b.vxor(rotated, b.vshr(Lane::D, false, x, 6));
    let sum = b.vadd(Lane::D, b.v(i.rd), b.v(i.rm));
    b.set_v(i.rd, b.vadd(Lane::D, sum, sigma));
}

pub(crate) const CASES: &str = "
    5e020020  sha1c q0, s1, v2.4s  v0=0x9e30691c238642ea126a1e48cc11d357 v1=0x21da8978206f5c6671e0c07e9e115e4b v2=0x15c33b2df1461aaf8eb18b900745130  =>  v0=0x2bb49f7426406fe9c4db8ff90c6d99f1
    5e140294  sha1c q20, s20, v20.4s  v20=0xf5cae3bf3729c619c60a3cab359eeefb  =>  v20=0x55b9211eb3024f6fd4e1cf45c8f6fec1
    5e021020  sha1p q0, s1, v2.4s  v0=0x2a9eba0cdf561d802a759159fb7ff337 v1=0x32ea6928f6236bf2504b74ba4a0fe75d v2=0xa02fdaa1ad864c44e049548e8a0a8c96  =>  v0=0xc8f58471fd17b497b04b3f1eb6a9cdb0
    5e141294  sha1p q20, s20, v20.4s  v20=0xf7f35634f0e3cd972e81d66d346c6e2b  =>  v20=0x87fdfbe2ed28bd020f729e3f302ba813
    5e022020  sha1m q0, s1, v2.4s  v0=0xf7108e96f770c2263266aa3bb0cde917 v1=0x585a01c4c7d6df0621aef57e4cc4132 v2=0xef901b932a7c18806a3753915c76f18a  =>  v0=0x149c37fae90f724d75d7fc661b66ce66
    5e142294  sha1m q20, s20, v20.4s  v20=0x54f46a6910acff0043892dfc254cb864  =>  v20=0x11373b2d51420a94c331b665cd20acb9
    5e280820  sha1h s0, s1  v0=0x960d5a8f9a656aafd14125844d25deb3 v1=0xb52a43abad8d194a9892139600ddb74d  =>  v0=0x40376dd3
    5e280a94  sha1h s20, s20  v20=0x5af84e6b4f59672710e6d8e6568068b9  =>  v20=0x55a01a2e
    5e023020  sha1su0 v0.4s, v1.4s, v2.4s  v0=0xb24891917b121dc54e5a3a26d18a669a v1=0x78f845f57b3120df2f4d4c8650d7d13f v2=0x419521fe0e979cf32d1634b4b4653252  =>  v0=0xdc90fce925525009d1049f031efd490d
    5e033063  sha1su0 v3.4s, v3.4s, v3.4s  v3=0xf3001cee05da8467f06313fff9a01fe8  =>  v3=0xf06313fff9a01fe8f3001cee05da8467
    5e281820  sha1su1 v0.4s, v1.4s  v0=0x677fd139d84a1d3a5b8e8fb2bff29101 v1=0x6b384309c9a937a68c8f95ef04a012e8  =>  v0=0x30bb1ca66e4bc67244f702966fa09dc
    5e281bde  sha1su1 v30.4s, v30.4s  v30=0xd75b1e249419cf4d60597bdc5dbe4409  =>  v30=0x592ac31d8685a2d2e88169237bce7faa
    5e024020  sha256h q0, q1, v2.4s  v0=0xb52fa53c0bf64ef773ec28d00252f615 v1=0xf453324ef486ab739faba8272e50bd4e v2=0x3eff8b3fc177f1131e782196324f3e81  =>  v0=0x7e26b4eb7c94cafe75fa57a3a698406e
    5e1442b4  sha256h q20, q21, v20.4s  v20=0x76531737f129c8c6d1ca4dc4edfde416 v21=0xe488b6c85ad3ba328332f05a58296818  =>  v20=0xaa9b53dcbbfbbd1325ef9b054d7da135
    5e025020  sha256h2 q0, q1, v2.4s  v0=0x767d5274c68deb5d403a960a8652dbd0 v1=0xc7eec61bbf9703c096fabb7b1ba95a54 v2=0x4bbdbb01dc14ed575e0730b3cc170c31  =>  v0=0x5c87404442c0a5e1d14e434e3039aa12
    5e1452b4  sha256h2 q20, q21, v20.4s  v20=0xfa749692f21ff5eb6ed78f5d0960afe9 v21=0x834c1b69573ac59a355f2af41757905e  =>  v20=0x6ad49b5d38c18076771b854690c29f96
    5e026020  sha256su1 v0.4s, v1.4s, v2.4s  v0=0x25f02628eb07c30d5cd5061c9c5f319e v1=0xb3de08f9ec9837044692ba0357079670 v2=0xaf9b74f84ffcbf4217921e6c8b8e8f4e  =>  v0=0xfec5171a50babfd61e35e203ab4c7ccf
    5e1462b4  sha256su1 v20.4s, v21.4s, v20.4s  v20=0xcc7c6d812d6f2efc4e613a365119cdcc v21=0xb89c4e56261c374ba07657d61404ab1e  =>  v20=0xdcf13da110fa4d732fc1322b643aee73
    ce628020  sha512h q0, q1, v2.2d  v0=0x7bd9e8a1ff297d0e4f2e84fcb06dbee0 v1=0x14b9adb50c6dea3db85a5cd22959fea3 v2=0xec717f158895787f99c4258bfc985000  =>  v0=0x69d6c5b7a808f000f95162bb5227745b
    ce7482b4  sha512h q20, q21, v20.2d  v20=0xbd953dc23cc217790825c7cc67e84707 v21=0x400db00dd3881a5058056ed0980dc6ff  =>  v20=0x4ec9e2ca1c70dc98b283d7231381d627
    ce628420  sha512h2 q0, q1, v2.2d  v0=0x2547f19c6bf84914a6a5bc9974a677c6 v1=0xa36939efea83854afaa30fac0e42d43c v2=0x558d2adb7e5a3930cd39e15808606af8  =>  v0=0x36ff935b8b84df60ea1f285a2112217e
    ce7486b4  sha512h2 q20, q21, v20.2d  v20=0xfb368220216d27a23501e088d6a34d3e v21=0x21fdac3af325ffbe90656c8fbb4e5c11  =>  v20=0xfa8da8df7610e842326e2100e051b6f1
    ce628820  sha512su1 v0.2d, v1.2d, v2.2d  v0=0x69f0441ec9bafe62e580c35ea161d909 v1=0x5f7cc5d86f3f02402b37d8171b4c24c2 v2=0x6baf71d7d8407b1a0f0b97522634f16f  =>  v0=0xf0738c3222fb5d68d216b56f44a5c063
    ce748ab4  sha512su1 v20.2d, v21.2d, v20.2d  v20=0xec08693c7401f5ce2425d75a4b78dc3d v21=0x2b56955dda2d3b3d9ed2aa0cffd21f09  =>  v20=0xd58f284a5caec1dcff5ad7ca2f1fe844
    5e282820  sha256su0 v0.4s, v1.4s  v0=0xf5cb2afc741b324d85ae8770f9dba1db v1=0x5154ef5fbac0d757b057c1627cf7fcf6  =>  v0=0x1225ba56a20900c5dea6949b4a3e4e66
    5e282a94  sha256su0 v20.4s, v20.4s  v20=0x785737974a807546462731417aa286ac  =>  v20=0x6e61430736a00bcedebbce23c0bb806f
    cec08020  sha512su0 v0.2d, v1.2d  v0=0x1cd0c151258170f9e6e053f7675ebe3b v1=0x8820e3bdfd06f9f6d272324860831ef2  =>  v0=0xb72050c40e617b535e2d65e2c90cfa28
    cec08294  sha512su0 v20.2d, v20.2d  v20=0xefe8b3b5a080c6a52dece95af5b67e6e  =>  v20=0x6868f54c3646ac5a81b1496904586087
";
