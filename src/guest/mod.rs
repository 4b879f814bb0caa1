//! What the hall needs of a guest architecture: its frontend, and where its Linux ABI puts things.

mod aarch64;
mod riscv64;

use ir::{Features, Frontend};
use linux_user::signal::Origin;
use linux_user::{ArchInfo, KeysRequest, SigInfo, Task};

/// A guest architecture under Linux.
pub trait Guest: Frontend {
    /// The Linux layer's constants.
    const ARCH: &'static ArchInfo;
    /// Length of the system call instruction in bytes.
    const SYSCALL_INSN: u64;

    /// Processors for `-cpu`, the default first.
    const CPUS: &'static [(&'static str, Features)];
    /// Extensions by name.
    const EXTENSIONS: &'static [(&'static str, u128)];
    /// Extensions that `-cpu` can switch: they work, whether or not a processor in the list has them.
    const WORKING: Features;

    /// The registers of a new program.
    fn start(pc: u64, sp: u64) -> Self::State;
    /// pc.
    fn pc(state: &mut Self::State) -> &mut u64;
    /// The stack pointer.
    fn sp(state: &Self::State) -> u64;
    /// System call number and arguments.
    fn syscall(state: &Self::State) -> (u64, &[u64; 6]);
    /// Stores a system call's result.
    fn set_result(state: &mut Self::State, result: i64);
    /// The registers of a clone's child.
    fn enter_clone(state: &mut Self::State, stack: u64, tls: Option<u64>);
    /// Delivers a signal.
    fn deliver(task: &mut Task, state: &mut Self::State, info: &SigInfo, origin: Origin);
    /// Returns from a signal handler.
    fn sigreturn(task: &mut Task, state: &mut Self::State);
    /// Does what a prctl asks for with the keys of pointer authentication, which only guests that have them let through;
    /// its result.
    fn change_keys(_: &mut Self::State, _: KeysRequest) -> i64 {
        -i64::from(libc::EINVAL)
    }
    /// True if the undefined instruction at pc is one that the guest's kernel goes on from, after changing registers.
    fn restart_illegal(_: &mut Self::State) -> bool {
        false
    }
}

/// Extensions for a `-cpu` argument: a processor, then extensions switched on or off.
///
/// # Errors
/// A line for the user.
pub fn cpu<G: Guest>(model: &str) -> Result<Features, String> {
    let mut parts = model.split(',');
    let name = parts.next().unwrap_or_default();
    let found = G::CPUS.iter().find(|(n, _)| *n == name);
    let mut features = match found {
        Some((_, features)) => *features,
        None if name.is_empty() => default_cpu::<G>(),
        None => return Err(format!("unknown CPU '{name}'; try -cpu help")),
    };
    for part in parts {
        let (name, on) = part.split_once('=').unwrap_or((part, "on"));
        let bit = extensions::<G>()
            .find(|(n, _)| *n == name)
            .map(|(_, bit)| bit)
            .ok_or_else(|| format!("unknown extension '{name}'; try -cpu help"))?;
        match on {
            "on" | "true" => features.0 |= bit,
            "off" | "false" => features.0 &= !bit,
            _ => return Err(format!("'{part}' is not ext=on or ext=off")),
        }
    }
    Ok(features)
}

/// Extensions without `-cpu`.
pub fn default_cpu<G: Guest>() -> Features {
    G::CPUS[0].1
}

fn extensions<G: Guest>() -> impl Iterator<Item = (&'static str, u128)> {
    G::EXTENSIONS
        .iter()
        .copied()
        .filter(|&(_, bit)| G::WORKING.0 & bit != 0)
}

/// Text for `-cpu help`.
pub fn cpu_help<G: Guest>() -> String {
    let names = G::CPUS.iter().enumerate().map(|(n, (name, _))| match n {
        0 => format!("{name} (default)"),
        _ => (*name).to_owned(),
    });
    let names: Vec<_> = names.collect();
    let extensions: Vec<_> = extensions::<G>().map(|(name, _)| name).collect();
    format!(
        "{}\nextensions: {}\n",
        names.join(", "),
        extensions.join(" ")
    )
}
