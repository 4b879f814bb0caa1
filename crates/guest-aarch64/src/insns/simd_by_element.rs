//! AdvSIMD vector and scalar by indexed element, of integers (Arm ARM, C4.1).

use std::fmt::Write;

use insn_table::FieldSpec;
use ir::{GuestAddr, Lane, Value};

use self::{
    sqdmlal_element as sqdmlal_element_scalar, sqdmlsl_element as sqdmlsl_element_scalar,
    sqdmulh_element as sqdmulh_element_scalar, sqdmull_element as sqdmull_element_scalar,
    sqrdmlah_element as sqrdmlah_element_scalar, sqrdmlsh_element as sqrdmlsh_element_scalar,
    sqrdmulh_element as sqrdmulh_element_scalar,
};
use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::simd::{Shape, Vt, Vw};

/// One lane of a register. Its field has Rm in bits 3..0, then M, L, H: halfwords have the index H:L:M, words have
/// the index H:L and the register M:Rm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Element {
    register: V,
    lane: Lane,
    index: u32,
}

impl Field for Element {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Element {
        let bits = spec.extract(word);
        let (h, l, m) = (bits >> 6, bits >> 5 & 1, bits >> 4 & 1);
        let lane = Shape::of(word).lane;
        let (register, index) = match lane {
            Lane::H => (bits & 15, h << 2 | l << 1 | m),
            _ => (bits & 31, h << 1 | l),
        };
        Element {
            register: V(register as u8),
            lane,
            index,
        }
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        let Element {
            register,
            lane,
            index,
        } = self;
        let _ = write!(out, "v{}.{}[{index}]", register.0, lane.name());
    }
}

operands! {
    /// Lanes of one size.
    Same { t: Shape, e: Element, rn: Vt, rd: Vt }
    /// Wide result.
    Long { t: Shape, e: Element, rn: Vt, rd: Vw }
}

rows! { [ASIMD]
    mla_element      "0 t[2] 1 01111 t[1:0] e[5:0] 0000 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "mla {rd}, {rn}, {e}";
    mls_element      "0 t[2] 1 01111 t[1:0] e[5:0] 0100 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "mls {rd}, {rn}, {e}";
    mul_element      "0 t[2] 0 01111 t[1:0] e[5:0] 1000 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "mul {rd}, {rn}, {e}";
    sqdmulh_element  "0 t[2] 0 01111 t[1:0] e[5:0] 1100 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqdmulh {rd}, {rn}, {e}";
    sqdmulh_element_scalar "01 0 11111 t:2 e[5:0] 1100 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"             Same "sqdmulh {rd}, {rn}, {e}";
    sqrdmulh_element "0 t[2] 0 01111 t[1:0] e[5:0] 1101 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmulh {rd}, {rn}, {e}";
    sqrdmulh_element_scalar "01 0 11111 t:2 e[5:0] 1101 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmulh {rd}, {rn}, {e}";
    sqrdmlah_element "0 t[2] 1 01111 t[1:0] e[5:0] 1101 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmlah {rd}, {rn}, {e}" needs [RDM];
    sqrdmlah_element_scalar "01 1 11111 t:2 e[5:0] 1101 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmlah {rd}, {rn}, {e}" needs [RDM];
    sqrdmlsh_element "0 t[2] 1 01111 t[1:0] e[5:0] 1111 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmlsh {rd}, {rn}, {e}" needs [RDM];
    sqrdmlsh_element_scalar "01 1 11111 t:2 e[5:0] 1111 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Same "sqrdmlsh {rd}, {rn}, {e}" needs [RDM];
    smlal_element    "0 t[2] 0 01111 t[1:0] e[5:0] 0010 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "smlal{t} {rd}, {rn}, {e}";
    umlal_element    "0 t[2] 1 01111 t[1:0] e[5:0] 0010 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "umlal{t} {rd}, {rn}, {e}";
    smlsl_element    "0 t[2] 0 01111 t[1:0] e[5:0] 0110 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "smlsl{t} {rd}, {rn}, {e}";
    umlsl_element    "0 t[2] 1 01111 t[1:0] e[5:0] 0110 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "umlsl{t} {rd}, {rn}, {e}";
    smull_element    "0 t[2] 0 01111 t[1:0] e[5:0] 1010 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "smull{t} {rd}, {rn}, {e}";
    umull_element    "0 t[2] 1 01111 t[1:0] e[5:0] 1010 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "umull{t} {rd}, {rn}, {e}";
    sqdmlal_element  "0 t[2] 0 01111 t[1:0] e[5:0] 0011 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "sqdmlal{t} {rd}, {rn}, {e}";
    sqdmlal_element_scalar "01 0 11111 t:2 e[5:0] 0011 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"             Long "sqdmlal {rd}, {rn}, {e}";
    sqdmlsl_element  "0 t[2] 0 01111 t[1:0] e[5:0] 0111 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "sqdmlsl{t} {rd}, {rn}, {e}";
    sqdmlsl_element_scalar "01 0 11111 t:2 e[5:0] 0111 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"             Long "sqdmlsl {rd}, {rn}, {e}";
    sqdmull_element  "0 t[2] 0 01111 t[1:0] e[5:0] 1011 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"            Long "sqdmull{t} {rd}, {rn}, {e}";
    sqdmull_element_scalar "01 0 11111 t:2 e[5:0] 1011 e[6] 0 rn:5 rd:5 where t&3!=0 t&3!=3"             Long "sqdmull {rd}, {rn}, {e}";
}

/// The element in every lane.
fn element(b: &Lift, e: Element) -> Value {
    b.vdup_lane(e.lane, b.v(e.register), e.index)
}

macro_rules! by_element {
    ($operands:ident, $wide:expr => $($(#[$doc:meta])*
        $name:ident |$b:ident, $t:ident, $d:ident, $n:ident, $m:ident| $value:expr;)*) => {$(
        $(#[$doc])*
        fn $name($b: &Lift, i: $operands) {
            let ($t, $n, $m) = (i.t, $b.v(i.rn.0), element($b, i.e));
            let $d = || $b.v(i.rd.0);
            let _ = $d;
            let shape: fn(Shape) -> Shape = $wide;
            $b.set_shape(shape($t), i.rd.0, $value);
        }
    )*};
}

by_element! { Same, |shape| shape =>
    /// rd = rn * element
    mul_element |b, t, _d, n, m| b.vmul(t.lane, n, m);
    /// rd += rn * element
    mla_element |b, t, d, n, m| b.vadd(t.lane, d(), b.vmul(t.lane, n, m));
    /// rd -= rn * element
    mls_element |b, t, d, n, m| b.vsub(t.lane, d(), b.vmul(t.lane, n, m));
    /// rd = high half of 2 * rn * element
    sqdmulh_element |b, t, _d, n, m| b.doubled_high_half(t, false, n, m);
    /// rd = high half of 2 * rn * element, rounded
    sqrdmulh_element |b, t, _d, n, m| b.doubled_high_half(t, true, n, m);
    /// rd += high half of 2 * rn * element, rounded
    sqrdmlah_element |b, t, d, n, m| b.doubled_sum(t, true, d(), n, m);
    /// rd -= high half of 2 * rn * element, rounded
    sqrdmlsh_element |b, t, d, n, m| b.doubled_sum(t, false, d(), n, m);
}

fn product(b: &Lift, t: Shape, signed: bool, n: Value, m: Value) -> Value {
    b.vmull(t.lane, signed, t.half(), n, m)
}

by_element! { Long, Shape::wide =>
    /// rd = rn * element
    smull_element |b, t, _d, n, m| product(b, t, true, n, m);
    /// rd = rn * element, unsigned
    umull_element |b, t, _d, n, m| product(b, t, false, n, m);
    /// rd += rn * element
    smlal_element |b, t, d, n, m| b.vadd(t.lane.wider(), d(), product(b, t, true, n, m));
    /// rd += rn * element, unsigned
    umlal_element |b, t, d, n, m| b.vadd(t.lane.wider(), d(), product(b, t, false, n, m));
    /// rd -= rn * element
    smlsl_element |b, t, d, n, m| b.vsub(t.lane.wider(), d(), product(b, t, true, n, m));
    /// rd -= rn * element, unsigned
    umlsl_element |b, t, d, n, m| b.vsub(t.lane.wider(), d(), product(b, t, false, n, m));
    /// rd = 2 * rn * element, saturating
    sqdmull_element |b, t, _d, n, m| b.doubled_product(t, t.half(), n, m);
    /// rd += 2 * rn * element, saturating twice
    sqdmlal_element |b, t, d, n, m| {
        b.saturating_sum(t.wide(), true, true, d(), b.doubled_product(t, t.half(), n, m))
    };
    /// rd -= 2 * rn * element, saturating twice
    sqdmlsl_element |b, t, d, n, m| {
        b.saturating_sum(t.wide(), false, true, d(), b.doubled_product(t, t.half(), n, m))
    };
}

pub(crate) const CASES: &str = "
    2f520020  mla v0.4h, v1.4h, v2.h[1]           v0=0xffffffb07fffffff0000000f00000022                   =>  v0=0xf00000022
    6fa20820  mla v0.4s, v1.4s, v2.s[3]           v0=0x80000000000000018000000000000001 v1=0x1000000000000004c v2=0x7819100b9ff249dcc0808d1f7ff0e08  =>  v0=0x8000000007819101800000003a770c01
    6f624020  mls v0.8h, v1.8h, v2.h[2]           v0=0x2f14437e807f8f0e8104ffa8ff000301 v1=0x7fff00140014786a53167bf4003e001a v2=0xfffffffffffffff8  =>  v0=0xaf13439280930778d41a7b9cff3e031b
    6f524820  mls v0.8h, v1.8h, v2.h[5]           v0=0x63a77f64413264ab36 v1=0x160000b4920014106f3c01633e7fff v2=0x5ffffffec2f93b149ffffffdf  =>  v0=0x160000b4920077b7eea04295a22b35
    4f828020  mul v0.4s, v1.4s, v2.s[0]           v1=0x4c0143dc009704d8078bffff00cced0b v2=0x20a51c1e81000000010000002b  =>  v0=0xc43665f4195dd0484483ffd5226bd0d9
    4f728820  mul v0.8h, v1.8h, v2.h[7]           v1=0x3011b0e2ff006c581f50c01ffb61dfe v2=0x7f814c01f30109e70f37d2ff008feb0c  =>  v0=0x281940e37f0244507758b8124b61efe
    0f42c020  sqdmulh v0.4h, v1.4h, v2.h[0]       v1=0x406792453e7112e1ffffffffffffffff v2=0x4f001cffff00010013ffd38e59003f  =>  v0=0xffffffffffffffff
    4f82c820  sqdmulh v0.4s, v1.4s, v2.s[2]       v1=0xf6bcc89f859e7ed0ffffffff18413281 v2=0x3ff8003b97f0035044501052047d601  =>  v0=0x51a18034368a8b700000000f2a3e6b6
    5fa2c820  sqdmulh s0, s1, v2.s[3]                                                                     => 
    5f72c020  sqdmulh h0, h1, v2.h[3]             v1=0x80000000000000011a7103bf206ec1ff v2=0xffe7205e002c0041ffd3fb5567597072  =>  v0=0x15
    0f62d020  sqrdmulh v0.4h, v1.4h, v2.h[2]      v1=0xffff000affd70004ffc98217f56c2d46 v2=0x30eb77f09800122ea810e800dff080d  =>  v0=0xfffaf1bdfecd0521
    0f82d820  sqrdmulh v0.2s, v1.2s, v2.s[2]      v1=0xffffffea0000002a5f8caa4700000035 v2=0x2a0000002b0000000cffffffd5  =>  v0=0x2000000000
    5f82d820  sqrdmulh s0, s1, v2.s[2]            v1=0xeb02f9b80f00006e40fe81810b0a0a0b v2=0xffffffc5fb5771930000002280000000  =>  v0=0xff99263a
    5f82d020  sqrdmulh s0, s1, v2.s[0]            v1=0xffffffffffffffffd8e1bb677babd57b v2=0x2300000019f25bae60ccb120d4  =>  v0=0xce6d549b
    6f42d020  sqrdmlah v0.8h, v1.8h, v2.h[0]      v0=0x1d12fe56320000001700000011 v1=0x415d9af5ffffffb00000000e7fffffff v2=0xffff000c001c800097db0a320014fff4  =>  v0=0xfffa002612fe563200000017fff40011
    6f52d820  sqrdmlah v0.8h, v1.8h, v2.h[5]                                                              => 
    7fa2d020  sqrdmlah s0, s1, v2.s[1]            v0=0x490000000000000075 v1=0x7f3069081d0c0bfa3a0d06c4010e710b v2=0x68000000000000000  =>  v0=0xfef18f6a
    7f82d020  sqrdmlah s0, s1, v2.s[0]            v0=0xc1ffff9d0562058107300d68cb80031a v1=0x81f080000ffc12a67111eccf7ffff v2=0xd80951c63521f7b0000000000000049  =>  v0=0xcb8002fd
    6f42f820  sqrdmlsh v0.8h, v1.8h, v2.h[4]      v0=0xffffffffffffffffffffffffffffffff v1=0x2c7fffffffffffffff v2=0xba181de700a808b7eb018077f50c090d  =>  v0=0xfffffffffffffffcf748ffffffffffff
    6f82f020  sqrdmlsh v0.4s, v1.4s, v2.s[0]      v0=0x15810017ffdbffe5a7210011ffcb001a v1=0xffefffb67fffffe7ffe37fff0016bcc1 v2=0x500030107ff0100d48009093c850bdd  =>  v0=0x158890dbc356f414a72e79b1ffc03ffd
    7f52f820  sqrdmlsh h0, h1, v2.h[5]            v0=0x6bf40114f80ad606186f7f2261ad81e1 v1=0x6aa80012cc3a0015f54f00010001ffbe v2=0x80ee809b25a4450c80c5e680e83b00e7  =>  v0=0x81f4
    7f82f020  sqrdmlsh s0, s1, v2.s[0]            v0=0xffebffca00017fffadd3825bffc50015 v1=0xf26e001100000004ffc680017ffffa8d v2=0xffd700009066fff2663bffff00126ffa  =>  v0=0xffb2901c
    0fa22820  smlal v0.2d, v1.2s, v2.s[3]         v0=0x17001a0032cf99958ba1580001f3bd v1=0x804f81030f0200d5ad0301000d810f03 v2=0xac8d004b000aab8fffd7000800097b95  =>  v0=0x1b244e553d141a999124b8843d78599e
    4f622020  smlal2 v0.4s, v1.8h, v2.h[2]        v0=0xceaa000100045ddaffffffed001c52d6 v1=0x17ffffffb37fffffff00000012 v2=0xbe02b5c307f6e08007cdff8e7f0a020f  =>  v0=0xceaa00010004539c0000005f001c7520
    6fa22020  umlal2 v0.2d, v1.4s, v2.s[1]                                                                => 
    2fa22820  umlal v0.2d, v1.2s, v2.s[3]         v0=0x2fffa000600080000001e3be74d5b v1=0xffffffffffffffe1f81413812eef104b v2=0x30f6e0891eeaa4c010cc704cec83f3f  =>  v0=0x2fa300208970a10008fa17d41c509b3
    4fa26020  smlsl2 v0.2d, v1.4s, v2.s[1]        v0=0x7fffffffffffffff78a22c2407b8fe51 v1=0x9f4ffff060f81ff03c1d95e4b070cd2 v2=0x578a057f0a077f7f0011b2ff7f21f901  =>  v0=0x7fff4fc4bb06b2fe78a1c0df93f43350
    0f826820  smlsl v0.2d, v1.2s, v2.s[2]                                                                 => 
    2f526820  umlsl v0.4s, v1.4h, v2.h[5]         v0=0x7fffffffffffffff v1=0xfffffff88000000120288c7d49d98363 v2=0x8194d0063a0f4f2337411dffa17f8118  =>  v0=0xf8b50da8e02372ad6f408248e233df32
    2f426820  umlsl v0.4s, v1.4h, v2.h[4]         v0=0x70018ffffffd10001052a0014003b v1=0x7fff000b001e8001000e000600058000 v2=0x44a590897c00000006  =>  v0=0x6fc60fffffe39000103d6fff2003b
    0f62a020  smull v0.4s, v1.4h, v2.h[2]         v1=0xaed147f2e080a4517fa430081038107 v2=0x7fffffff000000330000004a06898485  =>  v0=0x6ee4400135e00ffdb4adeffdb4c06
    0f82a820  smull v0.2d, v1.2s, v2.s[2]         v1=0x4d2aa89564cbf7ec0000000000000023 v2=0xffffffffffffffc18000000000000001  =>  v0=0xfffffffffffff763
    2fa2a820  umull v0.2d, v1.2s, v2.s[3]         v1=0x481818045010c5018ff7f800a0401dd v2=0xfaefb8e2000000337fffffff80000000  =>  v0=0x1880eb18bdb28f0009d14acb48337d1a
    6f82a020  umull2 v0.2d, v1.4s, v2.s[0]        v1=0x80ff0a01a6e17d0f370533304e7f0c01 v2=0xb67b2f7f3d056e13087f0f2d17000f14  =>  v0=0xb96f17f1c82d7140efe4c1098f1a62c
    0f523020  sqdmlal v0.4s, v1.4h, v2.h[1]                                                               => 
    0f723820  sqdmlal v0.4s, v1.4h, v2.h[7]       v0=0xb029001a8000ffcbffff800000077fff v1=0x8000000000000001000000000000003c v2=0xf7e2b229556ce6590000000000000055  =>  v0=0xb029001a8000ffcbffff80000003b1ef
    5f823820  sqdmlal d0, s1, v2.s[2]             v0=0xeb07590bff07e4f50438a416c0f3e025 v1=0x1b327f0fd06bb7ff000e010b0a800101 v2=0xd927ffe58000ffff0043000280010012  =>  v0=0xf9b8b815adf5de23
    5f723020  sqdmlal s0, h1, v2.h[3]             v0=0xd4356c5e000000160000000080000000                   =>  v0=0x80000000
    4fa27020  sqdmlsl2 v0.2d, v1.4s, v2.s[1]      v0=0x95f5b9b881bc0b010100c706ffeefc04 v1=0x1fe13400010016800070a0001c8001 v2=0xffffffffffffffff8000000000000001  =>  v0=0x96159aec81bc0b010101c71cffeefc04
    0f827820  sqdmlsl v0.2d, v1.2s, v2.s[2]       v0=0x180000000fdbffaa800000015 v1=0x27de12a80880000001ffffffd1 v2=0x80000000000000013b8485c600000034  =>  v0=0x27ffffffefdbffaa800000073
    5f627020  sqdmlsl s0, h1, v2.h[2]             v0=0xdbcb00247fff00048001385d0018fffb v1=0x981d20181fc0100800b7fff0fff80f9 v2=0x17fa7f814580d6fd2bb93eab7f0f8135  =>  v0=0x3e4a1755
    5fa27820  sqdmlsl d0, s1, v2.s[3]             v0=0x6aa600308001fff8ffda12af001b003d v1=0x266b4e2d870000004380000001 v2=0xb001e8000a72f31f5cbc88000004e  =>  v0=0xffe512cd00050001
    4f82b020  sqdmull2 v0.2d, v1.4s, v2.s[0]      v1=0x69e9da3f4c799d450000000000000056 v2=0x387dc2684c0000002500000031  =>  v0=0x288b858c1e0000001d468e346a
    4f72b020  sqdmull2 v0.4s, v1.8h, v2.h[3]      v1=0x8e6a3300010a9d008a5a12cf1101f614 v2=0x7ee7ffe97fff80000008ffd0713b7fff  =>  v0=0xfff8e6a000033000000010a0fff9d000
    5f72b020  sqdmull s0, h1, v2.h[3]             v1=0xffffffcdffffffc707d7acbb00000014 v2=0x70000002d5c41af8f00000007  =>  v0=0xe6a28
    5f42b020  sqdmull s0, h1, v2.h[0]             v1=0xfffffffffffffff10000000000000001 v2=0x3dffffffffffffffc4  =>  v0=0xffffff88
";
