//! Random states: often at an edge, often with something in common.

use super::guest::{Guest, Kind, Sample, set, state_len};
use super::stream::MEMORY;
use crate::cases::DATA;
use crate::random::Random;

/// A binary float of `1 + exponent + fraction` bits.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Bits of the exponent.
    pub exponent: u32,
    /// Bits of the fraction.
    pub fraction: u32,
}

/// binary16, binary32, binary64.
pub const FORMATS: [Format; 3] = [
    Format {
        exponent: 5,
        fraction: 10,
    },
    Format {
        exponent: 8,
        fraction: 23,
    },
    Format {
        exponent: 11,
        fraction: 52,
    },
];

impl Format {
    /// All bits.
    pub fn bits(self) -> u32 {
        1 + self.exponent + self.fraction
    }

    /// A float: edges of the format and of the integers, halfway values, NaNs of both kinds, few bits set, or anything.
    pub fn value(self, random: &mut Random) -> u64 {
        let fraction_mask = (1u64 << self.fraction) - 1;
        let bias = (1u64 << (self.exponent - 1)) - 1;
        let top = (1u64 << self.exponent) - 1;
        let few = |r: &mut Random| 1u64 << r.below(self.fraction as usize);
        let fraction = match random.below(6) {
            0 => 0,
            1 => fraction_mask,
            2 => few(random),
            3 => few(random) | few(random) | few(random) & 3,
            4 => fraction_mask & !few(random),
            _ => random.bits() & fraction_mask,
        };
        let exponent = match random.below(8) {
            0 => 0,
            1 => top,
            2 => 1 + random.below(2) as u64,
            3 => top - 1,
            // Where integers end, and around 1.
            4 => bias + [7, 8, 15, 16, 31, 32, 63, 64][random.below(8)] - random.below(2) as u64,
            5 => bias + random.below(self.fraction as usize + 3) as u64,
            6 => bias + 2 - random.below(5) as u64,
            _ => random.bits(),
        };
        let sign = random.bits() & 1;
        (sign << self.exponent | exponent & top) << self.fraction | fraction
    }

    /// The float one step away.
    fn neighbour(value: u64, random: &mut Random) -> u64 {
        match random.below(3) {
            0 => value.wrapping_add(1),
            _ => value.wrapping_sub(1),
        }
    }
}

/// Lanes of one random size: floats, edges, distances, anything.
pub fn vector(random: &mut Random) -> u128 {
    let size = random.below(4);
    let bits = 8u32 << size;
    let floats = size > 0 && random.below(2) == 0;
    let sign = 1u64 << (bits - 1);
    let lanes = (0..128 / bits).map(|n| {
        let edges = [0, 1, u64::MAX, sign, sign - 1, sign + 1];
        let lane = match random.below(4) {
            _ if floats => FORMATS[size - 1].value(random),
            0 => edges[random.below(edges.len())],
            1 => (random.below(160) as u64).wrapping_sub(80),
            2 => random.below(2 * bits as usize) as u64,
            _ => random.bits(),
        };
        u128::from(lane & (u64::MAX >> (64 - bits))) << (n * bits)
    });
    lanes.fold(0, |v, lane| v | lane)
}

/// A float register of 64 bits: a float of any format in its box, sometimes an open one.
pub fn boxed(random: &mut Random) -> u64 {
    let format = FORMATS[random.below(3)];
    let value = format.value(random);
    match (format.bits(), random.below(16)) {
        (64, _) => value,
        (_, 0) => random.bits() << format.bits() | value,
        (bits, 1) => value | (u64::MAX << bits) & !(1 << (32 + random.below(32))),
        (bits, _) => u64::MAX << bits | value,
    }
}

/// Memory of a group.
pub fn memory(random: &mut Random) -> Vec<u8> {
    let words = (0..MEMORY / 16).map(|_| vector(random));
    words.flat_map(u128::to_le_bytes).collect()
}

/// Where an access should be: in the middle, unaligned, across pages, beside them, nowhere.
fn target(random: &mut Random) -> u64 {
    let small = |r: &mut Random, n| r.below(n) as u64;
    let middle = DATA.start + MEMORY as u64 / 2;
    match random.below(16) {
        0..=3 => middle - 128 + 16 * small(random, 16),
        4..=6 => middle - 64 + small(random, 128),
        7 | 8 => middle - small(random, 32),
        9 => DATA.start + 8 * small(random, 24),
        10 => DATA.end - small(random, 72),
        11 => DATA.start - small(random, 16),
        12 => DATA.end - 8 * small(random, 16),
        // An address with a tag in its upper byte.
        13 => (middle + 16 * small(random, 4)) | (random.bits() << 56),
        14 => nowhere(random.integer()),
        _ => middle + 8 * small(random, 16),
    }
}

/// Not where, with or without a tag, emulators may have memory of their own, which they do not protect from their guest.
fn nowhere(addr: u64) -> u64 {
    match addr {
        0x8000_0000..=0x7fff_ffff_ffff => addr | 0xfff << 52,
        _ => addr,
    }
}

/// A state for `sample`. `offset`: how far the access is from the first base.
pub fn state(
    guest: &dyn Guest,
    sample: &Sample,
    offset: u64,
    memory: Option<&[u8]>,
    random: &mut Random,
) -> Vec<u8> {
    let mut state = vec![0; state_len(guest)];
    let pool: [u64; 4] = std::array::from_fn(|_| random.integer());
    let floats: [u128; 4] = std::array::from_fn(|_| vector(random));
    let boxes: [u64; 4] = std::array::from_fn(|_| boxed(random));
    let base = target(random);
    for (n, field) in guest.fields().iter().enumerate() {
        let pick = random.below(4);
        let shared = random.below(3) == 0;
        let value = match field.kind {
            _ if sample.bases.first() == Some(&n) => {
                (base & !sample.align).wrapping_sub(offset).into()
            }
            _ if sample.bases.contains(&n) => target(random).into(),
            _ if sample.small.contains(&n) => small(random).into(),
            Kind::General if shared => pool[pick].into(),
            Kind::General => match (random.below(4), memory) {
                // What is in memory: comparisons with it should succeed sometimes.
                (0, Some(memory)) => contents(memory, base, random).into(),
                _ => random.integer().into(),
            },
            Kind::Float if shared => match random.below(4) {
                0 => Format::neighbour(boxes[pick], random),
                1 => boxes[pick] ^ [1 << 63, 1 << 31, 1 << 15, 0][random.below(4)],
                _ => boxes[pick],
            }
            .into(),
            Kind::Float => boxed(random).into(),
            Kind::Vector if shared => floats[pick],
            Kind::Vector => vector(random),
            Kind::Control => guest.control(field, random).into(),
        };
        set(field, &mut state, value);
    }
    for (n, value) in &sample.fixed {
        set(&guest.fields()[*n], &mut state, (*value).into());
    }
    state
}

fn small(random: &mut Random) -> u64 {
    match random.below(4) {
        0 => 0,
        1 => (random.below(9) as u64).wrapping_neg(),
        _ => random.below(16) as u64,
    }
}

/// What memory has at `addr`: 4 or 8 bytes, or a part of them with anything above.
fn contents(memory: &[u8], addr: u64, random: &mut Random) -> u64 {
    let at = addr.wrapping_sub(DATA.start) as usize & !3;
    let Some(bytes) = memory.get(at..at.saturating_add(8)) else {
        return 0;
    };
    let word = u64::from_le_bytes(bytes.try_into().expect("8 bytes"));
    match random.below(4) {
        0 => word,
        1 => word as i32 as u64,
        2 => word as i8 as u64,
        _ => word & 0xffff | random.bits() << 32,
    }
}
