//! Case lines: one instruction, the state before it and what differs after it.
//!
//! The format is described where cases are written (`guest-riscv/src/insns/mod.rs`). Here it is parsed and
//! run on any engine.

use std::collections::BTreeMap;

use guest_mem::access;
use ir::{GuestAddr, Reg, RegFile};

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

/// Sets the data area: what `values` says, the rest 0.
///
/// # Errors
/// If it is not mapped.
pub fn fill_memory(values: &Values) -> Result<(), String> {
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
        .map(|(i, b)| (Place::Byte(DATA.start + i as u64), *b as u64))
        .collect())
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
