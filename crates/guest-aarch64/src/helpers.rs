//! Functions called from lifted code.

use ir::Helper;

/// The frontend's helper table.
pub const HELPERS: &[Helper] = &[];
