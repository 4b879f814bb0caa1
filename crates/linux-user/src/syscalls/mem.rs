//! System calls: mem.
