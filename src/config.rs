//! Everything the command line and the environment decide.

/// One run's configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Guest paths that exist under this folder resolve there (`-L`).
    pub prefix: Option<Vec<u8>>,
    /// Environment changes for the guest, in order: set `NAME=value`, or unset `NAME` (`-E`, `-U`).
    pub env: Vec<EnvChange>,
    /// argv[0] for the guest if it is not the program's path (`-0`).
    pub argv0: Option<Vec<u8>>,
    /// Stack limit in bytes (`-s`).
    pub stack_size: Option<u64>,
    /// Guest CPU (`-cpu`).
    pub cpu: Option<String>,
    /// Release for uname (`-r`).
    pub uname_release: Option<Vec<u8>>,
    /// Print system calls (`-strace`).
    pub strace: bool,
    /// Log topics (`-d`).
    pub log: Option<String>,
    /// Log file (`-D`).
    pub log_file: Option<String>,
    /// Interpret everything (`--interp`).
    pub interp: bool,
    /// Translate code before it runs for the first time (`--eager`).
    pub eager: bool,
    /// Never map code writable and executable through one address (`--wx`).
    pub wx: bool,
    /// Name translated code in `/tmp/perf-PID.map` (`--perfmap`).
    pub perf_map: bool,
    /// Record translated code in `/tmp/jit-PID.dump` (`--jitdump`).
    pub jit_dump: bool,
    /// Tell at exit where the time went (`--stats`).
    pub stats: bool,
    /// Host CPU features to pretend away or in (`EMU_HOST`).
    pub host: Option<String>,
    /// Where translations are kept for other processes, a folder or `none` (`--store`).
    pub store: Option<Vec<u8>>,
    /// Bytes for translated code (`--code-size`).
    pub code_size: Option<u64>,
    /// What execve passes to the emulator it starts.
    pub exec: ExecState,
}

/// What an execve of a guest program carries over to the emulator that runs the new program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExecState {
    /// The program's open file (`--execfd`).
    pub fd: Option<i32>,
    /// AT_EXECFN (`--execfn`).
    pub name: Option<Vec<u8>>,
    /// A descriptor of the emulator's own file (`--self-fd`).
    pub self_fd: Option<i32>,
    /// RLIMIT_AS, soft and hard (`--limit-as`).
    pub limit_as: Option<(u64, u64)>,
    /// RLIMIT_DATA, soft and hard (`--limit-data`).
    pub limit_data: Option<(u64, u64)>,
}

/// One change of the guest's environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnvChange {
    /// `NAME=value`
    Set(Vec<u8>),
    /// `NAME`
    Unset(Vec<u8>),
}

impl Config {
    /// Applies the environment changes to `envp`.
    pub fn guest_env(&self, mut envp: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        for change in &self.env {
            let name = match change {
                EnvChange::Set(pair) => pair.split(|b| *b == b'=').next().unwrap_or(&[]),
                EnvChange::Unset(name) => name,
            };
            envp.retain(|e| !(e.starts_with(name) && e.get(name.len()) == Some(&b'=')));
            if let EnvChange::Set(pair) = change {
                envp.push(pair.clone());
            }
        }
        envp
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environment_changes_apply_in_order() {
        let config = Config {
            env: vec![
                EnvChange::Set(b"A=2".to_vec()),
                EnvChange::Unset(b"B".to_vec()),
                EnvChange::Set(b"C=x".to_vec()),
            ],
            ..Config::default()
        };
        let envp = [b"A=1".to_vec(), b"B=1".to_vec(), b"AB=1".to_vec()];
        let expected = [b"AB=1".to_vec(), b"A=2".to_vec(), b"C=x".to_vec()];
        assert_eq!(config.guest_env(envp.to_vec()), expected);
    }
}
