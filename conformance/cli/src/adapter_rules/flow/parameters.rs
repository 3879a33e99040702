//! Whether what a request carries reaches the server.

use pkce_conformance::wire::{Accept, Pushed};
use serde_json::{Value, json};

use crate::adapter_rules::{
    ask::with,
    client::{Auth, Client},
    conversation::Conversation,
    ground::{ground, grounded},
    rule::{Seen, Tried},
    session::{Got, Session, challenge, verifier},
};

pub(super) fn clients(adapter: &mut Conversation<'_>) -> Tried {
    let mut doubts = Vec::new();
    for client in Client::of(&adapter.about) {
        let Err(Some(how)) = grounded(adapter, &client)? else { continue };
        let role = if client.is_public() { "public" } else { "confidential" };
        let (way, other) = match client.auth {
            Auth::None => ("", None),
            Auth::Key => (", by its key,", None),
            Auth::Body => (", its secret in the body,", Some((Auth::Basic, "by HTTP Basic"))),
            Auth::Basic => (", its secret by HTTP Basic,", Some((Auth::Body, "in the body"))),
        };
        let mut doubt = format!("the right request of a {role} client{way} got no token ({how})");
        if let Some((auth, by)) = other
            && grounded(adapter, &client.by(auth))?.is_ok()
        {
            doubt = format!("{doubt}; {by} it did");
        }
        doubts.push(doubt);
    }
    Ok(if doubts.is_empty() {
        Seen::Kept
    } else {
        Seen::Doubt(format!("{}: is that all that the server has?", doubts.join("; ")))
    })
}

/// A client, a session and codes for it: what most rules of a request need.
struct Requests {
    client: Client,
    session: Session,
}

impl Requests {
    /// Nothing where no right request goes through; then the reason.
    fn begin(adapter: &mut Conversation<'_>) -> Result<Result<Self, String>, String> {
        let ground = match ground(adapter)? {
            Ok(ground) => ground,
            Err(why) => return Ok(Err(why)),
        };
        let session = ground.open(adapter)?;
        Ok(Ok(Self { client: ground.client, session }))
    }

    /// What a token request with this proof comes to, for a code with the challenge of this verifier.
    fn redeem(
        &self,
        adapter: &mut Conversation<'_>,
        verifier: &str,
        change: impl FnOnce(&Client, &str) -> Value,
    ) -> Result<Got, String> {
        match self.session.authorize(adapter, &self.client, &challenge(verifier))? {
            Got::Given(code) => {
                let request = change(&self.client, &code);
                self.session.step(adapter, &json!({"token": request}))
            }
            other => Ok(other),
        }
    }
}

fn accepts(adapter: &Conversation<'_>, word: &Accept) -> bool {
    adapter.about.accepts.contains(word)
}

pub(super) fn refusals(adapter: &mut Conversation<'_>) -> Tried {
    let requests = match Requests::begin(adapter)? {
        Ok(requests) => requests,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let (right, wrong) = (verifier(adapter), verifier(adapter));
    let got = requests.redeem(adapter, &right, |client, code| {
        client.redemption(code, &json!([["code_verifier", wrong]]))
    })?;
    if let Got::Unsupported(why) = got {
        return Err(format!("a token request with a wrong verifier was `unsupported`: {why}"));
    }
    let unknown = requests.client.redemption("no-such-code", &json!([["code_verifier", right]]));
    if let Got::Unsupported(why) = requests.session.step(adapter, &json!({"token": unknown}))? {
        return Err(format!("a token request with an unknown code was `unsupported`: {why}"));
    }
    requests.session.close(adapter)?;
    Ok(Seen::Kept)
}

pub(super) fn raw(adapter: &mut Conversation<'_>) -> Tried {
    if !accepts(adapter, &Accept::Raw) {
        return Ok(Seen::nothing("`raw` is not in `accepts`: it is not sent"));
    }
    let requests = match Requests::begin(adapter)? {
        Ok(requests) => requests,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let right = verifier(adapter);
    let got = requests.redeem(adapter, &right, |client, code| {
        let raw = format!("code_verifier={right}");
        with(&client.redemption(code, &json!([])), "raw", json!(raw))
    })?;
    requests.session.close(adapter)?;
    match got {
        Got::Refused(how) => Err(format!("the right verifier in `raw` got no token: {how}")),
        Got::Given(_) => Ok(Seen::Kept),
        Got::Unsupported(_) => Ok(Seen::nothing("`raw` is unsupported")),
    }
}

pub(super) fn octets(adapter: &mut Conversation<'_>) -> Tried {
    if !accepts(adapter, &Accept::Hex) {
        return Ok(Seen::nothing("`hex` is not in `accepts`: octets are not sent"));
    }
    let requests = match Requests::begin(adapter)? {
        Ok(requests) => requests,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let mut sent = |right: &str, octets: &[u8]| {
        let hex = pkce_conformance::wire::Octets(octets.to_vec()).to_hex();
        requests.redeem(adapter, right, |client, code| {
            client.redemption(code, &json!([["code_verifier", {"hex": hex}]]))
        })
    };
    let (right, wrong) = ("a".repeat(43), "b".repeat(43));
    if let Got::Refused(how) = sent(&right, right.as_bytes())? {
        return Err(format!("the right verifier in hexadecimal got no token: {how}"));
    }
    if sent(&right, wrong.as_bytes())?.is_given() {
        return Err("a wrong verifier in hexadecimal got a token".to_owned());
    }
    for (character, how) in [('é', "read as Latin-1"), ('?', "replaced by `?`")] {
        let twin = character.to_string().repeat(43);
        if sent(&twin, &[0xe9; 43])?.is_given() {
            return Err(format!("octets that are not text were {how}"));
        }
    }
    let mut more = right.clone().into_bytes();
    more.insert(20, 0xff);
    let is_taken = sent(&right, &more)?.is_given();
    requests.session.close(adapter)?;
    if is_taken {
        let why = "an octet that is not text was left out of a verifier, and the rest got a token: does the server do that, \
                   or the adapter (errors=\"ignore\")?";
        return Ok(Seen::Doubt(why.to_owned()));
    }
    Ok(Seen::Kept)
}

pub(super) fn pushed(adapter: &mut Conversation<'_>) -> Tried {
    let requests = match Requests::begin(adapter)? {
        Ok(requests) => requests,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let Requests { client, session } = requests;
    if client.pushed == Pushed::No {
        return Ok(Seen::nothing("`offers` says that there are no pushed requests"));
    }
    let right = verifier(adapter);
    let pushing = json!({"par": client.pushing(&challenge(&right))});
    let Got::Given(uri) = session.step(adapter, &pushing)? else {
        return Ok(Seen::nothing("no request can be pushed by the client that is tried"));
    };
    let got = session.step(adapter, &json!({"authorize": client.pushed(&uri)}))?;
    session.close(adapter)?;
    Ok(match got {
        Got::Given(_) => Seen::Kept,
        _ => Seen::Doubt(
            "the `request_uri` of a pushed request got no code: does the server refuse it, or does the adapter pass on only \
             the parameters that it knows?"
                .to_owned(),
        ),
    })
}

pub(super) fn duplicates(adapter: &mut Conversation<'_>) -> Tried {
    if !accepts(adapter, &Accept::Duplicates) {
        return Ok(Seen::nothing("`duplicates` is not in `accepts`: none are sent"));
    }
    let requests = match Requests::begin(adapter)? {
        Ok(requests) => requests,
        Err(why) => return Ok(Seen::Nothing(why)),
    };
    let (right, wrong) = (verifier(adapter), verifier(adapter));
    let mut taken = |first: &str, second: &str| {
        let twice = json!([["code_verifier", first], ["code_verifier", second]]);
        requests.redeem(adapter, &right, |client, code| client.redemption(code, &twice))
    };
    let first = taken(&right, &wrong)?.is_given();
    let last = taken(&wrong, &right)?.is_given();
    requests.session.close(adapter)?;
    let which = match (first, last) {
        (true, false) => "first",
        (false, true) => "last",
        _ => return Ok(Seen::Kept),
    };
    Ok(Seen::Doubt(format!(
        "of two verifiers the {which} alone counted: does the server take the {which}, or does the adapter lose the other?"
    )))
}
