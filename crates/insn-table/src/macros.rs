//! What rooms of instructions are written with: operand groups and tables of rows; and the lists of rooms and extensions.
//!
//! The crate that uses these macros has, at these places: `crate::lift::{Row, Room, Action}` (its row and room types and the two functions of a
//! row, `lift` and `print`), `crate::features` (bits of extensions).

use crate::FieldSpec;

/// A type of operand field: what its bits mean and how it prints. Where the bits are is said by its name in a row's pattern.
pub trait Field: Copy {
    /// The operand encoded in `word` at `spec`.
    fn decode(word: u32, spec: &FieldSpec) -> Self;
    /// Appends its text; `word` is the whole instruction, `pc` its address.
    fn print(self, word: u32, pc: u64, out: &mut String);
}

/// A signed immediate, extended from the highest bit that is encoded.
pub type Imm = i64;

impl Field for Imm {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> Imm {
        spec.sign_extend(spec.extract(word))
    }
    fn print(self, _: u32, _: u64, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

/// An unsigned immediate, shift amount or selector.
pub type UImm = u32;

impl Field for UImm {
    #[inline(always)]
    fn decode(word: u32, spec: &FieldSpec) -> UImm {
        spec.extract(word)
    }
    fn print(self, _: u32, _: u64, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

/// Defines groups of operand fields. A group that only one room needs may be defined in that room.
#[macro_export]
macro_rules! operands {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name { $(#[allow(missing_docs)] pub $field: $ty),* }

        impl $name {
            /// Names of the fields, in order.
            pub const FIELDS: [&'static str; <[&str]>::len(&[$(stringify!($field)),*])] = [$(stringify!($field)),*];

            /// The operands encoded in `word`.
            #[inline(always)]
            #[allow(unused_variables, clippy::trivially_copy_pass_by_ref)]
            pub fn decode(word: u32, specs: &[$crate::FieldSpec; Self::FIELDS.len()]) -> $name {
                let [$($field),*] = specs;
                $name { $($field: <$ty as $crate::Field>::decode(word, $field)),* }
            }

            /// Appends the text of the field named `field`.
            #[allow(unused_variables, clippy::ptr_arg)]
            pub fn print(&self, word: u32, field: &str, pc: u64, out: &mut String) {
                $(if field == stringify!($field) { return <$ty as $crate::Field>::print(self.$field, word, pc, out); })*
            }
        }
    )*};
}

/// Defines `ROWS` of a room.
///
/// ```text
/// rows! { [ZBB]                                   // extension; [A | B] = any of them, [A, B] = both
///     andn  "0100000 rs2:5 rs1:5 111 rd:5 0110011"  R  "{rd}, {rs1}, {rs2}"  needs [ZBB | ZBKB];
///     pause "0000 0001 0000 00000 000 00000 0001111"  NoOperands ""  over fence;
/// }
/// ```
/// Each row: name (also of the function `fn name(b: &Lift, i: Operands)` in the same room); encoding as the manual
/// prints it (notation: [`crate::Pattern`]); a group of operands whose fields are exactly the pattern's; text
/// (notation: [`crate::render`]). Optional: `over name, ..` = a special case of the rows named, which share its
/// encoding (anything else that overlaps fails a test); `needs [..]` = other extensions than the room's.
#[macro_export]
#[allow(clippy::crate_in_macro_def)]
macro_rules! rows {
    ($needs:tt $($name:ident $pattern:literal $ops:ident $text:literal
        $(over $($over:ident),+)? $(needs $own:tt)?;)*) => {
        /// Rows of this room.
        pub(crate) const ROWS: &[crate::lift::Row] = &[$({
            const PATTERN: $crate::Pattern = $crate::Pattern::parse($pattern);
            const FIELDS: [$crate::FieldSpec; $ops::FIELDS.len()] = PATTERN.fields(&$ops::FIELDS);
            const _: () = $crate::check_template($text, &$ops::FIELDS);
            crate::lift::Row {
                name: stringify!($name),
                pattern: PATTERN,
                text: $text,
                over: &[$($(stringify!($over)),+)?],
                needs: $crate::needs!($needs $($own)?),
                action: crate::lift::Action {
                    lift: |b, word| $name(b, $ops::decode(word, &FIELDS)),
                    print: |word, field, pc, out| $ops::decode(word, &FIELDS).print(word, field, pc, out),
                },
            }
        }),*];
    };
}

/// `[A]`, `[A | B]` or `[A, B]` as the `needs` of a row; a second list replaces the first.
#[macro_export]
#[allow(clippy::crate_in_macro_def)]
macro_rules! needs {
    ([$($room:tt)*] [$($own:tt)*]) => { $crate::needs!([$($own)*]) };
    ([$a:expr]) => {{ #[allow(unused_imports)] use crate::features::*; [$a, 0] }};
    ([$a:expr, $b:expr]) => {{ use crate::features::*; [$a, $b] }};
}

/// Lists the rooms: modules beside the call (outside of it, where rustfmt finds them), each of which has `ROWS` (see [`rows!`](crate::rows)) and `CASES`.
#[macro_export]
#[allow(clippy::crate_in_macro_def)]
macro_rules! rooms {
    ($($room:ident)*) => {
        /// All rooms.
        pub const ROOMS: &[crate::lift::Room] = &[$(crate::lift::Room {
            name: stringify!($room),
            rows: $room::ROWS,
            cases: $room::CASES,
        }),*];

        /// Number of rows in all rooms.
        pub const ROW_COUNT: usize = $crate::count(ROOMS);
    };
}

/// Defines the extensions of an instruction set: a bit each, and the list of them all.
///
/// ```
/// insn_table::extensions! {
///     /// Multiplication and division.
///     M "m";
///     /// Atomics.
///     A "a";
/// }
/// assert_eq!(by_name("a"), Some(A));
/// assert_eq!(names(M | A).collect::<Vec<_>>(), ["m", "a"]);
/// ```
#[macro_export]
macro_rules! extensions {
    ($($(#[$doc:meta])* $id:ident $name:literal;)*) => {
        /// Bit numbers, in the order of the list.
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($id),* }

        $($(#[$doc])* pub const $id: u128 = 1 << Bit::$id as u32;)*

        /// Every extension: its name and its bit.
        pub const EXTENSIONS: &[(&str, u128)] = &[$(($name, $id)),*];

        /// The bits of all of them.
        pub const EVERY: u128 = 0 $(| $id)*;

        /// The bit of an extension by its name.
        pub fn by_name(name: &str) -> Option<u128> {
            EXTENSIONS.iter().find(|(n, _)| *n == name).map(|&(_, bit)| bit)
        }

        /// Names of the extensions in a bit set, in the order of the list.
        pub fn names(bits: u128) -> impl Iterator<Item = &'static str> {
            EXTENSIONS.iter().filter(move |(_, bit)| bits & bit != 0).map(|&(name, _)| name)
        }
    };
}
