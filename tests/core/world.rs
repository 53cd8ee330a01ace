//! A world for walks on the host: it answers as AWS would, but for the requests whose answer a test sets, and it keeps
//! what was sent. Its clock stands still but for back-off, which takes no time.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::chain::route::Route;
use rolerelay::chain::{Chain, Hop};
use rolerelay::failure::Failure;
use rolerelay::failure::cause::CauseKind;
use rolerelay::protocol::http::{NoReply, Reply, Request};
use rolerelay::protocol::world::{Cancelled, World};
use rolerelay::walk::memory::Anew;
use rolerelay::walk::{self, Opened, Step, WalkOptions, Walked};
use url::form_urlencoded;

/// 2026-01-01T00:00:00Z.
pub const NOW: f64 = 1_767_225_600_000.0;

/// In every secret of this world, so that a leak can be searched for.
pub const MARKER: &str = "+Hush/";

/// The MFA device of the user whose key [`long_term`] is.
pub const DEVICE: &str = "arn:aws:iam::000000000001:mfa/ana";

/// Who [`long_term`]'s key belongs to, and [`temporary`]'s session.
pub const ANA: &str = "arn:aws:iam::000000000001:user/team/ana";
pub const GUEST: &str = "arn:aws:sts::000000000009:assumed-role/Guest/ana";

pub type Answer = Result<Reply, NoReply>;

#[derive(Default)]
pub struct Scripted {
    /// By the number of the request, from 0. The others are answered as AWS would.
    pub answers: HashMap<usize, Answer>,
    /// Cancels while it waits to send again.
    pub cancel_in_sleep: bool,
    pub sent: RefCell<Vec<Request>>,
    pub slept: RefCell<Vec<f64>>,
    pub steps: RefCell<Vec<Step>>,
    pub clock: Cell<f64>,
    pub skew: Cell<f64>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = (usize, Answer)>) -> Self {
        Self { answers: answers.into_iter().collect(), ..Self::default() }
    }

    pub fn walk(&self, chain: &Chain, base: &Credentials) -> Result<Walked, Failure> {
        self.walk_as(chain, base, &WalkOptions::default())
    }

    pub fn walk_as(&self, chain: &Chain, base: &Credentials, options: &WalkOptions) -> Result<Walked, Failure> {
        block_on(walk::walk(&Route::new(chain)?, base, options, &Anew, self, |step| self.steps.borrow_mut().push(step)))
    }

    pub fn session_token(&self, base: &Credentials, region: &str, code: &str) -> Result<Credentials, Failure> {
        block_on(walk::session_token(base, region, DEVICE, &Secret::new(code), self))
    }

    pub fn open(&self, chain: &Chain, base: &Credentials) -> Result<Opened, Failure> {
        block_on(walk::open(&Route::new(chain)?, base, &WalkOptions::default(), &Anew, None, false, self, |step| {
            self.steps.borrow_mut().push(step)
        }))
    }

    pub fn sent_count(&self) -> usize {
        self.sent.borrow().len()
    }
}

impl World for Scripted {
    async fn send(&self, request: Request) -> Answer {
        let number = self.sent_count();
        let answer = self.answers.get(&number).cloned().unwrap_or_else(|| Ok(aws(&request, number)));
        self.sent.borrow_mut().push(request);
        answer
    }

    fn now(&self) -> f64 {
        NOW + self.clock.get()
    }

    fn skew(&self) -> f64 {
        self.skew.get()
    }

    fn measured(&self, skew: f64) {
        self.skew.set(skew);
    }

    async fn sleep(&self, ms: f64) -> Result<(), Cancelled> {
        self.slept.borrow_mut().push(ms);
        self.clock.set(self.clock.get() + ms);
        if self.cancel_in_sleep { Err(Cancelled) } else { Ok(()) }
    }

    fn random(&self) -> f64 {
        1.0
    }
}

/// What AWS answers to a good request: a session whose keys bear the number of the request, or a sign-in token.
fn aws(request: &Request, number: usize) -> Reply {
    if request.host.contains("signin") {
        return reply(200, &format!("{{\"SigninToken\":\"{}\"}}", "Token-1_x".repeat(9)));
    }
    if field(request, "Action").as_deref() == Some("GetSessionToken") {
        return reply(200, &session_token_xml());
    }
    if field(request, "Action").as_deref() == Some("GetCallerIdentity") {
        let is_user = header(request, "x-amz-security-token").is_none();
        return reply(200, &caller_xml(if is_user { ANA } else { GUEST }));
    }
    if field(request, "Action").as_deref() == Some("GetScopedCredentials") {
        return reply(200, &scoped_xml("arn:aws:sts::000000000002:assumed-role/role-2/rolerelay"));
    }
    let (role, session) = (field(request, "RoleArn").unwrap(), field(request, "RoleSessionName").unwrap());
    let name = role.rsplit('/').next().unwrap();
    let assumed =
        format!("{}:assumed-role/{name}/{session}", role.replace(":iam:", ":sts:").split(":role").next().unwrap());
    reply(200, &session_xml(number, &assumed))
}

/// STS's answer with a session of `assumed_role_arn`.
pub fn session_xml(number: usize, assumed_role_arn: &str) -> String {
    format!(
        r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>{assumed_role_arn}</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>ASIA{number:016}</AccessKeyId><SecretAccessKey>{MARKER}key{number}</SecretAccessKey>
        <SessionToken>{MARKER}token{number}==</SessionToken><Expiration>2026-01-01T01:00:00Z</Expiration></Credentials>
        </AssumeRoleResult><ResponseMetadata><RequestId>request-{number}</RequestId></ResponseMetadata></AssumeRoleResponse>"#
    )
}

/// STS's answer to GetSessionToken.
pub fn session_token_xml() -> String {
    format!(
        r#"<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetSessionTokenResult>
        <Credentials><AccessKeyId>ASIATOKEN</AccessKeyId><SecretAccessKey>{MARKER}session-key</SecretAccessKey>
        <SessionToken>{MARKER}session-token</SessionToken><Expiration>2026-01-01T12:00:00Z</Expiration></Credentials>
        </GetSessionTokenResult><ResponseMetadata><RequestId>request-t</RequestId></ResponseMetadata></GetSessionTokenResponse>"#
    )
}

/// STS's answer to GetScopedCredentials.
pub fn scoped_xml(arn: &str) -> String {
    format!(
        r#"<GetScopedCredentialsResponse><GetScopedCredentialsResult><SessionInfo><ScopedSessionId>AROA:x</ScopedSessionId><Arn>{arn}</Arn></SessionInfo>
        <Credentials><AccessKeyId>ASIASCOPED</AccessKeyId><SecretAccessKey>{MARKER}scoped-key</SecretAccessKey>
        <SessionToken>{MARKER}scoped-token</SessionToken><Expiration>2026-01-01T01:00:00Z</Expiration></Credentials>
        </GetScopedCredentialsResult><ResponseMetadata><RequestId>request-s</RequestId></ResponseMetadata></GetScopedCredentialsResponse>"#
    )
}

/// STS's answer to GetCallerIdentity.
pub fn caller_xml(arn: &str) -> String {
    format!(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
}

/// STS's answer with an error.
pub fn error(status: u16, code: &str, message: &str) -> Answer {
    Ok(reply(
        status,
        &format!(
            r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>request-e</RequestId></ErrorResponse>"#
        ),
    ))
}

pub fn reply(status: u16, body: &str) -> Reply {
    Reply { status, headers: vec![], body: Secret::new(body) }
}

/// A field of the request's form, or of its query.
pub fn field(request: &Request, name: &str) -> Option<String> {
    let query = request.target.expose().split_once('?').map_or("", |(_, query)| query);
    let form = format!("{query}&{}", request.body.expose());
    form_urlencoded::parse(form.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.expose())
}

/// A chain of as many hops as there are ARNs.
pub fn chain<'a>(roles: impl IntoIterator<Item = &'a str>) -> Chain {
    let hop = |role: &str| Hop { role_arn: role.into(), ..Hop::default() };
    Chain {
        id: "c1".into(),
        name: "A chain".into(),
        source_id: "s1".into(),
        hops: roles.into_iter().map(hop).collect(),
        ..Chain::default()
    }
}

/// A chain of `n` hops, each in an account of its own.
pub fn chain_of(n: usize) -> Chain {
    let roles: Vec<_> = (1..=n).map(|hop| format!("arn:aws:iam::{hop:012}:role/team/role-{hop}")).collect();
    chain(roles.iter().map(String::as_str))
}

/// A user's own key.
pub fn long_term() -> Credentials {
    Credentials {
        access_key_id: "AKIAQAAAAAAAGMKEM7X5".into(),
        secret_access_key: Secret::new(format!("{MARKER}base-key")),
        session_token: None,
        expires_at: None,
    }
}

/// A session that someone else started.
pub fn temporary() -> Credentials {
    Credentials {
        access_key_id: "ASIAQAAAAAAAGMKEM7X5".into(),
        session_token: Some(Secret::new(format!("{MARKER}base-token"))),
        ..long_term()
    }
}

/// Nothing in this world waits, so a future is ready when it is first asked.
pub fn block_on<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the walk waits for something that is not of its world"),
    }
}

/// What AWS says to who may not.
pub fn denied(words: &str) -> Answer {
    error(403, "AccessDenied", words)
}

/// A walk whose hop `at` is answered so, each time that it is sent.
pub fn failure_of(chain: &Chain, base: &Credentials, at: usize, answer: &Answer) -> Failure {
    let options = WalkOptions { token_code: Some(Secret::new("012345")), ..WalkOptions::default() };
    let is_denied = answer.as_ref().is_ok_and(|reply| reply.body.expose().contains("AccessDenied"));
    let times = if is_denied { 1 } else { 3 };
    let world = Scripted::new((at..at + times).map(|number| (number, answer.clone())));
    let failure = world.walk_as(chain, base, &options).unwrap_err();
    assert_eq!(failure.hop, Some(at));
    failure
}

/// Its causes, in their order.
pub fn kinds(failure: &Failure) -> Vec<CauseKind> {
    failure.causes.iter().map(|cause| cause.kind).collect()
}
