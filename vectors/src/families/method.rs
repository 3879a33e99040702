//! Names that are near those of the two methods, in `parse_method`, in `verify` and at a server.

use crate::{Datum, Expect, Flow, Input, Needs, Op, Value, Vector};

use super::{
    fault::{Fault, OTHER},
    rule::{ABSENT_METHOD, Judged, METHOD_NAMES, NEAR_PLAIN, NEAR_S256, OTHER_NAME},
    shorthand::{octets, s256, text, v1, v2},
};

/// What a name is near to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    /// `S256` but for case, or white space and control characters around it.
    S256,
    /// `plain`, or nothing, which is plain, but for the same.
    Plain,
    /// Neither: whatever it acts as, it should not.
    Neither,
}

use Near::{Neither, Plain, S256};

const NAMES: &[(&str, &[u8], Near)] = &[
    ("s256-lower-case", b"s256", S256),
    ("s256-leading-space", b" S256", S256),
    ("s256-trailing-space", b"S256 ", S256),
    ("s256-leading-tab", b"\tS256", S256),
    ("s256-trailing-lf", b"S256\n", S256),
    ("s256-trailing-crlf", b"S256\r\n", S256),
    ("s256-trailing-nul", b"S256\0", S256),
    ("s256-leading-lf", b"\nS256", S256),
    ("s256-leading-byte-order-mark", "\u{feff}S256".as_bytes(), S256),
    ("s256-trailing-no-break-space", "S256\u{a0}".as_bytes(), S256),
    ("s256-trailing-zero-width-space", "S256\u{200b}".as_bytes(), S256),
    ("s256-long-s", "\u{17f}256".as_bytes(), S256),
    ("s256-percent-encoded", b"%53256", S256),
    ("plain-upper-case", b"PLAIN", Plain),
    ("plain-title-case", b"Plain", Plain),
    ("plain-mixed-case", b"pLAIN", Plain),
    ("plain-leading-space", b" plain", Plain),
    ("plain-trailing-space", b"plain ", Plain),
    ("plain-trailing-tab", b"plain\t", Plain),
    ("plain-trailing-lf", b"plain\n", Plain),
    ("plain-trailing-crlf", b"plain\r\n", Plain),
    ("plain-trailing-nul", b"plain\0", Plain),
    ("plain-leading-byte-order-mark", "\u{feff}plain".as_bytes(), Plain),
    ("plain-dotless-i", "pla\u{131}n".as_bytes(), Plain),
    ("plain-percent-encoded", b"%70lain", Plain),
    ("s256-full-width", "\u{ff33}\u{ff12}\u{ff15}\u{ff16}".as_bytes(), Neither),
    ("s256-full-width-digit", "S\u{ff12}56".as_bytes(), Neither),
    ("s256-cyrillic", "\u{405}256".as_bytes(), Neither),
    ("s256-mask-8-bit", "\u{153}256".as_bytes(), Neither),
    ("s256-mask-7-bit", b"\xd3256", Neither),
    ("s256-superscript", "S\u{b2}56".as_bytes(), Neither),
    ("s256-combining", "S\u{301}256".as_bytes(), Neither),
    ("s256-dollar", b"$256", Neither),
    ("s256-five", b"5256", Neither),
    ("s256-letter-s", b"S2S6", Neither),
    ("s256-hyphen", b"S-256", Neither),
    ("s256-underscore", b"S_256", Neither),
    ("s256-inner-space", b"S 256", Neither),
    ("s256-inner-nul", b"S256\0plain", Neither),
    ("s256-inner-lf", b"S256\nplain", Neither),
    ("s256-shorter", b"S25", Neither),
    ("s256-one-letter", b"S", Neither),
    ("s256-digits", b"256", Neither),
    ("s256-longer", b"S2567", Neither),
    ("s256-doubled", b"S256S256", Neither),
    ("s256-trailing-dot", b"S256.", Neither),
    ("s256-trailing-equals", b"S256=", Neither),
    ("s256-trailing-semicolon", b"S256;", Neither),
    ("s256-quoted", b"\"S256\"", Neither),
    ("s256-in-list", b"S256,plain", Neither),
    ("s256-and-plain", b"S256 plain", Neither),
    ("s256-in-array", b"[\"S256\"]", Neither),
    ("sha256", b"SHA256", Neither),
    ("sha256-hyphen", b"SHA-256", Neither),
    ("sha256-lower-case", b"sha256", Neither),
    ("sha256-lower-case-hyphen", b"sha-256", Neither),
    ("s512", b"S512", Neither),
    ("s384", b"S384", Neither),
    ("s1", b"S1", Neither),
    ("rs256", b"RS256", Neither),
    ("hs256", b"HS256", Neither),
    ("md5", b"MD5", Neither),
    ("plain-full-width", "\u{ff50}\u{ff4c}\u{ff41}\u{ff49}\u{ff4e}".as_bytes(), Neither),
    ("plain-cyrillic", "pl\u{430}in".as_bytes(), Neither),
    ("plain-combining", "plain\u{301}".as_bytes(), Neither),
    ("plain-mask-8-bit", "pl\u{161}in".as_bytes(), Neither),
    ("plain-digit", b"pla1n", Neither),
    ("plain-shorter", b"plai", Neither),
    ("plain-longer", b"plains", Neither),
    ("plain-one-letter", b"p", Neither),
    ("plain-doubled", b"plainplain", Neither),
    ("plain-inner-nul", b"plain\0S256", Neither),
    ("plain-in-list", b"plain,S256", Neither),
    ("plain-and-s256", b"plain S256", Neither),
    ("plain-text", b"text/plain", Neither),
    ("plain-homophone", b"plane", Neither),
    ("none", b"none", Neither),
    ("identity", b"identity", Neither),
    ("null", b"null", Neither),
    ("nil", b"nil", Neither),
    ("none-of-python", b"None", Neither),
    ("undefined", b"undefined", Neither),
    ("not-a-number", b"NaN", Neither),
    ("false", b"false", Neither),
    ("true", b"true", Neither),
    ("zero", b"0", Neither),
    ("one", b"1", Neither),
    ("minus-one", b"-1", Neither),
    ("empty-array", b"[]", Neither),
    ("empty-object", b"{}", Neither),
    ("wildcard", b"*", Neither),
    ("space-alone", b" ", Plain),
    ("nul-alone", b"\0", Plain),
    ("prototype", b"__proto__", Neither),
    ("constructor", b"constructor", Neither),
    ("to-string", b"toString", Neither),
    ("unguessable", b"x-8vq2m0tkc5w1", Neither),
];

/// Longer names than any table has.
fn long_names() -> [(&'static str, Datum, Near); 2] {
    [
        ("s256-many-times", Datum::Repeat("S256".to_owned(), 1024), Neither),
        ("letters-many", Datum::Repeat("a".to_owned(), 65_536), Neither),
    ]
}

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
        let mut vector = parse(id, &comment, METHOD_NAMES, "MethodSpelling", Some(name.into()));
        vector.expect = vec![is(name)];
        vector.control = true;
        vector
    };
    let mut plain = registered("plain", "plain");
    plain.needs = offered;
    let mut absent = parse(
        "absent",
        "no method: plain, where it is offered",
        ABSENT_METHOD,
        "MethodDefault",
        None,
    );
    absent.expect = vec![is("plain")];
    absent.needs = offered;
    let empty = |id: &str, comment: &str, requirement: &str, plain: bool| {
        let mut vector = parse(id, comment, requirement, "EmptyMethod", Some("".into()));
        vector.expect = vec![Expect::Refused, is("plain"), is("")];
        vector.needs = Needs { plain: Some(plain), ..Needs::default() };
        vector
    };
    let mut vectors = vec![
        registered("S256", "s256"),
        plain,
        absent,
        empty("empty", "an empty method, where plain is offered", OTHER_NAME, true),
        empty(
            "empty-without-plain",
            "an empty method, where plain is not offered",
            NEAR_S256,
            false,
        ),
    ];
    let names =
        NAMES.iter().map(|&(name, bytes, near)| (name, Datum::from_bytes(bytes.to_vec()), near));
    for (name, datum, near) in names.chain(long_names()) {
        let (requirement, comment) = match near {
            S256 => (NEAR_S256, "a spelling of S256 that is not registered"),
            Plain => (NEAR_PLAIN, "a spelling of plain that is not registered"),
            Neither => (OTHER_NAME, "a name that is neither S256 nor plain"),
        };
        let bytes = datum.to_bytes();
        let mut vector = parse(name, comment, requirement, "MethodNearMiss", Some(datum));
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
fn faults(value: &Value, name: &str, near: Near) -> [Fault; 2] {
    let as_s256 = Fault::s256(
        Judged::Advice(NEAR_S256),
        format!("method-{name}/as-s256"),
        "under a name that is not S256, a verifier that S256 would take",
        s256(v1()),
        v1(),
    );
    let judged = if near == Plain { Judged::Advice(NEAR_PLAIN) } else { Judged::Wrong };
    let as_plain = Fault::s256(
        judged,
        format!("method-{name}/as-plain"),
        "under a name that is not plain, a verifier that plain would take",
        v1(),
        v1(),
    );
    [as_s256, as_plain].map(|fault| fault.method(value.clone()).flag("MethodNearMiss").refusable())
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
const UNCHECKED: [&str; 8] = [
    "s256-lower-case",
    "plain-upper-case",
    "sha256",
    "s512",
    "none",
    "null",
    "constructor",
    "unguessable",
];

/// `verify`.
pub(super) fn verify() -> Vec<Vector> {
    let mut faults_of_all = Vec::new();
    for &(name, bytes, near) in NAMES {
        let value = octets(bytes);
        faults_of_all.extend(faults(&value, name, near).map(|fault| match fault.judged {
            Judged::Wrong => fault.required_by(OTHER_NAME),
            _ => fault,
        }));
        if UNCHECKED.contains(&name) {
            faults_of_all.push(unchecked(&value, name));
        }
    }
    faults_of_all.push(unchecked(&text(""), "empty"));
    let mut vectors: Vec<Vector> = faults_of_all.iter().map(Fault::vector).collect();
    let [as_s256, _] = faults(&text(""), "empty", Neither);
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
    as_plain.requirement = ABSENT_METHOD.into();
    as_plain.needs = offered;
    let mut as_s256 = make(
        "as-s256",
        "without a method, a verifier that S256 would take",
        Judged::Advice(ABSENT_METHOD),
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

/// At a server.
pub(super) fn flows() -> Vec<Flow> {
    let plain = |offered| Needs { plain: Some(offered), ..Needs::default() };
    let mut flows = Vec::new();
    for &(name, bytes, near) in NAMES {
        let value = octets(bytes);
        for mut fault in faults(&value, name, near) {
            if fault.judged == Judged::Advice(NEAR_PLAIN) {
                // Where plain is not offered, nothing may be redeemed as plain, however it is spelt.
                let mut off = fault.clone();
                off.name.push_str("-where-off");
                off.judged = Judged::Wrong;
                off.requirement = Judged::Wrong.requirement();
                off.implied_by = Some(OTHER.to_owned());
                off.needs = plain(false);
                flows.push(quiet(&off));
                fault.needs = plain(true);
            }
            flows.push(quiet(&fault));
        }
        if UNCHECKED.contains(&name) {
            flows.push(unchecked(&value, name).flow());
        }
    }
    flows.push(unchecked(&text(""), "empty").flow());
    let [mut as_s256, mut as_plain] = faults(&text(""), "empty", Neither);
    as_s256.needs = plain(true);
    as_plain.needs = plain(false);
    flows.push(quiet(&as_s256));
    flows.push(quiet(&as_plain));
    flows
}

/// For one client under one policy: which name a method has does not depend on either.
fn quiet(fault: &Fault) -> Flow {
    Flow {
        roles: vec![crate::RoleName::Public],
        policies: vec![crate::PolicyName::Required],
        ..fault.flow()
    }
}
