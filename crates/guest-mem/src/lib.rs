//! guest-mem
