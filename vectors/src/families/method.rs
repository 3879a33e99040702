//! Names that are near those of the two methods, in `parse_method`, in `verify` and at a server.

use crate::{Datum, Expect, Flow, Input, Needs, Op, Value, Vector, requirement_ids as ids};

use super::{
    fault::{Fault, OTHER, UNKNOWN_AS_PLAIN, UNKNOWN_AS_S256},
    near::{NAMES, Near, long_names},
    rule::Judged,
    shorthand::{octets, s256, text, v1, v2},
};

fn parse(
    name: &str,
    comment: &str,
    requirement: &str,
    flag: &str,
    method: Option<Datum>,
) -> Vector {
    Vector {
        id: format!("parse-method/{name}"),
        requirement: requirement.to_owned(),
        comment: comment.to_owned(),
        flags: vec![flag.to_owned()],
        op: Op::ParseMethod,
        input: Input { method, ..Input::default() },
        expect: Vec::new(),
        effect: None,
        needs: Needs::default(),
        implied_by: Vec::new(),
        control: false,
        controlled_by: None,
        withdrawn: None,
    }
}

fn is(method: &str) -> Expect {
    Expect::Method(method.to_owned())
}

/// `parse_method`.
pub(super) fn names() -> Vec<Vector> {
    let offered = Needs { plain: Some(true), ..Needs::default() };
    let registered = |name: &str, id: &str| {
        let comment = format!("the registered name `{name}`");
        let mut vector =
            parse(id, &comment, ids::RFC7636_4_3_METHOD_NAMES, "MethodSpelling", Some(name.into()));
        vector.expect = vec![is(name)];
        vector.control = true;
        vector
    };
    let mut plain = registered("plain", "plain");
    plain.needs = offered;
    let mut absent = parse(
        "absent",
        "no method: plain, where it is offered",
        ids::HARDENING_ABSENT_METHOD_DEFAULT,
        "MethodDefault",
        None,
    );
    absent.expect = vec![is("plain")];
    absent.needs = offered;
    let mut empty = parse(
        "empty",
        "an empty method: refused, plain, or unknown, never S256",
        ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER,
        "EmptyMethod",
        Some("".into()),
    );
    empty.expect = vec![Expect::Refused, is("plain"), is("")];
    let mut vectors = vec![registered("S256", "s256"), plain, absent, empty];
    let names =
        NAMES.iter().map(|&(name, bytes, near)| (name, Datum::from_bytes(bytes.to_vec()), near));
    for (name, datum, near) in names.chain(long_names()) {
        let (requirement, comment) = match near {
            Near::S256 => {
                (ids::HARDENING_METHOD_NEAR_MISS_S256, "a spelling of S256 that is not registered")
            }
            Near::Plain => {
                (ids::HARDENING_PLAIN_NEAR_MISS, "a spelling of plain that is not registered")
            }
            Near::Neither => {
                (ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER, "a name that is neither S256 nor plain")
            }
        };
        let bytes = datum.to_bytes();
        let mut vector = parse(name, comment, requirement, "MethodNearMiss", Some(datum));
        if name != "unguessable" {
            vector.implied_by = vec!["parse-method/unguessable".to_owned()];
        }
        vector.expect = vec![Expect::Refused];
        // An answer is text: a name that is none cannot come back.
        if let Ok(itself) = String::from_utf8(bytes) {
            vector.expect.push(Expect::Method(itself));
        }
        vectors.push(vector);
    }
    vectors
}

/// Each name twice: the verifier is right under S256, and the verifier is the challenge's own text.
///
/// Honoured as S256, the right verifier alone is taken; compared as plain, whoever saw the challenge is.
fn faults(value: &Value, name: &str, near: Near) -> [Fault; 2] {
    let as_s256 = Fault::s256(
        Judged::Advice(ids::HARDENING_METHOD_NEAR_MISS_S256),
        format!("method-{name}/as-s256"),
        "under a name that is not S256, a verifier that S256 would take",
        s256(v1()),
        v1(),
    );
    let judged = if near == Near::Plain {
        Judged::Advice(ids::HARDENING_PLAIN_NEAR_MISS)
    } else {
        Judged::Wrong
    };
    let as_plain = Fault::s256(
        judged,
        format!("method-{name}/as-plain"),
        "under a name that is not plain, a verifier that plain would take",
        v1(),
        v1(),
    );
    let as_plain = if near == Near::Plain {
        as_plain
    } else {
        as_plain.required_by(ids::RFC7636_4_3_OTHER_NAME_IS_NEITHER)
    };
    [as_s256.under(UNKNOWN_AS_S256), as_plain.under(UNKNOWN_AS_PLAIN)]
        .map(|fault| fault.method(value.clone()).flag("MethodNearMiss").refusable())
}

/// A verifier that matches neither way: the method is not looked at, nor anything else.
fn unchecked(value: &Value, name: &str) -> Fault {
    let flag = if name == "empty" { "EmptyMethod" } else { "UnsupportedMethod" };
    Fault::s256(
        Judged::Wrong,
        format!("method-{name}/unchecked"),
        "under a name that is neither S256 nor plain, a verifier that neither would take",
        s256(v1()),
        v2(),
    )
    .method(value.clone())
    .flag(flag)
    .refusable()
    .under(OTHER)
}

/// Names under which nothing may be taken: tables and switches fall through on them.
const UNCHECKED: [&str; 7] =
    ["s256-lower-case", "plain-upper-case", "sha256", "s512", "none", "null", "constructor"];

/// The same names, as they are in ids, and as they are sent.
pub(super) fn unchecked_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let named = NAMES.iter().filter(|(name, ..)| UNCHECKED.contains(name));
    named.filter_map(|&(name, bytes, _)| Some((name, std::str::from_utf8(bytes).ok()?)))
}

/// `verify`.
pub(super) fn verify() -> Vec<Vector> {
    let mut all = Vec::new();
    for &(name, bytes, near) in NAMES {
        let value = octets(bytes);
        all.extend(faults(&value, name, near));
        if UNCHECKED.contains(&name) {
            all.push(unchecked(&value, name));
        }
    }
    all.push(unchecked(&text(""), "empty"));
    let mut vectors: Vec<Vector> = all.iter().map(Fault::vector).collect();
    let [as_s256, _] = faults(&text(""), "empty", Near::Neither);
    vectors.push(as_s256.vector());
    vectors.extend(absent());
    vectors
}

/// A call without a method: plain is what an absent parameter means, but a default argument is the library's own.
fn absent() -> Vec<Vector> {
    let offered = Needs { plain: Some(true), ..Needs::default() };
    let make = |name: &str, comment: &str, judged, challenge, verifier| {
        let fault =
            Fault::s256(judged, format!("method-absent/{name}"), comment, challenge, verifier);
        let mut vector = fault.flag("MethodDefault").vector();
        vector.input.method = None;
        vector
    };
    let mut as_plain = make(
        "as-plain",
        "without a method, a verifier that plain takes",
        Judged::Right,
        v1(),
        v1(),
    );
    as_plain.requirement = ids::HARDENING_ABSENT_METHOD_DEFAULT.into();
    as_plain.needs = offered;
    let mut as_s256 = make(
        "as-s256",
        "without a method, a verifier that S256 would take",
        Judged::Advice(ids::HARDENING_ABSENT_METHOD_DEFAULT),
        s256(v1()),
        v1(),
    );
    as_s256.needs = offered;
    let unchecked = make(
        "unchecked",
        "without a method, a verifier that neither S256 nor plain would take",
        Judged::Wrong,
        s256(v1()),
        v2(),
    );
    vec![as_plain, as_s256, unchecked]
}

/// At a server. The flows of an unguessable name, and those of an empty one as plain, are written by hand.
pub(super) fn flows() -> Vec<Flow> {
    let plain = |offered| Needs { plain: Some(offered), ..Needs::default() };
    let mut flows = Vec::new();
    for &(name, bytes, near) in NAMES {
        let value = octets(bytes);
        let [as_s256, mut as_plain] = faults(&value, name, near);
        flows.push(quiet(&as_s256));
        if near == Near::Plain {
            // Where plain is not offered, nothing may be redeemed as plain, however it is spelt.
            let mut off =
                as_plain.clone().required_by(ids::RFC7636_4_4_1_PLAIN_NOT_OFFERED_NOT_HONOURED);
            off.name.push_str("-where-off");
            off.judged = Judged::Wrong;
            off.needs = plain(false);
            flows.push(quiet(&off));
            as_plain.needs = plain(true);
        }
        if as_plain.name != UNKNOWN_AS_PLAIN {
            flows.push(quiet(&as_plain));
        }
        if UNCHECKED.contains(&name) {
            flows.push(unchecked(&value, name).flow());
        }
    }
    let [mut as_s256, _] = faults(&text(""), "empty", Near::Neither);
    as_s256.needs = plain(true);
    flows.push(quiet(&as_s256));
    flows
}

/// For one client under one policy: which name a method has does not depend on either.
fn quiet(fault: &Fault) -> Flow {
    Flow {
        policies: vec![crate::PolicyName::Required, crate::PolicyName::Optional],
        once: true,
        ..fault.flow()
    }
}
