//! The language every stage speaks: guest instructions are lifted to it, passes rewrite it, the
//! interpreter and the back ends consume it.
//!
//! May touch: nothing but its own data. **Invariant: `ir` knows no guest, no host and no operating
//! system.** Guest registers reach it as a [`RegFile`] (names, types, offsets), guest code as a
//! [`Frontend`], functions called from generated code as [`Helper`]s.
//!
//! Read first: [`ops`] (the list of operations), then [`block`] (how a block is stored).

#![forbid(unsafe_code)]

pub mod block;
pub mod builder;
pub mod bytes;
mod crypto;
mod fixed_point;
mod flags;
mod fold;
pub mod frontend;
pub mod helper;
pub mod ops;
pub mod print;
pub mod regfile;
mod rotation;
pub mod state;
pub mod terminal;
pub mod types;
pub mod vector;
mod vector_float;
pub mod verify;

pub use block::{Block, Inst, Value};
pub use builder::Builder;
pub use frontend::{
    BranchTargets, CodeSource, CodeUnavailable, Features, FlagsUse, Frontend, LiftEnd, StackChecks,
};
pub use helper::{Helper, HelperFn};
pub use ops::{Effect, Op};
pub use regfile::{Reg, RegFile, RegInfo, StaleCode};
pub use state::{RuntimeArea, STATE_BIAS, VECTOR_SLOTS};
pub use terminal::{ExitKind, Terminal};
pub use types::*;
pub use vector::Half;
pub use vector_float::FLanes;
