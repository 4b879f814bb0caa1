//! Man pages and shell completions, from the same command lines that are parsed.

use std::fs;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::{Shell, generate_to};

use super::cli;
use super::register::MACHINES;

/// Writes `man1/` and a folder per shell below `dir`.
///
/// # Errors
/// If a file cannot be written.
pub fn write(dir: &Path) -> Result<String, String> {
    write_all(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    Ok(String::new())
}

fn write_all(dir: &Path) -> io::Result<()> {
    let emulators = MACHINES.iter().map(|m| m.emulator);
    let mut commands: Vec<(&str, Command)> = emulators
        .map(|name| (name, crate::cli::command(name).name(name)))
        .collect();
    commands.push(("emu", cli::command()));
    let manual = dir.join("man1");
    fs::create_dir_all(&manual)?;
    for (name, mut command) in commands {
        write_manual(&manual, name, &command)?;
        for part in command.get_subcommands().filter(|part| !part.is_hide_set()) {
            // As `man emu-run` finds it. A page's name has to last, and there are two.
            let own: &'static str =
                Box::leak(format!("{name}-{}", part.get_name()).into_boxed_str());
            let usage = format!("{name} {}", part.get_name());
            write_manual(&manual, own, &part.clone().name(own).bin_name(usage))?;
        }
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let folder = dir.join(shell.to_string());
            fs::create_dir_all(&folder)?;
            generate_to(shell, &mut command, name, &folder)?;
        }
    }
    Ok(())
}

fn write_manual(dir: &Path, name: &str, command: &Command) -> io::Result<()> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone())
        .title(name)
        .render(&mut text)?;
    fs::write(dir.join(format!("{name}.1")), text)
}
