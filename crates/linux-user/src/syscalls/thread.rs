//! System calls: thread.
