//! Runs guest threads: finds or makes the translation for a pc, enters it, and turns every reason why
//! it stops into an [`Exit`] value.
//!
//! May touch: generated code, host signals and their contexts. **Invariant: does not know what a system
//! call is, nor which guest it serves** (it is generic over [`ir::Frontend`]).
//!
//! Lock order: flush lock, then thread registry, then code cache; guest-mem's lock is innermost.
//!
//! Read first: [`vcpu::Vcpu::run`]; [`signals`] for the essay on interrupting generated code.

mod dead_flags;
pub mod engine;
mod exclusive;
mod kept;
mod lifted;
mod modes;
pub mod profile;
pub mod signals;
mod stored;
mod tagged;
mod translate;
pub mod vcpu;
mod visited;
mod wishes;

pub use engine::{Runtime, RuntimeOptions};
pub use host_calls::Fault;
pub use signals::{Disposition, HostSigInfo, set_host_action};
pub use translate::translate_alone;
pub use vcpu::{Exit, Vcpu};
