//! The address a host instruction accesses, for faults whose address the host does not report.

use iced_x86::{Decoder, DecoderOptions, OpKind, Register};

/// The effective address of the memory operand of the instruction `bytes` at `rip`, with the general
/// registers `gprs` in hardware order. `None` if it has no such operand.
pub fn effective_address(bytes: &[u8], rip: u64, gprs: &[u64; 16]) -> Option<u64> {
    let insn = Decoder::with_ip(64, bytes, rip, DecoderOptions::NONE).decode();
    let has_memory = (0..insn.op_count()).any(|i| insn.op_kind(i) == OpKind::Memory);
    if !has_memory {
        return None;
    }
    if insn.is_ip_rel_memory_operand() {
        return Some(insn.ip_rel_memory_address());
    }
    let value = |r: Register| match r {
        Register::None => 0,
        // The 64-bit registers follow each other in hardware order.
        r => (r as usize)
            .checked_sub(Register::RAX as usize)
            .and_then(|n| gprs.get(n))
            .copied()
            .unwrap_or(0),
    };
    let index = value(insn.memory_index()).wrapping_mul(u64::from(insn.memory_index_scale()));
    Some(
        value(insn.memory_base())
            .wrapping_add(index)
            .wrapping_add(insn.memory_displacement64()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_index_scale_and_displacement_add_up() {
        let mut gprs = [0; 16];
        gprs[3] = 0x1000; // rbx
        gprs[1] = 0x20; // rcx
        // mov rax, [rbx + rcx*4 + 8]
        let bytes = [0x48, 0x8b, 0x44, 0x8b, 0x08];
        assert_eq!(effective_address(&bytes, 0, &gprs), Some(0x1088));
        // ret
        assert_eq!(effective_address(&[0xc3], 0, &gprs), None);
    }
}
