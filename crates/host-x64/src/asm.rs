//! Encoder of the x86-64 instructions that translations consist of.
