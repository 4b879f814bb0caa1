//! The rules of the house, as tests: who may use whom, where unsafe may be, how long things may get.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each crate and the crates of ours it may use (docs/architecture.md draws the same). A new edge is a decision.
const EDGES: &[(&str, &[&str])] = &[
    ("host-calls", &[]),
    ("insn-table", &[]),
    ("ir", &[]),
    ("softfloat", &[]),
    ("ciphers", &[]),
    ("elf-image", &[]),
    ("perf-files", &["host-calls"]),
    ("linux-abi", &[]),
    ("guest-mem", &["host-calls"]),
    ("binfmt", &[]),
    ("guest-clock", &["ir"]),
    (
        "guest-riscv",
        &["ir", "insn-table", "guest-clock", "ciphers"],
    ),
    ("guest-aarch64", &["ir", "insn-table", "guest-clock"]),
    ("host-x64", &["ir"]),
    ("ir-interp", &["ir", "guest-mem", "softfloat", "ciphers"]),
    ("tier1", &["ir", "host-x64", "softfloat"]),
    ("ir-opt", &["ir"]),
    ("code-cache", &["host-x64"]),
    ("translation-store", &["host-x64"]),
    (
        "runtime",
        &[
            "ir",
            "guest-mem",
            "host-calls",
            "host-x64",
            "tier1",
            "ir-interp",
            "ir-opt",
            "code-cache",
            "translation-store",
        ],
    ),
    (
        "linux-user",
        &[
            "host-calls",
            "guest-mem",
            "elf-image",
            "linux-abi",
            "guest-riscv",
            "guest-aarch64",
        ],
    ),
];

/// For development only; may use everything.
const FREE: &[&str] = &["testkit"];

/// Crates whose job is unsafe.
const UNSAFE_CRATES: &[&str] = &[
    "host-calls",
    "guest-mem",
    "code-cache",
    "runtime",
    "translation-store",
];

/// Single files that contain unsafe code in crates that otherwise do not.
const UNSAFE_FILES: &[&str] = &[
    "crates/linux-user/src/host.rs",
    "src/alloc.rs",
    "src/entry.rs",
    "src/thread.rs",
    "src/bin/emu-riscv64.rs",
    "src/bin/emu-aarch64.rs",
];

const MAX_LINES: usize = 800;
const MAX_FUNCTION: usize = 60;

/// Files and functions that are longer, with the reason.
const LONG: &[(&str, &str)] = &[
    (
        "crates/ir-interp/src/vector.rs",
        "the match over all vector operations, a line or two each",
    ),
    (
        "crates/ir/src/vector.rs",
        "the table of vector operations, a line each",
    ),
    (
        "crates/tier1/src/dispatch.rs",
        "the match over all operations, a line each",
    ),
    (
        "crates/tier1/tests/random/mod.rs",
        "the generator of all operations, a line or two each",
    ),
    (
        "crates/ir-interp/src/exec.rs",
        "the match over all operations, a line or two each",
    ),
    (
        "crates/ir-interp/tests/faults.rs",
        "one line per faulting operation",
    ),
    (
        "crates/host-x64/tests/encoder.rs",
        "tables of instruction forms",
    ),
    (
        "crates/linux-user/src/strace.rs",
        "the match over all argument types, a line or two each",
    ),
    (
        "crates/linux-abi/src/syscalls.rs",
        "the table of system calls",
    ),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(dir: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every source file of the project with its path relative to the root.
fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for dir in ["src", "crates", "tests", "benches"] {
        rust_files(&root().join(dir), &mut files);
    }
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(root())
                .expect("inside")
                .display()
                .to_string();
            (
                name,
                fs::read_to_string(&path).expect("source files are text"),
            )
        })
        .collect()
}

/// Names in a section of a manifest.
fn section(manifest: &str, name: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim() == name;
        } else if inside {
            let end = line.find(['.', ' ', '=']).unwrap_or(line.len());
            if end > 0 && !line.starts_with('#') {
                names.insert(line[..end].to_string());
            }
        }
    }
    names
}

#[test]
fn dependencies_point_downwards_only() {
    let ours: BTreeSet<&str> = EDGES
        .iter()
        .map(|(name, _)| *name)
        .chain(FREE.iter().copied())
        .collect();
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join("crates"))
        .expect("crates/")
        .flatten()
    {
        let name = entry
            .file_name()
            .into_string()
            .expect("crate names are ASCII");
        let manifest =
            fs::read_to_string(entry.path().join("Cargo.toml")).expect("a crate has a manifest");
        found.insert(name.clone());
        if FREE.contains(&name.as_str()) {
            continue;
        }
        let row = EDGES.iter().find(|(n, _)| *n == name);
        let (_, allowed) =
            row.unwrap_or_else(|| panic!("crate {name} is not in the table of tests/tidy.rs"));
        for dependency in section(&manifest, "[dependencies]") {
            let fine =
                !ours.contains(dependency.as_str()) || allowed.contains(&dependency.as_str());
            assert!(
                fine,
                "{name} must not depend on {dependency}; see docs/architecture.md"
            );
        }
    }
    for name in ours {
        assert!(
            found.contains(name),
            "tests/tidy.rs lists {name}, which does not exist"
        );
    }
}

#[test]
fn unsafe_code_stays_where_it_belongs() {
    for (name, text) in sources() {
        let in_unsafe_crate = UNSAFE_CRATES
            .iter()
            .any(|c| name.starts_with(&format!("crates/{c}/")));
        let exempt =
            in_unsafe_crate || UNSAFE_FILES.contains(&name.as_str()) || name.contains("tests");
        let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
        let uses = code.clone().any(|l| {
            l.contains("unsafe {") || l.contains("unsafe fn") || l.contains("unsafe impl")
        });
        assert!(
            exempt || !uses,
            "{name} contains unsafe code but is not listed in tests/tidy.rs"
        );
    }
    for crate_name in EDGES
        .iter()
        .map(|(n, _)| n)
        .filter(|n| !UNSAFE_CRATES.contains(n))
    {
        let lib = fs::read_to_string(root().join(format!("crates/{crate_name}/src/lib.rs")))
            .expect("lib.rs");
        let strict =
            lib.contains("#![forbid(unsafe_code)]") || lib.contains("#![deny(unsafe_code)]");
        assert!(
            strict,
            "crates/{crate_name}/src/lib.rs must forbid unsafe code"
        );
    }
}

/// A table or list, which may be as long as what it lists.
fn is_long_for_a_reason(name: &str) -> bool {
    LONG.iter().any(|(n, _)| *n == name)
}

#[test]
fn files_are_short() {
    for (name, text) in sources() {
        let lines = text.lines().count();
        assert!(
            lines <= MAX_LINES || is_long_for_a_reason(&name),
            "{name} has {lines} lines; find the room that hides in it, or give a reason in tests/tidy.rs"
        );
    }
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for (name, text) in sources() {
        if is_long_for_a_reason(&name) {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let body = line.trim_start();
            let is_fn = [
                "fn ",
                "pub fn ",
                "pub(crate) fn ",
                "pub(super) fn ",
                "const fn ",
                "pub const fn ",
            ]
            .iter()
            .any(|p| body.starts_with(p));
            if !is_fn || body.ends_with(';') {
                continue;
            }
            let indent = &line[..line.len() - body.len()];
            let close = format!("{indent}}}");
            let end = lines[start..]
                .iter()
                .position(|l| **l == close)
                .unwrap_or(0);
            if end > MAX_FUNCTION {
                long.push(format!("{name}:{}: a function of {end} lines", start + 1));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_crate_says_what_it_is() {
    let mut silent = Vec::new();
    for (name, text) in sources() {
        if name.ends_with("/lib.rs") {
            assert!(
                text.starts_with("//!"),
                "{name} must begin with what the crate does"
            );
            let tells =
                text.contains("nvariant") || name == "src/lib.rs" || name.contains("testkit");
            if !tells {
                silent.push(name);
            }
        }
    }
    assert!(
        silent.is_empty(),
        "these do not name their crate's invariant: {silent:?}"
    );
}
