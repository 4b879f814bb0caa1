//! What the host CPU can do, and the means to pretend that it cannot.

use std::fmt;

/// The part of an override that is not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadOverride(pub String);

impl fmt::Display for BadOverride {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "'{}' is not +feature or -feature; features are: {}",
            self.0,
            HostFeatures::NAMES.join(" ")
        )
    }
}

impl std::error::Error for BadOverride {}

macro_rules! features {
    ($($(#[$doc:meta])* $field:ident $name:tt),+ $(,)?) => {
        /// Instruction set extensions of the host, as detected or overridden.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub struct HostFeatures { $($(#[$doc])* pub $field: bool),+ }

        impl HostFeatures {
            /// Names understood by [`HostFeatures::with_overrides`].
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// What this CPU (and the kernel, for wide registers) supports.
            pub fn detect() -> HostFeatures {
                HostFeatures { $($field: std::arch::is_x86_feature_detected!($name)),+ }
            }

            fn field(&mut self, name: &str) -> Option<&mut bool> {
                match name { $($name => Some(&mut self.$field),)+ _ => None }
            }
        }
    };
}
features! {
    /// BMI1
    bmi1 "bmi1",
    /// BMI2
    bmi2 "bmi2",
    /// LZCNT
    lzcnt "lzcnt",
    /// POPCNT
    popcnt "popcnt",
    /// MOVBE
    movbe "movbe",
    /// CMPXCHG16B
    cmpxchg16b "cmpxchg16b",
    /// FMA3
    fma "fma",
    /// Half precision conversions
    f16c "f16c",
    /// AVX2
    avx2 "avx2",
    /// Carry-less multiplication
    pclmul "pclmulqdq",
    /// AES
    aes "aes",
    /// SHA
    sha "sha",
    /// Galois field instructions
    gfni "gfni",
    /// AVX-512 foundation
    avx512f "avx512f",
    /// AVX-512 for 128 and 256 bit registers
    avx512vl "avx512vl",
    /// AVX-512 byte and word
    avx512bw "avx512bw",
    /// AVX-512 doubleword and quadword
    avx512dq "avx512dq",
    /// AVX-512 leading zeros and conflicts
    avx512cd "avx512cd",
    /// AVX-512 byte permutations
    avx512vbmi "avx512vbmi",
    /// AVX-512 population counts of bytes and words
    avx512bitalg "avx512bitalg",
    /// AVX-512 dot products of bytes and words
    avx512vnni "avx512vnni",
}

impl HostFeatures {
    /// True if the back ends can work here: x86-64-v3, cmpxchg16b, carry-less multiplication and AES.
    pub const fn baseline(&self) -> bool {
        self.bmi1
            && self.bmi2
            && self.lzcnt
            && self.popcnt
            && self.movbe
            && self.cmpxchg16b
            && self.fma
            && self.f16c
            && self.avx2
            && self.pclmul
            && self.aes
    }

    /// This host, changed by the environment's `EMU_HOST` as the emulator's option `--host` does: for tests.
    ///
    /// # Panics
    /// If that is no list of features.
    pub fn of_tests() -> HostFeatures {
        let list = std::env::var("EMU_HOST").unwrap_or_default();
        let host = HostFeatures::detect().with_overrides(&list);
        host.unwrap_or_else(|e| panic!("EMU_HOST: {e}"))
    }

    /// Applies a list such as `-avx512f,-gfni`. Switching on what the CPU lacks is the user's risk.
    ///
    /// # Errors
    /// The first item that is not `+name` or `-name` of a known feature.
    pub fn with_overrides(mut self, list: &str) -> Result<HostFeatures, BadOverride> {
        for item in list.split(',').map(str::trim).filter(|i| !i.is_empty()) {
            let (on, name) = match item.split_at_checked(1) {
                Some(("+", name)) => (true, name),
                Some(("-", name)) => (false, name),
                _ => return Err(BadOverride(item.into())),
            };
            match self.field(name) {
                Some(flag) => *flag = on,
                None => return Err(BadOverride(item.into())),
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides() {
        let all = HostFeatures {
            avx2: true,
            gfni: true,
            ..HostFeatures::default()
        };
        let less = all.with_overrides("-avx2, +sha").expect("valid list");
        assert!(!less.avx2 && less.sha && less.gfni);
        assert_eq!(all.with_overrides("avx2"), Err(BadOverride("avx2".into())));
        assert_eq!(
            all.with_overrides("-avx3"),
            Err(BadOverride("-avx3".into()))
        );
        assert_eq!(all.with_overrides("é"), Err(BadOverride("é".into())));
    }
}
