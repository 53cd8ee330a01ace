//! Chains and credentials from where people keep them, and written for where people want them.

mod characters;
mod comments;
mod conflict;
pub mod credential_text;
pub mod document;
pub mod export;
pub mod import;
pub mod limits;
pub mod note;
