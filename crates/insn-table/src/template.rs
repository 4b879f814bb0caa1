//! Assembly text: a row's name and template, with operands filled in.
//!
//! `"{rd}, {imm}({rs1})"` follows the mnemonic after a space. A template that begins with `{.field}` continues
//! the mnemonic itself (`amoadd.w` + `.aqrl`).

/// The mnemonic of a row's name.
pub fn mnemonic(name: &str) -> String {
    name.replace('_', ".")
}

/// Appends the text of an instruction to `out`; `operand` appends the field it is given.
pub fn render(
    name: &str,
    template: &str,
    out: &mut String,
    mut operand: impl FnMut(&str, &mut String),
) {
    out.push_str(&mnemonic(name));
    let mut rest = template;
    if let Some((field, after)) = rest.strip_prefix("{.").and_then(|r| r.split_once('}')) {
        operand(field, out);
        rest = after;
    } else if !rest.is_empty() {
        out.push(' ');
    }
    fill(rest, out, operand);
}

/// Appends `template` to `out`; `operand` appends the field it is given in place of each `{field}`.
pub fn fill(template: &str, out: &mut String, mut operand: impl FnMut(&str, &mut String)) {
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        out.push_str(text);
        let (field, after) = after.split_once('}').unwrap_or((after, ""));
        operand(field, out);
        rest = after;
    }
    out.push_str(rest);
}

/// Checks that every `{field}` of `template` is one of `fields`.
///
/// # Panics
/// If not; in a `const` that is a compile error.
pub const fn check_template(template: &str, fields: &[&str]) {
    let s = template.as_bytes();
    let mut at = 0;
    while at < s.len() {
        if s[at] == b'{' {
            let start = if s[at + 1] == b'.' { at + 2 } else { at + 1 };
            let mut end = start;
            while s[end] != b'}' {
                end += 1;
            }
            assert!(
                is_one_of(s, start, end, fields),
                "the template names an unknown operand"
            );
            at = end;
        }
        at += 1;
    }
}

const fn is_one_of(s: &[u8], start: usize, end: usize, fields: &[&str]) -> bool {
    let mut n = 0;
    while n < fields.len() {
        let name = fields[n].as_bytes();
        let mut i = 0;
        while i < name.len() && start + i < end && name[i] == s[start + i] {
            i += 1;
        }
        if i == name.len() && start + i == end {
            return true;
        }
        n += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_operands() {
        let mut out = String::new();
        render("amoadd_w", "{.aqrl} {rd}, ({rs1})", &mut out, |f, o| {
            o.push_str(if f == "aqrl" { ".aq" } else { f })
        });
        assert_eq!(out, "amoadd.w.aq rd, (rs1)");
        out.clear();
        render("ecall", "", &mut out, |_, _| {});
        assert_eq!(out, "ecall");
    }
}
