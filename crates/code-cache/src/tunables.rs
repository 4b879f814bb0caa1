//! Numbers with reasons.

/// Where the arena goes: far above the guest window and below everything the host kernel places by itself, so that
/// the jump table is neighboured by nothing: a wild guest pc scaled into it hits unmapped memory.
pub const fn preferred_base(window_end: u64) -> u64 {
    let base = 1 << 41;
    if window_end * 2 > base {
        window_end * 2
    } else {
        base
    }
}

/// Below the arena this much address space is reserved and inaccessible, for negative wild pcs.
pub const GUARD_BELOW: u64 = 1 << 40;

/// Writable granules of the jump table where the host accounts for every writable page (vm.overcommit_memory=2).
pub const TABLE_GRANULE: u64 = 1 << 20;

/// Blocks start at multiples of this, so that 4-byte aligned jump fields stay aligned.
pub const BLOCK_ALIGN: usize = 16;

/// Room made at once for what starting a dynamically linked program translates, so that it is not copied while it
/// grows; untouched room costs nothing. Blocks, links (and places they lead to: a power of two), bytes of guest code.
pub const FIRST_BLOCKS: usize = 2048;
pub const FIRST_LINKS: usize = 4096;
pub const FIRST_BYTES: usize = 32 << 10;
