//! softfloat
