//! Which store of translations this process uses, if any.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use linux_user::host;
use runtime::RuntimeOptions;
use translation_store::{Store, build_id};

use crate::config::Config;
use crate::guest::Guest;

/// In memory: gone with the machine or the container, and never part of an image.
const FOLDER: &[u8] = b"/dev/shm";

/// The store; none if it is not wanted, or if what is to be seen or counted is how code is translated. `secure`: the process has more
/// rights than its user.
pub fn open<G: Guest>(config: &Config, secure: bool, options: &RuntimeOptions) -> Option<Store> {
    let folder = config.store.as_deref().unwrap_or(FOLDER);
    let watched = config.log.is_some() || options.profile;
    if folder == b"none" || secure || watched || options.interp {
        return None;
    }
    let mut identity = build_id()?.to_vec();
    identity.extend_from_slice(&options.guest.0.to_le_bytes());
    identity.extend_from_slice(format!("{:?}", options.host).as_bytes());
    // Without random numbers there are no secrets: the process then has none of its own either.
    let random = || host::getrandom::<8>().map_or(0, u64::from_le_bytes);
    let folder = Path::new(OsStr::from_bytes(folder));
    Store::open(folder, G::ARCH.machine, &identity, random)
}
