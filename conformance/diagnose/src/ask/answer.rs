//! Answers, made of what was found.

use pkce_vectors::{requirement_ids as ids, transformations::by_id};

use crate::{
    advice::{Cases, cases},
    diagnosis::{Answer, By},
    faults::{self, Fault},
    given::{Challenge, Method, Request},
    near::Near,
    search::{Base, Step},
};

/// A verifier and a challenge, by their numbers from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) verifier: usize,
    pub(super) challenge: usize,
}

/// They belong together.
pub(super) fn matching(pair: Pair, base: Base) -> Answer {
    let (id, says) = match base {
        Base::S256 => ("match-s256", "the challenge is the verifier's S256"),
        Base::Plain => ("match-plain", "the challenge is the verifier itself, as plain"),
    };
    bare(pair, vec![id], says.to_owned(), By::Nobody)
}

/// The mistakes of a road came together.
pub(super) fn mistakes(pair: Pair, challenge: &Challenge, steps: &[Step]) -> Answer {
    let says: Vec<String> = steps.iter().map(|step| step.says()).collect();
    let by = steps.iter().map(|step| step.by()).find(|by| *by != By::Between);
    let by = match by.unwrap_or(By::Between) {
        // It stood in the request that a client makes.
        By::Either if challenge.value.place.request == Request::Authorization => By::Client,
        by => by,
    };
    let ids = steps.iter().map(|step| step.id()).collect();
    let mut whole = bare(pair, ids, says.join("; then "), by);
    for step in steps {
        push_new(&mut whole.usually, [step.who()]);
        push_new(&mut whole.requirements, [step.requirement()]);
        push_new(&mut whole.mend, [step.mend().to_owned()]);
        add_cases(&mut whole, step.cases());
    }
    whole
}

/// The halves were exchanged, and these mistakes were made beside that.
pub(super) fn swapped(pair: Pair, challenge: &Challenge, steps: &[Step]) -> Answer {
    let mut whole = mistakes(pair, challenge, steps);
    whole.ids.insert(0, "swapped");
    let also = if whole.says.is_empty() { String::new() } else { format!("; and {}", whole.says) };
    whole.says = format!("verifier and challenge were exchanged{also}");
    whole.by = By::Client;
    push_new(&mut whole.requirements, [ids::RFC7636_4_2_S256_FORMULA]);
    let mend = "Send the hash in the authorization request, and what was hashed to the token \
                endpoint.";
    whole.mend.insert(0, mend.to_owned());
    add_cases(&mut whole, cases("swapped"));
    whole
}

/// Verifier and challenge are one text: the other way in which that comes about.
pub(super) fn sent_again(pair: Pair) -> Answer {
    let says = "the challenge was sent once more, in the verifier's place";
    let mend = "Keep the verifier, and send it itself to the token endpoint.";
    let requirement = ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER;
    let id = "challenge-sent-again";
    let answer = of_client(pair, id, says.to_owned(), requirement, mend.to_owned());
    Answer { alternative: true, ..answer }
}

/// The challenge is a right S256, and the server does not compare as S256.
pub(super) fn method(pair: Pair, challenge: &Challenge) -> Option<Answer> {
    if let Some(fault) = faults::of_method(&challenge.method) {
        return Some(fault_of(pair, "method-name", fault));
    }
    let says = match &challenge.method {
        Method::Absent => "no method was sent, so the server compares the challenge as plain",
        Method::Named(name) if name == b"plain" => {
            "plain was said, and the challenge was made as S256"
        }
        _ => return None,
    };
    let step = Step::Listed(by_id("s256-in-place-of-plain")?);
    Some(Answer { says: says.to_owned(), ..mistakes(pair, challenge, &[step]) })
}

/// One half is no value at all.
pub(super) fn fault_of(pair: Pair, id: &'static str, fault: Fault) -> Answer {
    of_client(pair, id, fault.says, fault.requirement, fault.mend.to_owned())
}

/// Another parameter's value stands in the verifier's place.
pub(super) fn other_verifier(pair: Pair, name: &str) -> Answer {
    let says = format!("the value of `{name}` was sent in the verifier's place");
    let mend = format!("Send the login's own verifier, and `{name}` in its own place.");
    let requirement = ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER;
    of_client(pair, "other-in-place-of-verifier", says, requirement, mend)
}

/// Another parameter's value stands in the challenge's place, or was hashed in the verifier's.
pub(super) fn other_challenge(pair: Pair, name: &str, hashed: bool) -> Answer {
    let says = if hashed {
        format!("the challenge was derived of `{name}`, and not of the verifier")
    } else {
        format!("the value of `{name}` was sent in the challenge's place")
    };
    let mend = "Derive the challenge of the verifier that is sent later.".to_owned();
    let requirement = ids::RFC7636_4_2_S256_FORMULA;
    of_client(pair, "other-in-place-of-challenge", says, requirement, mend)
}

/// One half is that of the document's worked example.
pub(super) fn example(pair: Pair, half: &str, other: &str) -> Answer {
    let says = format!(
        "the {half} is the one of RFC 7636's worked example, which belongs to another {other}"
    );
    let mend = "Make a verifier for each login, and derive its challenge.".to_owned();
    let requirement = ids::RFC7636_4_1_VERIFIER_DISTINCT;
    of_client(pair, "worked-example", says, requirement, mend)
}

/// One half differs in one place from what would match.
pub(super) fn near(pair: Pair, found: Near, half: &str) -> Answer {
    let requirement = match half {
        "verifier" => ids::RFC7636_4_5_CLIENT_SENDS_VERIFIER,
        _ => ids::RFC7636_4_4_CHALLENGE_BOUND_TO_CODE,
    };
    let mend = format!("Carry and copy the {half} whole, octet by octet.");
    let answer = of_client(pair, found.id(), found.says(half), requirement, mend);
    Answer { by: By::Between, ..answer }
}

/// What a client did, with its published cases.
fn of_client(
    pair: Pair,
    id: &'static str,
    says: String,
    requirement: &'static str,
    mend: String,
) -> Answer {
    let mut whole = bare(pair, vec![id], says, By::Client);
    whole.requirements.push(requirement);
    whole.mend.push(mend);
    add_cases(&mut whole, cases(id));
    whole
}

const fn bare(pair: Pair, ids: Vec<&'static str>, says: String, by: By) -> Answer {
    Answer {
        verifier: pair.verifier,
        challenge: pair.challenge,
        ids,
        says,
        alternative: false,
        by,
        usually: Vec::new(),
        requirements: Vec::new(),
        mend: Vec::new(),
        flags: Vec::new(),
        links: Vec::new(),
    }
}

fn add_cases(whole: &mut Answer, (flags, links): Cases) {
    push_new(&mut whole.flags, flags.iter().copied());
    push_new(&mut whole.links, links.iter().copied());
}

fn push_new<T: PartialEq>(into: &mut Vec<T>, new: impl IntoIterator<Item = T>) {
    for one in new {
        if !into.contains(&one) {
            into.push(one);
        }
    }
}
