//! Functions that generated code and the interpreter may call: plain functions of their operands (and
//! clocks); they never touch guest registers or guest memory.

/// A helper's address: C calling convention, up to four I64 operands.
pub type HelperFn = extern "C" fn(u64, u64, u64, u64) -> u64;

/// One row of a frontend's helper table.
#[derive(Clone, Copy)]
pub struct Helper {
    /// Name in the textual form.
    pub name: &'static str,
    /// Number of operands passed (the rest is unspecified).
    pub args: u8,
    /// Depends on operands only, so that unused calls may be dropped.
    pub pure_: bool,
    /// The code.
    pub func: HelperFn,
}

impl std::fmt::Debug for Helper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Helper({})", self.name)
    }
}
