//! Many strings in one: a table of `&str` holds addresses, which every start of a position-independent program
//! must relocate, page by page.

use crate::row::Row;

/// Which string of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Text {
    /// [`Row::name`]
    Name,
    /// [`Row::text`]
    Template,
}

impl Text {
    const fn of<A>(self, row: &Row<A>) -> &'static [u8] {
        match self {
            Text::Name => row.name.as_bytes(),
            Text::Template => row.text.as_bytes(),
        }
    }

    /// Bytes of these strings of all `rows`: the `B` of their [`Texts`].
    pub const fn size<A>(self, rows: &[Row<A>]) -> usize {
        let (mut size, mut n) = (0, 0);
        while n < rows.len() {
            size += self.of(&rows[n]).len();
            n += 1;
        }
        size
    }
}

/// `N` strings of `B` bytes together. Built at compile time.
#[derive(Debug)]
pub struct Texts<const B: usize, const N: usize> {
    bytes: [u8; B],
    /// Where each ends, and the next begins.
    ends: [u16; N],
}

impl<const B: usize, const N: usize> Texts<B, N> {
    /// One string of each of `rows`.
    ///
    /// # Panics
    /// When `B` is not their size or more than 64 KiB; in a `const` that is a compile error.
    pub const fn new<A>(rows: &[Row<A>; N], which: Text) -> Self {
        let mut texts = Texts {
            bytes: [0; B],
            ends: [0; N],
        };
        let (mut end, mut n) = (0, 0);
        while n < N {
            let text = which.of(&rows[n]);
            let mut i = 0;
            while i < text.len() {
                texts.bytes[end] = text[i];
                end += 1;
                i += 1;
            }
            assert!(end <= u16::MAX as usize, "too much text");
            texts.ends[n] = end as u16;
            n += 1;
        }
        assert!(end == B, "the size of the texts is wrong");
        texts
    }

    /// The `n`th string.
    pub fn get(&self, n: usize) -> &str {
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        let bytes = &self.bytes[start as usize..self.ends[n] as usize];
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}
