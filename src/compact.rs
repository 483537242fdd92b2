//! Values as bytes, in the order in which they are declared: the form in which a compiled plan is
//! handed from the module that compiles to the one that decides.
//!
//! It says nothing about itself, so only the engine that wrote it can read it (`wire::plans` names
//! that engine). Reading is a call for each member and nothing else: a hundredth of the code that
//! reads a merchant's file, reports what is wrong with it and suggests what was meant.

use std::sync::Arc;

/// A value that is written and read as bytes.
pub trait Compact: Sized {
    /// Adds its bytes to `out`.
    fn pack(&self, out: &mut Vec<u8>);

    /// Reads what [`Compact::pack`] wrote. `None` for anything else.
    fn unpack(from: &mut Packed<'_>) -> Option<Self>;
}

/// Bytes that are being read.
#[derive(Debug)]
pub struct Packed<'a> {
    rest: &'a [u8],
    /// In how many lists, one in the other, the next value is.
    depth: u8,
}

/// The deepest that lists stand in each other: far deeper than the conditions of a configuration may
/// (`config::check`), so that damaged bytes cannot overflow the stack.
const MAX_DEPTH: u8 = 64;

impl<'a> Packed<'a> {
    /// Begins to read `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            depth: 0,
        }
    }

    /// What was not read yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether all was read.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// The next `count` bytes.
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number: seven bits a byte, the lowest first, the top bit set where more follow.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::unpack(self)?;
        std::str::from_utf8(self.bytes(length)?).ok()
    }
}

fn pack_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn pack_text(text: &str, out: &mut Vec<u8>) {
    text.len().pack(out);
    out.extend_from_slice(text.as_bytes());
}

/// Numbers by way of a wider one.
macro_rules! numbers {
    ($($type:ident)+) => { $(
        impl Compact for $type {
            fn pack(&self, out: &mut Vec<u8>) {
                pack_number(u64::try_from(*self).unwrap_or_default(), out);
            }
            fn unpack(from: &mut Packed<'_>) -> Option<Self> {
                Self::try_from(from.number()?).ok()
            }
        }
    )+ };
}

numbers!(u8 u16 u32 u64 usize);

impl Compact for i64 {
    /// The sign is the lowest bit, so that small numbers are short.
    fn pack(&self, out: &mut Vec<u8>) {
        pack_number(((self << 1) ^ (self >> 63)).cast_unsigned(), out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        let number = from.number()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }
}

impl Compact for i32 {
    fn pack(&self, out: &mut Vec<u8>) {
        i64::from(*self).pack(out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        Self::try_from(i64::unpack(from)?).ok()
    }
}

impl Compact for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        from.byte().map(|byte| byte != 0)
    }
}

impl Compact for String {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_text(self, out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

impl Compact for Arc<str> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_text(self, out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        from.text().map(Self::from)
    }
}

impl<T: Compact> Compact for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        if bool::unpack(from)? {
            T::unpack(from).map(Some)
        } else {
            Some(None)
        }
    }
}

impl<T: Compact> Compact for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.len().pack(out);
        for value in self {
            value.pack(out);
        }
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        if from.depth == MAX_DEPTH {
            return None;
        }
        from.depth += 1;
        let mut values = Self::new();
        for _ in 0..usize::unpack(from)? {
            values.push(T::unpack(from)?);
        }
        from.depth -= 1;
        Some(values)
    }
}

impl<A: Compact, B: Compact> Compact for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }
    fn unpack(from: &mut Packed<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

/// Makes a struct with these members, or an enum with these variants, [`Compact`]. `declared!`,
/// `choices!` and `words!` do it for what they declare.
///
/// No reader is inlined in another: a plan is read once in an instance's life, and the copies would
/// weigh more than the rest.
macro_rules! compact {
    (enum $name:ident {
        $( $variant:ident $( ( $($inner:ident),+ ) )? $( { $($field:ident),+ $(,)? } )? ),+ $(,)?
    }) => {
        impl $crate::compact::Compact for $name {
            fn pack(&self, out: &mut Vec<u8>) {
                #[derive(Clone, Copy)]
                #[allow(clippy::enum_variant_names, reason = "they are the enum's own")]
                enum Tag { $( $variant ),+ }
                match self { $(
                    Self::$variant $( ( $($inner),+ ) )? $( { $($field),+ } )? => {
                        out.push(Tag::$variant as u8);
                        $( $( $crate::compact::Compact::pack($inner, out); )+ )?
                        $( $( $crate::compact::Compact::pack($field, out); )+ )?
                    }
                )+ }
            }

            #[inline(never)]
            fn unpack(from: &mut $crate::compact::Packed<'_>) -> Option<Self> {
                #[derive(Clone, Copy)]
                #[allow(clippy::enum_variant_names, reason = "they are the enum's own")]
                enum Tag { $( $variant ),+ }
                let tag = from.byte()?;
                $( if tag == Tag::$variant as u8 {
                    $( $( let $inner = $crate::compact::Compact::unpack(from)?; )+ )?
                    $( $( let $field = $crate::compact::Compact::unpack(from)?; )+ )?
                    return Some(Self::$variant $( ( $($inner),+ ) )? $( { $($field),+ } )?);
                } )+
                None
            }
        }
    };
    (struct $name:ident $(<const $flag:ident: bool>)? { $( $member:ident ),* $(,)? }) => {
        impl $(<const $flag: bool>)? $crate::compact::Compact for $name $(<$flag>)? {
            #[allow(unused_variables, reason = "some have no members")]
            fn pack(&self, out: &mut Vec<u8>) {
                $( $crate::compact::Compact::pack(&self.$member, out); )*
            }

            #[allow(unused_variables, reason = "some have no members")]
            #[inline(never)]
            fn unpack(from: &mut $crate::compact::Packed<'_>) -> Option<Self> {
                $( let $member = $crate::compact::Compact::unpack(from)?; )*
                Some(Self { $( $member ),* })
            }
        }
    };
}
pub(crate) use compact;
