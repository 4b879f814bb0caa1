//! Links the emulator to a fixed address if the linker and the C library can do that, so that starting it relocates nothing.
//!
//! A static PIE relocates itself at every start: some 8000 pointers, and private copies of the 60 pages that hold them.
//! Nothing is gained by it: the guest's addresses are the host's, and translated code lies at a fixed place anyway.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Where the emulator lies: above the code arena and its jump table (2^41 and what follows), and far below everything that
/// the kernel places by itself, whichever way it lays out a process.
const IMAGE_BASE: u64 = 0x5000_0000_0000;

const START_CODE: &str = "src/start_code.rs";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={START_CODE}");
    println!("cargo::rustc-check-cfg=cfg(fixed_base)");
    // The C compiler still takes this for a static PIE, whose start files do not go with a program that is none.
    let arguments = [
        "-nostartfiles".to_owned(),
        "-Wl,--no-pie".to_owned(),
        format!("-Wl,--image-base={IMAGE_BASE:#x}"),
    ];
    if !(is_static_x86() && probe(&arguments)) {
        return;
    }
    println!("cargo::rustc-cfg=fixed_base");
    for argument in arguments {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
}

/// Whether the C library is linked statically (.cargo/config.toml), and it is the one [`START_CODE`] is written for.
fn is_static_x86() -> bool {
    let cfg = |name: &str| env::var(format!("CARGO_CFG_{name}")).unwrap_or_default();
    let crt_static = cfg("TARGET_FEATURE").split(',').any(|f| f == "crt-static");
    crt_static && cfg("TARGET_ENV") == "gnu" && cfg("TARGET_ARCH") == "x86_64"
}

/// Whether a small program linked with these arguments runs, and lies where it should.
fn probe(arguments: &[String]) -> bool {
    let var = |name: &str| env::var(name).unwrap_or_default();
    let out = Path::new(&var("OUT_DIR")).to_owned();
    let (source, program) = (out.join("probe.rs"), out.join("probe"));
    let start_code = Path::new(&var("CARGO_MANIFEST_DIR")).join(START_CODE);
    let text = format!(
        "#![no_main]
         include!({start_code:?});
         #[unsafe(no_mangle)]
         pub extern \"C\" fn main() -> i32 {{
             let words: Vec<String> = std::env::args().chain(std::env::var(\"PATH\")).collect();
             i32::from(words.is_empty() || (main as usize) >> 32 != {IMAGE_BASE:#x} >> 32)
         }}"
    );
    if fs::write(&source, text).is_err() {
        return false;
    }
    let mut rustc = Command::new(var("RUSTC"));
    rustc.args(["--edition=2024", "--target", &var("TARGET"), "-o"]);
    rustc.arg(&program).arg(&source);
    let flags = var("CARGO_ENCODED_RUSTFLAGS");
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty()));
    rustc.args(arguments.iter().map(|a| format!("-Clink-arg={a}")));
    if let Ok(linker) = env::var("RUSTC_LINKER") {
        rustc.arg(format!("-Clinker={linker}"));
    }
    let succeeds = |command: &mut Command| {
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    succeeds(&mut rustc) && succeeds(&mut Command::new(&program))
}
