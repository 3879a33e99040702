//! Faults of flows.

use pkce_vectors::{
    Action, Authentication, Check, CheckKind, ClientRef, Expect, PolicyName, Request, RoleName,
    Step, Value, VectorSet,
};

use super::{Fault, flow};

const WRONG: &str = "flow/verifier/wrong";
const PUSHED: &str = "flow/verifier/wrong/pushed";
const RACE: &str = "flow/code/race";

pub(crate) const FAULTS: &[Fault] = &[
    ("id-form", |set| flow(set, RACE).id = "flow/race".to_owned()),
    ("id-form", |set| flow(set, RACE).id = "verify/code/race".to_owned()),
    ("undefined-requirement", |set| flow(set, WRONG).checks[0].requirement = "gone".to_owned()),
    ("unused-flag", |set| {
        for flow in &mut set.flows {
            flow.flags.clear();
        }
        for vector in &mut set.vectors {
            vector.flags.retain(|flag| flag == "WrongVerifier");
        }
    }),
    ("roles-and-policies", |set| flow(set, WRONG).roles.push(RoleName::Public)),
    ("roles-and-policies", |set| flow(set, PUSHED).policies.push(PolicyName::Required)),
    ("roles-and-policies", |set| {
        flow(set, "flow/control/par").roles.push(RoleName::Public2);
    }),
    ("roles-and-policies", |set| flow(set, RACE).roles.clear()),
    ("judged-step", |set| flow(set, RACE).steps.iter_mut().for_each(|step| step.setup = true)),
    ("race-times", |set| race(set, 33)),
    ("expectation", |set| flow(set, PUSHED).steps[2].expect.clear()),
    ("expectation", |set| flow(set, RACE).steps[4].expect.push(Expect::Refused)),
    ("expectation", |set| flow(set, RACE).steps[5].expect = vec![Expect::Metadata]),
    ("expectation", |set| {
        flow(set, RACE).steps[1].expect = vec![Expect::AtMostTokens(8)];
    }),
    ("expectation", |set| flow(set, WRONG).steps[0].expect.push(Expect::Code(None))),
    ("binding", |set| request(set, WRONG, 1).code = Some("c9".to_owned())),
    ("binding", |set| request(set, PUSHED, 1).request_uri = Some("r9".to_owned())),
    ("binding", |set| flow(set, PUSHED).steps.swap(1, 2)),
    ("binding", |set| {
        let again = flow(set, PUSHED).steps[0].clone();
        flow(set, PUSHED).steps.push(again);
    }),
    ("request-fields", |set| {
        request(set, "flow/client/wrong-secret", 0).auth = Authentication::None;
    }),
    ("request-fields", |set| request(set, WRONG, 1).user_agent = Some("b".to_owned())),
    ("request-fields", |set| request(set, WRONG, 1).request_uri = Some("r1".to_owned())),
    ("request-fields", |set| request(set, PUSHED, 0).code = Some("c1".to_owned())),
    ("request-fields", |set| {
        request(set, PUSHED, 0).query.push(("a".to_owned(), "b".into()));
    }),
    ("request-fields", |set| request(set, WRONG, 1).post = true),
    ("request-fields", |set| request(set, PUSHED, 0).request_object = Some(Vec::new())),
    ("request-fields", |set| request(set, PUSHED, 1).request_object = Some(Vec::new())),
    ("binding", |set| param(set, Value::Code("c9".to_owned()))),
    ("authentication-without-secret", |set| request(set, WRONG, 1).auth = Authentication::None),
    ("authentication-without-secret", |set| {
        let request = request(set, "flow/client/wrong-secret", 1);
        request.client = ClientRef::Named(RoleName::Public);
        request.auth = Authentication::Key;
    }),
    ("authentication-without-secret", |set| {
        request(set, "flow/client/wrong-secret", 1).auth = Authentication::Of(RoleName::Public2);
    }),
    ("authentication-without-secret", |set| param(set, Value::Secret(RoleName::Public))),
    ("check", |set| check(set, 7, CheckKind::Error(Vec::new()))),
    ("check", |set| check(set, 1, CheckKind::Error(Vec::new()))),
    ("check", |set| check(set, 0, CheckKind::Error(Vec::new()))),
    ("check", |set| check(set, 0, CheckKind::Status(vec![400]))),
    ("check", |set| check(set, 1, CheckKind::State(true))),
    ("check", |set| check(set, 0, CheckKind::Redirect(true))),
    ("check", |set| check(set, 1, CheckKind::NoStore(true))),
    ("check", |set| check(set, 0, CheckKind::ContentType("application/json".to_owned()))),
    ("needs", |set| flow(set, PUSHED).needs.par = None),
    ("needs", |set| flow(set, RACE).needs.code_lifetime = Some(false)),
    ("needs", |set| flow(set, RACE).needs.userinfo = None),
    ("value-size", |set| param(set, Value::Repeat("a".to_owned(), 8193))),
    // Three octets each on the wire.
    ("value-size", |set| param(set, Value::Repeat("+".to_owned(), 2731))),
    ("value-size", |set| {
        request(set, WRONG, 1).raw = Some(Value::Repeat("+".to_owned(), 8193));
    }),
    ("draw-options", |set| {
        param(set, json(r#"{"concat": ["a", {"verifier": "v1", "length": 64}]}"#));
    }),
    ("alteration-without-effect", |set| {
        param(set, json(r#"{"alter": {"verifier": "v1"}, "how": "latin1"}"#));
    }),
    ("alteration-without-effect", |set| {
        // There is no such place.
        param(
            set,
            json(r#"{"alter": {"verifier": "v1"}, "how": "replace", "at": 64, "with": "+"}"#),
        );
    }),
    ("alteration-without-effect", |set| {
        // Half of all challenges have no `-`, and some neither `-` nor `_`.
        param(set, json(r#"{"alter": {"s256": {"verifier": "v1"}}, "how": "standard-alphabet"}"#));
    }),
    ("control", |set| {
        flow(set, "flow/control/s256").steps[1].expect.push(Expect::Refused);
        flow(set, "flow/control/s256").checks.clear();
    }),
    ("controlled-by", |set| {
        flow(set, WRONG).controlled_by = Some("verify/appendix-b/s256".to_owned());
    }),
    ("controlled-by", |set| flow(set, WRONG).policies.push(PolicyName::RequiredOne)),
    ("implied-by", |set| {
        // Its cause runs under the other policy alone.
        flow(set, WRONG).policies = vec![PolicyName::Optional];
    }),
    ("implied-by", |set| {
        // Each cause has a role in common with it, but they have none together.
        flow(set, WRONG).roles = vec![RoleName::Public];
        flow(set, PUSHED).implied_by.push("flow/client/wrong-secret".to_owned());
    }),
    ("no-control", |set| {
        flow(set, PUSHED).implied_by.clear();
        flow(set, PUSHED).policies = vec![PolicyName::RequiredPublic];
    }),
    ("no-control", |set| flow(set, "flow/control/par").control = false),
];

fn request<'a>(set: &'a mut VectorSet, id: &str, step: usize) -> &'a mut Request {
    match &mut flow(set, id).steps[step].action {
        Action::Authorize(request) | Action::Par(request) | Action::Token(request) => request,
        other => panic!("{other:?} is no request"),
    }
}

/// Adds a parameter to a token request.
fn param(set: &mut VectorSet, value: Value) {
    request(set, WRONG, 1).params.push(("extra".to_owned(), value));
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn race(set: &mut VectorSet, often: u32) {
    let steps = &mut flow(set, RACE).steps;
    let Step { action: Action::Race { times, .. }, .. } = &mut steps[1] else { panic!() };
    *times = often;
}

fn check(set: &mut VectorSet, step: usize, kind: CheckKind) {
    let requirement = "hardening-decoration".to_owned();
    flow(set, WRONG).checks.push(Check { step, requirement, kind });
}
