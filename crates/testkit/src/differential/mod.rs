//! The same code from the same states on several emulators: ours, and one that nobody here wrote.
//!
//! A guest program (`tests/instructions/runner.c`) runs code from given states and tells what becomes of registers, memory and
//! signals. It runs unchanged under every emulator, so that what is compared is what programs see. Here are its input and output
//! ([`stream`]), the states ([`states`]), what is known of a guest ([`guest`]), and the search for disagreements and their
//! smallest form ([`compare`], [`shrink`]).

pub mod compare;
pub mod guest;
pub mod shrink;
pub mod states;
pub mod stream;
