//! Which program this is.

use std::slice;

const PT_NOTE: u32 = 4;
const PT_LOAD: u32 = 1;
const NT_GNU_BUILD_ID: u32 = 3;

/// The build ID that the linker gave the running program; none if it gave none.
pub fn build_id() -> Option<&'static [u8]> {
    let headers = program_headers()?;
    let first = headers.iter().find(|h| h.p_type == PT_LOAD)?;
    // The program headers follow the file's header, with which the first segment begins.
    let base = headers.as_ptr() as u64 - size_of::<libc::Elf64_Ehdr>() as u64;
    let bias = base.wrapping_sub(first.p_vaddr - first.p_offset);
    let notes = headers.iter().filter(|h| h.p_type == PT_NOTE);
    notes
        .map(|h| {
            let at = bias.wrapping_add(h.p_vaddr) as *const u8;
            // SAFETY: a segment of this program, which is never unmapped or written to.
            unsafe { slice::from_raw_parts(at, h.p_filesz as usize) }
        })
        .find_map(find_build_id)
}

fn program_headers() -> Option<&'static [libc::Elf64_Phdr]> {
    // SAFETY: reads the auxiliary vector.
    let (at, count) = unsafe {
        (
            libc::getauxval(libc::AT_PHDR),
            libc::getauxval(libc::AT_PHNUM),
        )
    };
    let at = at as *const libc::Elf64_Phdr;
    // SAFETY: the kernel tells where it mapped this program's headers, and how many there are.
    (!at.is_null()).then(|| unsafe { slice::from_raw_parts(at, count as usize) })
}

/// The build ID among ELF notes: sizes of name and description, type, name, description, each padded to 4 bytes.
fn find_build_id(mut notes: &[u8]) -> Option<&[u8]> {
    while let Some((head, rest)) = notes.split_first_chunk::<12>() {
        let word = |i: usize| {
            head[4 * i..]
                .first_chunk()
                .map_or(0, |b| u32::from_le_bytes(*b))
        };
        let (name_size, size) = (word(0) as usize, word(1) as usize);
        let (name, rest) = rest.split_at_checked(name_size.next_multiple_of(4))?;
        let description = rest.get(..size)?;
        if word(2) == NT_GNU_BUILD_ID && name == b"GNU\0" {
            return Some(description);
        }
        notes = rest.get(size.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_has_one() {
        let id = build_id().expect("the linker is told to give one");
        assert!(id.len() >= 8, "{id:x?}");
    }

    #[test]
    fn other_notes_are_passed_over() {
        let note = |kind: u8, name: &[u8; 4], text: &[u8]| {
            let mut note = vec![4, 0, 0, 0, text.len() as u8, 0, 0, 0, kind, 0, 0, 0];
            note.extend_from_slice(name);
            note.extend_from_slice(text);
            note.resize(note.len().next_multiple_of(4), 0);
            note
        };
        let notes = [
            note(1, b"GNU\0", &[1; 16]),
            note(3, b"Go\0\0", b"abc"),
            note(3, b"GNU\0", b"identity"),
        ];
        assert_eq!(find_build_id(&notes.concat()), Some(&b"identity"[..]));
        assert_eq!(find_build_id(&notes[..2].concat()), None);
        assert_eq!(find_build_id(&notes.concat()[..70]), None);
    }
}
