//! linux-user
