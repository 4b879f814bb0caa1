//! Look-ups of all elements of a register in another, as `xperm4` and `xperm8` do.

/// The elements of `table`, `width` bits each, that the elements of `indices` number.
fn permute(table: u64, indices: u64, width: usize) -> u64 {
    let mask = (1 << width) - 1;
    (0..64).step_by(width).fold(0, |result, at| {
        let index = (indices >> at & mask) as u32;
        let element = table.checked_shr(index * width as u32).unwrap_or(0);
        result | (element & mask) << at
    })
}

/// On 4-bit elements.
pub extern "C" fn nibbles(table: u64, indices: u64, _: u64, _: u64) -> u64 {
    permute(table, indices, 4)
}

/// On bytes.
pub extern "C" fn bytes(table: u64, indices: u64, _: u64, _: u64) -> u64 {
    permute(table, indices, 8)
}
