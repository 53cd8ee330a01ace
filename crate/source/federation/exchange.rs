//! Sends AWS what a person brought, and takes the session of the role for it.

use super::{Brought, FederatedRole, parsed};
use crate::aws::arn::RoleArn;
use crate::aws::credentials::{Credentials, Secret};
use crate::diagnosis::refusal::explain_federation;
use crate::failure::aim::Aim;
use crate::failure::{Failure, FailureKind};
use crate::protocol::http::{Reply, Request};
use crate::protocol::query::Refusal;
use crate::protocol::sts::{self, DEFAULT_SESSION_NAME, Session};
use crate::protocol::world::World;
use crate::source::SourceKind;
use crate::walk::deliver::{deliver, lasts};
use crate::walk::stage::Stage;

/// The credentials of the source's role, for what the person brought. It is sent only if it is what this source takes: so one that
/// somebody else slipped in, of another provider or account, goes nowhere.
///
/// # Errors
/// [`FailureKind::Invalid`] before anything is sent, where it is none of this source; then what AWS says:
/// [`FailureKind::SignedOut`] where it has ended, so that only a new sign-in helps.
pub async fn credentials<W: World>(kind: &SourceKind, text: &Secret, world: &W) -> Result<Credentials, Failure> {
    let invalid = |sentence: String| Failure::new(FailureKind::Invalid, sentence);
    let (brought, sent) = parsed(text)?;
    let (SourceKind::Saml(source) | SourceKind::WebIdentity(source)) = kind else {
        return Err(invalid("This source takes no sign-in of an identity provider.".into()));
    };
    let role = RoleArn::parse(&source.role_arn).map_err(invalid)?;
    let region = source.region.as_deref().unwrap_or(role.partition().default_region());
    let host = role.partition().sts_host(region);
    let seconds = source.duration_seconds;
    let exchange = match (kind, &brought) {
        (SourceKind::Saml(_), Brought::Saml(assertion)) => {
            let provider = source.provider.as_deref().unwrap_or_default();
            if !assertion.roles.iter().any(|it| it.role_arn == source.role_arn && it.provider_arn == provider) {
                return Err(invalid(format!(
                    "This assertion is not good for role {} in account {} by the provider {provider}, which this source is of. It \
                     was not sent.",
                    role.name(),
                    role.account()
                )));
            }
            let request = sts::saml_request(host, &role, provider, &sent, seconds);
            Exchange { role, region, sent, request, read: sts::read_saml }
        }
        (SourceKind::WebIdentity(_), Brought::WebIdentity(token)) => {
            if let Some(issuer) = source.provider.as_deref().filter(|issuer| *issuer != token.issuer) {
                return Err(invalid(format!(
                    "This token is of {}, and this source is of {issuer}. It was not sent.",
                    token.issuer
                )));
            }
            let name = source.session_name.as_deref().unwrap_or(DEFAULT_SESSION_NAME);
            let request = sts::web_identity_request(host, &role, name, &sent, seconds);
            Exchange { role, region, sent, request, read: sts::read_web_identity }
        }
        (_, Brought::Saml(_)) => {
            return Err(invalid("This source takes a token (JWT), and this is an assertion.".into()));
        }
        (_, Brought::WebIdentity(_)) => {
            return Err(invalid("This source takes an assertion (SAMLResponse), and this is a token.".into()));
        }
    };
    exchange.with(source, world).await
}

struct Exchange<'a> {
    role: RoleArn,
    region: &'a str,
    /// What AWS is sent in confidence.
    sent: Secret,
    request: Request,
    read: fn(&Reply) -> Result<Session, Refusal>,
}

impl Exchange<'_> {
    async fn with<W: World>(self, source: &FederatedRole, world: &W) -> Result<Credentials, Failure> {
        let Self { role, region, sent, request, read } = self;
        let delivery = deliver(world, false, |_| Ok(request.clone()), |reply| read(reply).err()).await?;
        // What the host was sent, as a stage knows it, so that no failure repeats it.
        let sent = Credentials {
            access_key_id: String::new(),
            secret_access_key: sent,
            session_token: None,
            expires_at: None,
        };
        let (host, attempts, skew) = (request.host.as_str(), delivery.attempts, world.skew());
        let stage = Stage { aim: Aim::User, host, sent: &sent, code: None, attempts, skew };
        let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
        let explain = |evidence: &_| explain_federation(evidence, &role, source.provider.as_deref(), region);
        let mut session = read(&reply).map_err(|refused| stage.refused(refused, explain))?;
        if !role.is_session(&session.assumed_role_arn) {
            return Err(stage.another_session(&session.assumed_role_arn, session.request_id));
        }
        if !lasts(&mut session.credentials, world, host).await {
            return Err(stage.ended_session(session.request_id));
        }
        Ok(session.credentials)
    }
}
