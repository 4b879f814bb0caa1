//! What the scalar cryptography instructions compute beyond rotations: pure helpers.

pub mod aes;
pub mod permute;
pub mod sm4;
