//! Bytes as text, and fields as bytes: one encoding for all that is authenticated, in which no two meanings look the same.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Public bytes of a fixed length; base64url without padding in JSON. One text for one value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bytes<const N: usize>(pub [u8; N]);

impl<const N: usize> Bytes<N> {
    /// Drawn at random.
    pub(super) fn drawn(chance: super::Chance<'_>) -> Self {
        let mut bytes = [0; N];
        chance(&mut bytes);
        Self(bytes)
    }

    /// From the text that its `Display` gives, and from no other.
    pub fn read(text: &str) -> Option<Self> {
        BASE64URL_NOPAD.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl<const N: usize> fmt::Display for Bytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

impl<const N: usize> fmt::Debug for Bytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> Serialize for Bytes<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'a, const N: usize> Deserialize<'a> for Bytes<N> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| serde::de::Error::custom("not bytes of that length"))
    }
}

/// Fields one after the other, each behind its length; a number is a field of eight bytes. The first says what the rest is
/// for, and with it how many fields there are and in what order, so that nothing can be moved from one to the next.
#[derive(Default)]
pub(super) struct Fields(Vec<u8>);

impl Fields {
    pub fn of(purpose: &str) -> Self {
        Self::default().text("rolerelay vault").text(purpose).number(super::FORMAT.into())
    }

    pub fn text(self, text: &str) -> Self {
        self.bytes(text.as_bytes())
    }

    pub fn number(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend((bytes.len() as u64).to_be_bytes());
        self.0.extend(bytes);
        self
    }

    pub fn done(self) -> Vec<u8> {
        self.0
    }
}
