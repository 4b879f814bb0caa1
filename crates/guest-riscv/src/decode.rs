//! Decoder and disassembler, derived from the rows of all rooms.

use insn_table::{Key, Table, Text, Texts};
use ir::{Features, GuestAddr};

use crate::features;
use crate::insns::{ROOMS, ROW_COUNT};
use crate::lift::{Action, Row};

/// All rows of all rooms.
pub static ROWS: [Row; ROW_COUNT] = insn_table::concat(ROOMS);

/// 32-bit instructions: opcode and funct3, then funct7.
const WIDE_KEYS: [Key; 2] = [
    Key::new([(2, 5), (12, 3), (0, 0)]),
    Key::new([(25, 7), (0, 0), (0, 0)]),
];

/// 16-bit instructions: quadrant and bits 15..10, then bits 6..2.
const NARROW_KEYS: [Key; 2] = [
    Key::new([(0, 2), (10, 6), (0, 0)]),
    Key::new([(2, 5), (0, 0), (0, 0)]),
];

const fn table<const S: usize, const C: usize>(bits: u8, keys: [Key; 2]) -> Table<S, C> {
    Table::build(&ROWS, bits, keys[0], keys[1])
}

/// Room for building the tables once to learn their sizes.
const ENOUGH: usize = 8192;
#[allow(long_running_const_eval)]
const WIDE_SIZE: (usize, usize) = table::<ENOUGH, ENOUGH>(32, WIDE_KEYS).used();
#[allow(long_running_const_eval)]
const NARROW_SIZE: (usize, usize) = table::<ENOUGH, ENOUGH>(16, NARROW_KEYS).used();

#[allow(long_running_const_eval)]
static WIDE: Table<{ WIDE_SIZE.0 }, { WIDE_SIZE.1 }> = table(32, WIDE_KEYS);
#[allow(long_running_const_eval)]
static NARROW: Table<{ NARROW_SIZE.0 }, { NARROW_SIZE.1 }> = table(16, NARROW_KEYS);

// What decoding and disassembling read. The rows themselves are for the compiler and for tests: they are full of addresses,
// which starting a process would have to relocate, and spread what is needed over many cache lines.
static ACTIONS: [Action; ROW_COUNT] = insn_table::actions(&ROWS);
static NAMES: Texts<{ Text::Name.size(&ROWS) }, ROW_COUNT> = Texts::new(&ROWS, Text::Name);
static TEMPLATES: Texts<{ Text::Template.size(&ROWS) }, ROW_COUNT> =
    Texts::new(&ROWS, Text::Template);

/// The row number of the enabled instruction that starts `bytes`, and its word.
#[inline(always)]
fn find(bytes: &[u8], features: Features) -> Option<(usize, u32)> {
    match *bytes {
        [a, b] if a & 3 != 3 => {
            let word = u16::from_le_bytes([a, b]) as u32;
            Some((NARROW.lookup(word, features.0)?, word))
        }
        [a, b, c, d] if a & 3 == 3 => {
            let word = u32::from_le_bytes([a, b, c, d]);
            Some((WIDE.lookup(word, features.0)?, word))
        }
        _ => None,
    }
}

/// What to do with the enabled instruction that starts `bytes`, and its word. `bytes` is 2 or 4 long, as its first bits say.
#[inline]
pub(crate) fn action(bytes: &[u8], features: Features) -> Option<(&'static Action, u32)> {
    let (row, word) = find(bytes, features)?;
    Some((&ACTIONS[row], word))
}

/// The row of the enabled instruction that starts `bytes`, and its word.
pub fn decode(bytes: &[u8], features: Features) -> Option<(&'static Row, u32)> {
    let (row, word) = find(bytes, features)?;
    Some((&ROWS[row], word))
}

/// Assembly text of the instruction `bytes` at `pc`; unknown ones as data directives.
pub fn disassemble(pc: GuestAddr, bytes: &[u8]) -> String {
    let mut out = String::new();
    match find(bytes, features::ALL) {
        Some((n, word)) => {
            let (name, template) = (NAMES.get(n), TEMPLATES.get(n));
            insn_table::render(name, template, &mut out, |field, out| {
                (ACTIONS[n].print)(word, field, pc, out)
            });
        }
        None => out = unknown(bytes),
    }
    out
}

fn unknown(bytes: &[u8]) -> String {
    let word = bytes.iter().rev().fold(0u64, |w, b| w << 8 | *b as u64);
    match bytes.len() {
        2 => format!(".2byte {word:#06x}"),
        4 => format!(".4byte {word:#010x}"),
        _ => format!(".byte {bytes:02x?}"),
    }
}
