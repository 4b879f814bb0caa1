//! System calls: ipc.
