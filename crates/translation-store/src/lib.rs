//! Translations that outlive the process that made them: programs that start often find the code of their libraries
//! translated.
//!
//! The store is a file in memory (`/dev/shm`) of one user and one build of the emulator for one guest processor on one host. A record
//! is a block's translation with every byte of guest code that it was made from; it is used where the same bytes stand at the
//! same addresses, and for nothing else: which program or library they belong to does not matter, and nothing has to be thrown away when
//! one is replaced. For libraries to stand at the same addresses in every process, the store has a secret from which
//! addresses are chosen (`guest_mem::homes`).
//!
//! A process sees the file through a mapping it cannot write to. What it adds is collected and appended when it ends, forks or executes
//! another program, by opening the file again: a process that has given up its rights meanwhile cannot. A file that
//! is not the user's own, or that others may write to, is not used; whoever can write it as the user can do anything as this user already.
//!
//! May touch: the file. **Invariant: nothing here can fail loudly; without a store, code is translated again.**
//!
//! Read first: [`Store::find`], [`Store::add`], [`Store::save`]; [`record`] for what is kept.

mod file;
mod program;
mod record;
mod store;

pub use program::build_id;
pub use record::Key;
pub use store::{Store, StoreGuard};
