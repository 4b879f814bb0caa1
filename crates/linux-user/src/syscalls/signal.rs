//! System calls: signal.
