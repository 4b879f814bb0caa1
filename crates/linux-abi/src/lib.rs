//! linux-abi
