//! C: no rows yet.
pub(crate) const ROWS: &[crate::lift::Row] = &[];
pub(crate) const CASES: &str = "";
