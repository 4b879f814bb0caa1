//! Operations on vectors of integers, lane by lane on numbers wide enough for every exact result.

use ir::{Inst, Lane, Narrow, Op, Type, Value};

use crate::{Frame, int};

/// Lane `n` as unsigned number.
fn unsigned(v: u128, lane: Lane, n: u32) -> i128 {
    let mask = u128::from(u64::MAX >> (64 - lane.bits()));
    (v >> (n * lane.bits()) & mask) as i128
}

/// `x` modulo the lane's size, as signed number.
fn as_signed(x: i128, lane: Lane) -> i128 {
    let shift = 128 - lane.bits();
    x << shift >> shift
}

/// The lanes of a vector, lowest first, as the operation takes them.
fn lanes(v: u128, lane: Lane, signed: bool) -> Vec<i128> {
    let number = |n| unsigned(v, lane, n);
    (0..lane.count())
        .map(|n| match signed {
            true => as_signed(number(n), lane),
            false => number(n),
        })
        .collect()
}

/// The vector of these lanes, lowest first, each modulo the lane's size; zeros above.
fn join(lane: Lane, lanes: impl IntoIterator<Item = i128>) -> u128 {
    let mask = u128::from(u64::MAX >> (64 - lane.bits()));
    let placed = lanes.into_iter().enumerate();
    placed.fold(0, |v, (n, x)| {
        v | (x as u128 & mask) << (n as u32 * lane.bits())
    })
}

fn clamp(x: i128, lane: Lane, signed: bool) -> i128 {
    let bits = lane.bits();
    if signed {
        x.clamp(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    } else {
        x.clamp(0, (1 << bits) - 1)
    }
}

fn byte_at(v: u128, n: usize) -> u8 {
    v.to_le_bytes()[n]
}

fn from_bytes(byte: impl FnMut(usize) -> u8) -> u128 {
    u128::from_le_bytes(std::array::from_fn(byte))
}

fn one(inst: &Inst, a: u128, f: impl Fn(i128) -> i128) -> u128 {
    let lane = inst.lane();
    join(lane, lanes(a, lane, inst.is_signed()).into_iter().map(f))
}

fn two(inst: &Inst, a: u128, b: u128, f: impl Fn(i128, i128) -> i128) -> u128 {
    let (lane, signed) = (inst.lane(), inst.is_signed());
    let pairs = lanes(a, lane, signed)
        .into_iter()
        .zip(lanes(b, lane, signed));
    join(lane, pairs.map(|(x, y)| f(x, y)))
}

/// The half of the lanes that the operation works on.
fn half(inst: &Inst, v: u128) -> Vec<i128> {
    let lane = inst.lane();
    let all = lanes(v, lane, inst.is_signed());
    let middle = all.len() / 2;
    if inst.is_high() {
        all[middle..].to_vec()
    } else {
        all[..middle].to_vec()
    }
}

/// Every second lane: the even or the odd ones.
fn alternate(inst: &Inst, v: u128) -> Vec<i128> {
    let all = lanes(v, inst.lane(), false);
    all.into_iter()
        .skip(usize::from(inst.is_high()))
        .step_by(2)
        .collect()
}

fn interleave(lane: Lane, a: Vec<i128>, b: Vec<i128>) -> u128 {
    join(lane, a.into_iter().zip(b).flat_map(|(x, y)| [x, y]))
}

fn shift_by(a: i128, b: i128) -> i128 {
    // Distances of more than 64 are as good as 64.
    match (b as i8).clamp(-64, 64) {
        left @ 0.. => a << left,
        right => a >> -right,
    }
}

fn compare(inst: &Inst, a: u128, b: u128) -> u128 {
    let lane = inst.lane();
    let pairs = lanes(a, lane, false).into_iter().zip(lanes(b, lane, false));
    let with_sign = |x| (x, as_signed(x, lane));
    join(
        lane,
        pairs.map(|(x, y)| -i128::from(int::holds(inst.lane_cond(), with_sign(x), with_sign(y)))),
    )
}

fn narrow(inst: &Inst, a: u128) -> u128 {
    let (from, to) = (inst.lane(), inst.lane().narrower());
    let kind = inst.narrow();
    let signed = matches!(kind, Narrow::Signed | Narrow::SignedToUnsigned);
    let values = lanes(a, from, signed).into_iter();
    join(
        to,
        values.map(|x| match kind {
            Narrow::Trunc => x,
            Narrow::Signed => clamp(x, to, true),
            Narrow::SignedToUnsigned | Narrow::Unsigned => clamp(x, to, false),
        }),
    )
}

/// The operation on its vector operands; `number` is its operand that is an integer.
fn compute(inst: &Inst, [a, b, c]: [u128; 3], number: u64) -> u128 {
    let (lane, signed) = (inst.lane(), inst.is_signed());
    let n = inst.imm as u32;
    match inst.op {
        Op::VConst => {
            let low = u128::from(inst.imm as u64);
            low | if inst.aux == 1 { low << 64 } else { 0 }
        }
        Op::VAnd => a & b,
        Op::VOr => a | b,
        Op::VXor => a ^ b,
        Op::VAndN => a & !b,
        Op::VBsl => a & b | !a & c,
        Op::VAdd => two(inst, a, b, |x, y| x + y),
        Op::VSub => two(inst, a, b, |x, y| x - y),
        Op::VMul => two(inst, a, b, |x, y| x.wrapping_mul(y)),
        Op::VAddSat => two(inst, a, b, |x, y| clamp(x + y, lane, signed)),
        Op::VSubSat => two(inst, a, b, |x, y| clamp(x - y, lane, signed)),
        Op::VAvg => two(inst, a, b, |x, y| (x + y + 1) >> 1),
        Op::VMin => two(inst, a, b, i128::min),
        Op::VMax => two(inst, a, b, i128::max),
        Op::VAbs => one(inst, a, |x| as_signed(x, lane).abs()),
        Op::VCmp => compare(inst, a, b),
        Op::VShl => one(inst, a, |x| x << n),
        Op::VShr => one(inst, a, |x| x >> n),
        Op::VShiftBy => two(inst, a, b, shift_by),
        Op::VMulL => {
            let pairs = half(inst, a).into_iter().zip(half(inst, b));
            join(lane.wider(), pairs.map(|(x, y)| x.wrapping_mul(y)))
        }
        Op::VPMulL => {
            let pairs = half(inst, a).into_iter().zip(half(inst, b));
            let product = |(x, y)| int::clmul(x as u64, y as u64) as i128;
            join(lane.wider(), pairs.map(product))
        }
        Op::VWiden => join(lane.wider(), half(inst, a)),
        Op::VNarrow => narrow(inst, a),
        Op::VZip => interleave(lane, half(inst, a), half(inst, b)),
        Op::VUzp => join(
            lane,
            alternate(inst, a).into_iter().chain(alternate(inst, b)),
        ),
        Op::VTrn => interleave(lane, alternate(inst, a), alternate(inst, b)),
        Op::VExt => from_bytes(|i| match i + n as usize {
            at @ 0..16 => byte_at(a, at),
            at => byte_at(b, at - 16),
        }),
        Op::VRev => {
            let per_group = n / lane.bytes();
            let reversed = |i| unsigned(a, lane, i ^ (per_group - 1));
            join(lane, (0..lane.count()).map(reversed))
        }
        Op::VTbl => from_bytes(|i| match byte_at(b, i) {
            at @ 0..16 => byte_at(a, usize::from(at)),
            _ => 0,
        }),
        Op::VDup => join(lane, (0..lane.count()).map(|_| i128::from(number))),
        Op::VDupLane => join(lane, (0..lane.count()).map(|_| unsigned(a, lane, n))),
        Op::VFromInt => join(lane, [i128::from(number)]),
        Op::VSetLane => join(
            lane,
            (0..lane.count()).map(|i| match i == n {
                true => i128::from(number),
                false => unsigned(a, lane, i),
            }),
        ),
        Op::VLow => join(lane, [unsigned(a, lane, 0)]),
        Op::VPopCnt => one(inst, a, |x| i128::from(x.count_ones())),
        Op::VBitRev => from_bytes(|i| byte_at(a, i).reverse_bits()),
        Op::VClz => one(inst, a, |x| {
            i128::from(x.leading_zeros()) - i128::from(128 - lane.bits())
        }),
        _ => 0,
    }
}

impl Frame<'_> {
    /// Executes a vector operation; its result if that is an integer, else 0.
    pub(crate) fn vector(&mut self, inst: &Inst, index: usize) -> u64 {
        let operand = |n: usize| match inst.args[n] {
            Value::NONE => 0,
            v => self.wide[v.index()],
        };
        let vectors = [operand(0), operand(1), operand(2)];
        let number = match inst.op {
            Op::VDup | Op::VFromInt => self.value(inst.args[0]),
            Op::VSetLane => self.value(inst.args[1]),
            _ => 0,
        };
        if inst.op == Op::VGetLane {
            let value = lanes(vectors[0], inst.lane(), inst.is_signed())[inst.imm as usize] as u64;
            return match inst.ty {
                Type::I32 => value & u64::from(u32::MAX),
                _ => value,
            };
        }
        self.wide[index] = compute(inst, vectors, number);
        0
    }
}
