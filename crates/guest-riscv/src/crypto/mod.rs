//! What the scalar cryptography instructions compute beyond rotations: pure helpers.

pub mod aes;
mod gf256;
pub mod permute;
pub mod sm4;
