//! The note of PT_GNU_PROPERTY, read as Linux reads it (fs/binfmt_elf.c, parse_elf_properties).

/// GNU_PROPERTY_AARCH64_FEATURE_1_AND.
pub const AARCH64_FEATURES: u32 = 0xc000_0000;
/// GNU_PROPERTY_AARCH64_FEATURE_1_BTI.
pub const AARCH64_BTI: u32 = 1;

/// Longest note that Linux reads.
pub const PROPERTIES_MAX: u64 = 1024;

/// A note that Linux refuses to run a program with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadProperties;

/// The value of the 32-bit property `wanted`; 0 if there is none.
///
/// # Errors
/// The note is damaged, or its properties are not in order.
pub fn property(note: &[u8], wanted: u32) -> Result<u32, BadProperties> {
    const TYPE_0: u32 = 5;
    const HEADER: usize = 16;
    const ALIGN: usize = 8;
    let word = |at: usize| -> Result<u32, BadProperties> {
        let bytes = note.get(at..at + 4).and_then(|b| b.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or(BadProperties)
    };
    let is_ours = word(0)? == 4 && word(8)? == TYPE_0 && note.get(12..HEADER) == Some(b"GNU\0");
    let size = word(4)? as usize;
    if !is_ours || size > note.len() - HEADER {
        return Err(BadProperties);
    }
    let end = HEADER + size;
    let (mut at, mut last, mut value) = (HEADER, None, 0);
    while at != end {
        if at + 8 > end {
            return Err(BadProperties);
        }
        let (kind, len) = (word(at)?, word(at + 4)? as usize);
        let next = at + 8 + len.next_multiple_of(ALIGN);
        if next > end || last.is_some_and(|last| kind <= last) {
            return Err(BadProperties);
        }
        if kind == wanted {
            if len != 4 {
                return Err(BadProperties);
            }
            value = word(at + 8)?;
        }
        (at, last) = (next, Some(kind));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(properties: &[(u32, &[u32])]) -> Vec<u8> {
        let mut words = Vec::new();
        for (kind, values) in properties {
            words.extend([*kind, 4 * values.len() as u32]);
            words.extend(*values);
            words.resize(words.len().next_multiple_of(2), 0);
        }
        let mut all = vec![4, 4 * words.len() as u32, 5, u32::from_le_bytes(*b"GNU\0")];
        all.extend(words);
        all.into_iter().flat_map(u32::to_le_bytes).collect()
    }

    #[test]
    fn found_among_others() {
        let bytes = note(&[
            (1, &[4096, 0]),
            (AARCH64_FEATURES, &[3]),
            (0xc000_0001, &[7]),
        ]);
        assert_eq!(property(&bytes, AARCH64_FEATURES), Ok(3));
        assert_eq!(property(&note(&[]), AARCH64_FEATURES), Ok(0));
    }

    #[test]
    fn what_linux_refuses() {
        let good = note(&[(AARCH64_FEATURES, &[1])]);
        assert_eq!(
            property(&good[..good.len() - 1], AARCH64_FEATURES),
            Err(BadProperties)
        );
        for (at, value) in [(0, 5), (4, 4), (4, 200), (8, 6), (20, 8), (20, 64)] {
            let mut bad = good.clone();
            bad[at] = value;
            assert_eq!(
                property(&bad, AARCH64_FEATURES),
                Err(BadProperties),
                "{at} {value}"
            );
        }
        let unordered = note(&[(AARCH64_FEATURES, &[1]), (2, &[0])]);
        assert_eq!(property(&unordered, AARCH64_FEATURES), Err(BadProperties));
    }
}
