//! A Docker engine of a test's own: Debian's, from an unpacked root, in a namespace with its own binfmt_misc, data and network.
//! The machine's Docker, if there is one, is not touched, and nothing is left behind.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::namespace::Namespace;
use super::{Finished, Scratch, run};

/// A running engine.
pub struct Engine {
    /// None only while it is dropped.
    namespace: Option<Namespace>,
    scratch: Scratch,
}

impl Engine {
    /// Starts the engine in the unpacked root folder `root`. There, `roots` is /srv, and [`Engine::folder`] is /mnt.
    ///
    /// # Errors
    /// What is not allowed or fails here.
    pub fn start(root: &Path, roots: &Path) -> Result<Engine, String> {
        let scratch = Scratch::new().map_err(|e| e.to_string())?;
        let data = scratch.0.join("data");
        fs::create_dir_all(&data).map_err(|e| e.to_string())?;
        let setup = format!(
            "cgroup={}; root='{}'; roots='{}'; here='{}'\n{SETUP}",
            cgroup(),
            root.display(),
            roots.display(),
            scratch.0.display()
        );
        let namespace = Namespace::with("--net --uts --ipc --cgroup", &setup)?;
        Ok(Engine {
            namespace: Some(namespace),
            scratch,
        })
    }

    /// A folder for files, /mnt for the engine's scripts.
    pub fn folder(&self) -> &Path {
        &self.scratch.0
    }

    /// Runs a bash script beside the engine; `docker` is its client.
    pub fn script(&self, text: &str, limit: Duration) -> Result<Finished, String> {
        let namespace = self.namespace.as_ref().ok_or("no engine")?;
        let mut command = namespace.command("/usr/bin/bash");
        command
            .args(["-c", text])
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("HOME", "/tmp")
            .env("DOCKER_HOST", "unix:///run/docker.sock");
        run(&mut command, limit).map_err(|e| e.to_string())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // First the processes, then what they were accounted in.
        drop(self.namespace.take());
        let cgroups = fs::read_dir("/sys/fs/cgroup").into_iter().flatten();
        let folders = cgroups.flatten().map(|entry| entry.path());
        for folder in folders.chain(["/sys/fs/cgroup".into()]) {
            let parent = folder.join(cgroup());
            let inner = fs::read_dir(&parent).into_iter().flatten().flatten();
            inner.for_each(|entry| _ = fs::remove_dir(entry.path()));
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Name of the control group of all containers.
fn cgroup() -> String {
    format!("emu-test-{}", std::process::id())
}

/// What a container lacks to be a machine for Docker. The engine keeps running after it.
const SETUP: &str = r#"
mount --bind "$root" "$root"
cd "$root"
mkdir -p dev proc sys tmp run mnt srv var/run var/lib/docker
mount --rbind /dev dev
mount --bind /proc proc
mount --rbind /sys sys
mount -t binfmt_misc binfmt_misc proc/sys/fs/binfmt_misc
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs var/run
mount -t tmpfs tmpfs tmp
mount --bind "$here" mnt
mount --bind "$roots" srv
mount --bind "$here/data" var/lib/docker
# Not chroot: a container's `docker exec` must not land in what lies outside of it.
mkdir -p old
pivot_root . old
cd /
export PATH=/usr/sbin:/usr/bin:/mnt/bin HOME=/tmp DOCKER_HOST=unix:///run/docker.sock
dockerd --host "$DOCKER_HOST" --bridge=none --iptables=false --ip6tables=false --ip-forward=false --cgroup-parent="/$cgroup" \
  > /mnt/log 2>&1 &
for i in $(seq 300); do
  ! docker version > /dev/null 2>&1 || break
  kill -0 $! 2> /dev/null || { tail -n 1 /mnt/log; exit 1; }
  sleep 0.1
done
"#;
