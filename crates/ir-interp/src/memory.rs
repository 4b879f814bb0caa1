//! Guest memory: widths, extension, the read-modify-write operations and the reservation.

use guest_mem::access;
use guest_mem::monitor::{self, Write};
use guest_mem::{Fault, PAGE_SIZE};
use ir::bytes::{CHUNK, MOST, RUN};
use ir::{GuestAddr, MemKind, Rmw, Type, Width};

/// What a load-exclusive remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reservation {
    addr: GuestAddr,
    width: Width,
    /// Zero-extended.
    value: u128,
    /// Of the memory, before it was read.
    version: u32,
}

impl Reservation {
    /// High half of a 16-byte value.
    pub fn high(self) -> u64 {
        (self.value >> 64) as u64
    }
}

fn bits(width: Width) -> u32 {
    width.bytes() * 8
}

/// The low bytes of `value` that an access of this width transfers.
fn narrow(value: u64, width: Width) -> u64 {
    value
        & u64::MAX
            .checked_shr(64u32.saturating_sub(bits(width)))
            .unwrap_or(0)
}

/// The low bytes of `value`, sign-extended.
fn sign_extend(value: u64, width: Width) -> u64 {
    let unused = 64u32.saturating_sub(bits(width));
    (((value << unused) as i64) >> unused) as u64
}

/// `value` as a result of type `ty`: an I32 has a clear upper half.
fn in_type(value: u64, ty: Type) -> u64 {
    match ty {
        Type::I32 => value & u64::from(u32::MAX),
        _ => value,
    }
}

/// A load of at most 8 bytes.
pub fn load(ty: Type, kind: MemKind, addr: GuestAddr) -> Result<u64, Fault> {
    let value = access::load(addr, kind.width.bytes())?;
    Ok(if kind.signed {
        in_type(sign_extend(value, kind.width), ty)
    } else {
        value
    })
}

/// A load of at most 16 bytes, zero-extended.
pub fn load_wide(width: Width, addr: GuestAddr) -> Result<u128, Fault> {
    match width {
        Width::B16 => access::load16(addr),
        _ => Ok(u128::from(access::load(addr, width.bytes())?)),
    }
}

/// A store of at most 8 bytes.
pub fn store(width: Width, addr: GuestAddr, value: u64) -> Result<(), Fault> {
    access::store(addr, width.bytes(), value)
}

/// A store of the low bytes, at most 16.
pub fn store_wide(width: Width, addr: GuestAddr, value: u128) -> Result<(), Fault> {
    match width {
        Width::B16 => access::store16(addr, value),
        _ => access::store(addr, width.bytes(), value as u64),
    }
}

/// How many of |`count`| bytes are next, where they begin (as a distance from an operand's address) and what then remains.
fn next_bytes(count: i64, by_chunks: bool) -> (usize, u64, i64) {
    let (most, part) = if by_chunks {
        (CHUNK, CHUNK)
    } else {
        (MOST, RUN)
    };
    let len = match count.unsigned_abs() {
        all if all <= most => all,
        _ => part,
    };
    if count < 0 {
        (len as usize, count as u64, count + len as i64)
    } else {
        (len as usize, (count as u64) - len, count - len as i64)
    }
}

/// Copies some of |`count`| bytes, all or none; what remains.
pub fn move_bytes(to: GuestAddr, from: GuestAddr, count: i64) -> Result<i64, Fault> {
    let apart = (to.wrapping_sub(from) as i64).unsigned_abs();
    let (len, distance, remaining) = next_bytes(count, apart < MOST);
    let (to, from) = (to.wrapping_add(distance), from.wrapping_add(distance));
    let mut bytes = [0; MOST as usize];
    let second_page = (to | (PAGE_SIZE - 1)).wrapping_add(1);
    if second_page.wrapping_sub(to) < len as u64 {
        // Writes nothing new, but faults where a write would: the first write is at the first page, then.
        let byte = access::load(second_page, 1)?;
        access::compare_and_swap(second_page, 1, byte, byte)?;
    }
    access::read_bytes(from, &mut bytes[..len])?;
    access::write_bytes(to, &bytes[..len])?;
    Ok(remaining)
}

/// Fills some of |`count`| bytes; what remains.
pub fn fill_bytes(to: GuestAddr, byte: u8, count: i64) -> Result<i64, Fault> {
    let (len, distance, remaining) = next_bytes(count, false);
    access::write_bytes(to.wrapping_add(distance), &[byte; MOST as usize][..len])?;
    Ok(remaining)
}

/// The value that a read-modify-write stores, given both operands sign-extended from its width.
fn combine(op: Rmw, old: u64, operand: u64, width: Width) -> u64 {
    // Sign extension keeps the signed order; for the unsigned one the operands are narrowed.
    let unsigned = |pick: fn(u64, u64) -> u64| pick(narrow(old, width), narrow(operand, width));
    match op {
        Rmw::Swap => operand,
        Rmw::Add => old.wrapping_add(operand),
        Rmw::And => old & operand,
        Rmw::Or => old | operand,
        Rmw::Xor => old ^ operand,
        Rmw::Smin => (old as i64).min(operand as i64) as u64,
        Rmw::Smax => (old as i64).max(operand as i64) as u64,
        Rmw::Umin => unsigned(u64::min),
        Rmw::Umax => unsigned(u64::max),
    }
}

/// Atomic read-modify-write; the old value as a `ty`, sign-extended.
pub fn rmw(ty: Type, op: Rmw, width: Width, addr: GuestAddr, operand: u64) -> Result<u64, Fault> {
    let bytes = width.bytes();
    let operand = sign_extend(operand, width);
    let _write = Write::begin(addr);
    let mut old = match op {
        Rmw::Swap => access::swap(addr, bytes, operand)?,
        _ => {
            let mut seen = access::load(addr, bytes)?;
            loop {
                let new = combine(op, sign_extend(seen, width), operand, width);
                let found = access::compare_and_swap(addr, bytes, seen, narrow(new, width))?;
                if found == seen {
                    break seen;
                }
                seen = found;
            }
        }
    };
    old = sign_extend(old, width);
    Ok(in_type(old, ty))
}

/// Atomic compare and swap; the old value as a `ty`, sign-extended.
pub fn compare_and_swap(
    ty: Type,
    width: Width,
    addr: GuestAddr,
    expected: u64,
    new: u64,
) -> Result<u64, Fault> {
    let (expected, new) = (narrow(expected, width), narrow(new, width));
    let _write = Write::begin(addr);
    let old = access::compare_and_swap(addr, width.bytes(), expected, new)?;
    Ok(in_type(sign_extend(old, width), ty))
}

/// Loads and reserves.
pub fn load_exclusive(width: Width, addr: GuestAddr) -> Result<(u64, Reservation), Fault> {
    let version = monitor::version(addr);
    let value = access::load(addr, width.bytes())?;
    let result = if width == Width::B4 {
        sign_extend(value, width)
    } else {
        value
    };
    let value = u128::from(value);
    let reservation = Reservation {
        addr,
        width,
        value,
        version,
    };
    Ok((result, reservation))
}

/// Stores if the reservation names this place, no atomic operation has written there and memory still has the value seen: 0,
/// else 1.
pub fn store_exclusive(
    reservation: Option<Reservation>,
    width: Width,
    addr: GuestAddr,
    value: u64,
) -> Result<u64, Fault> {
    let Some(reserved) = reservation.filter(|r| r.addr == addr && r.width == width) else {
        return Ok(1);
    };
    let write = Write::begin(addr);
    if write.version() != reserved.version {
        return Ok(1);
    }
    let (seen, new) = (reserved.value as u64, narrow(value, width));
    let found = access::compare_and_swap(addr, width.bytes(), seen, new)?;
    Ok(u64::from(found != seen))
}

/// Loads 16 bytes and reserves; the low half.
pub fn load_exclusive_wide(addr: GuestAddr) -> Result<(u64, Reservation), Fault> {
    let version = monitor::version(addr);
    let value = access::load16(addr)?;
    let reservation = Reservation {
        addr,
        width: Width::B16,
        value,
        version,
    };
    Ok((value as u64, reservation))
}

/// As [`store_exclusive`], for (low, high) halves.
pub fn store_exclusive_wide(
    reservation: Option<Reservation>,
    addr: GuestAddr,
    new: [u64; 2],
) -> Result<u64, Fault> {
    let Some(reserved) = reservation.filter(|r| r.addr == addr && r.width == Width::B16) else {
        return Ok(1);
    };
    let write = Write::begin(addr);
    if write.version() != reserved.version {
        return Ok(1);
    }
    let seen = [reserved.value as u64, reserved.high()];
    let found = access::compare_and_swap16(addr, seen, new)?;
    Ok(u64::from(found != seen))
}

/// 16-byte compare and swap of little-endian halves; the old ones.
pub fn compare_and_swap_wide(
    addr: GuestAddr,
    expected: [u64; 2],
    new: [u64; 2],
) -> Result<[u64; 2], Fault> {
    let _write = Write::begin(addr);
    access::compare_and_swap16(addr, expected, new)
}
