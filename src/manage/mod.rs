//! The program `emu`: everything that is not running a guest program oneself. It registers the emulators with the kernel, says
//! what is wrong with a registration, and enters foreign root folders.
//!
//! Read first: [`register`], then [`cli`].

pub mod boot;
pub mod cli;
pub mod compat;
pub mod doctor;
pub mod enter;
pub mod ids;
pub mod pages;
pub mod place;
pub mod probe;
pub mod register;
pub mod status;
