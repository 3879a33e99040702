//! PKCE that depends on what has nothing to do with it: how the request came, how the client authenticates, which
//! scopes it wants, what happened before in the same user agent.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pkce_core::{
    VerifyError,
    request::Parameters,
    server::{Binding, Decisions, Grant, Grants, Login, Proof, Refusal, Standard, Way},
};
use pkce_vectors::requirement_ids as ids;

use super::{Decided, Mutant};
use crate::{Role, mutant::wrong};
use pkce_conformance::{
    implementation::{Answered, Implementation},
    reference::{Reference, StandardLibrary, Surrounded, Surroundings},
    wire::{About, Octets, Open, Outcome, SentRequest, StepAnswer, StepCall},
};

const UNCHECKED: &[&str] = &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED];

/// A server that looks at no verifier where this holds of the token request, or of the request that led to its code.
macro_rules! unchecked_where {
    ($proof:ident => $excused:expr) => {
        wrong!(Decisions {
            fn possession(&self, $proof: &Proof<'_>) -> Decided {
                if $excused { Ok(()) } else { Standard.possession($proof) }
            }
        })
    };
}

/// A server whose code has the binding of another one, where there is such a one.
macro_rules! bound_to {
    (|$grant:ident, $other:ident| $same:expr) => {
        wrong!(Decisions {
            fn binding_of<'a>(&self, $grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                let last = grants.iter().rev().find(|$other| $same);
                last.map_or(&$grant.binding, |last| &last.binding)
            }
        })
    };
}

pub(super) fn mutants() -> Vec<Mutant> {
    [asked(), authenticated(), remembered(), timed(), altered()]
        .concat()
        .into_iter()
        .map(Mutant::unseen)
        .collect()
}

/// What the authorization request says beside the challenge, and how it comes.
fn asked() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "verifier-unchecked-with-openid-scope",
            UNCHECKED,
            "the code of an OpenID Connect request goes another way, on which nobody looks at \
             the verifier",
            unchecked_where!(proof => scope_has(&proof.grant.asked, "openid")),
        ),
        Mutant::server(
            "verifier-unchecked-without-openid-scope",
            UNCHECKED,
            "PKCE is part of OpenID Connect alone: who does not ask for it is without",
            unchecked_where!(proof => !scope_has(&proof.grant.asked, "openid")),
        )
        .cites(&["https://github.com/bshaffer/oauth2-server-php/pull/1045"])
        .wide("hardly a flow asks for OpenID Connect"),
        Mutant::server(
            "verifier-unchecked-with-offline-access",
            UNCHECKED,
            "a code that gives a refresh token goes another way, on which nobody looks at the \
             verifier",
            unchecked_where!(proof => scope_has(&proof.grant.asked, "offline_access")),
        ),
        Mutant::server(
            "verifier-unchecked-after-silent-login",
            UNCHECKED,
            "prompt=none skips the pages, and with them the place where the challenge is kept",
            unchecked_where!(proof => is(&proof.grant.asked, "prompt", b"none")),
        ),
        Mutant::server(
            "verifier-unchecked-after-prompt",
            UNCHECKED,
            "a request that asks for a page is rebuilt after it, without its challenge",
            unchecked_where!(proof => {
                is(&proof.grant.asked, "prompt", b"login") || is(&proof.grant.asked, "prompt", b"consent")
            }),
        ),
        Mutant::made(
            "verifier-unchecked-in-hybrid-flow",
            Role::Server,
            UNCHECKED,
            "a request for a code and something else goes another way, on which nobody looks \
             at the verifier",
            |seed| {
                let name = "verifier-unchecked-in-hybrid-flow";
                let decisions = unchecked_where!(proof => {
                    proof.grant.asked.values(HYBRID).next().is_some()
                });
                let reference =
                    Reference::with(name, Box::new(StandardLibrary), Arc::new(decisions), seed);
                let front = |step: &mut StepCall| {
                    let request = authorize(step)?;
                    if value(request, "response_type")?.as_text() != Some("code") {
                        set(request, "response_type", "code");
                        request.params.push((HYBRID.to_owned(), Octets::from("1")));
                    }
                    None
                };
                Box::new(Surrounded::new(reference, Front(front)))
            },
        ),
        fronted("challenge-lost-by-post", &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "the challenge is read from the query alone: an authorization request by POST has \
             none",
            |step| {
                let request = authorize(step)?;
                if request.post { drop_challenge(request) }
                None
            }),
        fronted("challenge-read-by-post-alone", &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "the challenge is read from the body alone: an authorization request by GET has none",
            |step| {
                let request = authorize(step)?;
                if !request.post { drop_challenge(request) }
                None
            })
        .cites(&[
            "https://github.com/node-oauth/node-oauth2-server/pull/197",
            "https://github.com/node-oauth/node-oauth2-server/issues/258",
        ]),
        Mutant::server(
            "challenge-in-request-object-ignored",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_EQUAL_CONTINUES],
            "a request object is unpacked after the challenge was looked for",
            wrong!(Decisions {
                fn parameters_of_object(&self, object: &Parameters, _: &Parameters) -> Decided<Parameters> {
                    Ok(object.iter().filter(|(name, _)| !name.starts_with(b"code_challenge")).collect())
                }
            }),
        )
        .cites(&["https://github.com/JanssenProject/jans/issues/999"]),
        Mutant::server(
            "query-beside-request-object-wins",
            &[ids::RFC9101_5_ONLY_THE_REQUEST_OBJECT],
            "a challenge in the query takes the place of the one in the request object",
            wrong!(Decisions {
                fn parameters_of_object(&self, object: &Parameters, query: &Parameters) -> Decided<Parameters> {
                    let ours = |name: &[u8]| query.iter().any(|(theirs, _)| theirs == name);
                    let kept = object.iter().filter(|(name, _)| !ours(name));
                    Ok(kept.chain(query.iter()).collect())
                }
            }),
        ),
    ]
}

/// How the client shows who it is.
fn authenticated() -> Vec<Mutant> {
    const STRAY_TOO: &[&str] = &[
        ids::RFC7636_4_5_VERIFIER_REQUIRED,
        ids::RFC7636_4_6_UNEQUAL_REFUSED,
        ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
    ];
    vec![
        Mutant::server(
            "verifier-unchecked-with-secret-in-body",
            STRAY_TOO,
            "a client whose secret comes in the body is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Body),
        ),
        Mutant::server(
            "verifier-unchecked-with-basic",
            STRAY_TOO,
            "a client whose secret comes by HTTP Basic is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Basic),
        )
        .wide("flows that end in a wrong verifier run for both kinds of client"),
        Mutant::server(
            "verifier-unchecked-with-key",
            STRAY_TOO,
            "a client that authenticates with its key is believed without a verifier",
            unchecked_where!(proof => proof.way == Way::Key),
        )
        .cites(&["https://github.com/18F/identity-idp/pull/13561"]),
        Mutant::server(
            "verifier-refused-with-basic",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "PKCE works where the secret comes in the body, and not where it comes by HTTP Basic",
            refused_where(Way::Basic),
        )
        .cites(&["https://github.com/apereo/cas/pull/4671"]),
        Mutant::server(
            "verifier-refused-with-secret-in-body",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "PKCE works where the secret comes by HTTP Basic, and not where it comes in the body",
            refused_where(Way::Body),
        ),
        Mutant::server(
            "secret-of-public-client-excuses-verifier",
            &[ids::RFC7636_4_5_VERIFIER_REQUIRED, ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "whoever sends a secret counts as authenticated, and is asked for no verifier: a \
             public client with any secret too",
            wrong!(Decisions {
                fn authenticated(&self, login: &Login<'_>) -> Decided {
                    if login.client.is_public() && login.way == Way::Body { Ok(()) } else { Standard.authenticated(login) }
                }
                fn possession(&self, proof: &Proof<'_>) -> Decided {
                    if proof.client.is_public() && proof.way == Way::Body { Ok(()) } else { Standard.possession(proof) }
                }
            }),
        ),
    ]
}

/// What happened before.
fn remembered() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "challenge-of-first-in-user-agent",
            &[
                ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
                ids::RFC7636_4_6_EQUAL_CONTINUES,
                ids::RFC9700_4_8_VERIFIER_NEEDS_CHALLENGE,
                ids::RFC7636_5_CLIENTS_WITHOUT_PKCE,
            ],
            "the challenge stays in the session of the user agent: what another client asks \
             for there later has it too",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let before = |other: &&Grant| {
                        other.user_agent == grant.user_agent
                            && other.client_id != grant.client_id
                            && matches!(other.binding, Binding::Challenge(_))
                    };
                    grants.iter().find(before).map_or(&grant.binding, |first| &first.binding)
                }
            }),
        )
        .cites(&[
            "https://github.com/GluuFederation/oxAuth/issues/1733",
            "https://github.com/JanssenProject/jans/issues/2560",
            "https://github.com/H2CK/oidc/issues/620",
        ]),
        Mutant::server(
            "challenge-kept-by-state",
            &[ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE, ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "what was asked is kept under the client's `state`: of two requests with one \
             state, the last counts for both",
            bound_to!(|grant, other| state(other) == state(grant)),
        ),
        Mutant::server(
            "challenge-kept-by-missing-state",
            &[ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE, ids::RFC7636_4_6_EQUAL_CONTINUES, ids::RFC7636_4_5_VERIFIER_REQUIRED],
            "what was asked is kept under the client's `state`: requests without one share a \
             place",
            bound_to!(|grant, other| state(grant).is_none() && state(other).is_none()),
        ),
        Mutant::server(
            "challenge-is-the-key-of-its-request",
            &[ids::RFC7636_4_6_EQUAL_CONTINUES],
            "what was asked is kept under its challenge: once one of two codes with the same \
             is redeemed, the other is lost",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let spent = |other: &Grant| {
                        other.redeemed.is_some() && grant.redeemed.is_none() && text(other) == text(grant)
                    };
                    if text(grant).is_some() && grants.iter().any(spent) { &NOBODYS } else { &grant.binding }
                }
            }),
        )
        .cites(&["https://github.com/geldata/gel/pull/6271"]),
        Mutant::server(
            "challenge-lost-at-second-login",
            UNCHECKED,
            "who is logged in, and has agreed before, is sent back at once: without the \
             challenge of the request",
            wrong!(Decisions {
                fn binding_of<'a>(&self, grant: &'a Grant, grants: &'a Grants) -> &'a Binding {
                    let first = grants.iter().find(|other| other.user_agent == grant.user_agent);
                    let again = first.is_some_and(|first| !std::ptr::eq(first, grant));
                    if again { &Binding::Lost } else { &grant.binding }
                }
            }),
        )
        .cites(&["https://github.com/casdoor/casdoor/issues/2910"]),
    ]
}

/// Time, and requests at the same moment.
fn timed() -> Vec<Mutant> {
    vec![
        Mutant::server(
            "challenge-expires-before-its-code",
            UNCHECKED,
            "the challenge is kept in a cache, and is gone before the code is",
            unchecked_where!(proof => proof.now >= proof.grant.issued + Duration::from_secs(20)),
        ),
        Mutant::made(
            "race-shares-its-verdict",
            Role::Server,
            &[ids::RFC7636_4_6_UNEQUAL_REFUSED],
            "requests at the same moment share a place for the verdict: once one verifier was \
             right, each is",
            |seed| {
                let moment = Arc::new(Moment::default());
                let (name, library) = ("race-shares-its-verdict", Box::new(StandardLibrary));
                let decisions = Arc::new(SharedVerdict(Arc::clone(&moment)));
                Box::new(Raced(Reference::with(name, library, decisions, seed), moment))
            },
        ),
    ]
}

/// Codes that are nearly right, or none.
fn altered() -> Vec<Mutant> {
    vec![
        Mutant::made(
            "code-compared-by-prefix",
            Role::Server,
            &[ids::RFC6749_4_1_3_CODE_VALID, ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY],
            "the first half of a code finds what it was issued for, and the rest is not looked \
             at",
            |seed| {
                let reference = Reference::new(seed).named("code-compared-by-prefix");
                Box::new(Surrounded::new(
                    reference,
                    Prefixes { spent_alone: false, codes: HashMap::new() },
                ))
            },
        ),
        Mutant::made(
            "replay-acts-before-code-is-known",
            Role::Server,
            &[ids::OAUTH21_NO_REVOCATION_ON_INVALID_REPLAY],
            "the first half of a spent code is a replay, and takes its tokens back before the \
             rest is looked at",
            |seed| {
                let reference = Reference::new(seed).named("replay-acts-before-code-is-known");
                Box::new(Surrounded::new(
                    reference,
                    Prefixes { spent_alone: true, codes: HashMap::new() },
                ))
            },
        )
        .cites(&["https://github.com/cloudflare/workers-oauth-provider/pull/225"]),
        fronted(
            "empty-code-server-error",
            &[ids::HARDENING_SERVER_ERROR],
            "a token request with an empty code breaks the token endpoint",
            |step| {
                let StepCall::Token(request) = step else { return None };
                let empty = value(request, "code").is_some_and(|code| code.0.is_empty());
                empty.then(|| StepAnswer {
                    status: Some(500),
                    ..StepAnswer::new(Outcome::ServerError)
                })
            },
        )
        .cites(&["https://github.com/spring-attic/spring-authorization-server/issues/1671"]),
        Mutant::server(
            "empty-verifier-transformed",
            &[ids::HARDENING_EMPTY_VERIFIER_OWN_TRANSFORM],
            "a verifier that is sent empty is transformed like any other, and is the one of \
             the hash of nothing",
            wrong!(Decisions {
                fn empty_is_omitted(&self, name: &str) -> bool {
                    name != "code_verifier"
                }
                fn verifier_syntax(&self, verifier: &[u8]) -> Result<(), VerifyError> {
                    if verifier.is_empty() { Ok(()) } else { Standard.verifier_syntax(verifier) }
                }
            }),
        ),
    ]
}

/// A parameter that marks a request of the hybrid flow on its way to the decisions.
const HYBRID: &str = "x_hybrid";

/// What no verifier answers.
static NOBODYS: std::sync::LazyLock<Binding> = std::sync::LazyLock::new(|| {
    let method = pkce_core::server::BoundMethod::Other(Vec::new());
    Binding::Challenge(pkce_core::server::BoundChallenge { method, text: Vec::new() })
});

/// A server that refuses a right verifier beside this way of authenticating.
fn refused_where(way: Way) -> impl Decisions {
    struct Refusing(Way);
    impl Decisions for Refusing {
        fn possession(&self, proof: &Proof<'_>) -> Decided {
            match proof.binding {
                Binding::Challenge(_) if proof.way == self.0 => {
                    Err(Refusal::Verifier(VerifyError::Mismatch))
                }
                _ => Standard.possession(proof),
            }
        }
    }
    Refusing(way)
}

/// Changes a request, or answers it before the server sees it.
struct Front(fn(&mut StepCall) -> Option<StepAnswer>);

impl Surroundings for Front {
    fn before(&mut self, _: &str, step: &mut StepCall) -> Option<StepAnswer> {
        (self.0)(step)
    }
}

fn fronted(
    name: &'static str,
    breaks: &'static [&'static str],
    says: &'static str,
    front: fn(&mut StepCall) -> Option<StepAnswer>,
) -> Mutant {
    Mutant::made(name, Role::Server, breaks, says, move |seed| {
        Box::new(Surrounded::new(Reference::new(seed).named(name), Front(front)))
    })
}

/// The codes of each session, and whether they were redeemed: looked up by their first half.
struct Prefixes {
    /// Only spent ones are found so.
    spent_alone: bool,
    codes: HashMap<String, Vec<(String, bool)>>,
}

impl Surroundings for Prefixes {
    fn before(&mut self, session: &str, step: &mut StepCall) -> Option<StepAnswer> {
        let StepCall::Token(request) = step else { return None };
        let sent = value(request, "code")?.as_text()?.to_owned();
        let found = self.codes.get(session)?.iter().find(|(code, spent)| {
            (*spent || !self.spent_alone)
                && sent.get(..code.len() / 2) == code.get(..code.len() / 2)
        })?;
        set(request, "code", &found.0);
        None
    }

    fn after(&mut self, session: &str, step: &StepCall, answer: &mut StepAnswer) {
        let codes = self.codes.entry(session.to_owned()).or_default();
        codes.extend(answer.code.clone().map(|code| (code, false)));
        if let StepCall::Token(request) = step
            && answer.outcome == Outcome::Token
            && let Some(sent) = value(request, "code")
            && let Some((_, spent)) =
                codes.iter_mut().find(|(code, _)| sent.as_text() == Some(code))
        {
            *spent = true;
        }
    }

    fn closed(&mut self, session: &str) {
        self.codes.remove(session);
    }
}

/// Whether requests come at the same moment, and one of them was right.
#[derive(Default)]
struct Moment {
    racing: AtomicBool,
    proven: AtomicBool,
}

/// A server whose requests at the same moment share one verdict on the verifier.
struct SharedVerdict(Arc<Moment>);

impl Decisions for SharedVerdict {
    fn possession(&self, proof: &Proof<'_>) -> Decided {
        let verdict = Standard.possession(proof);
        if !self.0.racing.load(Ordering::Relaxed) {
            return verdict;
        }
        let proven = self.0.proven.fetch_or(verdict.is_ok(), Ordering::Relaxed);
        if proven { Ok(()) } else { verdict }
    }
}

/// A server, and the moment that its decisions look at.
struct Raced(Reference, Arc<Moment>);

impl Implementation for Raced {
    fn about(&self) -> About {
        let mut about = self.0.about();
        about.ops.retain(|op| op.starts_with("flow."));
        about
    }

    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        self.0.flow_open(open)
    }

    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        self.0.flow_step(session, step)
    }

    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        self.1.proven.store(false, Ordering::Relaxed);
        self.1.racing.store(true, Ordering::Relaxed);
        let answers = steps.iter().map(|step| self.0.flow_step(session, step)).collect();
        self.1.racing.store(false, Ordering::Relaxed);
        answers
    }

    fn flow_close(&mut self, session: &str) -> Answered<()> {
        self.0.flow_close(session)
    }
}

fn authorize(step: &mut StepCall) -> Option<&mut SentRequest> {
    match step {
        StepCall::Authorize(request) => Some(request),
        _ => None,
    }
}

fn value<'r>(request: &'r SentRequest, name: &str) -> Option<&'r Octets> {
    request.params.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

fn set(request: &mut SentRequest, name: &str, value: &str) {
    for (_, known) in request.params.iter_mut().filter(|(known, _)| known == name) {
        *known = Octets::from(value);
    }
}

fn drop_challenge(request: &mut SentRequest) {
    request.params.retain(|(name, _)| !name.starts_with("code_challenge"));
}

fn is(asked: &Parameters, name: &str, wanted: &[u8]) -> bool {
    asked.values(name).any(|value| value == wanted)
}

fn scope_has(asked: &Parameters, wanted: &str) -> bool {
    asked
        .values("scope")
        .any(|scope| scope.split(|octet| *octet == b' ').any(|word| word == wanted.as_bytes()))
}

fn state(grant: &Grant) -> Option<&[u8]> {
    grant.asked.values("state").next()
}

fn text(grant: &Grant) -> Option<&[u8]> {
    match &grant.binding {
        Binding::Challenge(challenge) => Some(&challenge.text),
        Binding::Absent | Binding::Lost => None,
    }
}
