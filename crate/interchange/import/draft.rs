//! What the reader of a format hands on: chains and sources as they would be kept were there nothing yet.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{ImportFile, SourceCredentials};
use crate::chain::{Chain, Source};
use crate::interchange::note::ImportNote;

/// What one format says. Every record has its final id, made by [`id`].
#[derive(Default)]
pub(super) struct Draft {
    pub chains: Vec<Chain>,
    pub sources: Vec<Source>,
    pub credentials: Vec<SourceCredentials>,
    pub notes: Vec<ImportNote>,
    /// Which fields of a chain its format can say. The others stay as they are in a chain that is here already.
    pub says: Says,
}

impl Draft {
    /// The draft of one file, which its notes name.
    pub fn in_file(mut self, file: &ImportFile) -> Self {
        self.notes = self.notes.into_iter().map(|note| note.in_file(file)).collect();
        self
    }
}

/// The fields of a record that a format has words for, beside the roles and where a chain starts. One that it can say and
/// does not, is taken away on a second import; one that it cannot say stays.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Says {
    /// [`Chain::name`] and [`Source::name`]: only where the id is not made of the name, so that another name is news.
    pub name: bool,
    pub session_name: bool,
    pub external_id: bool,
    pub duration: bool,
    pub mfa: bool,
    pub region: bool,
    pub hop_region: bool,
    pub source_identity: bool,
    pub session_tags: bool,
    pub policies: bool,
    pub destination: bool,
    pub colour: bool,
    pub tags: bool,
    /// What is left: the chain's own session name, the console session's duration, the accounts of a shape.
    pub rest: bool,
}

impl Says {
    /// All there is.
    pub const ALL: Self = Self {
        name: true,
        session_name: true,
        external_id: true,
        duration: true,
        mfa: true,
        region: true,
        hop_region: true,
        source_identity: true,
        session_tags: true,
        policies: true,
        destination: true,
        colour: true,
        tags: true,
        rest: true,
    };
}

/// The id of a record, the same at each import: 32 hex digits of the SHA-256 over the format, the kind of record and the
/// name that it has there. So a second import finds the first one's, and bookmarks go on.
pub(super) fn id(format: &str, kind: Kind, name: &str) -> String {
    let kind = match kind {
        Kind::Chain => "chain",
        Kind::Source => "source",
    };
    // No format or kind holds the character between them, so no two names run into one.
    let hash = Sha256::digest(format!("{format}\0{kind}\0{name}"));
    HEXLOWER.encode(hash.first_chunk::<16>().map_or(&[][..], |half| half))
}

/// What an id is of. A chain and a source may have one name and are left out of an import by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Chain,
    Source,
}

impl ImportNote {
    /// The same of this file.
    pub(crate) fn in_file(self, file: &ImportFile) -> Self {
        Self { file: Some(file.name.clone()).filter(|name| !name.is_empty()), ..self }
    }
}
