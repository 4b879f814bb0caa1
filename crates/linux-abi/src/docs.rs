//! `docs/syscalls.md`, printed from the rows.

use std::fmt::Write;

use crate::row::{Arg, Data, How, Row};
use crate::syscalls::ROWS;

/// The text of `docs/syscalls.md`.
pub fn syscalls() -> String {
    let count = |what: fn(&How) -> bool| ROWS.iter().filter(|row| what(&row.how)).count();
    let passed = count(|how| matches!(how, How::Pass));
    let done = count(|how| matches!(how, How::Do(_)));
    let refused = count(|how| matches!(how, How::Refuse(..)));
    let mut out = String::from(HEAD);
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{} calls: {passed} pass, {done} have a function, {refused} are refused.\n",
        ROWS.len()
    );
    out.push_str("| number | call | answered by |\n|---:|---|---|\n");
    for row in ROWS {
        let _ = writeln!(out, "| {} | {} | {} |", row.nr, call(row), answer(row));
    }
    out
}

const HEAD: &str = "\
# System calls

Printed from the rows of `crates/linux-abi/src/syscalls.rs`; a test keeps it fresh (`EMU_BLESS=1 cargo test -p linux-abi`
writes it again). Every number of the kernel's table for 64-bit guests up to Linux 6.17 is here; any other number is
ENOSYS. A call the host's kernel does not have is ENOSYS too.

*pass*: the host's call of the same name, with pointers checked and paths resolved under `-L`. *blocks*: a signal
interrupts it as it would natively. Otherwise the function of `crates/linux-user/src/syscalls` is named, or the errno
and the reason of a refusal. An argument is its name and type; `<-` is memory the call reads, `->` memory it writes.

";

fn call(row: &Row) -> String {
    let args: Vec<String> = row.args.iter().map(|arg| argument(row, arg)).collect();
    format!("`{}({})`", row.name, args.join(", "))
}

fn argument(row: &Row, arg: &Arg) -> String {
    use crate::row::Type;
    let arrow = match arg.ty {
        Type::In => "<-",
        Type::Out => "->",
        Type::InOut => "<->",
        ty => return format!("{}: {ty:?}", arg.name),
    };
    let data = match arg.data {
        Data::Opaque => String::new(),
        data => format!(" {data:?}"),
    };
    match arg.len {
        Some(len) => {
            let len = row.args[usize::from(len)].name;
            format!("{} {arrow}{data}[{len}]", arg.name)
        }
        None => format!("{} {arrow}{data}", arg.name),
    }
}

fn answer(row: &Row) -> String {
    let mut text = match row.how {
        How::Pass => "pass".to_owned(),
        How::Do(function) => format!("`{function}`"),
        How::Refuse(errno, why) => {
            let name = crate::names::errno(errno).map_or("?", |(name, _)| name);
            format!("{name}: {why}")
        }
    };
    if row.blocks {
        text.push_str(", blocks");
    }
    if !row.guests.is_empty() {
        let guests: Vec<String> = row.guests.iter().map(|g| format!("{g:?}")).collect();
        let _ = write!(text, " ({} only)", guests.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_document_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/syscalls.md");
        let fresh = super::syscalls();
        if std::env::var_os("EMU_BLESS").is_some() {
            std::fs::write(path, &fresh).expect("docs can be written");
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == fresh,
            "{path} is stale: EMU_BLESS=1 cargo test -p linux-abi"
        );
    }
}
