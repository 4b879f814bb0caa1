//! insn-table
