//! strace
