//! One instruction: its encoding and everything a decoder must know of it.

use crate::pattern::Pattern;

/// One instruction. `A` is what the frontend does with it (lift, print, ...).
#[derive(Clone, Copy, Debug)]
pub struct Row<A> {
    /// Name of the row and of the function that lifts it: the mnemonic with `_` for `.`.
    pub name: &'static str,
    /// Encoding.
    pub pattern: Pattern,
    /// Text after the mnemonic, with `{field}` for operands (see [`crate::render`]).
    pub text: &'static str,
    /// Rows of which this one is a special case: the only allowed overlaps.
    pub over: &'static [&'static str],
    /// Extensions, as bit sets: of each set that is not empty at least one must be enabled.
    pub needs: [u128; 2],
    /// What to do with it.
    pub action: A,
}

/// True if the extensions in `features` fulfil a row's `needs`.
#[inline(always)]
pub(crate) const fn enabled([a, b]: &[u128; 2], features: u128) -> bool {
    (*a == 0 || *a & features != 0) && (*b == 0 || *b & features != 0)
}

/// One file of instructions.
#[derive(Clone, Copy, Debug)]
pub struct Room<A: 'static> {
    /// File name without `.rs`.
    pub name: &'static str,
    /// Its instructions.
    pub rows: &'static [Row<A>],
    /// Its cases, one a line.
    pub cases: &'static str,
}

/// How many rows the rooms have.
pub const fn count<A>(rooms: &[Room<A>]) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < rooms.len() {
        n += rooms[i].rows.len();
        i += 1;
    }
    n
}

/// Joins the rows of several rooms into one array of exactly `N`.
///
/// # Panics
/// When `N` is not their number; in a `const` that is a compile error.
pub const fn concat<A: Copy, const N: usize>(rooms: &[Room<A>]) -> [Row<A>; N] {
    let mut first = 0;
    while rooms[first].rows.is_empty() {
        first += 1;
    }
    let mut rows = [rooms[first].rows[0]; N];
    let mut n = 0;
    let mut room = 0;
    while room < rooms.len() {
        let mut i = 0;
        while i < rooms[room].rows.len() {
            rows[n] = rooms[room].rows[i];
            n += 1;
            i += 1;
        }
        room += 1;
    }
    assert!(n == N, "the number of rows is wrong");
    rows
}

/// What to do with each of `rows`.
pub const fn actions<A: Copy, const N: usize>(rows: &[Row<A>; N]) -> [A; N] {
    let mut actions = [rows[0].action; N];
    let mut n = 0;
    while n < N {
        actions[n] = rows[n].action;
        n += 1;
    }
    actions
}

/// The pairs of rows that share encodings without one of them declaring (`over`) to be a special case of the
/// other. A decoder must have none.
pub fn overlaps<A>(rows: &[Row<A>]) -> Vec<(&'static str, &'static str)> {
    let declared =
        |a: &Row<A>, b: &Row<A>| a.over.contains(&b.name) && a.pattern.refines(&b.pattern);
    let mut found = Vec::new();
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            if a.pattern.overlaps(&b.pattern) && !declared(a, b) && !declared(b, a) {
                found.push((a.name, b.name));
            }
        }
    }
    found
}
