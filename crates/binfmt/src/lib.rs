//! binfmt_misc: how the kernel learns to hand foreign programs to us.
//!
//! May touch: the file system of binfmt_misc, nothing else. **Invariant: knows no emulator, only machine numbers and the
//! interpreter's path**; what the interpreter does with its arguments is the hall's business.
//!
//! Read first: [`Rule`] (one line of the kernel's interface), then [`Registry`].

#![forbid(unsafe_code)]

mod registry;
mod rule;

pub use registry::{DEFAULT_DIR, Error, Registered, Registry};
pub use rule::{Entry, Flags, Magic, Rule};
