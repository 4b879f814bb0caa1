//! System calls: info.
