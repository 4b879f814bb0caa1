//! Case lines: one instruction, the state before it and what differs after it.
//!
//! The format is described where cases are written (`insns/mod.rs` of each guest). Here it is parsed and
//! run on any engine.

use std::collections::{BTreeMap, BTreeSet};

use guest_mem::access;
use ir::{GuestAddr, Reg, RegFile, Type};

use crate::memory::lock_memory;

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
    /// Program counter (known to engines, not to cases).
    Pc,
    /// One byte of memory.
    Byte(GuestAddr),
}

/// Registers and memory. What is not listed is 0. Condition flags are the number NZCV, whatever form the guest's
/// State has them in.
pub type Values = BTreeMap<Place, u128>;

/// Places with the parts of a value that they get.
pub type Parts = Vec<(Place, u128)>;

/// The instruction that sets a register to 0, if there is one.
pub type Kill = fn(Reg) -> Option<Vec<u8>>;

/// What is particular to the cases of one guest.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// Its registers.
    pub regs: &'static RegFile,
    /// Names that come before those of registers: the places they stand for, with the parts of a value that these get.
    pub special: fn(&str, u128) -> Option<Parts>,
    /// Gives all contents of a place that mean the same one form.
    pub canonical: fn(Place, u128) -> u128,
}

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
    pub after: BTreeMap<Place, Option<u128>>,
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
pub fn parse(cases: &str, guest: &Dialect) -> Result<Vec<Case>, String> {
    cases
        .lines()
        .map(|line| line.split("# ").next().unwrap_or("").trim())
        .filter(|line| !line.is_empty())
        .map(|line| parse_line(line, guest).map_err(|e| format!("{e}\n    in: {line}")))
        .collect()
}

fn parse_line(line: &str, guest: &Dialect) -> Result<Case, String> {
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
        case.before.extend(assignments(name, value, guest)?);
    }
    let mut pc = None;
    for item in right.split_whitespace() {
        let (name, value) = split_item(item)?;
        match name {
            "pc" => pc = Some(parse_value(value, false)? as u64),
            "exit" => case.exit = Some(value.to_string()),
            _ if value == "?" => {
                let any = assignments(name, "0", guest)?;
                case.after.extend(any.into_iter().map(|(p, _)| (p, None)));
            }
            _ => {
                let known = assignments(name, value, guest)?;
                case.after
                    .extend(known.into_iter().map(|(p, v)| (p, Some(v))));
            }
        }
    }
    let stays = matches!(
        case.exit.as_deref(),
        Some("illegal" | "breakpoint" | "misaligned" | "fault")
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

/// The places a name stands for, with the parts of the value `text` they get.
fn assignments(name: &str, text: &str, guest: &Dialect) -> Result<Vec<(Place, u128)>, String> {
    if let Some(memory) = name.strip_prefix("mem") {
        let (bits, addr) = memory
            .strip_suffix(']')
            .and_then(|m| m.split_once('['))
            .ok_or_else(|| format!("`{name}` is not memBITS[address]"))?;
        let bits: u32 = bits.parse().map_err(|e| format!("`{name}`: {e}"))?;
        let addr = parse_value(addr, false)? as u64;
        let value = fitting(text, parse_value(text, false)?, bits)?;
        let bytes = &value.to_le_bytes()[..bits as usize / 8];
        return Ok(bytes
            .iter()
            .enumerate()
            .map(|(i, b)| (Place::Byte(addr + i as u64), *b as u128))
            .collect());
    }
    let number = parse_value(text, false);
    if let Some(special) = number.clone().ok().and_then(|n| (guest.special)(name, n)) {
        return Ok(special);
    }
    let Some(reg) = guest.regs.by_name(name) else {
        return Err(number.err().unwrap_or(format!("there is no `{name}`")));
    };
    let value = match guest.regs.info(reg).ty {
        Type::Flags => u128::from_str_radix(text, 2).map_err(|e| format!("`{text}`: {e}"))?,
        ty => fitting(text, parse_value(text, ty == Type::F64)?, ty.bytes() * 8)?,
    };
    Ok(vec![(Place::Reg(reg), value)])
}

/// `value`, which may be negative, in `bits` bits.
fn fitting(text: &str, value: u128, bits: u32) -> Result<u128, String> {
    let above = |v: u128| v.checked_shr(bits).unwrap_or(0);
    if above(value) != 0 && above(value) != above(u128::MAX) {
        return Err(format!("`{text}` has more than {bits} bits"));
    }
    Ok(value & !(above(u128::MAX).checked_shl(bits).unwrap_or(0)))
}

/// Decimal, hex (with `_` between digits), a float with its format, or the floats in the lanes of a vector, lowest first:
/// `1.5,-2:s`. `boxed`: the bits above a narrow float are ones.
fn parse_value(text: &str, boxed: bool) -> Result<u128, String> {
    let wrong = || format!("`{text}` is not a number");
    if let Some((numbers, format)) = text.split_once(':') {
        let mut value = 0;
        for (lane, number) in numbers.split(',').enumerate() {
            let number: f64 = number.parse().map_err(|_| wrong())?;
            let (bits, width) = float_bits(number, format).ok_or_else(wrong)?;
            value |= (bits as u128) << (lane as u32 * width);
            if boxed {
                value |= u64::MAX as u128 & !((1 << width) - 1);
            }
        }
        return Ok(value);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let n = match digits.strip_prefix("0x") {
        Some(hex) => u128::from_str_radix(&hex.replace('_', ""), 16),
        None => digits.parse(),
    }
    .map_err(|_| wrong())?;
    Ok(if negative { n.wrapping_neg() } else { n })
}

/// The bits of a float literal, and how many; NaN is the canonical one.
fn float_bits(number: f64, format: &str) -> Option<(u64, u32)> {
    match format {
        "d" if number.is_nan() => Some((0x7ff8_0000_0000_0000, 64)),
        "d" => Some((number.to_bits(), 64)),
        "s" if number.is_nan() => Some((0x7fc0_0000, 32)),
        "s" => Some(((number as f32).to_bits() as u64, 32)),
        "h" => Some((half_bits(number)? as u64, 16)),
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
    /// Instruction after it that sets this register, which it changes, to 0; `None`: the guest has none.
    pub kill: Option<Kill>,
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
        let unknown = self.after.iter().filter(|(_, value)| value.is_none());
        let mut any: BTreeSet<Place> = unknown.map(|(place, _)| *place).collect();
        for (&place, &value) in &self.after {
            let kill = match (place, position.kill) {
                (Place::Reg(reg), Some(kill)) if simple => kill(reg),
                _ => None,
            };
            if let Some(kill) = kill {
                pc += kill.len() as u64;
                code.extend(kill);
                expected.insert(place, 0);
                any.remove(&place);
            } else if let Some(value) = value {
                expected.insert(place, value);
            }
        }
        fill_memory(&self.before)?;
        let start = CODE - position.before.len() as u64;
        let outcome = engine.run(start, &code, &self.before);
        compare(&expected, &any, &outcome)?;
        let exit = self.exit.clone().filter(|e| !engine.hides(e));
        if outcome.exit != exit || outcome.pc != pc {
            return Err(format!(
                "ended with {:?} at {:#x}, expected {exit:?} at {pc:#x}; values are right",
                outcome.exit, outcome.pc
            ));
        }
        Ok(())
    }
}

/// Runs all cases on `engine`, each alone, after `before` (instructions that change nothing), and followed by `kill` of what it
/// changes.
///
/// # Panics
/// If the engine disagrees with a case.
pub fn check_all(
    cases: &[Case],
    engine: &mut dyn Engine,
    before: Vec<u8>,
    kill: fn(Reg) -> Option<Vec<u8>>,
) {
    let _memory = lock_memory();
    let position = |name, before, kill| Position { name, before, kill };
    let positions = [
        position("alone", Vec::new(), None),
        position("last in block", before, None),
        position("result unused", Vec::new(), Some(kill)),
    ];
    let mut failures = Vec::new();
    for case in cases {
        for position in &positions {
            if let Err(e) = case.check(engine, position) {
                failures.push(format!("{}\n    {}: {e}", case.line, position.name));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} failures\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Says where `outcome` and memory differ from what is expected; in the places `any` they may.
fn compare(expected: &Values, any: &BTreeSet<Place>, outcome: &Outcome) -> Result<(), String> {
    let mut found = read_memory()?;
    found.extend(outcome.regs.iter().map(|(p, v)| (*p, *v)));
    let places: BTreeSet<Place> = expected.keys().chain(found.keys()).copied().collect();
    let mut wrong = Vec::new();
    for place in places.difference(any) {
        let (want, have) = (value_of(expected, *place), value_of(&found, *place));
        if want != have {
            wrong.push(format!("{place:x?} is {have:#x}, expected {want:#x}"));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}

/// What is at `place`; 0 if nothing is said of it.
pub fn value_of(values: &Values, place: Place) -> u128 {
    values.get(&place).copied().unwrap_or(0)
}

/// Sets the data area: what `values` says, the rest 0.
///
/// # Errors
/// If it is not mapped.
pub fn fill_memory(values: &Values) -> Result<(), String> {
    let fault = |f| format!("the data area is not mapped: {f:?}");
    access::fill_zero(DATA.start, (DATA.end - DATA.start) as usize).map_err(fault)?;
    for (place, value) in values {
        if let Place::Byte(addr) = place {
            access::store(*addr, 1, *value as u64).map_err(fault)?;
        }
    }
    Ok(())
}

/// All bytes of the data area that are not 0.
///
/// # Errors
/// If it is not mapped.
pub fn read_memory() -> Result<Values, String> {
    let mut bytes = vec![0; (DATA.end - DATA.start) as usize];
    access::read_bytes(DATA.start, &mut bytes).map_err(|f| format!("{f:?}"))?;
    Ok(bytes
        .iter()
        .enumerate()
        .filter(|(_, b)| **b != 0)
        .map(|(i, b)| (Place::Byte(DATA.start + i as u64), *b as u128))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_all_notations() {
        let v = |t: &str| parse_value(t, false).expect("a number");
        let boxed = |t: &str| parse_value(t, true).expect("a number");
        assert_eq!(v("-1"), u128::MAX);
        assert_eq!(v("0x10"), 16);
        assert_eq!(v("0x1_0000"), 0x10000);
        assert_eq!(v("-0x10"), 16u128.wrapping_neg());
        assert_eq!(v("1.5:d"), 0x3ff8_0000_0000_0000);
        assert_eq!(v("-0:s"), 0x8000_0000);
        assert_eq!(v("1,-2,0,1:s"), 0x3f80_0000_0000_0000_c000_0000_3f80_0000);
        assert_eq!(boxed("-0:s"), 0xffff_ffff_8000_0000);
        assert_eq!(boxed("1.5:h"), 0xffff_ffff_ffff_3e00);
        assert_eq!(boxed("65504:h"), 0xffff_ffff_ffff_7bff);
        assert_eq!(v("0.000000059604644775390625:h"), 1);
        assert_eq!(v("-inf:h"), 0xfc00);
        assert_eq!(v("nan:d"), 0x7ff8_0000_0000_0000);
        let parse_value = |t: &str| parse_value(t, false);
        assert!(parse_value("65520:h").is_err() && parse_value("0.1:h").is_err());
        assert!(parse_value("1x").is_err());
    }

    #[test]
    fn values_fit_or_are_refused() {
        assert_eq!(fitting("", u128::MAX, 64), Ok(u64::MAX as u128));
        assert_eq!(fitting("", u128::MAX, 128), Ok(u128::MAX));
        assert_eq!(fitting("", 255, 8), Ok(255));
        assert!(fitting("", 256, 8).is_err());
    }
}
