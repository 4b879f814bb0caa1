//! The kernel's list of rules.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::mount::{MsFlags, mount};
use nix::sys::statfs::{FsType, statfs};

use crate::rule::{Entry, Rule};

/// Where binfmt_misc is mounted.
pub const DEFAULT_DIR: &str = "/proc/sys/fs/binfmt_misc";

/// Magic number of the file system (linux/magic.h).
const BINFMTFS_MAGIC: FsType = FsType(0x4249_4e4d);

/// Why the kernel's list cannot be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The kernel was built without it, or its module is not loaded.
    #[error("this kernel has no binfmt_misc (try: modprobe binfmt_misc)")]
    Unsupported,
    /// Not mounted, and not to be mounted.
    #[error("binfmt_misc is not mounted at {0}")]
    NotMounted(PathBuf),
    /// Not mounted, and it cannot be mounted.
    #[error("cannot mount binfmt_misc at {0}: {1}")]
    Mount(PathBuf, io::Error),
    /// A privilege is missing.
    #[error("no permission to change {0} (run as root)")]
    Permission(PathBuf),
    /// The kernel refuses a rule.
    #[error("the kernel refuses the rule {0}: {1}")]
    Refused(String, io::Error),
    /// Another error of the file system.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
}

/// What [`Registry::register`] did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Registered {
    /// The rule was there already, as asked for.
    Unchanged,
    /// A rule of the same name was replaced.
    Replaced,
    /// The rule is new.
    Added,
}

/// The rules of this process's user namespace.
#[derive(Debug)]
pub struct Registry {
    dir: PathBuf,
}

impl Registry {
    /// The list at `dir`. Mounts it if it is not mounted and `may_mount`.
    ///
    /// # Errors
    /// If there is no binfmt_misc, or it is not mounted and cannot be.
    pub fn open(dir: &Path, may_mount: bool) -> Result<Registry, Error> {
        let registry = Registry {
            dir: dir.to_path_buf(),
        };
        if registry.is_mounted() {
            return Ok(registry);
        }
        let known = fs::read_to_string("/proc/filesystems").unwrap_or_default();
        if !known.lines().any(|line| line.ends_with("\tbinfmt_misc")) && !dir.exists() {
            return Err(Error::Unsupported);
        }
        if may_mount {
            mount(
                Some("binfmt_misc"),
                dir,
                Some("binfmt_misc"),
                MsFlags::empty(),
                None::<&str>,
            )
            .map_err(|e| Error::Mount(dir.to_path_buf(), e.into()))?;
            return Ok(registry);
        }
        Err(Error::NotMounted(dir.to_path_buf()))
    }

    fn is_mounted(&self) -> bool {
        statfs(&self.dir).is_ok_and(|fs| fs.filesystem_type() == BINFMTFS_MAGIC)
    }

    /// True if the kernel applies rules at all.
    ///
    /// # Errors
    /// If the status cannot be read.
    pub fn enabled(&self) -> Result<bool, Error> {
        Ok(self.read("status")?.trim() == "enabled")
    }

    /// All rules, by name.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        let io = |e| Error::Io(self.dir.clone(), e);
        let mut entries = Vec::new();
        for file in fs::read_dir(&self.dir).map_err(io)? {
            let name = file.map_err(io)?.file_name().to_string_lossy().into_owned();
            if name != "register" && name != "status" {
                entries.push(Entry::parse(&name, &self.read(&name)?));
            }
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The rule named `name`.
    ///
    /// # Errors
    /// If it exists and cannot be read.
    pub fn entry(&self, name: &str) -> Result<Option<Entry>, Error> {
        match self.read(name) {
            Ok(text) => Ok(Some(Entry::parse(name, &text))),
            Err(Error::Io(_, e)) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Makes `rule` hold. `always` replaces a rule that looks the same, too: with the flag F the kernel keeps the file it opened
    /// then, which an upgrade has replaced since.
    ///
    /// # Errors
    /// If the kernel refuses it. A rule of the same name is gone then.
    pub fn register(&self, rule: &Rule, always: bool) -> Result<Registered, Error> {
        let there = self.entry(&rule.name)?;
        if !always && there.as_ref().is_some_and(|entry| entry.is(rule)) {
            return Ok(Registered::Unchanged);
        }
        if there.is_some() {
            self.unregister(&rule.name)?;
        }
        self.write("register", &rule.to_string())
            .map_err(|e| match e {
                Error::Io(_, e) => Error::Refused(rule.to_string(), e),
                e => e,
            })?;
        Ok(match there {
            Some(_) => Registered::Replaced,
            None => Registered::Added,
        })
    }

    /// Removes the rule named `name`; true if there was one.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn unregister(&self, name: &str) -> Result<bool, Error> {
        match self.write(name, "-1") {
            Ok(()) => Ok(true),
            Err(Error::Io(_, e)) if e.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e),
        }
    }

    fn read(&self, name: &str) -> Result<String, Error> {
        let path = self.dir.join(name);
        fs::read_to_string(&path).map_err(|e| Error::Io(path, e))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.dir.join(name);
        // Never created: a missing rule is not a file to write.
        let file = fs::OpenOptions::new().write(true).open(&path);
        let written = file.and_then(|mut f| io::Write::write_all(&mut f, text.as_bytes()));
        written.map_err(|e| match e.kind() {
            io::ErrorKind::PermissionDenied => Error::Permission(path),
            _ => Error::Io(path, e),
        })
    }
}
