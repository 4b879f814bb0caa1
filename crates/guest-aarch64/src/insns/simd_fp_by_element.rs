//! Floats in vectors: by an element of the second operand (Arm ARM, C4.1, "Advanced SIMD vector x indexed element",
//! "scalar x indexed element").

use ir::{FLanes, Lane};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Vectors of singles.
    VectorS { q: Bit, index: UImm, rm: V, rn: Vs, rd: Vs }
    /// Vectors of doubles.
    VectorD { index: UImm, rm: V, rn: Vs, rd: Vs }
    /// Vectors of halves.
    VectorHalf { q: Bit, index: UImm, rm: V, rn: Vh, rd: Vh }
    /// Singles.
    ScalarS { index: UImm, rm: V, rn: Fs, rd: Fs }
    /// Doubles.
    ScalarD { index: UImm, rm: V, rn: Fs, rd: Fs }
    /// Halves.
    ScalarHalf { index: UImm, rm: V, rn: Fh, rd: Fh }
}

rows! { [ASIMD]
    v_fmla_elem_s  "0 q:1 0 01111 10 index[0] rm:5 0001 index[1] 0 rn:5 rd:5"   VectorS    "fmla {rd}, {rn}, v{rm}.s[{index}]";
    v_fmla_elem_d  "0 1 0 01111 11 0 rm:5 0001 index:1 0 rn:5 rd:5"             VectorD    "fmla {rd}, {rn}, v{rm}.d[{index}]";
    v_fmla_elem_h  "0 q:1 0 01111 00 index[1:0] rm:4 0001 index[2] 0 rn:5 rd:5" VectorHalf "fmla {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    s_fmla_elem_s  "01 0 11111 10 index[0] rm:5 0001 index[1] 0 rn:5 rd:5"      ScalarS    "fmla {rd}, {rn}, v{rm}.s[{index}]";
    s_fmla_elem_d  "01 0 11111 11 0 rm:5 0001 index:1 0 rn:5 rd:5"              ScalarD    "fmla {rd}, {rn}, v{rm}.d[{index}]";
    s_fmla_elem_h  "01 0 11111 00 index[1:0] rm:4 0001 index[2] 0 rn:5 rd:5"    ScalarHalf "fmla {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    v_fmls_elem_s  "0 q:1 0 01111 10 index[0] rm:5 0101 index[1] 0 rn:5 rd:5"   VectorS    "fmls {rd}, {rn}, v{rm}.s[{index}]";
    v_fmls_elem_d  "0 1 0 01111 11 0 rm:5 0101 index:1 0 rn:5 rd:5"             VectorD    "fmls {rd}, {rn}, v{rm}.d[{index}]";
    v_fmls_elem_h  "0 q:1 0 01111 00 index[1:0] rm:4 0101 index[2] 0 rn:5 rd:5" VectorHalf "fmls {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    s_fmls_elem_s  "01 0 11111 10 index[0] rm:5 0101 index[1] 0 rn:5 rd:5"      ScalarS    "fmls {rd}, {rn}, v{rm}.s[{index}]";
    s_fmls_elem_d  "01 0 11111 11 0 rm:5 0101 index:1 0 rn:5 rd:5"              ScalarD    "fmls {rd}, {rn}, v{rm}.d[{index}]";
    s_fmls_elem_h  "01 0 11111 00 index[1:0] rm:4 0101 index[2] 0 rn:5 rd:5"    ScalarHalf "fmls {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    v_fmul_elem_s  "0 q:1 0 01111 10 index[0] rm:5 1001 index[1] 0 rn:5 rd:5"   VectorS    "fmul {rd}, {rn}, v{rm}.s[{index}]";
    v_fmul_elem_d  "0 1 0 01111 11 0 rm:5 1001 index:1 0 rn:5 rd:5"             VectorD    "fmul {rd}, {rn}, v{rm}.d[{index}]";
    v_fmul_elem_h  "0 q:1 0 01111 00 index[1:0] rm:4 1001 index[2] 0 rn:5 rd:5" VectorHalf "fmul {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    s_fmul_elem_s  "01 0 11111 10 index[0] rm:5 1001 index[1] 0 rn:5 rd:5"      ScalarS    "fmul {rd}, {rn}, v{rm}.s[{index}]";
    s_fmul_elem_d  "01 0 11111 11 0 rm:5 1001 index:1 0 rn:5 rd:5"              ScalarD    "fmul {rd}, {rn}, v{rm}.d[{index}]";
    s_fmul_elem_h  "01 0 11111 00 index[1:0] rm:4 1001 index[2] 0 rn:5 rd:5"    ScalarHalf "fmul {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    v_fmulx_elem_s "0 q:1 1 01111 10 index[0] rm:5 1001 index[1] 0 rn:5 rd:5"   VectorS    "fmulx {rd}, {rn}, v{rm}.s[{index}]";
    v_fmulx_elem_d "0 1 1 01111 11 0 rm:5 1001 index:1 0 rn:5 rd:5"             VectorD    "fmulx {rd}, {rn}, v{rm}.d[{index}]";
    v_fmulx_elem_h "0 q:1 1 01111 00 index[1:0] rm:4 1001 index[2] 0 rn:5 rd:5" VectorHalf "fmulx {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
    s_fmulx_elem_s "01 1 11111 10 index[0] rm:5 1001 index[1] 0 rn:5 rd:5"      ScalarS    "fmulx {rd}, {rn}, v{rm}.s[{index}]";
    s_fmulx_elem_d "01 1 11111 11 0 rm:5 1001 index:1 0 rn:5 rd:5"              ScalarD    "fmulx {rd}, {rn}, v{rm}.d[{index}]";
    s_fmulx_elem_h "01 1 11111 00 index[1:0] rm:4 1001 index[2] 0 rn:5 rd:5"    ScalarHalf "fmulx {rd}, {rn}, v{rm}.h[{index}]" needs [ASIMDHP];
}

operands_lanes! {
    VectorS |_, i| Some(lanes_of(Lane::S, i.q.0));
    VectorD |_, _| Some(lanes_of(Lane::D, true));
    VectorHalf |_, i| Some(lanes_of(Lane::H, i.q.0));
    ScalarS |_, _| Some(one(Lane::S));
    ScalarD |_, _| Some(one(Lane::D));
    ScalarHalf |_, _| Some(one(Lane::H));
}

/// rd = expression of builder, lanes, the old rd, rn, and the element in every lane
macro_rules! lifts {
    ($([$($name:ident: $operands:ident),+] |$b:ident, $l:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$($(
        fn $name($b: &Lift, i: $operands) {
            let Some($l) = i.lanes($b) else { return };
            let element = $b.vdup_lane($l.lane, $b.v(i.rm), i.index);
            let ($d, $n, $m) = ($b.v(i.rd.0), $b.v(i.rn.0), element);
            $b.set_v(i.rd.0, $value);
        }
    )+)*};
}

lifts! {
    [v_fmla_elem_s: VectorS, v_fmla_elem_d: VectorD, v_fmla_elem_h: VectorHalf, s_fmla_elem_s: ScalarS, s_fmla_elem_d: ScalarD, s_fmla_elem_h: ScalarHalf] |b, l, d, n, m| b.vfmul_add(l, false, n, m, d);
    [v_fmls_elem_s: VectorS, v_fmls_elem_d: VectorD, v_fmls_elem_h: VectorHalf, s_fmls_elem_s: ScalarS, s_fmls_elem_d: ScalarD, s_fmls_elem_h: ScalarHalf] |b, l, d, n, m| b.vfmul_add(l, true, n, m, d);
    [v_fmul_elem_s: VectorS, v_fmul_elem_d: VectorD, v_fmul_elem_h: VectorHalf, s_fmul_elem_s: ScalarS, s_fmul_elem_d: ScalarD, s_fmul_elem_h: ScalarHalf] |b, l, _d, n, m| b.vfmul(l, n, m);
    [v_fmulx_elem_s: VectorS, v_fmulx_elem_d: VectorD, v_fmulx_elem_h: VectorHalf, s_fmulx_elem_s: ScalarS, s_fmulx_elem_d: ScalarD, s_fmulx_elem_h: ScalarHalf] |b, l, _d, n, m| b.vfmulx(l, n, m);
}

pub(crate) const CASES: &str = "
    4fa21820  fmla v0.4s, v1.4s, v2.s[3]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x41000000409000003f4000003fe00000
    0fa21020  fmla v0.2s, v1.2s, v2.s[1]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x41040000c0300000
    4fc21820  fmla v0.2d, v1.2d, v2.d[1]   v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4033800000000000c023000000000000
    4f221820  fmla v0.8h, v1.8h, v2.h[6]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4a004900480046004a004600b8004100
    0f321020  fmla v0.4h, v1.4h, v2.h[3]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x480044803a003f00
    5f821820  fmla s0, s1, v2.s[2]         v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc1180000
    5fc21020  fmla d0, d1, v2.d[0]         v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4010000000000000
    5f121820  fmla h0, h1, v2.h[5]         v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4580
    4fa25820  fmls v0.4s, v1.4s, v2.s[3]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x3fc00000405000003e800000
    0fa25020  fmls v0.2s, v1.2s, v2.s[1]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc088000040980000
    4fc25820  fmls v0.2d, v1.2d, v2.d[1]   v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0xc02f0000000000004027000000000000
    4f225820  fmls v0.8h, v1.8h, v2.h[6]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4400440044004400c40000004480b800
    0f325020  fmls v0.4h, v1.4h, v2.h[3]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x3e0042803400
    5f825820  fmls s0, s1, v2.s[2]         v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x41380000
    5fc25020  fmls d0, d1, v2.d[0]         v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0xc000000000000000
    5f125820  fmls h0, h1, v2.h[5]         v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0xc300
    4fa29820  fmul v0.4s, v1.4s, v2.s[3]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x408000003fc00000bfa000003f400000
    0fa29020  fmul v0.2s, v1.2s, v2.s[1]   v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40c80000c0700000
    4fc29820  fmul v0.2d, v1.2d, v2.d[1]   v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4031800000000000c025000000000000
    4f229820  fmul v0.8h, v1.8h, v2.h[6]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4400420040003c0048004200c1003e00
    0f329020  fmul v0.4h, v1.4h, v2.h[3]   v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44003e00bd003a00
    5f829820  fmul s0, s1, v2.s[2]         v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc1280000
    5fc29020  fmul d0, d1, v2.d[0]         v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4008000000000000
    5f129820  fmul h0, h1, v2.h[5]         v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4480
    6fa29820  fmulx v0.4s, v1.4s, v2.s[3]  v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x408000003fc00000bfa000003f400000
    2fa29020  fmulx v0.2s, v1.2s, v2.s[1]  v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0x40c80000c0700000
    6fc29820  fmulx v0.2d, v1.2d, v2.d[1]  v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4031800000000000c025000000000000
    6f229820  fmulx v0.8h, v1.8h, v2.h[6]  v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4400420040003c0048004200c1003e00
    2f329020  fmulx v0.4h, v1.4h, v2.h[3]  v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x44003e00bd003a00
    7f829820  fmulx s0, s1, v2.s[2]        v0=1,2,3,4:s v1=1.5,-2.5,3,8:s v2=2,-2.5,-7,0.5:s                          =>  v0=0xc1280000
    7fc29020  fmulx d0, d1, v2.d[0]        v0=1,2:d v1=1.5,-2.5:d v2=2,-7:d                                           =>  v0=0x4008000000000000
    7f129820  fmulx h0, h1, v2.h[5]        v0=1,2,3,4,5,6,7,8:h v1=1.5,-2.5,3,8,1,2,3,4:h v2=2,-2.5,-7,0.5,2,3,1,4:h  =>  v0=0x4480
";
