//! Names of guest code, from the symbol tables of the files that are mapped.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use goblin::elf::{Elf, program_header::PT_LOAD};

/// A part of a file that is mapped; the guest's addresses are the host's.
#[derive(Debug)]
struct Mapping {
    end: u64,
    offset: u64,
    path: String,
}

/// The functions of a file.
#[derive(Debug, Default)]
struct Table {
    /// Functions by address in the file: length and name.
    functions: BTreeMap<u64, (u64, String)>,
    /// Of each loaded segment: file offset, length there, address.
    segments: Vec<(u64, u64, u64)>,
}

/// What is known of guest code; read when first asked for.
#[derive(Debug, Default)]
pub struct Symbols {
    mappings: BTreeMap<u64, Mapping>,
    tables: BTreeMap<String, Arc<Table>>,
}

impl Symbols {
    /// The function at guest address `pc`, else file and offset, else the address.
    pub fn name(&mut self, pc: u64) -> String {
        if self.mapping(pc).is_none() {
            self.mappings = read_mappings();
        }
        let Some((offset, path)) = self.mapping(pc) else {
            return format!("guest {pc:#x}");
        };
        let file = path.rsplit('/').next().unwrap_or_default().to_string();
        let table = self.table(path);
        match table.function(offset) {
            Some(name) => format!("{name} [{file}]"),
            None => format!("{file}+{offset:#x}"),
        }
    }

    /// File offset and path of what is mapped at `pc`.
    fn mapping(&self, pc: u64) -> Option<(u64, String)> {
        let (start, mapping) = self.mappings.range(..=pc).next_back()?;
        (pc < mapping.end).then(|| (pc - start + mapping.offset, mapping.path.clone()))
    }

    fn table(&mut self, path: String) -> Arc<Table> {
        let read =
            || Arc::new(fs::read(&path).map_or_else(|_| Table::default(), |b| Table::new(&b)));
        if let Some(table) = self.tables.get(&path) {
            return Arc::clone(table);
        }
        let table = read();
        self.tables.insert(path, Arc::clone(&table));
        table
    }
}

fn read_mappings() -> BTreeMap<u64, Mapping> {
    let text = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    text.lines().filter_map(parse_mapping).collect()
}

/// A line of /proc/self/maps that names a file.
fn parse_mapping(line: &str) -> Option<(u64, Mapping)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let (_protection, offset) = (words.next()?, words.next()?);
    let path = words.nth(2).filter(|path| path.starts_with('/'))?;
    let number = |hex| u64::from_str_radix(hex, 16).ok();
    let (end, offset, path) = (number(end)?, number(offset)?, path.to_string());
    Some((number(start)?, Mapping { end, offset, path }))
}

impl Table {
    /// Of an ELF file; nothing of anything else.
    fn new(bytes: &[u8]) -> Table {
        let Ok(elf) = Elf::parse(bytes) else {
            return Table::default();
        };
        let loaded = elf.program_headers.iter().filter(|h| h.p_type == PT_LOAD);
        let segments = loaded
            .map(|h| (h.p_offset, h.p_filesz, h.p_vaddr))
            .collect();
        let full = elf.syms.iter().map(|s| (s, elf.strtab.get_at(s.st_name)));
        let dynamic = elf
            .dynsyms
            .iter()
            .map(|s| (s, elf.dynstrtab.get_at(s.st_name)));
        // The full table last: it knows the better names.
        let functions = dynamic
            .chain(full)
            .filter(|(symbol, _)| symbol.is_function() && !symbol.is_import())
            .filter_map(|(s, name)| Some((s.st_value, (s.st_size, name?.to_string()))))
            .collect();
        Table {
            functions,
            segments,
        }
    }

    /// The function of which the byte at a file offset is part.
    fn function(&self, offset: u64) -> Option<&str> {
        let holds = |&&(from, len, _): &&(u64, u64, u64)| offset.wrapping_sub(from) < len;
        let &(from, _, address) = self.segments.iter().find(holds)?;
        let address = address.wrapping_add(offset - from);
        let (start, (size, name)) = self.functions.range(..=address).next_back()?;
        (address - start < (*size).max(1)).then_some(name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_this_program_has_its_name() {
        let name =
            Symbols::default().name(a_function_of_this_program_has_its_name as *const () as u64);
        assert!(
            name.contains("a_function_of_this_program_has_its_name"),
            "{name}"
        );
    }

    #[test]
    fn what_no_file_holds_is_its_address() {
        assert_eq!(Symbols::default().name(0x10), "guest 0x10");
    }

    #[test]
    fn files_that_are_no_programs_have_no_functions() {
        for bytes in [&b""[..], b"\x7fELF", &[0xff; 200]] {
            assert_eq!(Table::new(bytes).function(0), None);
        }
    }
}
