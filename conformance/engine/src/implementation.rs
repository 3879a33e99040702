//! The trait behind which any implementation in Rust stands: the reference, bundled adapters, mutants, and the
//! code of a Rust author who wants the vectors as tests.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pkce_vectors::Op;

use crate::wire::{About, Call, Failure, Open, Reason, Reply, StepAnswer, StepCall};

/// What went another way than an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declined {
    /// The implementation refused or raised.
    Failed(Failure),
    /// The implementation does not offer this.
    Unsupported(String),
}

impl Declined {
    /// The library refused, with its own words.
    #[must_use]
    pub fn refused(reason: Reason, message: impl Into<String>) -> Self {
        Self::Failed(Failure::new(reason, message))
    }

    /// The library does not offer this.
    #[must_use]
    pub fn unsupported(why: impl Into<String>) -> Self {
        Self::Unsupported(why.into())
    }
}

/// The answer to a call.
pub type Answered<T> = Result<T, Declined>;

/// What `derive` gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The challenge; `None` if the call went well and gave nothing.
    pub challenge: Option<String>,
    /// The name of the method, as the implementation spells it, if it tells one.
    pub method: Option<String>,
}

impl From<String> for Derived {
    fn from(challenge: String) -> Self {
        Self { challenge: Some(challenge), method: None }
    }
}

/// A PKCE implementation. Each operation that it offers is one call of the real thing; an operation that it does
/// not offer keeps its default, which says so.
///
/// Values arrive as the octets of the vector; absent is `None`, empty is empty. Report what the code does: add no
/// check that it lacks, and map no silence to a refusal.
pub trait Implementation {
    /// Name, version, language, and the operations offered.
    fn about(&self) -> About;

    /// RFC 7636 §4.2: verifier to challenge.
    fn derive(&mut self, verifier: &[u8], method: Option<&[u8]>) -> Answered<Derived> {
        let _ = (verifier, method);
        Err(not_offered(Op::Derive))
    }

    /// RFC 7636 §4.6: does the verifier belong to the challenge?
    fn verify(
        &mut self,
        verifier: &[u8],
        challenge: &[u8],
        method: Option<&[u8]>,
    ) -> Answered<bool> {
        let _ = (verifier, challenge, method);
        Err(not_offered(Op::Verify))
    }

    /// Does the verifier have the form of RFC 7636 §4.1? Only for a call that promises that grammar.
    fn check_verifier(&mut self, verifier: &[u8]) -> Answered<bool> {
        let _ = verifier;
        Err(not_offered(Op::CheckVerifier))
    }

    /// Does the challenge have the form of RFC 7636 §4.2? Only for a call that promises that grammar.
    fn check_challenge(&mut self, challenge: &[u8], method: Option<&[u8]>) -> Answered<bool> {
        let _ = (challenge, method);
        Err(not_offered(Op::CheckChallenge))
    }

    /// The name of a method to the method's registered name, or to the name itself as unknown.
    fn parse_method(&mut self, method: Option<&[u8]>) -> Answered<String> {
        let _ = method;
        Err(not_offered(Op::ParseMethod))
    }

    /// `count` fresh verifiers, of `length` characters where one is given.
    fn generate(&mut self, count: u32, length: Option<u32>) -> Answered<Vec<String>> {
        let _ = (count, length);
        Err(not_offered(Op::Generate))
    }

    /// A new authorization server with this policy and these clients.
    fn flow_open(&mut self, open: &Open) -> Answered<()> {
        let _ = open;
        Err(Declined::unsupported("no authorization server"))
    }

    /// One step at a session's authorization server.
    fn flow_step(&mut self, session: &str, step: &StepCall) -> Answered<StepAnswer> {
        let _ = (session, step);
        Err(Declined::unsupported("no authorization server"))
    }

    /// Steps at the same moment. Without concurrency: unsupported.
    fn flow_race(&mut self, session: &str, steps: &[StepCall]) -> Answered<Vec<StepAnswer>> {
        let _ = (session, steps);
        Err(Declined::unsupported("no concurrency"))
    }

    /// The session is over.
    fn flow_close(&mut self, session: &str) -> Answered<()> {
        let _ = session;
        Ok(())
    }
}

fn not_offered(op: Op) -> Declined {
    Declined::unsupported(format!("no {} in this implementation", op.as_str()))
}

/// Puts one call to an implementation. A panic is an answer: an exception from beneath.
pub fn answer(implementation: &mut dyn Implementation, call: &Call) -> Reply {
    let answered = catch_unwind(AssertUnwindSafe(|| dispatch(implementation, call)));
    match answered {
        Ok(Ok(reply)) => reply,
        Ok(Err(Declined::Failed(failure))) => Reply::Failed(failure),
        Ok(Err(Declined::Unsupported(why))) => Reply::Unsupported(why),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panicked");
            Reply::Failed(Failure::new(Reason::Exception, text))
        }
    }
}

fn dispatch(implementation: &mut dyn Implementation, call: &Call) -> Answered<Reply> {
    match call {
        Call::Library(library) => {
            let method = library.method.as_ref().map(|method| method.0.as_slice());
            let verifier = library.verifier.as_ref().map_or(&[][..], |verifier| &verifier.0);
            let challenge = library.challenge.as_ref().map_or(&[][..], |challenge| &challenge.0);
            match library.op {
                Op::Derive => {
                    implementation.derive(verifier, method).map(|derived| match derived.challenge {
                        Some(challenge) => Reply::Challenge { challenge, method: derived.method },
                        None => Reply::Nothing,
                    })
                }
                Op::Verify => implementation.verify(verifier, challenge, method).map(Reply::Match),
                Op::CheckVerifier => implementation.check_verifier(verifier).map(Reply::Valid),
                Op::CheckChallenge => {
                    implementation.check_challenge(challenge, method).map(Reply::Valid)
                }
                Op::ParseMethod => implementation.parse_method(method).map(Reply::Method),
                Op::Generate => {
                    implementation.generate(library.count, library.length).map(Reply::Verifiers)
                }
            }
        }
        Call::Open(open) => implementation.flow_open(open).map(|()| Reply::Nothing),
        Call::Step { session, step } => {
            implementation.flow_step(session, step).map(|answer| Reply::Step(Box::new(answer)))
        }
        Call::Race { session, steps } => implementation.flow_race(session, steps).map(Reply::Steps),
        Call::Close { session } => implementation.flow_close(session).map(|()| Reply::Nothing),
    }
}
