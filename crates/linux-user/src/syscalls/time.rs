//! System calls: time.
