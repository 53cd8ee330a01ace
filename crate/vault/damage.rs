//! Why a vault does not open, as data: what was typed, what was kept, or what was never there.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, FailureKind};

/// What stands between a person and what is kept. Quotes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "what")]
pub enum VaultError {
    /// Nothing is kept here yet.
    Nothing,
    /// A newer Rolerelay wrote it.
    Newer,
    /// The password is not the one, or it is and the salt beside it was changed on purpose: no cipher can tell these apart.
    WrongPassword,
    /// The passkey is not the one.
    WrongPasskey,
    /// What is kept is not what was written.
    Damaged(Damage),
    /// There is no such way to open this vault.
    NoSuchSlot,
    /// What was asked for is not safe or not possible: a defect of the caller, or an empty password.
    Refused(Refusal),
    /// The computer does not give the memory that the password's protection takes.
    Memory,
}

/// What was found changed. The first three are found before any password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// It cannot be read: cut off, or not of this form.
    Form,
    /// Its checksum does not fit: bits have changed, by themselves as a rule.
    Checksum,
    /// It asks for a key derivation that is too weak, or so dear that only an attack would ask for it.
    Cost,
    /// The key is the right one, and what it wraps was changed: not by accident, since the checksum fits.
    Wrapped,
    /// The key is the right one, and the header was changed, which took a new checksum.
    Header,
    /// A record was changed, or is another than the one asked for.
    Record,
    /// A record is whole, and of another generation than the one asked for: somebody put an old one back.
    Generation,
    /// A record that belongs to this generation is not there.
    Missing,
    /// It is of another vault.
    Stranger,
}

/// What is never done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// An empty password, or one of over [`crate::vault::MAX_PASSWORD`] bytes.
    Password,
    /// A passkey's output of under 32 bytes, or of zeros.
    Passkey,
    /// A key of zeros: one that was wiped.
    Key,
    /// A second password, more than [`crate::vault::MAX_SLOTS`], or none left.
    Slots,
    /// A record or a header past its limit.
    Size,
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing is kept here yet.",
            Self::Newer => "A newer Rolerelay wrote what is kept here. Update the extension; nothing was changed.",
            Self::WrongPassword => "This is not the password. Nothing was changed.",
            Self::WrongPasskey => "This passkey does not open what is kept here. Use another, or the password.",
            Self::Damaged(Damage::Cost) => {
                "What is kept here asks for a protection outside of what is safe. It was not written by Rolerelay, and it \
                 was not opened."
            }
            Self::Damaged(Damage::Wrapped | Damage::Header) => {
                "The password is right, but what is kept here was changed by something else than Rolerelay. It was not \
                 opened. Restore a backup, and rotate the access keys if somebody else can write to this computer."
            }
            Self::Damaged(Damage::Generation) => {
                "Part of what is kept here is older than the rest, as if an old copy was put back. It was not opened."
            }
            Self::Damaged(_) => "What is kept here is damaged. It was left as it is; restore a backup.",
            Self::NoSuchSlot => "There is no such way to unlock. Reload this page.",
            Self::Refused(Refusal::Password) => "Write a password.",
            Self::Refused(Refusal::Passkey) => "This passkey cannot protect keys. Use another, or a password.",
            Self::Refused(Refusal::Key) => "Rolerelay was locked meanwhile. Unlock it, then try again.",
            Self::Refused(Refusal::Slots) => "This way to unlock cannot be added or removed.",
            Self::Refused(Refusal::Size) => "This is larger than what Rolerelay keeps.",
            Self::Memory => "The computer has too little free memory to unlock. Close something and try again.",
        })
    }
}

impl std::error::Error for VaultError {}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let kind = match error {
            VaultError::WrongPassword | VaultError::WrongPasskey => FailureKind::WrongPassword,
            VaultError::Nothing | VaultError::Damaged(_) => FailureKind::Damaged,
            VaultError::Refused(Refusal::Key) => FailureKind::Locked,
            VaultError::Newer | VaultError::Memory => FailureKind::Storage,
            VaultError::NoSuchSlot | VaultError::Refused(_) => FailureKind::Invalid,
        };
        Self::new(kind, error.to_string())
    }
}
