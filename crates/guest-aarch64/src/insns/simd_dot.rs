//! Dot and matrix products of bytes and of bfloat16 (Arm ARM, C4.1, "Advanced SIMD three-register extension" and "... x indexed
//! element"; FEAT_DotProd, FEAT_I8MM, FEAT_BF16).

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{DotKind, FLanes, GuestAddr, Lane, Span, Value};

use crate::lift::{Lift, rows};
use crate::operands::*;

/// A vector register whose lanes are 32 bits; bit 30 says how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words(V);

/// A vector register that is read as bytes; bit 30 says how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bytes(V);

/// A vector register that is read as bfloat16; bit 30 says how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Halves(V);

macro_rules! arranged {
    ($($name:ident $full:literal $half:literal;)*) => {$(
        impl Field for $name {
            #[inline(always)]
            fn decode(word: u32, spec: &FieldSpec) -> $name {
                $name(V::decode(word, spec))
            }
            fn print(self, word: u32, _: GuestAddr, out: &mut String) {
                let lanes = if is_full(word) { $full } else { $half };
                let _ = write!(out, "v{}.{lanes}", self.0.0);
            }
        }
    )*};
}
arranged! {
    Words "4s" "2s";
    Bytes "16b" "8b";
    Halves "8h" "4h";
}

fn is_full(word: u32) -> bool {
    word >> 30 & 1 != 0
}

/// Whether all 128 bits take part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Full(bool);

impl Field for Full {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Full {
        Full(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, _: &mut String) {}
}

/// Which lanes take part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Odd(bool);

impl Field for Odd {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Odd {
        Odd(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push(if self.0 { 't' } else { 'b' });
    }
}

operands! {
    /// Products of bytes.
    OfBytes { q: Full, rm: Bytes, rn: Bytes, rd: Words }
    /// Products of bytes, of the second source four.
    ByBytes { q: Full, rm: V, index: UImm, rn: Bytes, rd: Words }
    /// Products of bfloat16.
    OfHalves { q: Full, rm: Halves, rn: Halves, rd: Words }
    /// Products of bfloat16, of the second source two.
    ByHalves { q: Full, rm: V, index: UImm, rn: Halves, rd: Words }
    /// Products of matrices.
    Matrix { rm: V, rn: V, rd: V }
    /// Products of the even or the odd bfloat16.
    Alternate { odd: Odd, rm: V, rn: V, rd: V }
    /// Products of the even or the odd bfloat16 with one of the second source.
    AlternateBy { odd: Odd, rm: V, index: UImm, rn: V, rd: V }
}

rows! { [DOTPROD]
    sdot            "0 q:1 0 01110 10 0 rm:5 1 0010 1 rn:5 rd:5"                OfBytes   "sdot {rd}, {rn}, {rm}";
    udot            "0 q:1 1 01110 10 0 rm:5 1 0010 1 rn:5 rd:5"                OfBytes   "udot {rd}, {rn}, {rm}";
    sdot_element    "0 q:1 0 01111 10 index[0] rm:5 1110 index[1] 0 rn:5 rd:5"  ByBytes   "sdot {rd}, {rn}, v{rm}.4b[{index}]";
    udot_element    "0 q:1 1 01111 10 index[0] rm:5 1110 index[1] 0 rn:5 rd:5"  ByBytes   "udot {rd}, {rn}, v{rm}.4b[{index}]";
    usdot           "0 q:1 0 01110 10 0 rm:5 1 0011 1 rn:5 rd:5"                OfBytes   "usdot {rd}, {rn}, {rm}"              needs [I8MM];
    usdot_element   "0 q:1 0 01111 10 index[0] rm:5 1111 index[1] 0 rn:5 rd:5"  ByBytes   "usdot {rd}, {rn}, v{rm}.4b[{index}]" needs [I8MM];
    sudot_element   "0 q:1 0 01111 00 index[0] rm:5 1111 index[1] 0 rn:5 rd:5"  ByBytes   "sudot {rd}, {rn}, v{rm}.4b[{index}]" needs [I8MM];
    smmla           "0 1 0 01110 10 0 rm:5 1 0100 1 rn:5 rd:5"                  Matrix    "smmla v{rd}.4s, v{rn}.16b, v{rm}.16b" needs [I8MM];
    ummla           "0 1 1 01110 10 0 rm:5 1 0100 1 rn:5 rd:5"                  Matrix    "ummla v{rd}.4s, v{rn}.16b, v{rm}.16b" needs [I8MM];
    usmmla          "0 1 0 01110 10 0 rm:5 1 0101 1 rn:5 rd:5"                  Matrix    "usmmla v{rd}.4s, v{rn}.16b, v{rm}.16b" needs [I8MM];
    bfdot           "0 q:1 1 01110 01 0 rm:5 1 1111 1 rn:5 rd:5"                OfHalves  "bfdot {rd}, {rn}, {rm}"              needs [BF16];
    bfdot_element   "0 q:1 0 01111 01 index[0] rm:5 1111 index[1] 0 rn:5 rd:5"  ByHalves  "bfdot {rd}, {rn}, v{rm}.2h[{index}]" needs [BF16];
    bfmmla          "0 1 1 01110 01 0 rm:5 1 1101 1 rn:5 rd:5"                  Matrix    "bfmmla v{rd}.4s, v{rn}.8h, v{rm}.8h" needs [BF16];
    bfmlal          "0 odd:1 1 01110 11 0 rm:5 1 1111 1 rn:5 rd:5"              Alternate "bfmlal{odd} v{rd}.4s, v{rn}.8h, v{rm}.8h" needs [BF16];
    bfmlal_element  "0 odd:1 0 01111 11 index[1:0] rm:4 1111 index[2] 0 rn:5 rd:5"  AlternateBy "bfmlal{odd} v{rd}.4s, v{rn}.8h, v{rm}.h[{index}]" needs [BF16];
}

/// Sets `rd`, its upper half cleared unless all of it takes part.
fn set(b: &Lift, rd: Words, q: Full, value: Value) {
    let value = if q.0 { value } else { b.vlow(Lane::D, value) };
    b.set_v(rd.0, value);
}

// --- bytes --------------------------------------------------------------------------------------------------

fn dot(b: &Lift, i: OfBytes, kind: DotKind) {
    let result = b.dot(kind, b.v(i.rd.0), b.v(i.rn.0), b.v(i.rm.0));
    set(b, i.rd, i.q, result);
}

fn by_element(b: &Lift, rm: V, index: u32) -> Value {
    b.vdup_lane(Lane::S, b.v(rm), index)
}

fn dot_element(b: &Lift, i: ByBytes, kind: DotKind) {
    let element = by_element(b, i.rm, i.index);
    let result = b.dot(kind, b.v(i.rd.0), b.v(i.rn.0), element);
    set(b, i.rd, i.q, result);
}

/// rd + signed products
fn sdot(b: &Lift, i: OfBytes) {
    dot(b, i, DotKind::Signed);
}

/// rd + unsigned products
fn udot(b: &Lift, i: OfBytes) {
    dot(b, i, DotKind::Unsigned);
}

/// rd + products of unsigned and signed bytes
fn usdot(b: &Lift, i: OfBytes) {
    dot(b, i, DotKind::Mixed);
}

/// rd + signed products with one element
fn sdot_element(b: &Lift, i: ByBytes) {
    dot_element(b, i, DotKind::Signed);
}

/// rd + unsigned products with one element
fn udot_element(b: &Lift, i: ByBytes) {
    dot_element(b, i, DotKind::Unsigned);
}

/// rd + products of unsigned bytes with one signed element
fn usdot_element(b: &Lift, i: ByBytes) {
    dot_element(b, i, DotKind::Mixed);
}

/// rd + products of signed bytes with one unsigned element
fn sudot_element(b: &Lift, i: ByBytes) {
    let element = by_element(b, i.rm, i.index);
    let result = b.dot(DotKind::Mixed, b.v(i.rd.0), element, b.v(i.rn.0));
    set(b, i.rd, i.q, result);
}

// --- matrices: rd (2x2) + rn (2 rows) times rm (2 columns, which stand as rows) -------------------------------

/// The first and second halves of the rows, as they meet in the four results.
fn halves(b: &Lift, i: Matrix) -> [(Value, Value); 2] {
    let (n, m) = (b.v(i.rn), b.v(i.rm));
    let pair = |first| {
        let rows = b.pick32(n, n, [first, first, first + 2, first + 2]);
        let columns = b.pick32(m, m, [first, first + 2, first, first + 2]);
        (rows, columns)
    };
    [pair(0), pair(1)]
}

fn matrix(b: &Lift, i: Matrix, kind: DotKind) {
    let sum = |sum, (rows, columns)| b.dot(kind, sum, rows, columns);
    let result = halves(b, i).into_iter().fold(b.v(i.rd), sum);
    b.set_v(i.rd, result);
}

/// Signed
fn smmla(b: &Lift, i: Matrix) {
    matrix(b, i, DotKind::Signed);
}

/// Unsigned
fn ummla(b: &Lift, i: Matrix) {
    matrix(b, i, DotKind::Unsigned);
}

/// Unsigned times signed
fn usmmla(b: &Lift, i: Matrix) {
    matrix(b, i, DotKind::Mixed);
}

/// bfloat16
fn bfmmla(b: &Lift, i: Matrix) {
    let sum = |sum, (rows, columns)| b.bf_dot(sum, rows, columns);
    let result = halves(b, i).into_iter().fold(b.v(i.rd), sum);
    b.set_v(i.rd, result);
}

// --- bfloat16 ---------------------------------------------------------------------------------------------------

/// rd + sums of two products
fn bfdot(b: &Lift, i: OfHalves) {
    let result = b.bf_dot(b.v(i.rd.0), b.v(i.rn.0), b.v(i.rm.0));
    set(b, i.rd, i.q, result);
}

/// rd + sums of two products with one pair
fn bfdot_element(b: &Lift, i: ByHalves) {
    let element = by_element(b, i.rm, i.index);
    let result = b.bf_dot(b.v(i.rd.0), b.v(i.rn.0), element);
    set(b, i.rd, i.q, result);
}

/// The even or the odd bfloat16 as single-precision numbers.
fn singles(b: &Lift, v: Value, odd: Odd) -> Value {
    if odd.0 {
        b.vand(v, b.vsplat(Lane::S, 0xffff_0000))
    } else {
        b.vshl(Lane::S, v, 16)
    }
}

fn multiply_add(b: &Lift, rd: V, n: Value, m: Value) {
    let lanes = FLanes {
        lane: Lane::S,
        span: Span::Full,
    };
    b.set_v(rd, b.vfmul_add(lanes, false, n, m, b.v(rd)));
}

/// rd + products, rounded once as FPCR says
fn bfmlal(b: &Lift, i: Alternate) {
    let (n, m) = (singles(b, b.v(i.rn), i.odd), singles(b, b.v(i.rm), i.odd));
    multiply_add(b, i.rd, n, m);
}

/// rd + products with one element, rounded once as FPCR says
fn bfmlal_element(b: &Lift, i: AlternateBy) {
    let n = singles(b, b.v(i.rn), i.odd);
    let m = b.vdup_lane(Lane::H, b.v(i.rm), i.index);
    multiply_add(b, i.rd, n, singles(b, m, i.odd));
}

pub(crate) const CASES: &str = "
    4e829420  sdot v0.4s, v1.16b, v2.16b  v0=0x404602d07f0de0a14d0167e9fb218ac1 v1=0xf1f70efb51b3fb3605092dfd6a5daa44 v2=0xedf6a1997de3a31c4eb78fc5fbf98bb8  =>  v0=0x404601187f0e18a04d0153b2fb219a52
    0e829420  sdot v0.2s, v1.8b, v2.8b  v0=0x6161d017a18755f24aebf1649516704 v1=0xf5f904149f26dab2a8f99dd11f33ebee v2=0xa3be6624b08ce113ed91bb971871853  =>  v0=0x24aead6f495154ca
    4e9696b4  sdot v20.4s, v21.16b, v22.16b  v21=0xffffffffffffffffffffffffffffffff v22=0xffffffffffffffffffffffffffffffff  =>  v20=0x4000000040000000400000004
    4e809400  sdot v0.4s, v0.16b, v0.16b  v0=0x80808080808080808080808080808080  =>  v0=0x80818080808180808081808080818080
    6e829420  udot v0.4s, v1.16b, v2.16b  v0=0x64739895d3a9833022edbf31c81de77b v1=0x8f70d465885628277af4b7ac03614a8b v2=0x796a48a1ef6cbfc53e5429df4616f203  =>  v0=0x647485b1d3aa624b22eedff0c81e3838
    2e829420  udot v0.2s, v1.8b, v2.8b  v0=0x7d786d243ee395e609694bd8c82b12a6 v1=0xb8b15bf4279eb8d9d80abf0044873bea v2=0x7e0502c84b0e62be492582c0fd23a604  =>  v0=0x969ebe0c82b9239
    6e9696b4  udot v20.4s, v21.16b, v22.16b  v21=0xffffffffffffffffffffffffffffffff v22=0xffffffffffffffffffffffffffffffff  =>  v20=0x3f8040003f8040003f8040003f804
    6e809400  udot v0.4s, v0.16b, v0.16b  v0=0x80808080808080808080808080808080  =>  v0=0x80818080808180808081808080818080
    4e829c20  usdot v0.4s, v1.16b, v2.16b  v0=0x84aa0116798171f9fe1362ae9ba859ef v1=0xe172eb9f9a962848dd0d2149a516a273 v2=0x423e5e21e40fa8ce51ee6ffbe54430c  =>  v0=0x84a9e8c5798187f5fe1349429ba86667
    0e829c20  usdot v0.2s, v1.8b, v2.8b  v0=0x4847ec0e4cfa01162043a7e2c2a97ce2 v1=0x9d1305f5560c117eb54146ec889351cd v2=0x6d04b9087a565a4bb34e7074bfc8983  =>  v0=0x204383ebc2a918ae
    4e969eb4  usdot v20.4s, v21.16b, v22.16b  v21=0xffffffffffffffffffffffffffffffff v22=0xffffffffffffffffffffffffffffffff  =>  v20=0xfffffc04fffffc04fffffc04fffffc04
    4e809c00  usdot v0.4s, v0.16b, v0.16b  v0=0x80808080808080808080808080808080  =>  v0=0x807f8080807f8080807f8080807f8080
    4fa2e820  sdot v0.4s, v1.16b, v2.4b[3]  v0=0xae87eb6f5c6d13a1598a2ea576dec5ce v1=0x21ea2f04973efa14d0090a86beb9722b v2=0x8da05d44409eca5900b9deaf095367c2  =>  v0=0xae87f6ff5c6d2eae598a240f76df32ea
    0fb2e020  sdot v0.2s, v1.8b, v18.4b[1]  v0=0x1b8bb700eaa48aedaf8c30a074a319dc v1=0x30f1209f8babefb1affacc99e35012c7 v18=0xceba5b30c74416016dfee34603ba3cf5  =>  v0=0xaf8bf7e974a2fb43
    6fa2e820  udot v0.4s, v1.16b, v2.4b[3]  v0=0xb06370a2935d428e984ad8fa6d7fd04d v1=0xa61bfafba1da2ceaf4095c57b54b5d27 v2=0xd758e8c7e9662ca3dbd34bec7b5c6d05  =>  v0=0xb065ab01935ef27b984c3fff6d80f4b1
    2fb2e020  udot v0.2s, v1.8b, v18.4b[1]  v0=0xaead0f8064514f4279c8c49062ae5e51 v1=0xe61e2017324bbcb0b8385312da163580 v18=0xc2192e41d47c6c29770fc9de4be40e2f  =>  v0=0x79c96e2762af5d8e
    4fa2f820  usdot v0.4s, v1.16b, v2.4b[3]  v0=0xd372e6d6165b4e4dbc03c210e8eef3 v1=0x950554f86ecd4c51c76c6515b1d2b6ae v2=0x78f2762ec7dddda6a5fd2fec494ef5af  =>  v0=0xd40bc0d616b53e4dbc8d7610e9a997
    0fb2f020  usdot v0.2s, v1.8b, v18.4b[1]  v0=0x2a5ae45f2486f35e4f9a7669e922098f v1=0xe38130848c918311b1fac6447a793fbe v18=0x89b6bf9054ab2e28f91167e37f681505  =>  v0=0x4f9aca22e9221215
    4f22f820  sudot v0.4s, v1.16b, v2.4b[3]  v0=0x8a99993895fa699b6cf18ca8274d9825 v1=0xbb8deb7e1183ed800c6e0a5bcfd3a28f v2=0x15cf6af5d1d0e5364467893c3ae28acd  =>  v0=0x8a99a67695f9838f6cf241d1274cdcac
    0f32f020  sudot v0.2s, v1.8b, v18.4b[1]  v0=0xf131cd29a9e1c814101b5dfdcab0294c v1=0x6de8f9c1b8fc388f5542de9d068aa9f1 v18=0x67bf02a8ff92d93f1196a010fa8b2a4a  =>  v0=0x101b6edecaafad3e
    4e82a420  smmla v0.4s, v1.16b, v2.16b  v0=0x1f95817d0c843f2b7c97c9f5b384ffaf v1=0x9d53827c381f98691f52c148d7916ac1 v2=0x1c74b6bff3c6544cd3089014a54f0c36  =>  v0=0x1f9594630c849ae97c981dbeb38501fc
    4e83a463  smmla v3.4s, v3.16b, v3.16b  v3=0xfe7a436f2276d780e514a97ab662b035  =>  v3=0xfe7b40ba22771507e514e701b6636b34
    6e82a420  ummla v0.4s, v1.16b, v2.16b  v0=0x701ed40ceb01e7ddb4ad99794ae0d0b1 v1=0x2f6ee85d9c5110712edeb6cd2654b4ad v2=0x1135d98c294315eacd5380da69f7b9c0  =>  v0=0x70207c3eeb03e2cfb4af9dd74ae3ab89
    6e83a463  ummla v3.4s, v3.16b, v3.16b  v3=0x8e35f9010b26efff369043d59f55eff4  =>  v3=0x8e39282f0b2953633692a7399f5955c5
    4e82ac20  usmmla v0.4s, v1.16b, v2.16b  v0=0xbedacbe961133069a903a2561bb3f5bd v1=0x9233d3f60ebc557247a5968c126ed9a6 v2=0x66061874be09d6a41e4c73df9343f55b  =>  v0=0xbedb569d6113dfd9a903aff61bb4a730
    4e83ac63  usmmla v3.4s, v3.16b, v3.16b  v3=0x28d52522263a3b69fac19b8e0e290ce  =>  v3=0x28d02812262eaec9fac15eee0e14d18
    6e42fc20  bfdot v0.4s, v1.8h, v2.8h  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f8000003be53fff7f80000040a9a000
    6e42ec20  bfmmla v0.4s, v1.8h, v2.8h  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f8000005368d0017f8000007f800000
    6e42fc20  bfdot v0.4s, v1.8h, v2.8h  v0=0xaf7b62455087a27e1768774c6e81f549 v1=0x5a789cbb7d55197d7d4c2fe899a7dcd1 v2=0xea2ffeb15fcb740ea7f9c1adf04406ef  =>  v0=0xff8000007f800000e5c66c016e81f549
    6e42ec20  bfmmla v0.4s, v1.8h, v2.8h  v0=0xaf7b62455087a27e1768774c6e81f549 v1=0x5a789cbb7d55197d7d4c2fe899a7dcd1 v2=0xea2ffeb15fcb740ea7f9c1adf04406ef  =>  v0=0x7fc00000ff800000ff8000006e81f517
    6e42fc20  bfdot v0.4s, v1.8h, v2.8h  v0=0x80000000000000017f7fffff7f800001 v1=0x800080000000000100003f8000003f80 v2=0x3f803f8000003f8000003f8000003f80  =>  v0=0x80000000000000007f7fffff7fc00000
    6e42ec20  bfmmla v0.4s, v1.8h, v2.8h  v0=0x80000000000000017f7fffff7f800001 v1=0x800080000000000100003f8000003f80 v2=0x3f803f8000003f8000003f8000003f80  =>  v0=0x7f7fffff7fc00000
    6e42fc20  bfdot v0.4s, v1.8h, v2.8h  v0=0x3f8000003f800000 v1=0x18000007f800000a08000002080 v2=0x1800000000000003f8000003f80  =>  v0=0x7fc000003f7fffff3f800001
    6e42ec20  bfmmla v0.4s, v1.8h, v2.8h  v0=0x3f8000003f800000 v1=0x18000007f800000a08000002080 v2=0x1800000000000003f8000003f80  =>  v0=0x7fc000007f8000003f8000003f800001
    2e42fc20  bfdot v0.2s, v1.4h, v2.4h  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f80000040a9a000
    4f62f820  bfdot v0.4s, v1.8h, v2.2h[3]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f8000007f8000007f800000ff15ffff
    0f72f020  bfdot v0.2s, v1.4h, v18.2h[1]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v18=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f800000d0950001
    2ec2fc20  bfmlalb v0.4s, v1.8h, v2.8h  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f61b1e68da2426060ad78ec40b00000 fpsr=0x10
    6ec2fc20  bfmlalt v0.4s, v1.8h, v2.8h  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f8000003be540007f8000003f4d0000 fpsr=0x14
    0fd2f020  bfmlalb v0.4s, v1.8h, v2.h[1]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f61b1e68d921f6060ad78ec3f932000 fpsr=0x10
    0fe2f820  bfmlalb v0.4s, v1.8h, v2.h[6]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f61b1e60ea1ef6860ad78ec41080000 fpsr=0x10
    4fd2f020  bfmlalt v0.4s, v1.8h, v2.h[1]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f61b1e63f3280006fa02c003f4d0000 fpsr=0x10
    4fe2f820  bfmlalt v0.4s, v1.8h, v2.h[6]  v0=0x7f61b1e68da2426060ad78ec3f800000 v1=0x42c8800040e00da271494050c0003fc0 v2=0x7e9640a03a832b8c5015c0e03dcc4040  =>  v0=0x7f61b1e6420c0000727b4000c1100000 fpsr=0x10
";
