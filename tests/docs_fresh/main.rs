//! Pages that are printed by the program or from its tables. `EMU_BLESS=1 cargo test --test docs_fresh` writes them.

mod isa_coverage;

use std::fs;
use std::path::Path;

use emu::guest::cpu_help;

#[test]
fn the_options_page_is_fresh() {
    let help = emu::cli::help("emu-riscv64");
    let topics: String = emu::log::TOPICS
        .iter()
        .map(|t| format!("| {} | {} |\n", t.name, t.help))
        .collect();
    let cpus = |name, help: String| format!("{name}:\n\n```text\n{help}```\n\n");
    let cpus = cpus("emu-riscv64", cpu_help::<guest_riscv::Riscv64>())
        + &cpus("emu-aarch64", cpu_help::<guest_aarch64::Aarch64>());
    let page = format!(
        "# Options\n\nPrinted by the program (tests/docs_fresh.rs keeps this page fresh).\n\n```text\n{}\n```\n\n\
         `emu-aarch64` has the same options.\n\n## Processors (-cpu)\n\n{cpus}## Log topics (-d)\n\n| topic | shows |\n|---|---|\n{topics}",
        help.trim_end()
    );
    check("docs/options.md", &page);
}

#[test]
fn the_instructions_page_is_fresh() {
    check("docs/isa-coverage.md", &isa_coverage::page());
}

/// Fails unless the file at `path` is `page`, or writes it.
fn check(path: &str, page: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("EMU_BLESS").is_some() {
        fs::write(&file, page).expect("docs/ is writable");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == page,
        "{path} is stale: EMU_BLESS=1 cargo test --test docs_fresh"
    );
}
