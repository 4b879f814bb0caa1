//! System calls: misc.
