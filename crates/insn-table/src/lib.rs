//! Encoding rows: strings of bits as an ISA manual prints them, parsed at compile time into a decoder.
//!
//! May touch: nothing but its own data. **Invariant: a row is the only place where an encoding is
//! written**; decoding, operand extraction, disassembly, random encodings and the coverage table derive
//! from it.
//!
//! Read first: [`Pattern`] (the notation), then [`Row`] and [`Table`].

#![forbid(unsafe_code)]

mod macros;
mod pattern;
mod row;
mod table;
mod template;
mod texts;

pub use macros::{Field, Imm, UImm};
pub use pattern::{FieldSpec, Pattern};
pub use row::{Room, Row, actions, concat, count, overlaps};
pub use table::{Key, Table};
pub use template::{check_template, fill, mnemonic, render};
pub use texts::{Text, Texts};
