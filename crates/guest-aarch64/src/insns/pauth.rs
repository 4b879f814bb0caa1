//! Pointer authentication in registers (FEAT_PAuth; Arm ARM, C4.1, "Data-processing (1 source)" and "(2 source)"). The
//! forms in the space of hints are in `system.rs`, branches in `branch.rs`.

use insn_table::FieldSpec;
use ir::GuestAddr;

use crate::lift::{Lift, rows};
use crate::operands::*;
use crate::pauth::{self, Key};

/// One of the four keys for addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyField(Key);

impl Field for KeyField {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> KeyField {
        KeyField(Key::from_bits(spec.extract(word)))
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(match self.0 {
            Key::IA => "ia",
            Key::IB => "ib",
            Key::DA => "da",
            Key::DB => "db",
        });
    }
}

/// The same in the name of an instruction whose modifier is zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ZeroKeyField(Key);

impl Field for ZeroKeyField {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> ZeroKeyField {
        ZeroKeyField(KeyField::decode(word, spec).0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push_str(match self.0 {
            Key::IA => "iza",
            Key::IB => "izb",
            Key::DA => "dza",
            Key::DB => "dzb",
        });
    }
}

/// Whose keys' signatures are stripped, which makes no difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind(bool);

impl Field for Kind {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Kind {
        Kind(spec.extract(word) != 0)
    }
    fn print(self, _: u32, _: GuestAddr, out: &mut String) {
        out.push(if self.0 { 'd' } else { 'i' });
    }
}

operands! {
    /// Address and modifier.
    Modified { key: KeyField, rn: XSp, rd: X }
    /// Address with modifier 0.
    Unmodified { key: ZeroKeyField, rd: X }
    /// Address.
    Plain { kind: Kind, rd: X }
    /// Number and modifier.
    Generic { rm: XSp, rn: X, rd: X }
}

rows! { [PACA]
    pac         "1101101011000001 0000 key:2 rn:5 rd:5"     Modified    "pac{key} {rd}, {rn}";
    aut         "1101101011000001 0001 key:2 rn:5 rd:5"     Modified    "aut{key} {rd}, {rn}";
    pacz        "1101101011000001 0010 key:2 11111 rd:5"    Unmodified  "pac{key} {rd}";
    autz        "1101101011000001 0011 key:2 11111 rd:5"    Unmodified  "aut{key} {rd}";
    xpac        "1101101011000001 01000 kind:1 11111 rd:5"  Plain       "xpac{kind} {rd}";
    pacga       "10011010110 rm:5 001100 rn:5 rd:5"         Generic     "pacga {rd}, {rn}, {rm}"    needs [PACG];
}

/// rd = rd, signed with rn
fn pac(b: &Lift, i: Modified) {
    b.set_r(i.rd.0, pauth::sign(b, i.key.0, b.x(i.rd.0), b.x_sp(i.rn.0)));
}

/// rd = rd, authenticated with rn
fn aut(b: &Lift, i: Modified) {
    let rd = pauth::authenticate(b, i.key.0, b.x(i.rd.0), b.x_sp(i.rn.0));
    b.set_r(i.rd.0, rd);
}

/// rd = rd, signed with 0
fn pacz(b: &Lift, i: Unmodified) {
    b.set_r(i.rd.0, pauth::sign(b, i.key.0, b.x(i.rd.0), b.iconst(0)));
}

/// rd = rd, authenticated with 0
fn autz(b: &Lift, i: Unmodified) {
    let rd = pauth::authenticate(b, i.key.0, b.x(i.rd.0), b.iconst(0));
    b.set_r(i.rd.0, rd);
}

/// rd = rd without its signature
fn xpac(b: &Lift, i: Plain) {
    b.set_r(i.rd.0, pauth::strip(b, b.x(i.rd.0)));
}

/// rd = signature of rn with rm
fn pacga(b: &Lift, i: Generic) {
    b.set_r(i.rd.0, pauth::generic(b, b.x(i.rn.0), b.x_sp(i.rm.0)));
}

pub(crate) const CASES: &str = "
    dac10020  pacia x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0xb7ff012345678
    dac11020  autia x0, x1                      x0=0xb7ff012345678 x1=0x7ffffffe1000            =>  x0=0x7ff012345678
    dac11020  autia x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x207ff012345678
    dac123e0  paciza x0                         x0=0x7ff012345678                               =>  x0=0x6d7ff012345678
    dac133e0  autiza x0                         x0=0x6d7ff012345678                             =>  x0=0x7ff012345678
    dac10420  pacib x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x7a7ff012345678
    dac11420  autib x0, x1                      x0=0x7a7ff012345678 x1=0x7ffffffe1000           =>  x0=0x7ff012345678
    dac11420  autib x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x407ff012345678
    dac127e0  pacizb x0                         x0=0x7ff012345678                               =>  x0=0x167ff012345678
    dac137e0  autizb x0                         x0=0x167ff012345678                             =>  x0=0x7ff012345678
    dac10820  pacda x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x407ff012345678
    dac11820  autda x0, x1                      x0=0x407ff012345678 x1=0x7ffffffe1000           =>  x0=0x7ff012345678
    dac11820  autda x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x207ff012345678
    dac12be0  pacdza x0                         x0=0x7ff012345678                               =>  x0=0x187ff012345678
    dac13be0  autdza x0                         x0=0x187ff012345678                             =>  x0=0x7ff012345678
    dac10c20  pacdb x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0xb7ff012345678
    dac11c20  autdb x0, x1                      x0=0xb7ff012345678 x1=0x7ffffffe1000            =>  x0=0x7ff012345678
    dac11c20  autdb x0, x1                      x0=0x7ff012345678 x1=0x7ffffffe1000             =>  x0=0x407ff012345678
    dac12fe0  pacdzb x0                         x0=0x7ff012345678                               =>  x0=0x287ff012345678
    dac13fe0  autdzb x0                         x0=0x287ff012345678                             =>  x0=0x7ff012345678
    dac103e0  pacia x0, sp                      x0=0x7ff012345678 sp=0x41000                    =>  x0=0x27ff012345678
    dac143e0  xpaci x0                          x0=0x27ff012345678                              =>  x0=0x7ff012345678
    dac147e0  xpacd x0                          x0=0x12d5123456789abc                           =>  x0=0xffff123456789abc
    dac147e0  xpacd x0                          x0=0x1255123456789abc                           =>  x0=0x1200123456789abc
    9ac23020  pacga x0, x1, x2                  x1=1 x2=2                                       =>  x0=0x8d3b8afc00000000
";
