//! Flag values that differ between a guest and the host. Only what differs is here: riscv64 differs in nothing.

use crate::row::Guest;

/// One flag's value on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The guest's value.
    pub guest: u64,
    /// The host's value.
    pub host: u64,
}

/// Arm keeps the numbers of its 32-bit ancestor for four of open's flags (arch/arm64/include/uapi/asm/fcntl.h).
const OPEN_ARM: &[Pair] = &[
    Pair {
        guest: 0o40000, // O_DIRECTORY
        host: 0o200000,
    },
    Pair {
        guest: 0o100000, // O_NOFOLLOW
        host: 0o400000,
    },
    Pair {
        guest: 0o200000, // O_DIRECT
        host: 0o40000,
    },
    Pair {
        guest: 0o400000, // O_LARGEFILE
        host: 0o100000,
    },
];

/// The pairs of open's flags that differ; empty where the guest numbers them as the host does.
pub const fn open_pairs(guest: Guest) -> &'static [Pair] {
    match guest {
        Guest::riscv64 => &[],
        Guest::aarch64 => OPEN_ARM,
    }
}

/// open's flags (also those of pipe2 and fcntl's F_SETFL) as the host numbers them.
pub fn open_to_host(guest: Guest, flags: u64) -> u64 {
    translate(flags, open_pairs(guest).iter().map(|p| (p.guest, p.host)))
}

/// open's flags as the guest numbers them.
pub fn open_to_guest(guest: Guest, flags: u64) -> u64 {
    translate(flags, open_pairs(guest).iter().map(|p| (p.host, p.guest)))
}

fn translate(flags: u64, pairs: impl Iterator<Item = (u64, u64)> + Clone) -> u64 {
    let known: u64 = pairs.clone().map(|(from, _)| from).sum();
    let moved: u64 = pairs
        .filter(|(from, _)| flags & from != 0)
        .map(|(_, to)| to)
        .sum();
    flags & !known | moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn riscv64_numbers_flags_as_the_host_does() {
        for flags in [0, 0o200000, 0o777777, u64::MAX] {
            assert_eq!(open_to_host(Guest::riscv64, flags), flags);
        }
    }

    #[test]
    fn arm_flags_go_there_and_back() {
        let all = 0o740000;
        assert_eq!(
            open_to_host(Guest::aarch64, 0o40000),
            libc::O_DIRECTORY as u64
        );
        assert_eq!(
            open_to_host(Guest::aarch64, 0o100000 | 1),
            libc::O_NOFOLLOW as u64 | 1
        );
        for bits in 0..16 {
            let flags = bits << 14 & all | 0o2000001;
            let host = open_to_host(Guest::aarch64, flags);
            assert_eq!(open_to_guest(Guest::aarch64, host), flags);
        }
    }
}
