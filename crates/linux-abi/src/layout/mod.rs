//! Structures whose layout differs between a guest and the host, in both shapes, with the conversions between them.
//!
//! A structure is declared with `layout!`: fields in order, little-endian, with every gap spelt out as a field, and
//! the kernel's size and offsets as compile-time asserts. What is not here is laid out alike on both sides: statfs,
//! flock, termios, timespec, sysinfo, msghdr, msqid64_ds, shmid64_ds, siginfo, robust_list_head, ...

macro_rules! layout {
    ($(#[$doc:meta])* $name:ident $size:literal { $($(#[$field_doc:meta])* $offset:literal $field:ident : $ty:ident,)* }) => {
        $(#[$doc])*
        #[repr(C)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[allow(missing_docs, reason = "named as the kernel names them")]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty,)* }

        impl $name {
            /// Bytes in memory.
            pub const SIZE: usize = $size;

            /// The bytes as they lie in memory.
            pub fn to_bytes(&self) -> [u8; $size] {
                let mut bytes = [0; $size];
                $(bytes[$offset..$offset + size_of::<$ty>()].copy_from_slice(&self.$field.to_le_bytes());)*
                bytes
            }

            /// The structure that lies in these bytes.
            pub fn from_bytes(bytes: &[u8; $size]) -> $name {
                $name { $($field: {
                    let mut field = [0; size_of::<$ty>()];
                    field.copy_from_slice(&bytes[$offset..$offset + size_of::<$ty>()]);
                    $ty::from_le_bytes(field)
                },)* }
            }
        }

        const _: () = {
            $(assert!($offset + size_of::<$ty>() <= $size);)*
        };
    };
}

pub mod generic;
pub mod x64;
