//! What the source's user asks for itself, and what begins no chain yet: signed, sent, read.

use super::deliver::{Delivery, deliver, send};
use super::stage::Stage;
use crate::aws::credentials::{Credentials, Secret};
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::http::{Reply, Request};
use crate::protocol::query::Refusal;
use crate::protocol::sign::sign;
use crate::protocol::world::World;

/// Who asks, and which service.
pub(crate) struct Asker<'a> {
    pub signer: &'a Credentials,
    pub region: &'a str,
    /// As signatures name it: `sts`.
    pub service: &'a str,
    /// The MFA code that is sent, which AWS takes once.
    pub code: Option<&'a Secret>,
}

impl Asker<'_> {
    /// Asks, and asks again where that cannot do harm. `explain` knows to read a refusal.
    pub async fn ask<W: World, T>(
        &self,
        world: &W,
        request: &Request,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
        explain: impl FnOnce(&Evidence) -> (FailureKind, String),
    ) -> Result<T, Failure> {
        let signed = |now| self.signed(request, now);
        let delivery = deliver(world, self.code.is_some(), signed, |reply| read(reply).err()).await?;
        self.answer(world, &request.host, delivery, read, explain)
    }

    /// Asks once, whatever comes back.
    pub async fn ask_once<W: World, T>(
        &self,
        world: &W,
        request: &Request,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
        explain: impl FnOnce(&Evidence) -> (FailureKind, String),
    ) -> Result<T, Failure> {
        let signed_at = world.aws_now();
        let (answer, _) = send(world, self.signed(request, signed_at)?, |reply| read(reply).err()).await;
        self.answer(world, &request.host, Delivery { answer, attempts: 1, signed_at }, read, explain)
    }

    /// Where an answer to it comes from.
    pub fn stage<'s, W: World>(&'s self, world: &W, host: &'s str, attempts: u32) -> Stage<'s> {
        Stage { aim: Aim::User, host, sent: self.signer, code: self.code, attempts, skew: world.skew() }
    }

    fn signed(&self, request: &Request, now: f64) -> Result<Request, Failure> {
        sign(request.clone(), self.signer, self.region, self.service, now)
    }

    fn answer<W: World, T>(
        &self,
        world: &W,
        host: &str,
        Delivery { answer, attempts, .. }: Delivery,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
        explain: impl FnOnce(&Evidence) -> (FailureKind, String),
    ) -> Result<T, Failure> {
        let stage = self.stage(world, host, attempts);
        let reply = answer.map_err(|no_reply| stage.no_reply(no_reply))?;
        read(&reply).map_err(|refused| stage.refused(refused, explain))
    }
}
