//! Checksums (Arm ARM, C4.1, "Data-processing (2 source)"; FEAT_CRC32).

use ir::Width;

use crate::lift::{Lift, rows};
use crate::operands::*;

/// Width of the data, as the letter of the mnemonic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DataSize(Width);

impl Field for DataSize {
    #[inline(always)]
    fn decode(word: u32, spec: &insn_table::FieldSpec) -> DataSize {
        DataSize(Width::from_u8(spec.extract(word) as u8))
    }
    fn print(self, _: u32, _: ir::GuestAddr, out: &mut String) {
        out.push(['b', 'h', 'w', 'x'][self.0 as usize & 3]);
    }
}

operands! {
    /// A checksum and new data.
    Checksum { rm: R, sz: DataSize, rn: W, rd: W }
}

rows! { [CRC32]
    crc32       "0 0 0 11010110 rm:5 010 0 sz:2 rn:5 rd:5 where sz!=3"  Checksum  "crc32{sz} {rd}, {rn}, {rm}";
    crc32_x     "1 0 0 11010110 rm:5 010 0 sz:2 rn:5 rd:5 where sz!=0 sz!=1 sz!=2"  Checksum  "crc32{sz} {rd}, {rn}, {rm}";
    crc32c      "0 0 0 11010110 rm:5 010 1 sz:2 rn:5 rd:5 where sz!=3"  Checksum  "crc32c{sz} {rd}, {rn}, {rm}";
    crc32c_x    "1 0 0 11010110 rm:5 010 1 sz:2 rn:5 rd:5 where sz!=0 sz!=1 sz!=2"  Checksum  "crc32c{sz} {rd}, {rn}, {rm}";
}

fn checksum(b: &Lift, i: Checksum, castagnoli: bool) {
    let crc = b.r(Sf::W, i.rn.0);
    b.set_r(i.rd.0, b.crc32(castagnoli, i.sz.0, crc, b.x(i.rm)));
}

/// rd = CRC-32 of rn and the low bytes of rm
fn crc32(b: &Lift, i: Checksum) {
    checksum(b, i, false);
}

/// As crc32, 8 bytes
fn crc32_x(b: &Lift, i: Checksum) {
    checksum(b, i, false);
}

/// rd = CRC-32C of rn and the low bytes of rm
fn crc32c(b: &Lift, i: Checksum) {
    checksum(b, i, true);
}

/// As crc32c, 8 bytes
fn crc32c_x(b: &Lift, i: Checksum) {
    checksum(b, i, true);
}

// "12345678" begins the checksums' usual check value.
pub(crate) const CASES: &str = "
    1ac24020  crc32b w0, w1, w2  x1=0xffffffff x2=0x12345631  =>  x0=0x7c231048
    1ac24420  crc32h w0, w1, w2  x1=0xffffffffdeadbeef x2=0x1ffff8001  =>  x0=0x19c1d64
    1ac24820  crc32w w0, w1, w2  x1=0x12345678 x2=0xf9abcdef01234567  =>  x0=0x97279fa8
    9ac24c20  crc32x w0, w1, x2  x1=0xffffffff x2=0x3837363534333231  =>  x0=0x651f2550
    9ac24fe0  crc32x w0, wzr, x2  x2=0xffffffffffffffff  =>  x0=0x44660075
    1adf4021  crc32b w1, w1, wzr  x1=0xcbf43926  =>  x1=0xd2c671c4
    1ac24422  crc32h w2, w1, w2  x1=0x1 x2=0x2  =>  x2=0x2b2d53c3
    1ac25020  crc32cb w0, w1, w2  x1=0xffffffff x2=0x12345631  =>  x0=0x6f0a661c
    1ac25420  crc32ch w0, w1, w2  x1=0xffffffffdeadbeef x2=0x1ffff8001  =>  x0=0x131f654e
    1ac25820  crc32cw w0, w1, w2  x1=0x12345678 x2=0xf9abcdef01234567  =>  x0=0xda0adbb7
    9ac25c20  crc32cx w0, w1, x2  x1=0xffffffff x2=0x3837363534333231  =>  x0=0x9f787f65
    9ac25c22  crc32cx w2, w1, x2  x1=0xffffffff x2=0x8000000000000001  =>  x2=0xb81d0b2a
    9ac15c21  crc32cx w1, w1, x1  x1=0xffffffff00000001  =>  x1=0xb798b438
    1ac2583f  crc32cw wzr, w1, w2  x1=0x1 x2=0x2  =>  
";
