//! Case lines: one instruction, the state before it and what differs after it.
//!
//! The format is described where cases are written (`guest-riscv/src/insns/mod.rs`). Here it is parsed and
//! run on any engine.

use std::collections::BTreeMap;

use guest_mem::access;
use ir::{Builder, Features, Frontend, GuestAddr, LiftEnd, Reg, RegFile, Terminal};

/// Where the instruction of a case is.
pub const CODE: GuestAddr = 0x1_0000;
/// Memory that cases may use.
pub const DATA: std::ops::Range<GuestAddr> = 0x4_0000..0x4_2000;

/// Something that has a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// A register of the IR.
    Reg(Reg),
    /// Rounding mode.
    Frm,
    /// Accumulated exception flags.
    Fflags,
    /// One byte of memory.
    Byte(GuestAddr),
}

/// Registers and memory. What is not listed is 0.
pub type Values = BTreeMap<Place, u64>;

/// One line.
#[derive(Clone, Debug)]
pub struct Case {
    /// The line itself, for messages.
    pub line: String,
    /// The instruction.
    pub bytes: Vec<u8>,
    /// Its assembly text.
    pub text: String,
    /// Everything before.
    pub before: Values,
    /// What is different after it. `None`: any value.
    pub after: BTreeMap<Place, Option<u64>>,
    /// pc after it.
    pub pc: GuestAddr,
    /// Name of the exit, if it does not simply go on.
    pub exit: Option<String>,
}

/// What an engine made of some code.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Registers after (no memory).
    pub regs: Values,
    /// pc after.
    pub pc: GuestAddr,
    /// Name of the exit (see [`Case::exit`]), or `None` if execution just goes on at pc.
    pub exit: Option<String>,
}

/// Runs code on one engine. Memory is the process's own.
pub trait Engine {
    /// Runs `code`, which is at `start`, from these registers until pc leaves it or it exits.
    fn run(&mut self, start: GuestAddr, code: &[u8], regs: &Values) -> Outcome;

    /// True if the engine handles exits of this name by itself and goes on at pc.
    fn hides(&self, _exit: &str) -> bool {
        false
    }
}

/// Parses all lines of a `CASES` text.
///
/// # Errors
/// A message that quotes the line.
pub fn parse(cases: &str, regs: &RegFile) -> Result<Vec<Case>, String> {
    cases
        .lines()
        .map(|line| line.split('#').next().unwrap_or("").trim())
        .filter(|line| !line.is_empty())
        .map(|line| parse_line(line, regs).map_err(|e| format!("{e}\n    in: {line}")))
        .collect()
}

fn parse_line(line: &str, regs: &RegFile) -> Result<Case, String> {
    let (left, right) = line.split_once("=>").ok_or("no `=>`")?;
    let mut columns = left.trim().splitn(2, "  ");
    let word = columns.next().unwrap_or("");
    let rest = columns.next().ok_or("no text")?.trim();
    let (text, before) = rest.split_once("  ").unwrap_or((rest, ""));
    let bytes = parse_word(word)?;
    let mut case = Case {
        line: line.to_string(),
        pc: CODE + bytes.len() as u64,
        bytes,
        text: text.trim().to_string(),
        before: Values::new(),
        after: BTreeMap::new(),
        exit: None,
    };
    for item in before.split_whitespace() {
        let (name, value) = split_item(item)?;
        case.before
            .extend(assignments(name, parse_value(value)?, regs)?);
    }
    let mut pc = None;
    for item in right.split_whitespace() {
        let (name, value) = split_item(item)?;
        match name {
            "pc" => pc = Some(parse_value(value)?),
            "exit" => case.exit = Some(value.to_string()),
            _ if value == "?" => {
                let any = assignments(name, 0, regs)?;
                case.after.extend(any.into_iter().map(|(p, _)| (p, None)));
            }
            _ => {
                let known = assignments(name, parse_value(value)?, regs)?;
                case.after
                    .extend(known.into_iter().map(|(p, v)| (p, Some(v))));
            }
        }
    }
    let stays = matches!(
        case.exit.as_deref(),
        Some("illegal" | "breakpoint" | "misaligned")
    );
    case.pc = pc.unwrap_or(if stays { CODE } else { case.pc });
    Ok(case)
}

fn split_item(item: &str) -> Result<(&str, &str), String> {
    item.split_once('=')
        .ok_or_else(|| format!("`{item}` is not name=value"))
}

fn parse_word(word: &str) -> Result<Vec<u8>, String> {
    let n = u32::from_str_radix(word, 16).map_err(|e| format!("`{word}`: {e}"))?;
    match word.len() {
        4 => Ok((n as u16).to_le_bytes().to_vec()),
        8 => Ok(n.to_le_bytes().to_vec()),
        _ => Err(format!("`{word}` is not 4 or 8 digits long")),
    }
}

/// The places a name stands for, with the parts of `value` they get.
fn assignments(name: &str, value: u64, regs: &RegFile) -> Result<Vec<(Place, u64)>, String> {
    if let Some(memory) = name.strip_prefix("mem") {
        let (bits, addr) = memory
            .strip_suffix(']')
            .and_then(|m| m.split_once('['))
            .ok_or_else(|| format!("`{name}` is not memBITS[address]"))?;
        let bits: usize = bits.parse().map_err(|e| format!("`{name}`: {e}"))?;
        let addr = parse_value(addr)?;
        let bytes = &value.to_le_bytes()[..bits / 8];
        return Ok(bytes
            .iter()
            .enumerate()
            .map(|(i, b)| (Place::Byte(addr + i as u64), *b as u64))
            .collect());
    }
    Ok(match name {
        "frm" => vec![(Place::Frm, value)],
        "fflags" => vec![(Place::Fflags, value)],
        "fcsr" => vec![(Place::Frm, value >> 5 & 7), (Place::Fflags, value & 0x1f)],
        _ => {
            let reg = regs.by_name(name);
            let reg = reg.ok_or_else(|| format!("there is no `{name}`"))?;
            vec![(Place::Reg(reg), value)]
        }
    })
}

/// Decimal, hex, or a float with its format.
fn parse_value(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is not a number");
    if let Some((number, format)) = text.split_once(':') {
        let number: f64 = number.parse().map_err(|_| wrong())?;
        return float_bits(number, format).ok_or_else(wrong);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let n = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => digits.parse(),
    }
    .map_err(|_| wrong())?;
    Ok(if negative { n.wrapping_neg() } else { n })
}

/// The register contents for a float literal; NaN is the canonical one.
fn float_bits(number: f64, format: &str) -> Option<u64> {
    match format {
        "d" if number.is_nan() => Some(0x7ff8_0000_0000_0000),
        "d" => Some(number.to_bits()),
        "s" if number.is_nan() => Some(0xffff_ffff_7fc0_0000),
        "s" => Some(0xffff_ffff_0000_0000 | (number as f32).to_bits() as u64),
        "h" => Some(0xffff_ffff_ffff_0000 | half_bits(number)? as u64),
        _ => None,
    }
}

/// Binary16 bits of a number that binary16 can represent exactly.
fn half_bits(number: f64) -> Option<u16> {
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    if number.is_nan() {
        return Some(0x7e00);
    }
    if number.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let units = number.abs() * f64::from(1u32 << 24); // in units of the smallest subnormal
    let mut fraction = units as u64;
    if fraction as f64 != units {
        return None;
    }
    let mut exponent = 0;
    while fraction >= 0x800 {
        if fraction & 1 != 0 {
            return None;
        }
        fraction >>= 1;
        exponent += 1;
    }
    // A fraction with bit 10 set is normal: that bit adds 1 to the exponent field.
    let bits = (exponent << 10) + fraction;
    (bits < 0x7c00).then_some(sign | bits as u16)
}

/// Around the instruction of a case: other code in the same block.
#[derive(Clone, Debug, Default)]
pub struct Position {
    /// Name for messages.
    pub name: &'static str,
    /// Instructions before it, which change nothing.
    pub before: Vec<u8>,
    /// Instructions after it, which set the registers it changes to 0.
    pub kill: Option<fn(Reg) -> Vec<u8>>,
}

impl Case {
    /// Runs the case on `engine` in this position.
    ///
    /// # Errors
    /// What differs from what the line says.
    pub fn check(&self, engine: &mut dyn Engine, position: &Position) -> Result<(), String> {
        let simple = self.exit.is_none() && self.pc == CODE + self.bytes.len() as u64;
        let mut expected = self.before.clone();
        let mut code = position.before.clone();
        code.extend(&self.bytes);
        let mut pc = self.pc;
        for (&place, &value) in &self.after {
            let value = match (place, position.kill) {
                (Place::Reg(reg), Some(kill)) if simple => {
                    let kill = kill(reg);
                    pc += kill.len() as u64;
                    code.extend(kill);
                    Some(0)
                }
                _ => value,
            };
            match value {
                Some(value) => expected.insert(place, value),
                None => expected.insert(place, u64::MAX),
            };
        }
        fill_memory(&self.before)?;
        let start = CODE - position.before.len() as u64;
        let outcome = engine.run(start, &code, &self.before);
        let found = self.compare(&expected, &outcome, position)?;
        let exit = self.exit.clone().filter(|e| !engine.hides(e));
        if outcome.exit != exit || outcome.pc != pc {
            return Err(format!(
                "ended with {:?} at {:#x}, expected {exit:?} at {pc:#x}; {found}",
                outcome.exit, outcome.pc
            ));
        }
        Ok(())
    }

    fn compare(
        &self,
        expected: &Values,
        outcome: &Outcome,
        position: &Position,
    ) -> Result<String, String> {
        let mut found = read_memory()?;
        found.extend(outcome.regs.iter().map(|(p, v)| (*p, *v)));
        let places: std::collections::BTreeSet<Place> =
            expected.keys().chain(found.keys()).copied().collect();
        let mut wrong = Vec::new();
        for place in places {
            let any = self.after.get(&place) == Some(&None) && position.kill.is_none();
            let (want, have) = (value_of(expected, place), value_of(&found, place));
            if want != have && !any {
                wrong.push(format!("{place:x?} is {have:#x}, expected {want:#x}"));
            }
        }
        if wrong.is_empty() {
            Ok("values are right".to_string())
        } else {
            Err(wrong.join("; "))
        }
    }
}

fn value_of(values: &Values, place: Place) -> u64 {
    values.get(&place).copied().unwrap_or(0)
}

fn fill_memory(values: &Values) -> Result<(), String> {
    let fault = |f| format!("the data area is not mapped: {f:?}");
    access::fill_zero(DATA.start, (DATA.end - DATA.start) as usize).map_err(fault)?;
    for (place, value) in values {
        if let Place::Byte(addr) = place {
            access::store(*addr, 1, *value).map_err(fault)?;
        }
    }
    Ok(())
}

/// All bytes of the data area that are not 0.
fn read_memory() -> Result<Values, String> {
    let mut bytes = vec![0; (DATA.end - DATA.start) as usize];
    access::read_bytes(DATA.start, &mut bytes).map_err(|f| format!("{f:?}"))?;
    Ok(bytes
        .iter()
        .enumerate()
        .filter(|(_, b)| **b != 0)
        .map(|(i, b)| (Place::Byte(DATA.start + i as u64), *b as u64))
        .collect())
}

/// Lifts `code` as one block; it ends where the code ends, if no instruction ends it earlier.
pub fn lift<F: Frontend>(builder: &Builder, start: GuestAddr, code: &[u8], features: Features) {
    builder.start(start);
    let mut at = 0;
    while at < code.len() {
        let len = F::insn_len(&code[at..]);
        let end = F::lift(builder, start + at as u64, &code[at..at + len], features);
        at += len;
        if end == LiftEnd::Ended {
            return;
        }
    }
    builder.end(Terminal::Jump {
        target: start + at as u64,
    });
}

/// The interpreter.
#[derive(Debug)]
pub struct InterpEngine<F: Frontend> {
    builder: Builder,
    interp: ir_interp::Interp,
    features: Features,
    frontend: std::marker::PhantomData<fn() -> F>,
}

impl<F: Frontend> InterpEngine<F> {
    /// With these extensions of the guest.
    pub fn new(features: Features) -> InterpEngine<F> {
        InterpEngine {
            builder: Builder::new(F::REGS),
            interp: ir_interp::Interp::new(),
            features,
            frontend: std::marker::PhantomData,
        }
    }
}

/// The guest's `State` as bytes.
fn state_bytes(regs: &RegFile, values: &Values) -> Vec<u8> {
    let mut bytes = vec![0; regs.state_size as usize];
    for (place, value) in values {
        let (offset, len) = match place {
            Place::Reg(reg) => (regs.info(*reg).offset, 8),
            Place::Frm => (regs.frm_offset, 4),
            Place::Fflags => (regs.fflags_offset, 4),
            Place::Byte(_) => continue,
        };
        bytes[offset as usize..][..len].copy_from_slice(&value.to_le_bytes()[..len]);
    }
    bytes
}

/// The registers in a `State`.
fn state_values(regs: &RegFile, bytes: &[u8]) -> Values {
    let read = |offset: u16, len: usize| {
        let part = &bytes[offset as usize..][..len];
        part.iter().rev().fold(0, |n, b| n << 8 | *b as u64)
    };
    let mut values = Values::new();
    for (i, info) in regs.regs.iter().enumerate() {
        // The rounding mode may be a register too, where instructions access it as one.
        if info.offset != regs.frm_offset {
            values.insert(Place::Reg(Reg(i as u16)), read(info.offset, 8));
        }
    }
    values.insert(Place::Frm, read(regs.frm_offset, 4));
    values.insert(Place::Fflags, read(regs.fflags_offset, 4));
    values
}

impl<F: Frontend> Engine for InterpEngine<F> {
    fn run(&mut self, start: GuestAddr, code: &[u8], regs: &Values) -> Outcome {
        self.interp.clear_reservation();
        let mut state = state_bytes(F::REGS, regs);
        let mut at = 0;
        loop {
            let (pc, exit) = self.run_block(start + at as u64, &code[at..], &mut state);
            let next = pc.wrapping_sub(start) as usize;
            // A block may end early; a jump back would not end at all.
            if exit.is_some() || next <= at || next >= code.len() {
                let regs = state_values(F::REGS, &state);
                return Outcome { regs, pc, exit };
            }
            at = next;
        }
    }
}

impl<F: Frontend> InterpEngine<F> {
    /// Runs the block that starts `code`; pc after it and the name of the exit.
    fn run_block(
        &mut self,
        start: GuestAddr,
        code: &[u8],
        state: &mut [u8],
    ) -> (GuestAddr, Option<String>) {
        lift::<F>(&self.builder, start, code, self.features);
        let mut guest = ir_interp::Guest {
            regs: F::REGS,
            helpers: F::HELPERS,
            state,
        };
        let interp = &mut self.interp;
        let exit = self.builder.with_block(|block| {
            ir::verify::verify(block, F::REGS).unwrap_or_else(|e| panic!("{e}: {block:?}"));
            interp.run(block, &mut guest)
        });
        let name = match exit {
            ir_interp::Exit::Kind(kind) => exit_name(kind),
            ir_interp::Exit::Misaligned(_) => Some("misaligned".to_string()),
            ir_interp::Exit::Fault(_) => Some("fault".to_string()),
        };
        (guest.pc(), name)
    }
}

/// The name cases use for an exit; `None` for simply going on.
pub fn exit_name(kind: ir::ExitKind) -> Option<String> {
    use ir::ExitKind::*;
    Some(
        match kind {
            Lookup | Link => return None,
            Syscall => "syscall",
            Illegal => "illegal",
            Breakpoint => "breakpoint",
            FlushCode => "flush_code",
            Resync => "resync",
            Fault => "fault",
            Interrupt => "interrupt",
            Misaligned => "misaligned",
            Yield => "yield",
        }
        .to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_all_notations() {
        let v = |t: &str| parse_value(t).expect("a number");
        assert_eq!(v("-1"), u64::MAX);
        assert_eq!(v("0x10"), 16);
        assert_eq!(v("-0x10"), 16u64.wrapping_neg());
        assert_eq!(v("1.5:d"), 0x3ff8_0000_0000_0000);
        assert_eq!(v("-0:s"), 0xffff_ffff_8000_0000);
        assert_eq!(v("1.5:h"), 0xffff_ffff_ffff_3e00);
        assert_eq!(v("65504:h"), 0xffff_ffff_ffff_7bff);
        assert_eq!(v("0.000000059604644775390625:h"), 0xffff_ffff_ffff_0001);
        assert_eq!(v("-inf:h"), 0xffff_ffff_ffff_fc00);
        assert_eq!(v("nan:d"), 0x7ff8_0000_0000_0000);
        assert!(parse_value("65520:h").is_err() && parse_value("0.1:h").is_err());
        assert!(parse_value("1x").is_err());
    }
}
