//! Bytes that stand in JSON as text: base64 (RFC 4648).

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::alphabet;
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use super::macros::serde_impls;
use super::shape::{Fit, Scalar, Slot, Value, View};

/// Padding or none, and whatever bits are left over: those who write base64 do not agree on either.
const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG.with_encode_padding(false));

/// What the two spellings have in common.
macro_rules! encoded {
    ($($(#[$docs:meta])+ $name:ident: $engine:ident;)+) => { $(
        $(#[$docs])+
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// The bytes.
            #[must_use]
            pub fn into_bytes(self) -> Vec<u8> {
                self.0
            }
        }

        impl Deref for $name {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                Self(bytes.to_vec())
            }
        }

        impl From<Bytes> for $name {
            fn from(bytes: Bytes) -> Self {
                Self(bytes.into())
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(bytes: $name) -> Self {
                bytes.0
            }
        }

        impl From<$name> for Bytes {
            fn from(bytes: $name) -> Self {
                bytes.0.into()
            }
        }

        /// As the text that is sent.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Base64Display::new(&self.0, &$engine).fmt(f)
            }
        }

        /// As the text that is sent.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{self}\"")
            }
        }

        impl Scalar for $name {
            fn set(&mut self, text: &str) -> Fit {
                match read(text) {
                    Some(bytes) => {
                        self.0 = bytes;
                        Fit::Taken
                    }
                    None => Fit::Refused("a string in base64"),
                }
            }
        }

        impl Value for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::Scalar(self)
            }

            fn view(&self) -> View<'_> {
                View::Printed(self)
            }
        }

        serde_impls!([] $name);
    )+ };
}

encoded! {
    /// Bytes that are sent as base64 (RFC 4648, section 4), with padding.
    ///
    /// Read from either alphabet, with padding or without, and across line breaks.
    ///
    /// ```
    /// use clientgen_runtime::{Base64, Value, decode, encode};
    ///
    /// let bytes: Base64 = decode(br#""+/8=""#)?;
    /// assert_eq!(*bytes, [0xfb, 0xff]);
    /// assert_eq!(decode::<Base64>(br#""-_8""#)?, bytes);
    /// assert_eq!(encode(bytes.view()), br#""+/8=""#);
    /// # Ok::<(), clientgen_runtime::JsonError>(())
    /// ```
    Base64: STANDARD;
    /// Bytes that are sent as base64 in the alphabet for URLs (RFC 4648, section 5), without padding.
    ///
    /// Read as [`Base64`] is.
    Base64Url: URL_SAFE;
}

fn read(text: &str) -> Option<Vec<u8>> {
    let plain = |byte: u8| !matches!(byte, b'-' | b'_' | b'\n' | b'\r' | b' ' | b'\t');
    if text.bytes().all(plain) {
        return STANDARD.decode(text).ok();
    }
    let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let standard: Vec<u8> = bytes
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        })
        .collect();
    STANDARD.decode(standard).ok()
}
