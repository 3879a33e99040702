//! Faults of library vectors, and of what they share with flows.

use pkce_vectors::{Datum, Expect, Op};

use super::{Fault, vector};

const WRONG: &str = "verify/wrong-verifier";
const NOT_TEXT: &str = "verify/wrong-verifier/not-text";
const RIGHT: &str = "verify/appendix-b/s256";

pub(crate) const FAULTS: &[Fault] = &[
    ("duplicate-id", |set| {
        let twin = vector(set, WRONG).clone();
        set.vectors.push(twin);
    }),
    ("duplicate-id", |set| {
        // Once as a vector and once as a flow: its form is wrong in one of them too, so both are withdrawn.
        let mut twin = set.flows[0].clone();
        twin.id = "flow/control/par".to_owned();
        twin.withdrawn = Some("it is a twin".to_owned());
        set.flows.push(twin);
    }),
    ("id-form", |set| vector(set, NOT_TEXT).id = "verify".to_owned()),
    ("id-form", |set| vector(set, NOT_TEXT).id = "derive/not-text".to_owned()),
    ("id-form", |set| vector(set, NOT_TEXT).id = "verify/Not_text".to_owned()),
    ("id-form", |set| vector(set, NOT_TEXT).id = "verify/a/b/c".to_owned()),
    ("undefined-requirement", |set| vector(set, NOT_TEXT).requirement = "gone".to_owned()),
    ("undefined-flag", |set| vector(set, NOT_TEXT).flags.push("Gone".to_owned())),
    ("comment", |set| vector(set, WRONG).comment = " ".to_owned()),
    ("comment", |set| vector(set, WRONG).comment.push('.')),
    ("needs", |set| vector(set, WRONG).needs.par = Some(true)),
    ("input-keys", |set| vector(set, RIGHT).input.count = Some(1)),
    ("input-keys", |set| {
        vector(set, "check-verifier/length-42").input.challenge = Some("a".into());
    }),
    ("input-keys", |set| vector(set, "generate/grammar").input.length = None),
    ("input-keys", |set| vector(set, "generate/grammar").input.count = Some(0)),
    ("expectation", |set| vector(set, "generate/grammar").expect.clear()),
    ("expectation", |set| vector(set, NOT_TEXT).expect = vec![Expect::Refused]),
    ("expectation", |set| vector(set, NOT_TEXT).expect.push(Expect::Match(false))),
    ("expectation", |set| {
        vector(set, "check-verifier/length-42").expect = vec![Expect::Match(false)];
    }),
    ("wrong-digest", |set| {
        let wrong = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cN".to_owned();
        vector(set, "derive/appendix-b").expect = vec![Expect::Challenge(wrong)];
    }),
    ("wrong-digest", |set| {
        // The challenge of S256 where plain is meant.
        vector(set, "derive/appendix-b").input.method = Some("plain".into());
    }),
    ("wrong-digest", |set| vector(set, RIGHT).input.verifier = Some("another".into())),
    ("wrong-digest", |set| {
        vector(set, "verify/appendix-b/plain").input.challenge = Some("another".into());
    }),
    ("wrong-digest", |set| {
        let input = vector(set, RIGHT).input.clone();
        vector(set, WRONG).input = input;
    }),
    ("wrong-digest", |set| {
        let input = vector(set, "verify/appendix-b/plain").input.clone();
        vector(set, NOT_TEXT).input = input;
    }),
    ("wrong-verdict", |set| {
        let long = Some(Datum::Repeat("a".to_owned(), 129));
        vector(set, "check-verifier/length-43").input.verifier = long;
    }),
    ("wrong-verdict", |set| {
        let legal = Some(Datum::Repeat("~".to_owned(), 128));
        vector(set, "check-verifier/length-42").input.verifier = legal;
    }),
    ("wrong-verdict", |set| vector(set, "parse-method/s256").input.method = Some("s256".into())),
    ("wrong-verdict", |set| vector(set, "parse-method/s256").input.method = None),
    ("control", |set| {
        let right = vector(set, "parse-method/s256");
        right.expect.push(Expect::Refused);
    }),
    ("control", |set| {
        vector(set, RIGHT).controlled_by = Some("verify/appendix-b/plain".to_owned());
    }),
    ("controlled-by", |set| vector(set, WRONG).controlled_by = Some("verify/gone".to_owned())),
    ("controlled-by", |set| vector(set, WRONG).controlled_by = Some(NOT_TEXT.to_owned())),
    ("controlled-by", |set| {
        vector(set, WRONG).controlled_by = Some("flow/control/s256".to_owned());
    }),
    ("implied-by", |set| vector(set, NOT_TEXT).implied_by.push("verify/gone".to_owned())),
    ("implied-by", |set| vector(set, NOT_TEXT).implied_by.push("flow/verifier/wrong".to_owned())),
    ("implied-by", |set| vector(set, WRONG).implied_by.push(WRONG.to_owned())),
    ("implied-by", |set| vector(set, WRONG).implied_by.push(NOT_TEXT.to_owned())),
    ("no-control", |set| vector(set, "check-verifier/length-43").control = false),
    ("no-control", |set| {
        // Where plain is needed, the control is one that needs it too.
        vector(set, NOT_TEXT).needs.plain = Some(true);
        vector(set, "verify/appendix-b/plain").control = false;
    }),
    ("no-control", |set| {
        let mut negative = vector(set, "parse-method/s256").clone();
        negative.id = "derive/refused".to_owned();
        negative.op = Op::Derive;
        negative.input.verifier = Some("short".into());
        negative.expect = vec![Expect::Refused];
        negative.control = false;
        set.vectors.push(negative);
        vector(set, "derive/appendix-b").control = false;
    }),
];
