//! `emu --status`: what is registered.

use std::fmt::Write;

use binfmt::{Entry, Registry};

use super::register::{Machine, Options, machine_of};

/// What is registered for `machines`, for a reader.
///
/// # Errors
/// If the kernel's list cannot be read.
pub fn status(options: &Options, machines: &[&Machine]) -> Result<String, String> {
    let registry = Registry::open(&options.dir, false).map_err(|e| e.to_string())?;
    let entries = registry.entries().map_err(|e| e.to_string())?;
    let mut report = String::new();
    if !registry.enabled().map_err(|e| e.to_string())? {
        report.push_str("binfmt_misc is switched off as a whole (echo 1 > status)\n");
    }
    for &machine in machines {
        let rules: Vec<&Entry> = entries
            .iter()
            .filter(|e| machine_of(e) == Some(machine))
            .collect();
        if rules.is_empty() {
            let _ = writeln!(report, "{}: not registered", machine.name);
        }
        for entry in rules {
            let off = if entry.enabled { "" } else { ", disabled" };
            let _ = writeln!(
                report,
                "{}: {} (entry {}, flags {}{off})",
                machine.name, entry.interpreter, entry.name, entry.flags
            );
        }
    }
    Ok(report)
}

/// The same as JSON.
///
/// # Errors
/// If the kernel's list cannot be read.
pub fn status_json(options: &Options, machines: &[&Machine]) -> Result<String, String> {
    let registry = Registry::open(&options.dir, false).map_err(|e| e.to_string())?;
    let entries = registry.entries().map_err(|e| e.to_string())?;
    let rules: Vec<String> = entries
        .iter()
        .filter_map(|e| json_of(e, machines))
        .collect();
    let supported: Vec<String> = machines
        .iter()
        .map(|m| format!("\"linux/{}\"", m.docker))
        .collect();
    Ok(format!(
        "{{\n  \"supported\": [{}],\n  \"rules\": [{}]\n}}\n",
        supported.join(", "),
        rules.join(", ")
    ))
}

fn json_of(entry: &Entry, machines: &[&Machine]) -> Option<String> {
    let machine = machine_of(entry).filter(|m| machines.contains(m))?;
    Some(format!(
        "{{\"machine\": {}, \"name\": {}, \"interpreter\": {}, \"flags\": {}, \"enabled\": {}}}",
        json_string(machine.name),
        json_string(&entry.name),
        json_string(&entry.interpreter),
        json_string(&entry.flags.to_string()),
        entry.enabled
    ))
}

/// JSON text of a string (RFC 8259, section 7).
pub fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => _ = write!(out, "\\u{:04x}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_in_json() {
        assert_eq!(json_string("a\"\\\n"), r#""a\"\\\u000a""#);
    }
}
