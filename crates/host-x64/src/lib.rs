//! host-x64
