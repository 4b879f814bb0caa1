//! System calls: poll.
