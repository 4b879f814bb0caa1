//! What the machine must know of a guest.

use super::stream::{Outcome, SEGV};
use crate::random::Random;

/// What a register is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Integers and addresses.
    General,
    /// A float of 64 bits, or a boxed one of fewer.
    Float,
    /// 128 bits.
    Vector,
    /// Modes and flags: see [`Guest::control`].
    Control,
}

/// A register in the program's state.
#[derive(Clone, Debug)]
pub struct Field {
    /// As in case lines.
    pub name: String,
    /// Offset.
    pub at: usize,
    /// Bytes.
    pub len: usize,
    /// What random contents it gets.
    pub kind: Kind,
}

/// Code to try, and what its states must have. Registers are numbers of fields.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The instructions.
    pub code: Vec<u8>,
    /// Registers that should hold addresses; the first one's access is aimed at places of interest.
    pub bases: Vec<usize>,
    /// Registers that should hold small numbers.
    pub small: Vec<usize>,
    /// Registers that must have a certain value.
    pub fixed: Vec<(usize, u64)>,
    /// Bits of the access's address that must be 0.
    pub align: u64,
    /// True if it may access memory.
    pub memory: bool,
    /// True if signals are to interrupt it.
    pub interrupted: bool,
}

/// A guest.
pub trait Guest {
    /// As in `scripts/guests`.
    fn name(&self) -> &'static str;
    /// Where the addresses that the guest may map end.
    fn window_end(&self) -> u64;
    /// Registers, without gaps.
    fn fields(&self) -> &[Field];
    /// Names of all rows.
    fn rows(&self) -> Vec<&'static str>;
    /// Why a row cannot be compared, if so: with the reason.
    fn not_compared(&self, row: &str) -> Option<&'static str>;
    /// A random instruction of the row, in a shape in which it can be compared. `None`: try again.
    fn sample(&self, row: &str, random: &mut Random) -> Option<Sample>;
    /// Several instructions, with branches among them, that the emulators agree about one by one.
    fn block(&self, random: &mut Random) -> Sample;
    /// A value for a field of [`Kind::Control`].
    fn control(&self, field: &Field, random: &mut Random) -> u64;
    /// Text of the instruction that starts `code`, and its length.
    fn disassemble(&self, pc: u64, code: &[u8]) -> (String, usize);
    /// Makes equal what may differ.
    fn canonical(&self, _outcome: &mut Outcome) {}
    /// Why translated code may differ from the interpreter, which is right: row, interpreter, tier 1.
    fn tier1_excuse(
        &self,
        _row: &str,
        _interpreted: &Outcome,
        _translated: &Outcome,
    ) -> Option<&'static str> {
        None
    }
    /// Why the other emulator may be wrong here: the section of the manual that settles it. Before, theirs, ours.
    fn excuse(
        &self,
        row: &str,
        code: &[u8],
        before: &[u8],
        theirs: &Outcome,
        ours: &Outcome,
    ) -> Option<&'static str>;
}

/// An excuse that concerns every guest: an access that the host's processor refuses for its address alone.
pub fn nowhere(theirs: &Outcome, ours: &Outcome) -> Option<&'static str> {
    let outside = ours.address >> 47 != 0 && theirs.address == 0;
    let both_fault = (theirs.signal, ours.signal) == (11, 11);
    let same = theirs.state == ours.state && theirs.changed == ours.changed;
    (outside && both_fault && same).then_some(
        "qemu has no address for faults above 2^47: the host's processor tells none (Intel SDM, 3.3.7.1)",
    )
}

/// True if what the interpreter came to is an access beyond the guest's addresses, where the host may have something: the
/// emulator, which generated code can then access.
pub fn beyond_the_window(guest: &dyn Guest, interpreted: &Outcome) -> bool {
    interpreted.signal == SEGV && (guest.window_end()..1 << 47).contains(&interpreted.address)
}

/// Bytes of a state.
pub fn state_len(guest: &dyn Guest) -> usize {
    guest.fields().iter().map(|f| f.len).sum()
}

/// A field's value.
pub fn get(field: &Field, state: &[u8]) -> u128 {
    let bytes = &state[field.at..field.at + field.len];
    bytes.iter().rev().fold(0, |n, b| n << 8 | u128::from(*b))
}

/// Sets a field.
pub fn set(field: &Field, state: &mut [u8], value: u128) {
    state[field.at..field.at + field.len].copy_from_slice(&value.to_le_bytes()[..field.len]);
}

/// Fields one after the other: name, bytes, kind.
pub fn fields(list: impl IntoIterator<Item = (String, usize, Kind)>) -> Vec<Field> {
    let mut at = 0;
    let place = |(name, len, kind)| {
        at += len;
        Field {
            name,
            at: at - len,
            len,
            kind,
        }
    };
    list.into_iter().map(place).collect()
}
