//! Whether what is set has an effect: the policy, the clock, the session itself.

use serde_json::{Value, json};

use crate::adapter_rules::{
    client::Client,
    conversation::Conversation,
    ground::{Ground, ground},
    rule::{Seen, Tried},
    session::{Got, LIFETIME, Session, challenge, open, policy, verifier},
};

/// How far a flow comes under a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Nothing,
    Code,
    Token,
}

impl Reached {
    const fn told(self) -> &'static str {
        match self {
            Self::Nothing => "got no code",
            Self::Code => "got a code and no token",
            Self::Token => "got a token",
        }
    }
}

/// How far a flow with these PKCE parameters comes, or nothing where the policy cannot be set.
fn tried(
    adapter: &mut Conversation<'_>,
    policy: &Value,
    client: &Client,
    pkce: &[(&str, String)],
    proof: &Value,
) -> Result<Option<Reached>, String> {
    let Ok(session) = open(adapter, policy, &[client])? else { return Ok(None) };
    let reached = match session.authorize(adapter, client, pkce)? {
        Got::Given(code) => match session.redeem(adapter, client, &code, proof)? {
            Got::Given(_) => Some(Reached::Token),
            Got::Refused(_) => Some(Reached::Code),
            Got::Unsupported(_) => None,
        },
        Got::Refused(_) => Some(Reached::Nothing),
        Got::Unsupported(_) => None,
    };
    session.close(adapter)?;
    Ok(reached)
}

pub(super) fn methods(adapter: &mut Conversation<'_>) -> Tried {
    if adapter.about.offers.methods.as_ref().is_some_and(|lists| lists.len() == 1) {
        return Ok(Seen::nothing("`offers` says that the list of methods is fixed"));
    }
    let Ground { pkce, client, .. } = match ground(adapter)? {
        Ok(ground) => ground,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let mut reached = |methods: &[&str]| {
        let verifier = verifier(adapter);
        let sent =
            [("code_challenge", verifier.clone()), ("code_challenge_method", "plain".to_owned())];
        let proof = json!([["code_verifier", verifier]]);
        tried(adapter, &policy(&pkce, methods), &client, &sent, &proof)
    };
    match (reached(&["S256"])?, reached(&["S256", "plain"])?) {
        (Some(alone), Some(both)) if alone == both => Err(format!(
            "plain {} where `methods` is S256 alone, as where plain is in it",
            both.told()
        )),
        (Some(_), Some(_)) => Ok(Seen::Kept),
        _ => Ok(Seen::nothing("one of the two lists of methods cannot be set")),
    }
}

pub(super) fn required(adapter: &mut Conversation<'_>) -> Tried {
    let Ground { methods, client, .. } = match ground(adapter)? {
        Ok(ground) => ground,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    // For whom PKCE is required, and whether that is this client.
    let policies = [
        (json!("optional"), false),
        (json!("required"), true),
        (json!("public"), client.is_public()),
        (json!({"clients": [client.id]}), true),
        (json!({"clients": ["another"]}), false),
    ];
    let mut seen: Vec<(Value, bool, Reached)> = Vec::new();
    for (pkce, binds) in policies {
        let reached = tried(adapter, &policy(&pkce, &methods), &client, &[], &json!([]))?;
        let Some(reached) = reached else { continue };
        let alike = seen.iter().find(|(_, bound, same)| *bound != binds && *same == reached);
        if let Some((other, ..)) = alike {
            let told = reached.told();
            return Err(format!(
                "a request without PKCE {told} under `\"pkce\": {pkce}`, as under `\"pkce\": {other}`"
            ));
        }
        seen.push((pkce, binds, reached));
    }
    let both = |binds: bool| seen.iter().any(|(_, bound, _)| *bound == binds);
    Ok(if both(true) && both(false) {
        Seen::Kept
    } else {
        Seen::nothing("its policies are all alike to the client that is tried")
    })
}

pub(super) fn clock(adapter: &mut Conversation<'_>) -> Tried {
    if adapter.about.offers.code_lifetime == Some(false) {
        return Ok(Seen::nothing("`offers` says that time cannot be moved"));
    }
    let ground = match ground(adapter)? {
        Ok(ground) => ground,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let client = &ground.client;
    let session = ground.open(adapter)?;
    let mut waited = |seconds: u32| {
        let verifier = verifier(adapter);
        let Got::Given(code) = session.authorize(adapter, client, &challenge(&verifier))? else {
            return Ok(None);
        };
        match session.step(adapter, &json!({"wait": {"seconds": seconds}}))? {
            Got::Given(_) => {}
            Got::Unsupported(_) => return Ok(None),
            Got::Refused(how) => return Err(format!("a wait was answered with {how}")),
        }
        let proof = json!([["code_verifier", verifier]]);
        session.redeem(adapter, client, &code, &proof).map(|got| Some(got.is_given()))
    };
    let (soon, late) = (waited(1)?, waited(LIFETIME + 1)?);
    session.close(adapter)?;
    match (soon, late) {
        (_, Some(true)) => Err(format!(
            "{} seconds after it was issued a code got a token, where its lifetime is {LIFETIME}",
            LIFETIME + 1
        )),
        (Some(false), _) => Err(format!(
            "1 second after it was issued a code was refused, where its lifetime is {LIFETIME}"
        )),
        (Some(true), Some(false)) => Ok(Seen::Kept),
        _ => Ok(Seen::nothing("`wait` is unsupported")),
    }
}

pub(super) fn sessions(adapter: &mut Conversation<'_>) -> Tried {
    let ground = match ground(adapter)? {
        Ok(ground) => ground,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let client = &ground.client;
    let (first, second) = (ground.open(adapter)?, ground.open(adapter)?);
    let verifier = verifier(adapter);
    let proof = json!([["code_verifier", verifier]]);
    let Got::Given(code) = first.authorize(adapter, client, &challenge(&verifier))? else {
        return Err(
            "once a second session was open, the right request of the first was refused".to_owned()
        );
    };
    if second.redeem(adapter, client, &code, &proof)?.is_given() {
        return Err("the code of one session got a token in another".to_owned());
    }
    if !first.redeem(adapter, client, &code, &proof)?.is_given() {
        return Err("a code that another session was shown got no token in its own".to_owned());
    }
    second.close(adapter)?;
    still_knows(adapter, &ground, &first)?;
    first.close(adapter)?;
    Ok(Seen::Kept)
}

/// A session with other clients does not take the place of this one.
fn still_knows(
    adapter: &mut Conversation<'_>,
    ground: &Ground,
    session: &Session,
) -> Result<(), String> {
    let stranger = ground.client.named("stranger");
    let other = open(adapter, &ground.policy(), &[&stranger])?;
    let got = session.goes_through(adapter, &ground.client)?;
    if let Ok(other) = other {
        other.close(adapter)?;
    }
    match got {
        Got::Given(_) => Ok(()),
        _ => Err("once a session with other clients was open, those of the first were unknown"
            .to_owned()),
    }
}
