//! Halves multiplied and added to singles (Arm ARM, C4.1, "Advanced SIMD three same", "Advanced SIMD vector x indexed element";
//! FEAT_FHM).

use ir::{Lane, Value};

use crate::float_lanes::*;
use crate::lift::{Lift, rows};
use crate::operands::*;

operands! {
    /// Vectors.
    Vectors { q: Bit, rm: Vhalf, rn: Vhalf, rd: Vs }
    /// A vector and an element.
    ByElement { q: Bit, index: UImm, rm: V, rn: Vhalf, rd: Vs }
}

rows! { [FHM]
    fmlal           "0 q:1 0 01110 00 1 rm:5 11101 1 rn:5 rd:5"                     Vectors     "fmlal {rd}, {rn}, {rm}";
    fmlsl           "0 q:1 0 01110 10 1 rm:5 11101 1 rn:5 rd:5"                     Vectors     "fmlsl {rd}, {rn}, {rm}";
    fmlal2          "0 q:1 1 01110 00 1 rm:5 11001 1 rn:5 rd:5"                     Vectors     "fmlal2 {rd}, {rn}, {rm}";
    fmlsl2          "0 q:1 1 01110 10 1 rm:5 11001 1 rn:5 rd:5"                     Vectors     "fmlsl2 {rd}, {rn}, {rm}";
    fmlal_element   "0 q:1 0 01111 10 index[1:0] rm:4 0000 index[2] 0 rn:5 rd:5"    ByElement   "fmlal {rd}, {rn}, v{rm}.h[{index}]";
    fmlsl_element   "0 q:1 0 01111 10 index[1:0] rm:4 0100 index[2] 0 rn:5 rd:5"    ByElement   "fmlsl {rd}, {rn}, v{rm}.h[{index}]";
    fmlal2_element  "0 q:1 1 01111 10 index[1:0] rm:4 1000 index[2] 0 rn:5 rd:5"    ByElement   "fmlal2 {rd}, {rn}, v{rm}.h[{index}]";
    fmlsl2_element  "0 q:1 1 01111 10 index[1:0] rm:4 1100 index[2] 0 rn:5 rd:5"    ByElement   "fmlsl2 {rd}, {rn}, v{rm}.h[{index}]";
}

/// The halves to be multiplied in the lowest lanes: of those that the instruction uses the lower or the upper ones.
fn factors(b: &Lift, full: bool, upper: bool, v: Value) -> Value {
    match (upper, full) {
        (false, _) => v,
        (true, true) => b.vdup_lane(Lane::D, v, 1),
        (true, false) => b.vdup_lane(Lane::S, v, 1),
    }
}

fn accumulate(b: &Lift, q: Bit, rd: Vs, negate: bool, n: Value, m: Value) {
    let span = lanes_of(Lane::S, q.0).span;
    b.set_v(rd.0, b.vfmul_add_wide(span, negate, n, m, b.v(rd.0)));
}

macro_rules! lifts {
    ($($name:ident $by_element:ident negate $negate:literal upper $upper:literal;)*) => {$(
        /// rd ± products
        fn $name(b: &Lift, i: Vectors) {
            let [n, m] = [i.rn, i.rm].map(|r| factors(b, i.q.0, $upper, b.v(r.0)));
            accumulate(b, i.q, i.rd, $negate, n, m);
        }

        /// rd ± products with one element
        fn $by_element(b: &Lift, i: ByElement) {
            let n = factors(b, i.q.0, $upper, b.v(i.rn.0));
            let m = b.vdup_lane(Lane::H, b.v(i.rm), i.index);
            accumulate(b, i.q, i.rd, $negate, n, m);
        }
    )*};
}

lifts! {
    fmlal fmlal_element negate false upper false;
    fmlsl fmlsl_element negate true upper false;
    fmlal2 fmlal2_element negate false upper true;
    fmlsl2 fmlsl2_element negate true upper true;
}

pub(crate) const CASES: &str = "
    0e22ec20  fmlal v0.2s, v1.2h, v2.2h                    v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x41d0000041500000
    4e22ec20  fmlal v0.4s, v1.4h, v2.4h                    v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4230000041f6000041d0000041500000
    0f920820  fmlal v0.2s, v1.2h, v2.h[5]                  v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x41a8000041140000
    4fb20020  fmlal v0.4s, v1.4h, v2.h[3]                  v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x42300000425800004080000041b00000
    0ea2ec20  fmlsl v0.2s, v1.2h, v2.2h                    v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4160000040e00000
    4ea2ec20  fmlsl v0.4s, v1.4h, v2.4h                    v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4210000041ea00004160000040e00000
    0f924820  fmlsl v0.2s, v1.2h, v2.h[5]                  v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x41980000412c0000
    4fb24020  fmlsl v0.4s, v1.4h, v2.h[3]                  v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4210000040c0000042100000c0000000
    2e22cc20  fmlal2 v0.2s, v1.2h, v2.2h                   v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x41c00000412c0000
    6e22cc20  fmlal2 v0.4s, v1.4h, v2.4h                   v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0xc0000000420200004190000040a00000
    2f928820  fmlal2 v0.2s, v1.2h, v2.h[5]                 v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x419e000041080000
    6fb28020  fmlal2 v0.4s, v1.4h, v2.h[3]                 v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0xc1000000424800004250000040000000
    2ea2cc20  fmlsl2 v0.2s, v1.2h, v2.2h                   v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x4180000041140000
    6ea2cc20  fmlsl2 v0.4s, v1.4h, v2.4h                   v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x42a4000041dc000041b0000041700000
    2f92c820  fmlsl2 v0.2s, v1.2h, v2.h[5]                 v0=10,20:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x41a2000041380000
    6fb2c020  fmlsl2 v0.4s, v1.4h, v2.h[3]                 v0=10,20,30,40:s v1=1.5,-2,3,0.5,-1,4,2.5,-6:h v2=2,-3,0.25,8,5,-0.5,1,7:h  =>  v0=0x42b0000041200000c140000041900000
    # NaNs, subnormal halves, infinity times zero
    4e22ec20  fmlal v0.4s, v1.4h, v2.4h           v0=0x401fffffffffffff3fd0000000400000 v1=0x3eef5d0671cc09ccece9d2d27ffff8c6 v2=0x8000000000000000bfffffffffffffff  =>  v0=0x461d165cffffffff7fffe000ffffe000 fpsr=0x10
    0ea2ec20  fmlsl v0.2s, v1.2h, v2.2h           v0=0xf3ff4fcc0bffbc00c3fffc00c3ff7e98 v1=0xbf003e84bf4c810b9e40bf20feff8000  =>  v0=0x7fdfe000c3ff7e98
    6e22cc20  fmlal2 v0.4s, v1.4h, v2.4h          v0=0x7ff70f2c5966a3c5c000000000100000 v1=0x407fff000881c6811a3f90be823f7f v2=0x4008b5e17f800000c0000002ff000008  =>  v0=0x7ff70f2c7fffe0007ff0000000100000
    2e22cc20  fmlal2 v0.2s, v1.2h, v2.2h          v0=0x7ffffffffe2aadc300000001bf000000 v1=0x4080901057f020eb00a030cd4180110 v2=0x4090fe813e8240ff815fbe80beeb7fff  =>  v0=0x363136c0bf0004f4 fpsr=0x10
    4f920820  fmlal v0.4s, v1.4h, v2.h[5]         v0=0xffffffffffffffb8ffffffffffffffe5 v1=0xf750bc000f66748f7cbe7fff37fff523  =>  v0=0x7fd7c000ffffffb8ffffffffffffffe5 fpsr=0x1
    6fa2c820  fmlsl2 v0.4s, v1.4h, v2.h[6]        v0=0x7fffffff5f31001300074b078000000a v1=0xc0ffffffbf8000404090000080000400 v2=0x1efffa0000000e00030000003ae76c  =>  v0=0x7fffffff7fffe000ffff4000ffff4000
";
