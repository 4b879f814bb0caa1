//! Random blocks of guest instructions: translated code must do what the interpreter does.
//!
//! `EMU_RANDOM_BLOCKS=n` runs n blocks instead of the default; `EMU_RANDOM_SEED=s` starts elsewhere.

use std::fmt::Write;

use ir::{GuestAddr, RegFile, Type};

use crate::cases::{self, CODE, DATA, Engine, Outcome, Place, Values, value_of};
use crate::memory::lock_memory;

/// xorshift
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator that goes on from `seed`.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below n.
    pub fn below(&mut self, n: usize) -> usize {
        (self.bits() >> 32) as usize % n
    }

    /// An integer that is often at an edge.
    pub fn integer(&mut self) -> u64 {
        const EDGES: [u64; 12] = [
            0,
            1,
            2,
            63,
            u64::MAX,
            1 << 63,
            i64::MAX as u64,
            0x8000_0000,
            0x7fff_ffff,
            0xffff_ffff,
            0xffff_ffff_8000_0000,
            1 << 32,
        ];
        match self.below(4) {
            0 => EDGES[self.below(EDGES.len())],
            1 => self.bits() as u32 as i32 as i64 as u64,
            2 => self.bits() >> self.below(64),
            _ => self.bits(),
        }
    }

    /// Some bytes of the data area.
    pub fn memory(&mut self) -> Values {
        let len = (DATA.end - DATA.start) as usize;
        let byte = |r: &mut Random| {
            let addr = DATA.start + r.below(len) as u64;
            (Place::Byte(addr), (r.bits() & 0xff) as u128)
        };
        (0..64).map(|_| byte(self)).collect()
    }
}

/// What random tests need to know of a guest.
#[derive(Clone, Copy, Debug)]
pub struct RandomGuest {
    /// Its registers.
    pub regs: &'static RegFile,
    /// The instructions of a block.
    pub block: fn(&mut Random) -> Vec<Vec<u8>>,
    /// Registers and memory before it.
    pub state: fn(&mut Random) -> Values,
    /// Text of an instruction.
    pub disassemble: fn(GuestAddr, &[u8]) -> String,
}

fn run(engine: &mut dyn Engine, insns: &[Vec<u8>], before: &Values) -> (Outcome, Values) {
    cases::fill_memory(before).expect("the data area is mapped");
    let outcome = engine.run(CODE, &insns.concat(), before);
    let memory = cases::read_memory().expect("the data area is mapped");
    (outcome, memory)
}

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(default, |v| v.parse().expect("a number"))
}

impl RandomGuest {
    /// Compares what two engines do.
    ///
    /// # Panics
    /// If they disagree; the message says how to repeat it.
    pub fn compare(&self, oracle: &mut dyn Engine, engine: &mut dyn Engine) {
        let _memory = lock_memory();
        let seed = setting("EMU_RANDOM_SEED", 1);
        for n in 0..setting("EMU_RANDOM_BLOCKS", 3000) {
            let mut random = Random::new(seed + n);
            let (insns, before) = ((self.block)(&mut random), (self.state)(&mut random));
            let first = self.differences(oracle, engine, &insns, &before);
            if !first.is_empty() {
                let insns = self.shrink(oracle, engine, insns, &before);
                let mut found = self.differences(oracle, engine, &insns, &before);
                if found.is_empty() {
                    found = first;
                    found.push("(the first time only)".to_string());
                }
                panic!(
                    "EMU_RANDOM_SEED={} EMU_RANDOM_BLOCKS=1:\n{}",
                    seed + n,
                    self.report(&insns, &before, &found)
                );
            }
        }
    }

    /// What the engines disagree about.
    fn differences(
        &self,
        oracle: &mut dyn Engine,
        engine: &mut dyn Engine,
        insns: &[Vec<u8>],
        before: &Values,
    ) -> Vec<String> {
        let (want, want_memory) = run(oracle, insns, before);
        let (have, have_memory) = run(engine, insns, before);
        let mut found = Vec::new();
        if (want.pc, &want.exit) != (have.pc, &have.exit) {
            found.push(format!(
                "ended with {:?} at {:#x}, interpreter with {:?} at {:#x}",
                have.exit, have.pc, want.exit, want.pc
            ));
        }
        // Condition flags that will be overwritten anyway may be older than the access that stops the block.
        let stopped = matches!(want.exit.as_deref(), Some("fault" | "misaligned"));
        let compared = |place: &Place| match place {
            Place::Reg(reg) => !stopped || self.regs.info(*reg).ty != Type::Flags,
            _ => true,
        };
        for (place, value) in want.regs.iter().filter(|(place, _)| compared(place)) {
            let other = value_of(&have.regs, *place);
            if *value != other {
                let name = self.name(*place);
                found.push(format!("{name} is {other:#x}, interpreted {value:#x}"));
            }
        }
        if want_memory != have_memory {
            found.push("memory differs".to_string());
        }
        found
    }

    fn name(&self, place: Place) -> String {
        match place {
            Place::Reg(reg) => self.regs.info(reg).name.to_string(),
            other => format!("{other:?}"),
        }
    }

    /// Removes instructions as long as the engines still disagree.
    fn shrink(
        &self,
        oracle: &mut dyn Engine,
        engine: &mut dyn Engine,
        mut insns: Vec<Vec<u8>>,
        before: &Values,
    ) -> Vec<Vec<u8>> {
        let mut at = 0;
        while at < insns.len() {
            let mut fewer = insns.clone();
            fewer.remove(at);
            if self.differences(oracle, engine, &fewer, before).is_empty() {
                at += 1;
            } else {
                insns = fewer;
            }
        }
        insns
    }

    fn report(&self, insns: &[Vec<u8>], before: &Values, found: &[String]) -> String {
        let mut text = found.join("\n");
        let mut pc = CODE;
        for bytes in insns {
            let _ = write!(
                text,
                "\n    {bytes:02x?}  {}",
                (self.disassemble)(pc, bytes)
            );
            pc += bytes.len() as u64;
        }
        text += "\n  with";
        for (place, value) in before {
            if !matches!(place, Place::Byte(_)) {
                let _ = write!(text, " {}={value:#x}", self.name(*place));
            }
        }
        text
    }
}
