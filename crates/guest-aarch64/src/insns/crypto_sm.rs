//! SM3 and SM4 (Arm ARM, C4.1, "Cryptographic three-register, imm2", "... SHA 512", "... four-register").

use ir::{Lane, Type, Value};

use super::crypto_sha::rotate_lanes;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// One source.
    Two { rn: V, rd: V }
    /// Two sources.
    Three { rm: V, rn: V, rd: V }
    /// Two sources, of the second one word.
    Word { rm: V, imm: UImm, rn: V, rd: V }
    /// Three sources.
    Four { rm: V, ra: V, rn: V, rd: V }
}

rows! { [SM3]
    sm3ss1      "11001110 010 rm:5 0 ra:5 rn:5 rd:5"            Four    "sm3ss1 v{rd}.4s, v{rn}.4s, v{rm}.4s, v{ra}.4s";
    sm3tt1a     "11001110 010 rm:5 10 imm:2 00 rn:5 rd:5"       Word    "sm3tt1a v{rd}.4s, v{rn}.4s, v{rm}.s[{imm}]";
    sm3tt1b     "11001110 010 rm:5 10 imm:2 01 rn:5 rd:5"       Word    "sm3tt1b v{rd}.4s, v{rn}.4s, v{rm}.s[{imm}]";
    sm3tt2a     "11001110 010 rm:5 10 imm:2 10 rn:5 rd:5"       Word    "sm3tt2a v{rd}.4s, v{rn}.4s, v{rm}.s[{imm}]";
    sm3tt2b     "11001110 010 rm:5 10 imm:2 11 rn:5 rd:5"       Word    "sm3tt2b v{rd}.4s, v{rn}.4s, v{rm}.s[{imm}]";
    sm3partw1   "11001110 011 rm:5 1 1 00 00 rn:5 rd:5"         Three   "sm3partw1 v{rd}.4s, v{rn}.4s, v{rm}.4s";
    sm3partw2   "11001110 011 rm:5 1 1 00 01 rn:5 rd:5"         Three   "sm3partw2 v{rd}.4s, v{rn}.4s, v{rm}.4s";
    sm4e        "11001110 110 00000 1 0 00 01 rn:5 rd:5"        Two     "sm4e v{rd}.4s, v{rn}.4s"               needs [SM4];
    sm4ekey     "11001110 011 rm:5 1 1 00 10 rn:5 rd:5"         Three   "sm4ekey v{rd}.4s, v{rn}.4s, v{rm}.4s"  needs [SM4];
}

// --- SM3 ----------------------------------------------------------------------------------------------------

fn word(b: &Lift, v: Value, n: u32) -> Value {
    b.vget_lane(Lane::S, false, Type::I32, v, n)
}

fn rotate_left(b: &Lift, word: Value, distance: u32) -> Value {
    b.rotr(word, b.iconst32(32 - distance))
}

/// Highest word of rd = SS1 of the highest words; the others are 0.
fn sm3ss1(b: &Lift, i: Four) {
    let [a, e, t] = [i.rn, i.rm, i.ra].map(|r| word(b, b.v(r), 3));
    let sum = b.add(b.add(rotate_left(b, a, 12), e), t);
    let ss1 = b.v_from_int(rotate_left(b, sum, 7));
    b.set_v(i.rd, b.vext(b.vzero(), ss1, 4));
}

/// rd's words move down, the third rotated; the new highest is TT1 or TT2.
fn shift_in(b: &Lift, i: Word, distance: u32, new: Value) {
    let d = b.v(i.rd);
    let moved = b.vext(d, b.v_from_int(new), 4);
    let second = rotate_left(b, word(b, d, 2), distance);
    b.set_v(i.rd, b.vset_lane(Lane::S, moved, 1, second));
}

/// Three words of rd, from the highest.
fn upper(b: &Lift, i: Word) -> [Value; 3] {
    let d = b.v(i.rd);
    [word(b, d, 3), word(b, d, 2), word(b, d, 1)]
}

/// The sum of `function`, rd's lowest word, `other` and the word of rm.
fn tt(b: &Lift, i: Word, function: Value, other: Value) -> Value {
    let sum = b.add(function, word(b, b.v(i.rd), 0));
    b.add(b.add(sum, other), word(b, b.v(i.rm), i.imm))
}

fn tt1(b: &Lift, i: Word, function: Value) {
    let rotated = rotate_left(b, word(b, b.v(i.rd), 3), 12);
    let ss2 = b.xor(word(b, b.v(i.rn), 3), rotated);
    shift_in(b, i, 9, tt(b, i, function, ss2));
}

fn tt2(b: &Lift, i: Word, function: Value) {
    let sum = tt(b, i, function, word(b, b.v(i.rn), 3));
    let rotated = b.xor(rotate_left(b, sum, 9), rotate_left(b, sum, 17));
    shift_in(b, i, 19, b.xor(sum, rotated));
}

/// TT1 of the first rounds: the parity
fn sm3tt1a(b: &Lift, i: Word) {
    let [p, q, r] = upper(b, i);
    tt1(b, i, b.xor(b.xor(p, q), r));
}

/// TT1 of the later rounds: the majority
fn sm3tt1b(b: &Lift, i: Word) {
    let [p, q, r] = upper(b, i);
    tt1(b, i, b.xor(b.and(b.xor(p, q), b.xor(q, r)), q));
}

/// TT2 of the first rounds: the parity
fn sm3tt2a(b: &Lift, i: Word) {
    let [p, q, r] = upper(b, i);
    tt2(b, i, b.xor(b.xor(p, q), r));
}

/// TT2 of the later rounds: a choice
fn sm3tt2b(b: &Lift, i: Word) {
    let [p, q, r] = upper(b, i);
    tt2(b, i, b.or(b.and(p, q), b.andn(r, p)));
}

/// x ^ x rotated left by 15 ^ by 23, each word
fn p1(b: &Lift, x: Value) -> Value {
    let near = rotate_lanes(b, Lane::S, x, 32 - 15);
    b.vxor(b.vxor(x, near), rotate_lanes(b, Lane::S, x, 32 - 23))
}

/// First part of the message expansion; its last word depends on its first.
fn sm3partw1(b: &Lift, i: Three) {
    let zero = b.vzero();
    let next = b.vext(b.v(i.rm), zero, 4);
    let rotated = rotate_lanes(b, Lane::S, next, 32 - 15);
    let sum = b.vxor(b.vxor(b.v(i.rd), b.v(i.rn)), rotated);
    let first = b.vext(zero, p1(b, sum), 4);
    let last = rotate_lanes(b, Lane::S, first, 32 - 15);
    b.set_v(i.rd, p1(b, b.vxor(sum, last)));
}

/// Second part of the message expansion.
fn sm3partw2(b: &Lift, i: Three) {
    let rotated = rotate_lanes(b, Lane::S, b.v(i.rm), 32 - 7);
    let sum = b.vxor(b.v(i.rn), rotated);
    let first = b.vext(b.vzero(), sum, 4);
    let last = p1(b, rotate_lanes(b, Lane::S, first, 32 - 15));
    b.set_v(i.rd, b.vxor(b.vxor(b.v(i.rd), sum), last));
}

// --- SM4 ----------------------------------------------------------------------------------------------------

/// Four rounds on `state`: the S-box of three words and a key, spread by `linear`, added to the word before them.
fn sm4_rounds(b: &Lift, state: Value, keys: Value, linear: fn(&Lift, Value) -> Value) -> Value {
    (0..4).fold(state, |state, round| {
        // What matters is the lowest word.
        let others = b.vxor(b.vext(state, state, 4), b.vext(state, state, 8));
        let key = b.vext(keys, keys, 4 * round);
        let others = b.vxor(others, b.vxor(b.vext(state, state, 12), key));
        let new = b.vxor(state, linear(b, b.sm4_sub(others)));
        b.vext(state, new, 4)
    })
}

fn left(b: &Lift, x: Value, distance: u32) -> Value {
    rotate_lanes(b, Lane::S, x, 32 - distance)
}

/// x ^ x rotated left by 2, 10, 18 and 24
fn spread(b: &Lift, x: Value) -> Value {
    let x24 = left(b, x, 24);
    let bytes = b.vxor(b.vxor(x, left(b, x, 8)), left(b, x, 16));
    b.vxor(b.vxor(x, x24), left(b, bytes, 2))
}

/// x ^ x rotated left by 13 and 23
fn spread_key(b: &Lift, x: Value) -> Value {
    b.vxor(b.vxor(x, left(b, x, 13)), left(b, x, 23))
}

/// Four rounds on rd with the round keys rn
fn sm4e(b: &Lift, i: Two) {
    b.set_v(i.rd, sm4_rounds(b, b.v(i.rd), b.v(i.rn), spread));
}

/// Four round keys after rn with the constants rm
fn sm4ekey(b: &Lift, i: Three) {
    b.set_v(i.rd, sm4_rounds(b, b.v(i.rn), b.v(i.rm), spread_key));
}

pub(crate) const CASES: &str = "
    ce420c20  sm3ss1 v0.4s, v1.4s, v2.4s, v3.4s  v0=0x73250c60b036d9ddddf1d79fdeb280e6 v1=0x559741e7f4de438f5d411b0df9e324de v2=0xfaeeb40c8782d4d52450d1c384a4c93f v3=0x5caded41d62cbf2532daef9f2a8a49f0  =>  v0=0xdd8b5365000000000000000000000000
    ce428020  sm3tt1a v0.4s, v1.4s, v2.s[0]  v0=0x4869650e7a2c54a0da963a45eff83f04 v1=0xabbd5e94b83d5f7b142ea4cdb101446a v2=0x9de552dd2bfcd6866aa87c09baf87131  =>  v0=0xd1b176324869650e58a940f4da963a45
    ce42b020  sm3tt1a v0.4s, v1.4s, v2.s[3]  v0=0x8436682694b24700efac6de6c7c66f53 v1=0x4d7b86616bb906c9efb9f2c6aa61e488 v2=0xddfc1c08c6530cc38d9f07119fad3bf4  =>  v0=0xd0e4bc3d84366826648e0129efac6de6
    ce428420  sm3tt1b v0.4s, v1.4s, v2.s[0]  v0=0xfefaf558b86d152d454cfe2ba309b1a6 v1=0x9621787d28f745873212c44f07123c8d v2=0x2e45282aa66e12779fc32bb570e9dc05  =>  v0=0x49d57a66fefaf558da2a5b70454cfe2b
    ce42b420  sm3tt1b v0.4s, v1.4s, v2.s[3]  v0=0x2e376b8baf9ae4aac24da3363812e299 v1=0xfc8931500ab772dcb7ed25daa1806108 v2=0x2a6e4bd639eb08e4fad18c6a78b9d3d6  =>  v0=0x9ad295cc2e376b8b35c9555fc24da336
    ce428820  sm3tt2a v0.4s, v1.4s, v2.s[0]  v0=0x1c5f4755222ed171e44da6a60ddc50fb v1=0x7b8fba722e79e0d7f7cd9231513de781 v2=0x6a5d89bd0920da718c5ebf8731800c21  =>  v0=0x5599436a1c5f47558b891176e44da6a6
    ce42b820  sm3tt2a v0.4s, v1.4s, v2.s[3]  v0=0xa99b2c28615b43f359e1adc4771fe0ac v1=0x345158db971503bd126d15699c9e8752 v2=0x5fbf2e16e736f4fcb7cfd8913ce3808e  =>  v0=0x6b786820a99b2c281f9b0ada59e1adc4
    ce428c20  sm3tt2b v0.4s, v1.4s, v2.s[0]  v0=0xf3bd423e67c6b46259bbb436002b4b4c v1=0xddcc78de68f8886fdb194b90474d9d8e v2=0x8c181ea8d4d4ab0bb058d2ee1d7584ad  =>  v0=0x78f8c3d3f3bd423ea3133e3559bbb436
    ce42bc20  sm3tt2b v0.4s, v1.4s, v2.s[3]  v0=0x8cc8678b093b5dd5f6e0ff055fb693a6 v1=0x4b978eaf18463b8a4d27667d9d128945 v2=0xf37b7afb56e12b56833ce1378b93983c  =>  v0=0x9ade1008cc8678beea849daf6e0ff05
    ce459ca5  sm3tt2b v5.4s, v5.4s, v5.s[1]  v5=0x5a03a612f5532e9c4b0e9e7f94b59db0  =>  v5=0x65eb48055a03a61274e7aa994b0e9e7f
    ce62c020  sm3partw1 v0.4s, v1.4s, v2.4s  v0=0x68c422a76b4a439921109d0dd18aa866 v1=0x89d3a4b7a46d8bd9905d11ddd0201a41 v2=0x28226f9c24617bfa77ac435f5e93cc57  =>  v0=0x2ba968643e3d54cb33c6c0f75c6d9b77
    ce79c339  sm3partw1 v25.4s, v25.4s, v25.4s  v25=0x7a1eb92d9059129e61fbaa7b988f5e88  =>  v25=0xd4c6e62685bf581a3b1dab2f73a9c4bb
    ce62c420  sm3partw2 v0.4s, v1.4s, v2.4s  v0=0x220b2d2df7cea56e32fbfa70f50be271 v1=0xd23c694059e2be571740b6ae9bcddba3 v2=0x61c12c05003e181aa962740fe4ba40d5  =>  v0=0x2de9d8eb120163994814b0a33e65320
    ce79c739  sm3partw2 v25.4s, v25.4s, v25.4s  v25=0xea9e2de890d90e5a53777fec1ba0895d  =>  v25=0x970e6c416c872d48bbbff629d044ae8d
    ce62c820  sm4ekey v0.4s, v1.4s, v2.4s  v0=0x535005d32404f2668a17aa7b9d7ba71e v1=0x907599c8e42b0ae6e06248b4a1240c23 v2=0xfa07ba826e82d4256de01c196037983b  =>  v0=0xc7b0210c2889b81d39024c77bf6556f3
    ce79cb39  sm4ekey v25.4s, v25.4s, v25.4s  v25=0x7ac569924a9f63967e50219339f125a5  =>  v25=0xb0d7116a597e660a9247954aa0659ce8
    cec08420  sm4e v0.4s, v1.4s  v0=0x6246b75961394c10b5530d8ef8f2c944 v1=0x28b604bfe9eb5755dadef4e7f60d3626  =>  v0=0xcbf0023a1c54146b5748d855f46d8b12
    cec08400  sm4e v0.4s, v0.4s  v0=0xbdb3e4fa4283de5c980d23d2988700ad  =>  v0=0x8ccbc9e62666264b53882cd63dcccfc4
";
