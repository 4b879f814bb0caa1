//! Short strings that are kept where they are used.
//!
//! A `&str` in a static is an address, which every start of a position-independent program has to relocate, page by page,
//! whether anybody reads it or not. The tables here have thousands.

use std::fmt;
use std::ops::Deref;

/// A string of at most `N` bytes, which is less than 256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize> {
    len: u8,
    bytes: [u8; N],
}

impl<const N: usize> Text<N> {
    /// This string.
    ///
    /// # Panics
    /// When it is too long; in a `const` that is a compile error.
    pub const fn new(text: &str) -> Text<N> {
        let text = text.as_bytes();
        assert!(text.len() <= N && N < 256, "the text is too long");
        let mut bytes = [0; N];
        let mut n = 0;
        while n < text.len() {
            bytes[n] = text[n];
            n += 1;
        }
        Text {
            len: text.len() as u8,
            bytes,
        }
    }
}

impl<const N: usize> Deref for Text<N> {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl<const N: usize> PartialEq<&str> for Text<N> {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_string() {
        const TEXT: Text<7> = Text::new("read");
        assert!(TEXT == "read" && TEXT != "reads" && &*TEXT == "read");
        assert_eq!(
            format!("{TEXT} {TEXT:?} {TEXT:6}|"),
            "read \"read\" read  |"
        );
    }
}
