//! Natural numbers of any size, by the methods of primary school.

use std::cmp::Ordering;

/// A natural number: digits of 32 bits, lowest first, without zeros at the top.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Big(Vec<u32>);

impl Big {
    /// The number n.
    pub fn new(n: u128) -> Big {
        let digits = (0..4).map(|i| (n >> (32 * i)) as u32);
        Big(digits.collect()).trimmed()
    }

    fn trimmed(mut self) -> Big {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn digit(&self, n: usize) -> u64 {
        self.0.get(n).copied().unwrap_or(0).into()
    }

    /// True for 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// True for odd numbers.
    pub fn is_odd(&self) -> bool {
        self.digit(0) & 1 == 1
    }

    /// Bits up to the highest that is 1.
    pub fn bits(&self) -> i64 {
        let top = self.0.last().map_or(0, |digit| 32 - digit.leading_zeros());
        (self.0.len().saturating_sub(1) * 32) as i64 + i64::from(top)
    }

    /// The number, if it has 128 bits or fewer.
    pub fn value(&self) -> Option<u128> {
        let sum = |n, digit: &u32| n << 32 | u128::from(*digit);
        (self.0.len() <= 4).then(|| self.0.iter().rev().fold(0, sum))
    }

    /// Sum.
    pub fn add(&self, other: &Big) -> Big {
        let mut carry = 0;
        let digits = (0..=self.0.len().max(other.0.len())).map(|n| {
            carry += self.digit(n) + other.digit(n);
            let digit = carry as u32;
            carry >>= 32;
            digit
        });
        Big(digits.collect()).trimmed()
    }

    /// Difference; `other` is not larger.
    pub fn sub(&self, other: &Big) -> Big {
        let mut borrow = 0;
        let digits = (0..self.0.len()).map(|n| {
            let difference = self.digit(n) as i64 - other.digit(n) as i64 - borrow;
            borrow = (difference < 0) as i64;
            difference as u32
        });
        Big(digits.collect()).trimmed()
    }

    /// Product.
    pub fn mul(&self, other: &Big) -> Big {
        let mut sum = Big::default();
        for (n, digit) in other.0.iter().enumerate() {
            let mut carry = 0;
            let mut row = vec![0; n];
            for k in 0..=self.0.len() {
                carry += self.digit(k) * u64::from(*digit);
                row.push(carry as u32);
                carry >>= 32;
            }
            sum = sum.add(&Big(row).trimmed());
        }
        sum
    }

    /// Times 2 to the n.
    pub fn shl(&self, n: u32) -> Big {
        let mut digits = vec![0; n as usize / 32];
        let mut carry = 0;
        for k in 0..=self.0.len() {
            carry |= self.digit(k) << (n % 32);
            digits.push(carry as u32);
            carry >>= 32;
        }
        Big(digits).trimmed()
    }

    /// Quotient and remainder of the division by 2 to the n.
    pub fn split(&self, n: u32) -> (Big, Big) {
        let whole = n as usize / 32;
        let digits = (whole..self.0.len())
            .map(|k| ((self.digit(k) | self.digit(k + 1) << 32) >> (n % 32)) as u32);
        let quotient = Big(digits.collect()).trimmed();
        let remainder = self.sub(&quotient.shl(n));
        (quotient, remainder)
    }

    /// Quotient, and whether there is a remainder: bit by bit.
    pub fn div(&self, divisor: &Big) -> (Big, bool) {
        let mut quotient = Big::default();
        let mut rest = self.clone();
        for n in (0..=(self.bits() - divisor.bits()).max(0) as u32).rev() {
            let part = divisor.shl(n);
            if rest >= part {
                rest = rest.sub(&part);
                quotient = quotient.add(&Big::new(1).shl(n));
            }
        }
        (quotient, !rest.is_zero())
    }

    /// The largest number whose square is not larger, and whether there is a remainder: bit by bit.
    pub fn sqrt(&self) -> (Big, bool) {
        let mut root = Big::default();
        for n in (0..=(self.bits() / 2) as u32).rev() {
            let larger = root.add(&Big::new(1).shl(n));
            if larger.mul(&larger) <= *self {
                root = larger;
            }
        }
        let exact = root.mul(&root) == *self;
        (root, !exact)
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Big) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Big) -> Ordering {
        let longer = self.0.len().cmp(&other.0.len());
        longer.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_machine_integers() {
        let mut n = 1u128;
        for _ in 0..200 {
            n = n
                .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
                .wrapping_add(99);
            let (a, b) = (n >> 64, n & (u64::MAX as u128) >> (n % 60));
            let (x, y) = (Big::new(a), Big::new(b));
            assert_eq!(x.mul(&y).value(), Some(a * b));
            assert_eq!(x.add(&y).value(), Some(a + b));
            assert_eq!(x.mul(&y).div(&y), (x.clone(), false));
            assert_eq!(x.div(&y).0.value(), Some(a / b));
            assert_eq!(x.sqrt().0.value(), Some(a.isqrt()));
            assert_eq!(x.mul(&x).sqrt(), (x.clone(), false));
            assert_eq!(x.shl(77).split(77), (x.clone(), Big::default()));
            assert_eq!(x.split(13).1.value(), Some(a & 0x1fff));
            assert_eq!(x.cmp(&y), a.cmp(&b));
            assert_eq!(x.mul(&y).sub(&x).value(), Some(a * b - a));
            assert_eq!(i64::from(128 - a.leading_zeros()), x.bits());
        }
    }
}
