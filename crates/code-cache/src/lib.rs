//! Owns executable memory: where translated blocks lie, how they are chained, and how they go away.
//!
//! May touch: its own mappings. **Invariant: does not know what a block does, which guest it came from,
//! or who runs it.** Blocks arrive as [`host_x64::CodeBlob`]s.
//!
//! Lock order: the cache's lock may be taken while no other is held but guest-mem's never under it.
//!
//! Read first: [`cache::CodeCache`]; [`arena`] for the memory layout.

pub mod arena;
mod blocks;
pub mod cache;
mod tunables;

pub use arena::{ArenaError, ArenaOptions};
pub use cache::{CodeCache, Inserted, Location, Stats};
