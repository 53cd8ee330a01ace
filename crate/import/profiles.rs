//! The grammar of AWS config and credentials files.
