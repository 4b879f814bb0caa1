//! host-calls
