//! ir-interp
