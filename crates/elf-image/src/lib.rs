//! From the bytes of an ELF file's headers to a [`LoadPlan`]: which parts of the file go where, and nothing done yet.
//!
//! **Invariant: never touches guest memory or files**: its input is bytes the caller has read, its output is data. Its
//! input is hostile: every field is checked, every sum is checked, and the answer to nonsense is an [`ElfError`] whose
//! text is one line. Only the file header and the program headers are looked at, never sections or symbols.
//!
//! Read first: [`Header::parse`], then [`Header::plan`].
#![forbid(unsafe_code)]

mod error;
mod header;
mod plan;
pub mod property;
#[cfg(test)]
mod tests;

pub use error::ElfError;
pub use header::{EM_AARCH64, EM_RISCV, EM_X86_64, FileRange, Header, MAGIC};
pub use plan::{LoadPlan, Prot, Segment, StackExec};

/// Size of a page on every guest we run, in bytes.
pub const PAGE_SIZE: u64 = 4096;
