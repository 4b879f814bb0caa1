//! Facts about the host, x86-64, shared by everything that makes, places or runs generated code: which
//! registers mean what, what a translated block consists of, what the CPU can do, how code is printed.
//!
//! May touch: nothing but its own data. **Invariant: no address of this process is known here.** Code is made as
//! position-independent bytes plus a list of what to patch; who places it, patches it.
//!
//! Read first: [`regs`] (the convention between translations), then [`blob`] (what a translation is).

#![forbid(unsafe_code)]

mod address;
pub mod area;
pub mod asm;
pub mod blob;
mod disasm;
pub mod evex;
mod features;
mod locked;
pub mod opcodes;
mod operands;
pub mod pc_map;
pub mod regs;
pub mod vector_opcodes;

pub use address::effective_address;
pub use blob::{
    CodeBlob, JUMP_TABLE_DISP, LinkSite, PcEntry, PcKind, Reloc, RelocKind, StubBlob, StubId,
};
pub use disasm::disasm;
pub use evex::Evex;
pub use features::{BadOverride, HostFeatures};
pub use regs::{Gpr, Xmm};
