//! What IAM tells of a role, and of what the policies of a user or a role allow. Both are asked once at most, since whoever asks
//! can do without, and most callers may not ask at all.

use crate::aws::credentials::Credentials;
use crate::aws::partition::IamHost;
use crate::diagnosis::refusal::of_any_service;
use crate::failure::Failure;
use crate::protocol::http::{Reply, Request};
use crate::protocol::iam::{ContextEntry, Role, Simulated, read_role, read_simulated, role_request, simulate_request};
use crate::protocol::query::Refusal;
use crate::protocol::world::World;
use crate::walk::user::Asker;

/// The role of that name in the account of `signer`; none where IAM says that there is none. A name is found whatever its case.
///
/// # Errors
/// What IAM says, mostly that the caller may not know.
pub async fn get_role<W: World>(
    signer: &Credentials,
    iam: IamHost,
    name: &str,
    world: &W,
) -> Result<Option<Role>, Failure> {
    let role = ask(signer, iam, &role_request(iam.host, name), read_role, world).await;
    match role {
        Err(failure) if failure.evidence.code.as_deref() == Some("NoSuchEntity") => Ok(None),
        role => role.map(Some),
    }
}

/// What the policies of `principal`, a user or a role in the account of `signer`, make of `action` on `resource`.
///
/// # Errors
/// What IAM says, mostly that the caller may not know.
pub async fn simulate<W: World>(
    signer: &Credentials,
    iam: IamHost,
    principal: &str,
    (action, resource): (&str, &str),
    context: &[ContextEntry<'_>],
    world: &W,
) -> Result<Simulated, Failure> {
    let request = simulate_request(iam.host, principal, action, resource, context);
    ask(signer, iam, &request, read_simulated, world).await
}

async fn ask<W: World, T>(
    signer: &Credentials,
    iam: IamHost,
    request: &Request,
    read: impl Fn(&Reply) -> Result<T, Refusal>,
    world: &W,
) -> Result<T, Failure> {
    let asker = Asker { signer, region: iam.region, service: "iam", code: None };
    asker.ask_once(world, request, read, |evidence| of_any_service("IAM", evidence)).await
}
