//! Host code as text, for logs and tests.

use std::fmt::Write;

use iced_x86::{Decoder, DecoderOptions, Formatter, IntelFormatter};

/// Disassembles `bytes` as if placed at `base`, one instruction per line with its offset from `base`.
pub fn disasm(bytes: &[u8], base: u64) -> String {
    let mut formatter = IntelFormatter::new();
    formatter.options_mut().set_hex_prefix("0x");
    formatter.options_mut().set_hex_suffix("");
    formatter.options_mut().set_uppercase_hex(false);
    formatter
        .options_mut()
        .set_space_after_operand_separator(true);
    let mut text = String::new();
    let mut insn = String::new();
    for i in &mut Decoder::with_ip(64, bytes, base, DecoderOptions::NONE) {
        insn.clear();
        formatter.format(&i, &mut insn);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:5x}: {insn}", i.ip().wrapping_sub(base));
    }
    text
}
