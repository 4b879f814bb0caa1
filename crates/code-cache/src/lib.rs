//! code-cache
