//! Host code as text that changes only when the code does: no addresses, labels for branch targets, names for stubs and helpers.

use std::collections::BTreeMap;
use std::fmt::Write;

use host_x64::{CodeBlob, PcKind, RelocKind};
use iced_x86::{Decoder, DecoderOptions, Formatter, Instruction, IntelFormatter, Mnemonic, OpKind};
use ir::Helper;

/// What a block became.
pub struct Listing {
    /// Host instructions from the beginning to the first jump that leaves the block, and all others: rare cases and links.
    pub hot: usize,
    /// See `hot`.
    pub cold: usize,
    /// The listing, without the stubs of links and without padding.
    pub text: String,
}

/// Lists `blob`, the translation of a block; `guest` says which guest instruction stands at a distance from its pc.
pub fn list(blob: &CodeBlob, helpers: &[Helper], guest: impl Fn(u32) -> String) -> Listing {
    let insns: Vec<Instruction> = Decoder::with_ip(64, &blob.bytes, 0, DecoderOptions::NONE)
        .into_iter()
        .filter(|insn| insn.mnemonic() != Mnemonic::Nop && !is_link_stub(blob, insn))
        .collect();
    let labels = labels(blob, &insns);
    let cold_from = cold_from(blob, &insns);
    let mut formatter = formatter();
    let mut text = String::new();
    let mut entries = blob.pc_map.iter().peekable();
    let mut last = u32::MAX;
    for insn in &insns {
        let at = insn.ip() as u32;
        while let Some(entry) = entries.next_if(|e| e.host <= at) {
            if at < cold_from && entry.kind == PcKind::Boundary && entry.guest != last {
                last = entry.guest;
                let _ = writeln!(text, "  {}", guest(entry.guest));
            }
        }
        if at == cold_from {
            text += "  ---\n";
        }
        if let Some(label) = labels.get(&at) {
            let _ = writeln!(text, "  {label}:");
        }
        let _ = writeln!(
            text,
            "    {}",
            insn_text(blob, helpers, &labels, &mut formatter, insn)
        );
    }
    let hot = insns.iter().filter(|i| (i.ip() as u32) < cold_from).count();
    Listing {
        hot,
        cold: insns.len() - hot,
        text,
    }
}

/// Part of what runs once at most, until a link is connected: `mov eax, number; jmp ExitLink`.
fn is_link_stub(blob: &CodeBlob, insn: &Instruction) -> bool {
    const LEN: u32 = 10;
    let mut stubs = blob.links.iter().map(|link| link.stub_at);
    stubs.any(|at| (at..at + LEN).contains(&(insn.ip() as u32)))
}

/// Where what is off the straight path begins: after the first jump that leaves the block.
fn cold_from(blob: &CodeBlob, insns: &[Instruction]) -> u32 {
    let inside = |insn: &Instruction| {
        let target = branch_target(insn).filter(|_| reloc(blob, insn).is_none());
        target.is_some_and(|at| blob.links.iter().all(|link| link.stub_at != at))
    };
    let jumps = |insn: &&Instruction| matches!(insn.mnemonic(), Mnemonic::Jmp | Mnemonic::Ret);
    let leaves = insns.iter().filter(jumps).find(|insn| !inside(insn));
    leaves.map_or(blob.bytes.len() as u32, |insn| insn.next_ip() as u32)
}

fn formatter() -> IntelFormatter {
    let mut formatter = IntelFormatter::new();
    let options = formatter.options_mut();
    options.set_hex_prefix("0x");
    options.set_hex_suffix("");
    options.set_uppercase_hex(false);
    options.set_space_after_operand_separator(true);
    options.set_branch_leading_zeros(false);
    formatter
}

/// The target of a direct jump or call.
fn branch_target(insn: &Instruction) -> Option<u32> {
    let direct = insn.op0_kind() == OpKind::NearBranch64;
    direct.then(|| insn.near_branch_target() as u32)
}

/// Names of the places that jumps inside the block lead to. Link stubs are called by their target.
fn labels(blob: &CodeBlob, insns: &[Instruction]) -> BTreeMap<u32, String> {
    let relocated = |insn: &Instruction| reloc(blob, insn).is_some();
    let targets = insns
        .iter()
        .filter(|i| !relocated(i))
        .filter_map(branch_target);
    let mut places: BTreeMap<u32, String> = targets.map(|at| (at, String::new())).collect();
    for (number, name) in places.values_mut().enumerate() {
        *name = format!("L{}", number + 1);
    }
    for link in &blob.links {
        places.insert(link.stub_at, format!("link {:#x}", link.target));
    }
    places
}

/// What a field of this instruction refers to.
fn reloc(blob: &CodeBlob, insn: &Instruction) -> Option<RelocKind> {
    let bytes = insn.ip() as u32..insn.next_ip() as u32;
    let found = blob.relocs.iter().find(|r| bytes.contains(&r.at));
    found.map(|r| r.kind)
}

fn insn_text(
    blob: &CodeBlob,
    helpers: &[Helper],
    labels: &BTreeMap<u32, String>,
    formatter: &mut IntelFormatter,
    insn: &Instruction,
) -> String {
    let mut text = String::new();
    let known = |at| labels.get(&at).cloned();
    let name = match reloc(blob, insn) {
        Some(RelocKind::Stub(stub)) => Some(format!("<{stub:?}>")),
        Some(RelocKind::Helper(n)) => {
            let number = format!("of floats, {n}");
            let helper = helpers.get(n as usize).map_or(number.as_str(), |h| h.name);
            return format!("mov {:?}, <helper {helper}>", insn.op0_register()).to_lowercase();
        }
        None => branch_target(insn).and_then(known),
    };
    match name {
        Some(name) if branch_target(insn).is_some() => {
            formatter.format_mnemonic(insn, &mut text);
            format!("{text} {name}")
        }
        _ => {
            formatter.format(insn, &mut text);
            text
        }
    }
}
