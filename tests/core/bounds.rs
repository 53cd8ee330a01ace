//! What others write (AWS, a file, a page, a person's clipboard) is read in time and memory that grow as it does, whatever its
//! shape: each test doubles an input eight times and holds the last doublings against each other.

mod config;
mod credentials;
mod files;
mod growth;
mod records;
mod replies;
mod roles;
mod yaml;
