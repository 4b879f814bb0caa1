//! A part of the external suites of `scripts/suite`; the whole of them takes hours.

mod support;

use std::process::Command;
use std::time::Duration;

use support::guests;
use support::{repository, run, tail};

/// Of gcc's execution tests: floating point, variable arguments, and small things of twenty years.
const GCC_TORTURE: &[&str] = &["ieee/", "va-arg", "9307", "string"];

const LIMIT: Duration = Duration::from_secs(900);

/// The compilers and emulators are those that other tests use, and the sources come from Debian's package: nothing here is skipped.
#[test]
fn a_part_of_gcc_torture_passes() {
    let mut command = Command::new(repository().join("scripts/suite"));
    command.arg("gcc-torture").args(GCC_TORTURE);
    for guest in guests::all() {
        let name = format!("EMU_{}", guest.name.to_uppercase());
        command.env(name, guest.emulator());
    }
    let finished = run(&mut command, LIMIT).expect("the script starts");
    let text = format!(
        "{}\n{}",
        tail(&finished.stdout, 40),
        tail(&finished.stderr, 40)
    );
    assert!(finished.success(), "{text}");
    let passed = finished.stdout.lines().last().unwrap_or_default();
    let passed = passed.split(' ').next().and_then(|n| n.parse().ok());
    assert!(passed.is_some_and(|n: u32| n >= 500), "{text}");
}
