//! Decoder and disassembler, derived from the rows of all rooms.

use insn_table::{Key, Table, Text, Texts};
use ir::{Features, GuestAddr};

use crate::features;
use crate::insns::{ROOMS, ROW_COUNT};
use crate::lift::{Action, Row};

/// All rows of all rooms.
pub static ROWS: [Row; ROW_COUNT] = insn_table::concat(ROOMS);

/// Encoding group and opcode bits 31..21, then bits 15..10.
const KEYS: [Key; 2] = [
    Key::new([(21, 11), (0, 0), (0, 0)]),
    Key::new([(10, 6), (0, 0), (0, 0)]),
];

const fn table<const S: usize, const C: usize>() -> Table<S, C> {
    Table::build(&ROWS, 32, KEYS[0], KEYS[1])
}

/// Room for building the table once to learn its size.
const ENOUGH: usize = 32768;
#[allow(long_running_const_eval)]
const SIZE: (usize, usize) = table::<ENOUGH, ENOUGH>().used();
#[allow(long_running_const_eval)]
static TABLE: Table<{ SIZE.0 }, { SIZE.1 }> = table();

// What decoding and disassembling read. The rows themselves are for the compiler and for tests: they are full of addresses,
// which starting a process would have to relocate, and spread what is needed over many cache lines.
static ACTIONS: [Action; ROW_COUNT] = insn_table::actions(&ROWS);
static TEMPLATES: Texts<{ Text::Template.size(&ROWS) }, ROW_COUNT> =
    Texts::new(&ROWS, Text::Template);

/// The row number of the enabled instruction `bytes`, and its word.
#[inline(always)]
fn find(bytes: &[u8], features: Features) -> Option<(usize, u32)> {
    let word = u32::from_le_bytes(bytes.try_into().ok()?);
    Some((TABLE.lookup(word, features.0)?, word))
}

/// What to do with the enabled instruction `bytes`, and its word.
#[inline]
pub(crate) fn action(bytes: &[u8], features: Features) -> Option<(&'static Action, u32)> {
    let (row, word) = find(bytes, features)?;
    Some((&ACTIONS[row], word))
}

/// The row of the enabled instruction `bytes`, and its word.
pub fn decode(bytes: &[u8], features: Features) -> Option<(&'static Row, u32)> {
    let (row, word) = find(bytes, features)?;
    Some((&ROWS[row], word))
}

/// Assembly text of the instruction `bytes` at `pc`; unknown ones as data directives.
pub fn disassemble(pc: GuestAddr, bytes: &[u8]) -> String {
    let mut out = String::new();
    match find(bytes, features::ALL) {
        Some((n, word)) => insn_table::fill(TEMPLATES.get(n), &mut out, |field, out| {
            (ACTIONS[n].print)(word, field, pc, out)
        }),
        None => {
            let word = bytes.iter().rev().fold(0u64, |w, b| w << 8 | *b as u64);
            out = format!(".inst {word:#010x}");
        }
    }
    out
}
