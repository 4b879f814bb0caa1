//! Floats in vectors: pairs and all lanes joined to a scalar (Arm ARM, C4.1, "Advanced SIMD scalar pairwise",
//! "Advanced SIMD across lanes").

use ir::{FLanes, Lane, MinMax, Value};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// A pair of singles or doubles.
    Pair { sz: Bit, rn: Vpair, rd: Fs }
    /// A pair of halves.
    PairH { rn: V, rd: Fh }
    /// Four singles.
    Across { rn: Vs, rd: Fs }
    /// Four or eight halves.
    AcrossH { q: Bit, rn: Vh, rd: Fh }
}

rows! { [ASIMD]
    s_fmaxnmp   "01 1 11110 0 sz:1 11000 01100 10 rn:5 rd:5" Pair    "fmaxnmp {rd}, {rn}";
    s_fmaxnmp_h "01 0 11110 0 0 11000 01100 10 rn:5 rd:5"    PairH   "fmaxnmp {rd}, v{rn}.2h" needs [ASIMDHP];
    fmaxnmv     "0 1 1 01110 0 0 11000 01100 10 rn:5 rd:5"   Across  "fmaxnmv {rd}, {rn}";
    fmaxnmv_h   "0 q:1 0 01110 0 0 11000 01100 10 rn:5 rd:5" AcrossH "fmaxnmv {rd}, {rn}" needs [ASIMDHP];
    s_faddp     "01 1 11110 0 sz:1 11000 01101 10 rn:5 rd:5" Pair    "faddp {rd}, {rn}";
    s_faddp_h   "01 0 11110 0 0 11000 01101 10 rn:5 rd:5"    PairH   "faddp {rd}, v{rn}.2h" needs [ASIMDHP];
    s_fmaxp     "01 1 11110 0 sz:1 11000 01111 10 rn:5 rd:5" Pair    "fmaxp {rd}, {rn}";
    s_fmaxp_h   "01 0 11110 0 0 11000 01111 10 rn:5 rd:5"    PairH   "fmaxp {rd}, v{rn}.2h" needs [ASIMDHP];
    fmaxv       "0 1 1 01110 0 0 11000 01111 10 rn:5 rd:5"   Across  "fmaxv {rd}, {rn}";
    fmaxv_h     "0 q:1 0 01110 0 0 11000 01111 10 rn:5 rd:5" AcrossH "fmaxv {rd}, {rn}" needs [ASIMDHP];
    s_fminnmp   "01 1 11110 1 sz:1 11000 01100 10 rn:5 rd:5" Pair    "fminnmp {rd}, {rn}";
    s_fminnmp_h "01 0 11110 1 0 11000 01100 10 rn:5 rd:5"    PairH   "fminnmp {rd}, v{rn}.2h" needs [ASIMDHP];
    fminnmv     "0 1 1 01110 1 0 11000 01100 10 rn:5 rd:5"   Across  "fminnmv {rd}, {rn}";
    fminnmv_h   "0 q:1 0 01110 1 0 11000 01100 10 rn:5 rd:5" AcrossH "fminnmv {rd}, {rn}" needs [ASIMDHP];
    s_fminp     "01 1 11110 1 sz:1 11000 01111 10 rn:5 rd:5" Pair    "fminp {rd}, {rn}";
    s_fminp_h   "01 0 11110 1 0 11000 01111 10 rn:5 rd:5"    PairH   "fminp {rd}, v{rn}.2h" needs [ASIMDHP];
    fminv       "0 1 1 01110 1 0 11000 01111 10 rn:5 rd:5"   Across  "fminv {rd}, {rn}";
    fminv_h     "0 q:1 0 01110 1 0 11000 01111 10 rn:5 rd:5" AcrossH "fminv {rd}, {rn}" needs [ASIMDHP];
}

const NUMBER: MinMax = MinMax::NumberUnlessSignaling;
const NAN: MinMax = MinMax::Propagate;

type Operation = fn(&Lift, FLanes, Value, Value) -> Value;

/// What is joined with what: neighbours, then neighbouring results.
trait Joined {
    fn joined(&self, b: &Lift, operation: Operation);
}

fn join_pair(b: &Lift, l: FLanes, v: Value, operation: Operation) -> Value {
    operation(b, l, v, b.vdup_lane(l.lane, v, 1))
}

impl Joined for Pair {
    fn joined(&self, b: &Lift, operation: Operation) {
        let v = join_pair(b, scalar(self.sz.0), b.v(self.rn.0), operation);
        b.set_v(self.rd.0, v);
    }
}

impl Joined for PairH {
    fn joined(&self, b: &Lift, operation: Operation) {
        b.set_v(
            self.rd.0,
            join_pair(b, one(Lane::H), b.v(self.rn), operation),
        );
    }
}

/// Halves the number of lanes until one is left.
fn across(b: &Lift, lane: Lane, full: bool, mut v: Value, operation: Operation) -> Value {
    if full && lane == Lane::H {
        let (even, odd) = pairs(b, lanes_of(lane, true), v, v);
        v = operation(b, lanes_of(lane, false), even, odd);
    }
    let (even, odd) = pairs(b, lanes_of(lane, lane == Lane::S), v, v);
    let two = operation(b, lanes_of(lane, false), even, odd);
    operation(b, one(lane), two, b.vdup_lane(lane, two, 1))
}

impl Joined for Across {
    fn joined(&self, b: &Lift, operation: Operation) {
        let v = across(b, Lane::S, true, b.v(self.rn.0), operation);
        b.set_v(self.rd.0, v);
    }
}

impl Joined for AcrossH {
    fn joined(&self, b: &Lift, operation: Operation) {
        let v = across(b, Lane::H, self.q.0, b.v(self.rn.0), operation);
        b.set_v(self.rd.0, v);
    }
}

/// Two lanes x and y joined by an expression of builder, lanes, x and y
macro_rules! lifts {
    ($([$($name:ident: $operands:ident),+] |$b:ident, $l:ident, $x:ident, $y:ident| $value:expr;)*) => {$($(
        fn $name(b: &Lift, i: $operands) {
            i.joined(b, |$b, $l, $x, $y| $value);
        }
    )+)*};
}

lifts! {
    [s_fmaxnmp: Pair, s_fmaxnmp_h: PairH] |b, l, x, y| b.vfmax(l, NUMBER, x, y);
    [fmaxnmv: Across, fmaxnmv_h: AcrossH] |b, l, x, y| b.vfmax(l, NUMBER, x, y);
    [s_faddp: Pair, s_faddp_h: PairH] |b, l, x, y| b.vfadd(l, x, y);
    [s_fmaxp: Pair, s_fmaxp_h: PairH] |b, l, x, y| b.vfmax(l, NAN, x, y);
    [fmaxv: Across, fmaxv_h: AcrossH] |b, l, x, y| b.vfmax(l, NAN, x, y);
    [s_fminnmp: Pair, s_fminnmp_h: PairH] |b, l, x, y| b.vfmin(l, NUMBER, x, y);
    [fminnmv: Across, fminnmv_h: AcrossH] |b, l, x, y| b.vfmin(l, NUMBER, x, y);
    [s_fminp: Pair, s_fminp_h: PairH] |b, l, x, y| b.vfmin(l, NAN, x, y);
    [fminv: Across, fminv_h: AcrossH] |b, l, x, y| b.vfmin(l, NAN, x, y);
}

pub(crate) const CASES: &str = "
    7e30c820  fmaxnmp s0, v1.2s  v1=1.5,-2.5:s                          =>  v0=0x3fc00000
    7e70c820  fmaxnmp d0, v1.2d  v1=1.5,-2.5:d                          =>  v0=0x3ff8000000000000
    5e30c820  fmaxnmp h0, v1.2h  v1=1.5,-2.5:h                          =>  v0=0x3e00
    6e30c820  fmaxnmv s0, v1.4s  v1=1.5,-2.5,3,-8:s                     =>  v0=0x40400000
    6e30c820  fmaxnmv s0, v1.4s  v1=0x7fc000037f8000027fc000013f800000  =>  v0=0x3f800000 fpsr=1
    4e30c820  fmaxnmv h0, v1.8h  v1=1.5,-2.5,3,-8,0,1,7,9:h             =>  v0=0x4880
    0e30c820  fmaxnmv h0, v1.4h  v1=1.5,-2.5,3,-8,nan,100,7,9:h         =>  v0=0x4200
    7e30d820  faddp s0, v1.2s    v1=1.5,-2.5:s                          =>  v0=0xbf800000
    7e70d820  faddp d0, v1.2d    v1=1.5,-2.5:d                          =>  v0=0xbff0000000000000
    5e30d820  faddp h0, v1.2h    v1=1.5,-2.5:h                          =>  v0=0xbc00
    7e30f820  fmaxp s0, v1.2s    v1=1.5,-2.5:s                          =>  v0=0x3fc00000
    7e70f820  fmaxp d0, v1.2d    v1=1.5,-2.5:d                          =>  v0=0x3ff8000000000000
    5e30f820  fmaxp h0, v1.2h    v1=1.5,-2.5:h                          =>  v0=0x3e00
    6e30f820  fmaxv s0, v1.4s    v1=1.5,-2.5,3,-8:s                     =>  v0=0x40400000
    6e30f820  fmaxv s0, v1.4s    v1=0x7fc000037f8000027fc000013f800000  =>  v0=0x7fc00001 fpsr=1
    4e30f820  fmaxv h0, v1.8h    v1=1.5,-2.5,3,-8,0,1,7,9:h             =>  v0=0x4880
    0e30f820  fmaxv h0, v1.4h    v1=1.5,-2.5,3,-8,nan,100,7,9:h         =>  v0=0x4200
    7eb0c820  fminnmp s0, v1.2s  v1=1.5,-2.5:s                          =>  v0=0xc0200000
    7ef0c820  fminnmp d0, v1.2d  v1=1.5,-2.5:d                          =>  v0=0xc004000000000000
    5eb0c820  fminnmp h0, v1.2h  v1=1.5,-2.5:h                          =>  v0=0xc100
    6eb0c820  fminnmv s0, v1.4s  v1=1.5,-2.5,3,-8:s                     =>  v0=0xc1000000
    6eb0c820  fminnmv s0, v1.4s  v1=0x7fc000037f8000027fc000013f800000  =>  v0=0x3f800000 fpsr=1
    4eb0c820  fminnmv h0, v1.8h  v1=1.5,-2.5,3,-8,0,1,7,9:h             =>  v0=0xc800
    0eb0c820  fminnmv h0, v1.4h  v1=1.5,-2.5,3,-8,nan,100,7,9:h         =>  v0=0xc800
    7eb0f820  fminp s0, v1.2s    v1=1.5,-2.5:s                          =>  v0=0xc0200000
    7ef0f820  fminp d0, v1.2d    v1=1.5,-2.5:d                          =>  v0=0xc004000000000000
    5eb0f820  fminp h0, v1.2h    v1=1.5,-2.5:h                          =>  v0=0xc100
    6eb0f820  fminv s0, v1.4s    v1=1.5,-2.5,3,-8:s                     =>  v0=0xc1000000
    6eb0f820  fminv s0, v1.4s    v1=0x7fc000037f8000027fc000013f800000  =>  v0=0x7fc00001 fpsr=1
    4eb0f820  fminv h0, v1.8h    v1=1.5,-2.5,3,-8,0,1,7,9:h             =>  v0=0xc800
    0eb0f820  fminv h0, v1.4h    v1=1.5,-2.5,3,-8,nan,100,7,9:h         =>  v0=0xc800
";
