//! The core on the host, as one program: one link instead of one for each file.
#![cfg(not(target_family = "wasm"))] // their libraries are of the host alone
// A test that meets what it does not expect stops there.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod accounted;
mod admission;
mod arn;
mod arrival;
mod bounds;
mod chain;
mod check;
mod checklist;
mod clock;
mod console;
mod console_sign_in;
mod credentials;
mod denial;
mod diagnosis;
mod earlier;
mod elsewhere;
mod endpoint;
mod export;
mod export_grammar;
mod export_names;
mod federation;
mod identity_center;
mod import_config;
mod import_endpoint;
mod import_hostile;
mod import_kinds;
mod import_others;
mod import_over;
mod import_plan;
mod journal;
mod lease;
mod lineage;
mod link;
mod memory;
mod mend;
mod mentioned;
mod mfa;
mod opt_in;
mod own_end;
mod parameters;
mod partition;
mod placeholders;
mod profiles;
mod proof;
mod put_aside;
mod read_only;
mod reason;
mod refusal;
mod remedy;
mod reply;
mod retry;
mod roles;
mod roles_again;
mod roles_apart;
mod roles_beside;
mod roles_by_account;
mod roles_elsewhere;
mod roles_in_prose;
mod roles_in_settings;
mod roles_told_apart;
mod rotate;
mod roundtrip;
mod route;
mod services;
mod sessions;
mod settled;
mod shapes;
mod sign;
mod sts;
mod survey;
mod torn;
mod totp;
mod user_console;
mod vault;
mod walk;
mod wanted;
mod well_known;
mod world;
mod written;
mod written_grammar;
