//! The operations of cryptography, checksums and dot products while a block is built.

use crate::block::Value;
use crate::builder::Builder;
use crate::ops::Op;
use crate::types::{DotKind, Sha1Fn, Type, Width};

impl Builder {
    /// The CRC `crc` (I32) continued with the low bytes of `data` (I64); Castagnoli's polynomial or that of IEEE 802.3.
    pub fn crc32(&self, castagnoli: bool, width: Width, crc: Value, data: Value) -> Value {
        let args = [crc, data, Value::NONE];
        self.push_op(Op::Crc32, Type::I32, width as u8, args, castagnoli.into())
    }

    /// AES ShiftRows and SubBytes, or their inverses.
    pub fn aes_sub(&self, inverse: bool, state: Value) -> Value {
        self.wide(
            Op::AesSub,
            inverse.into(),
            [state, Value::NONE, Value::NONE],
        )
    }

    /// AES MixColumns, or its inverse.
    pub fn aes_mix(&self, inverse: bool, state: Value) -> Value {
        self.wide(
            Op::AesMix,
            inverse.into(),
            [state, Value::NONE, Value::NONE],
        )
    }

    /// Carry-less product of the low or the high doublewords.
    pub fn clmul_wide(&self, high: bool, a: Value, b: Value) -> Value {
        self.wide(Op::ClMulWide, high.into(), [a, b, Value::NONE])
    }

    /// Four rounds of SHA-1 on (A, B, C, D) with E in lane 0 of `e`.
    pub fn sha1_rounds(&self, function: Sha1Fn, abcd: Value, e: Value, words: Value) -> Value {
        self.wide(Op::Sha1Rounds, function as u8, [abcd, e, words])
    }

    /// Two rounds of SHA-256 on (H, G, D, C) and (F, E, B, A): the new (F, E, B, A).
    pub fn sha256_rounds(&self, hgdc: Value, feba: Value, words: Value) -> Value {
        self.shared(Op::Sha256Rounds, [hgdc, feba, words], 0)
    }

    /// First half of SHA-256's message schedule.
    pub fn sha256_sigma0(&self, words: Value, next: Value) -> Value {
        self.wide(Op::Sha256Sigma0, 0, [words, next, Value::NONE])
    }

    /// Second half of SHA-256's message schedule.
    pub fn sha256_sigma1(&self, words: Value, before: Value) -> Value {
        self.wide(Op::Sha256Sigma1, 0, [words, before, Value::NONE])
    }

    /// SM4's S-box of each byte.
    pub fn sm4_sub(&self, a: Value) -> Value {
        self.wide(Op::Sm4Sub, 0, [a, Value::NONE, Value::NONE])
    }

    /// 32-bit lanes of `acc` plus products of four bytes each.
    pub fn dot(&self, kind: DotKind, acc: Value, b: Value, c: Value) -> Value {
        self.wide(Op::Dot, kind as u8, [acc, b, c])
    }

    /// Single-precision lanes of `acc` plus products of two bfloat16 each.
    pub fn bf_dot(&self, acc: Value, b: Value, c: Value) -> Value {
        self.wide(Op::BfDot, 0, [acc, b, c])
    }

    /// 32-bit lanes (a\[l0\], a\[l1\], b\[l2\], b\[l3\]).
    pub fn pick32(&self, a: Value, b: Value, [l0, l1, l2, l3]: [u8; 4]) -> Value {
        let lanes = l0 & 3 | (l1 & 3) << 2 | (l2 & 3) << 4 | (l3 & 3) << 6;
        self.shared(Op::Pick32, [a, b, Value::NONE], lanes.into())
    }

    fn wide(&self, op: Op, aux: u8, args: [Value; 3]) -> Value {
        self.push_op(op, Type::V128, aux, args, 0)
    }

    /// As `push_op`; an operation that the instruction before has computed already is not repeated. (SHA-256 takes two
    /// instructions for one result.)
    fn shared(&self, op: Op, args: [Value; 3], imm: i64) -> Value {
        const NEAR: usize = 16;
        let known = self.with_block(|block| {
            let last = block.insts.iter().enumerate().rev().take(NEAR);
            let mut same = last.filter(|(_, i)| i.op == op && i.args == args && i.imm == imm);
            same.next().map(|(n, _)| Value(n as u32))
        });
        known.unwrap_or_else(|| self.push_op(op, Type::V128, 0, args, imm))
    }
}
