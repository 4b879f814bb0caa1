//! Manages the emulators: registration with the kernel, and what goes with it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match emu::manage::cli::main() {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(line) => {
            eprintln!("emu: {line}");
            ExitCode::FAILURE
        }
    }
}
