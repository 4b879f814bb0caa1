//! How the guest's paths map to the host's: the `-L` prefix, and which file is the emulator itself.
//!
//! **The view.** The guest sees the prefix laid over the host's root: a path leads into the prefix if it exists there,
//! and to the host if not. The same holds for every name on the way and for every symlink, wherever it lies: an
//! absolute target starts again at the guest's root. A name that exists nowhere is created where its directory lies,
//! so in the prefix if the directory exists there. `/proc`, `/sys` and `/dev` are the host's unless something is
//! mounted on them in the prefix: the empty directories of an unpacked root do not count.
//!
//! **Where it is written down.** A directory inside the prefix is shown without the prefix (getcwd, /proc/self/maps,
//! readlink of links in /proc). A relative path starts in the directory the kernel knows; if that lies outside the
//! prefix, names are looked up there, not in the prefix, even if a directory of the same name exists in both.
//!
//! **How.** [`FsView::resolve`] walks the path in the emulator and returns a host path without symlinks that matter,
//! or says that the kernel, given the guest's own arguments, would end at the same place: then descriptors, races and
//! errors are the kernel's. Without a prefix nothing is walked at all.

use std::ffi::CString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use guest_mem::Errno;

use crate::{file, host, user};

/// Symlinks followed in one path before ELOOP, as in the kernel.
const MAX_LINKS: u32 = 40;

/// Top directories whose content belongs to the running kernel rather than to a root file system.
const KERNEL_DIRS: [&str; 3] = ["proc", "sys", "dev"];

/// A file, however it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId {
    /// st_dev.
    pub dev: u64,
    /// st_ino.
    pub ino: u64,
}

/// The guest's view of the file system.
#[derive(Debug, Default)]
pub struct FsView {
    /// Absolute, without symlinks and without a slash at the end.
    prefix: Option<Vec<u8>>,
    /// Off once the process has changed its root directory: then the host's root is the guest's.
    left: AtomicBool,
    /// The KERNEL_DIRS that are mounted inside the prefix.
    mounted: Vec<&'static str>,
    /// The running emulator's file and path.
    emulator: Option<(FileId, Vec<u8>)>,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the kernel finds it, given the same directory and path.
    AsGiven,
    /// To this absolute path of the host.
    Host(CString),
}

/// The directory and path to give to the host in place of the guest's.
#[derive(Debug)]
pub struct PathArg {
    /// The directory descriptor or AT_FDCWD.
    pub dirfd: u64,
    /// The address of the path: the guest's, or `owned`'s.
    pub address: u64,
    owned: Option<CString>,
}

impl PathArg {
    /// The bytes of the path, read from the guest's memory if it is the guest's.
    pub fn bytes(&self) -> Result<Vec<u8>, Errno> {
        match &self.owned {
            Some(path) => Ok(path.as_bytes().to_vec()),
            None => user::path(self.address),
        }
    }
}

impl FsView {
    /// The view of a process that starts, with the command line's prefix.
    ///
    /// # Errors
    /// The host's, if the prefix is not an accessible directory.
    pub fn new(prefix: Option<&Path>) -> std::io::Result<FsView> {
        let mut view = FsView {
            emulator: emulator(),
            ..FsView::default()
        };
        let Some(prefix) = prefix else {
            return Ok(view);
        };
        let prefix = prefix.canonicalize()?;
        if !prefix.is_dir() {
            return Err(std::io::Error::from_raw_os_error(libc::ENOTDIR));
        }
        let prefix = prefix.into_os_string().into_encoded_bytes();
        if prefix == b"/" {
            return Ok(view);
        }
        let device = |path: &[u8]| Some(file::lstat(&c_string(path)).ok()?.st_dev);
        let own = device(&prefix);
        for dir in KERNEL_DIRS {
            let there = device(&join(&prefix, &join(b"", dir.as_bytes())));
            if there.is_some() && there != own {
                view.mounted.push(dir);
            }
        }
        view.prefix = Some(prefix);
        Ok(view)
    }

    /// The prefix, unless there is none or the process has left it by chroot.
    pub fn prefix(&self) -> Option<&[u8]> {
        if self.left.load(Ordering::Relaxed) {
            return None;
        }
        self.prefix.as_deref()
    }

    /// From now on the host's root is the guest's.
    pub fn leave_prefix(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// Whether a file is the running emulator.
    pub fn is_emulator(&self, file: FileId) -> bool {
        self.emulator.as_ref().is_some_and(|(id, _)| *id == file)
    }

    /// Whether a host path is the running emulator's.
    pub fn is_emulator_path(&self, path: &[u8]) -> bool {
        self.emulator.as_ref().is_some_and(|(_, own)| own == path)
    }

    /// A host path as the guest knows it: without the prefix.
    pub fn to_guest<'a>(&self, host_path: &'a [u8]) -> &'a [u8] {
        match self.prefix().and_then(|p| host_path.strip_prefix(p)) {
            Some([]) => b"/",
            Some(inside) if inside[0] == b'/' => inside,
            _ => host_path,
        }
    }

    /// A path argument of a system call, ready for the host. `follow`: whether a symlink at the end is followed.
    /// What cannot be read or resolved is handed over as it is, so that the kernel reports it in its own order.
    pub fn path_arg(&self, dirfd: u64, address: u64, follow: bool) -> PathArg {
        let as_given = PathArg {
            dirfd,
            address,
            owned: None,
        };
        if self.prefix().is_none() || address == 0 {
            return as_given;
        }
        let Ok(path) = user::path(address) else {
            return as_given;
        };
        match self.resolve(dirfd as i32, &path, follow) {
            Ok(Place::Host(path)) => PathArg {
                dirfd: libc::AT_FDCWD as u64,
                address: path.as_ptr() as u64,
                owned: Some(path),
            },
            Ok(Place::AsGiven) | Err(_) => as_given,
        }
    }

    /// Where a path leads. `follow`: whether a symlink at the end is followed.
    ///
    /// # Errors
    /// ELOOP; everything else shows when the returned path is used.
    pub fn resolve(&self, dirfd: i32, path: &[u8], follow: bool) -> Result<Place, Errno> {
        let Some(prefix) = self.prefix() else {
            return Ok(Place::AsGiven);
        };
        if path.is_empty() {
            return Ok(Place::AsGiven);
        }
        let mut walk = Walk {
            view: self,
            prefix,
            dir: Vec::new(),
            inside: true,
            pinned: false,
            faithful: false,
            links: 0,
        };
        if path[0] != b'/' && !walk.start_at(dirfd) {
            return Ok(Place::AsGiven);
        }
        let found = walk.run(path, follow)?;
        Ok(match walk.faithful {
            true => Place::AsGiven,
            false => Place::Host(c_string(&found)),
        })
    }

    /// Whether a guest path is the host's although it may exist in the prefix.
    fn is_kernels(&self, guest_path: &[u8]) -> bool {
        let top = guest_path.split(|c| *c == b'/').nth(1).unwrap_or(b"");
        KERNEL_DIRS.iter().any(|dir| dir.as_bytes() == top)
            && !self.mounted.iter().any(|dir| dir.as_bytes() == top)
    }
}

/// One path being resolved.
struct Walk<'a> {
    view: &'a FsView,
    prefix: &'a [u8],
    /// The guest path of the directory reached; empty for the root.
    dir: Vec<u8>,
    /// Whether that directory lies in the prefix.
    inside: bool,
    /// Names are looked up on the host only: the walk started in a directory of the host.
    pinned: bool,
    /// The kernel would have come here too from the guest's own arguments.
    faithful: bool,
    /// Symlinks followed.
    links: u32,
}

/// What became of a link that is more than its text.
enum Jump {
    /// It is none.
    None,
    /// The walk goes on at the directory it leads to.
    Moved,
    /// The kernel has to follow it: this is the host path.
    End(Vec<u8>),
}

/// What a name in a directory is.
enum Entry {
    /// A symlink with this target.
    Link(Vec<u8>),
    /// Not a symlink, or not accessible.
    Other,
    Missing,
}

impl Walk<'_> {
    /// Begins at a descriptor's directory; false if it has no path.
    fn start_at(&mut self, dirfd: i32) -> bool {
        let Some(start) = directory_path(dirfd) else {
            return false;
        };
        self.faithful = true;
        match start.strip_prefix(self.prefix) {
            Some(inside) if inside.first().is_none_or(|c| *c == b'/') => self.dir = inside.to_vec(),
            _ => {
                self.inside = false;
                self.pinned = true;
                if start != b"/" {
                    self.dir = start;
                }
            }
        }
        true
    }

    /// Walks the path; returns the host path it leads to.
    fn run(&mut self, path: &[u8], follow: bool) -> Result<Vec<u8>, Errno> {
        // Components still to go, the next one last.
        let mut todo = components(path);
        let mut slash = path.ends_with(b"/");
        while let Some(name) = todo.pop() {
            if name == b"." {
                continue;
            }
            if name == b".." {
                self.up();
                continue;
            }
            let last = todo.is_empty();
            let child = join(&self.dir, &name);
            match self.kernel_link(&child, &name, &todo, last && !slash) {
                Jump::None => {}
                Jump::Moved => continue,
                Jump::End(path) => return Ok(path),
            }
            let (entry, inside) = self.look_up(&child);
            match entry {
                Entry::Link(target) if !last || follow || slash => {
                    self.links += 1;
                    if self.links > MAX_LINKS {
                        return Err(Errno(libc::ELOOP));
                    }
                    slash |= last && target.ends_with(b"/");
                    self.follow(&target, inside, &mut todo);
                }
                Entry::Missing | Entry::Link(_) | Entry::Other if last => {
                    self.note(inside);
                    return Ok(with_slash(self.host_path(&child, inside), slash));
                }
                Entry::Missing => {
                    self.note(inside);
                    return Ok(with_rest(self.host_path(&child, inside), &todo, slash));
                }
                Entry::Link(_) | Entry::Other => {
                    self.note(inside);
                    self.dir = child;
                    self.inside = inside;
                }
            }
        }
        let dir = match self.dir.is_empty() {
            true => self.host_path(b"/", self.inside),
            false => self.host_path(&self.dir, self.inside),
        };
        Ok(with_slash(dir, slash))
    }

    /// The kernel only looks where the walk began.
    fn note(&mut self, inside: bool) {
        self.faithful &= inside != self.pinned;
    }

    fn up(&mut self) {
        if self.dir.is_empty() {
            // The kernel would leave the prefix here; the guest is at its root.
            self.faithful &= self.pinned;
            return;
        }
        let slash = self.dir.iter().rposition(|c| *c == b'/').unwrap_or(0);
        self.dir.truncate(slash);
        self.inside = !self.pinned && (self.dir.is_empty() || self.exists_inside(&self.dir));
    }

    fn exists_inside(&self, guest_path: &[u8]) -> bool {
        if self.view.is_kernels(guest_path) {
            return false;
        }
        !matches!(entry(&join(self.prefix, guest_path)), Entry::Missing)
    }

    fn follow(&mut self, target: &[u8], inside: bool, todo: &mut Vec<Vec<u8>>) {
        self.note(inside);
        if target.first() == Some(&b'/') {
            self.faithful = false;
            self.pinned = false;
            self.dir.clear();
            self.inside = true;
        }
        todo.extend(components(target));
    }

    /// What a guest path is, and whether it is so in the prefix.
    fn look_up(&self, child: &[u8]) -> (Entry, bool) {
        // What lies in a directory that the prefix does not have is not there either.
        if self.inside && !self.pinned && !self.view.is_kernels(child) {
            let entry = entry(&join(self.prefix, child));
            if !matches!(entry, Entry::Missing) {
                return (entry, true);
            }
        }
        match entry(child) {
            Entry::Missing => (
                Entry::Missing,
                self.inside && !self.pinned && !self.view.is_kernels(child),
            ),
            entry => (entry, false),
        }
    }

    /// Links in /proc that are no text but lead to a file by themselves. At the end of a path the kernel follows
    /// them; in the middle, the walk goes on at the directory they lead to, if it has a path.
    fn kernel_link(&mut self, child: &[u8], name: &[u8], todo: &[Vec<u8>], last: bool) -> Jump {
        if !is_magic(child, name) || !self.view.is_kernels(child) {
            return Jump::None;
        }
        self.faithful &= self.pinned;
        let target = match last {
            true => None,
            false => host::readlink(&c_string(child)).ok(),
        };
        let Some(target) = target.filter(|target| target.starts_with(b"/")) else {
            return Jump::End(with_rest(child.to_vec(), todo, !last));
        };
        self.faithful = false;
        let guest = self.view.to_guest(&target);
        self.pinned = guest == target && target != b"/";
        self.inside = !self.pinned;
        self.dir = match guest {
            b"/" => Vec::new(),
            guest => guest.to_vec(),
        };
        Jump::Moved
    }

    fn host_path(&self, guest_path: &[u8], inside: bool) -> Vec<u8> {
        match inside {
            true => join(self.prefix, guest_path),
            false => guest_path.to_vec(),
        }
    }
}

/// Whether a path under /proc is a link that is more than its text.
fn is_magic(path: &[u8], name: &[u8]) -> bool {
    if !path.starts_with(b"/proc/") {
        return false;
    }
    let parent = path[..path.len() - name.len() - 1]
        .rsplit(|c| *c == b'/')
        .next();
    matches!(name, b"cwd" | b"root" | b"exe")
        || matches!(parent, Some(b"fd" | b"map_files" | b"ns"))
}

/// The host path of the directory a relative path starts in.
fn directory_path(dirfd: i32) -> Option<Vec<u8>> {
    let path = match dirfd {
        libc::AT_FDCWD => host::readlink(c"/proc/self/cwd"),
        fd => host::readlink(&c_string(format!("/proc/self/fd/{fd}").as_bytes())),
    };
    path.ok()
        .filter(|path| path.starts_with(b"/") && !path.ends_with(b" (deleted)"))
}

fn entry(host_path: &[u8]) -> Entry {
    match file::link_target(&c_string(host_path)) {
        Ok(target) => Entry::Link(target),
        Err(Errno(libc::ENOENT)) => Entry::Missing,
        Err(_) => Entry::Other,
    }
}

/// The components of a path, the first one last. Empty ones (`//`) are dropped.
fn components(path: &[u8]) -> Vec<Vec<u8>> {
    let parts = path.rsplit(|c| *c == b'/');
    parts
        .filter(|p| !p.is_empty())
        .map(<[u8]>::to_vec)
        .collect()
}

/// `dir` and `/name`, or `dir` and a path that begins with a slash.
fn join(dir: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(dir.len() + name.len() + 1);
    path.extend_from_slice(dir);
    if name.first() != Some(&b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

fn with_slash(mut path: Vec<u8>, slash: bool) -> Vec<u8> {
    if slash && !path.ends_with(b"/") {
        path.push(b'/');
    }
    path
}

fn with_rest(path: Vec<u8>, todo: &[Vec<u8>], slash: bool) -> Vec<u8> {
    let path = todo.iter().rev().fold(path, |path, name| join(&path, name));
    with_slash(path, slash && !todo.is_empty())
}

/// A path for the host. A NUL inside cannot come from the guest; what follows one is cut off.
pub fn c_string(path: &[u8]) -> CString {
    let end = path.iter().position(|c| *c == 0).unwrap_or(path.len());
    CString::new(&path[..end]).unwrap_or_default()
}

fn emulator() -> Option<(FileId, Vec<u8>)> {
    let stat = file::stat(c"/proc/self/exe").ok()?;
    let path = host::readlink(c"/proc/self/exe").ok()?;
    let id = FileId {
        dev: stat.st_dev,
        ino: stat.st_ino,
    };
    Some((id, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::PathBuf;

    /// A prefix in a directory of its own, removed at the end.
    struct Root(PathBuf);

    impl Root {
        fn new(name: &str) -> Root {
            let name = format!("emu-fs-view-{}-{name}", std::process::id());
            let root = Root(std::env::temp_dir().join(name));
            fs::create_dir_all(root.0.join("root/usr/lib")).expect("a temporary directory");
            fs::create_dir_all(root.0.join("root/proc")).expect("a temporary directory");
            fs::create_dir_all(root.0.join("root/etc")).expect("a temporary directory");
            fs::create_dir_all(root.0.join("outside")).expect("a temporary directory");
            fs::write(root.0.join("root/usr/lib/libc.so"), "guest").expect("a file");
            fs::write(root.0.join("root/etc/hostname"), "guest").expect("a file");
            root
        }

        fn view(&self) -> FsView {
            FsView::new(Some(&self.0.join("root"))).expect("the prefix exists")
        }

        fn link(&self, target: &str, name: &str) {
            symlink(target, self.0.join(name)).expect("a symlink");
        }

        /// Where an absolute path leads: `P/...` for the prefix.
        fn leads(&self, path: &str, follow: bool) -> String {
            let place = self.view().resolve(libc::AT_FDCWD, path.as_bytes(), follow);
            match place.expect("no loop") {
                Place::AsGiven => "as given".to_owned(),
                Place::Host(host) => {
                    let host = host.into_string().expect("ASCII");
                    let prefix = self.0.canonicalize().expect("it exists").join("root");
                    host.replace(prefix.to_str().expect("ASCII"), "P")
                }
            }
        }

        fn leads_from(&self, dir: &str, path: &str) -> String {
            use std::os::fd::AsRawFd;
            let dir = fs::File::open(self.0.join(dir)).expect("a directory");
            let place = self
                .view()
                .resolve(dir.as_raw_fd(), path.as_bytes(), true)
                .expect("no loop");
            match place {
                Place::AsGiven => "as given".to_owned(),
                Place::Host(host) => {
                    let host = host.into_string().expect("ASCII");
                    let prefix = self.0.canonicalize().expect("it exists").join("root");
                    host.replace(prefix.to_str().expect("ASCII"), "P")
                }
            }
        }
    }

    impl Drop for Root {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn what_exists_in_the_prefix_is_there_and_the_rest_is_the_hosts() {
        let root = Root::new("exists");
        assert_eq!(root.leads("/usr/lib/libc.so", true), "P/usr/lib/libc.so");
        assert_eq!(root.leads("//usr/./lib/", true), "P/usr/lib/");
        assert_eq!(root.leads("/", true), "P/");
        assert_eq!(root.leads("/usr/bin/env", true), "/usr/bin/env");
        assert_eq!(root.leads("/dev/null", true), "/dev/null");
        assert_eq!(root.leads("/proc", true), "/proc");
        assert_eq!(root.leads("/proc/self/fd/0", true).as_str(), {
            let pid = std::process::id();
            format!("/proc/{pid}/fd/0")
        });
    }

    #[test]
    fn new_names_go_where_their_directory_is() {
        let root = Root::new("new");
        assert_eq!(root.leads("/etc/new", true), "P/etc/new");
        assert_eq!(root.leads("/new", true), "P/new");
        assert_eq!(root.leads("/dev/new", true), "/dev/new");
        let missing = "/no-such-directory-here/x/y";
        assert_eq!(root.leads(missing, true), format!("P{missing}"));
    }

    #[test]
    fn symlinks_stay_in_the_view() {
        let root = Root::new("links");
        root.link("usr/lib", "root/lib");
        root.link("/etc/hostname", "root/usr/name");
        root.link("/usr/name", "root/usr/lib/chain");
        root.link("../../../../etc/hostname", "root/usr/lib/climb");
        root.link("/no/where", "root/usr/dangling");
        root.link("loop", "root/loop");
        assert_eq!(root.leads("/lib/libc.so", true), "P/usr/lib/libc.so");
        assert_eq!(root.leads("/lib/chain", true), "P/etc/hostname");
        assert_eq!(root.leads("/lib/climb", true), "P/etc/hostname");
        assert_eq!(root.leads("/lib/chain", false), "P/usr/lib/chain");
        assert_eq!(root.leads("/usr/dangling", true), "P/no/where");
        assert_eq!(root.leads("/lib", false), "P/lib");
        assert_eq!(root.leads("/lib/", false), "P/usr/lib/");
        let looped = root.view().resolve(libc::AT_FDCWD, b"/loop", true);
        assert_eq!(looped, Err(Errno(libc::ELOOP)));
    }

    #[test]
    fn dot_dot_ends_at_the_guests_root() {
        let root = Root::new("dotdot");
        assert_eq!(root.leads("/usr/../etc/hostname", true), "P/etc/hostname");
        assert_eq!(root.leads("/../../../etc/hostname", true), "P/etc/hostname");
        assert_eq!(
            root.leads_from("root/usr", "../../etc/hostname"),
            "P/etc/hostname"
        );
    }

    #[test]
    fn relative_paths_are_the_kernels_business_as_long_as_it_would_agree() {
        let root = Root::new("relative");
        root.link("/etc/hostname", "outside/name");
        root.link("libc.so", "root/usr/lib/plain");
        assert_eq!(root.leads_from("root/usr", "lib/libc.so"), "as given");
        assert_eq!(root.leads_from("root/usr/lib", "plain"), "as given");
        assert_eq!(root.leads_from("root/usr/lib", "../lib/new"), "as given");
        assert_eq!(root.leads_from("outside", "anything"), "as given");
        assert_eq!(root.leads_from("outside", "name"), "P/etc/hostname");
        assert_eq!(root.leads_from("root/usr", "bin/env"), "/usr/bin/env");
    }

    #[test]
    fn paths_are_shown_without_the_prefix() {
        let root = Root::new("shown");
        let view = root.view();
        let prefix = view.prefix().expect("there is one").to_vec();
        assert_eq!(view.to_guest(&prefix), b"/");
        assert_eq!(view.to_guest(&join(&prefix, b"/usr")), b"/usr");
        let sibling = [&prefix[..], b"2/usr"].concat();
        assert_eq!(view.to_guest(&sibling), &sibling[..]);
        assert_eq!(view.to_guest(b"/usr"), b"/usr");
        view.leave_prefix();
        assert_eq!(view.to_guest(&prefix), &prefix[..]);
    }

    #[test]
    fn without_a_prefix_nothing_is_walked() {
        let view = FsView::new(None).expect("no prefix cannot fail");
        let place = view.resolve(libc::AT_FDCWD, b"/loop", true);
        assert_eq!(place, Ok(Place::AsGiven));
        let own = file::stat(c"/proc/self/exe").expect("/proc is mounted");
        assert!(view.is_emulator(FileId {
            dev: own.st_dev,
            ino: own.st_ino
        }));
    }
}
