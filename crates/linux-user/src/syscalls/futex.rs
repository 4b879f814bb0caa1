//! System calls: futex.
