//! System calls: fd.
