use pkce_vectors::RoleName;

use super::*;
use crate::rust_adapters::tests::{CHALLENGE, VERIFIER, reason};
use pkce_conformance::wire::{ClientFacts, FlowPolicy, Octets, Outcome, PkceRequired, SentRequest};

fn open(pkce: PkceRequired) -> OxideAuth {
    let client = |role, id: &str, secret: Option<&str>| ClientFacts {
        key: false,
        role,
        client_id: id.to_owned(),
        client_secret: secret.map(str::to_owned),
        redirect_uri: "https://client.example/cb".to_owned(),
    };
    let mut oxide = OxideAuth::default();
    oxide
        .flow_open(&Open {
            session: "s".to_owned(),
            policy: FlowPolicy { pkce, methods: vec!["S256".to_owned()], code_lifetime: 60 },
            clients: vec![
                client(RoleName::Public, "public", None),
                client(RoleName::Confidential, "confidential", Some("secret")),
            ],
        })
        .unwrap();
    oxide
}

fn sent(params: &[(&str, &str)]) -> SentRequest {
    let params = params.iter().map(|&(name, value)| (name.to_owned(), value.into())).collect();
    SentRequest { params, ..SentRequest::default() }
}

fn authorize(oxide: &mut OxideAuth, client: &str, pkce: &[(&str, &str)]) -> StepAnswer {
    let common = [
        ("response_type", "code"),
        ("client_id", client),
        ("redirect_uri", "https://client.example/cb"),
        ("state", "xyz"),
    ];
    oxide.flow_step("s", &StepCall::Authorize(sent(&[&common, pkce].concat()))).unwrap()
}

fn token(oxide: &mut OxideAuth, code: &str, own: &[(&str, &str)], basic: bool) -> StepAnswer {
    let common = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", "https://client.example/cb"),
    ];
    let basic = basic.then(|| ("confidential".to_owned(), "secret".to_owned()));
    let sent = SentRequest { basic, ..sent(&[&common, own].concat()) };
    oxide.flow_step("s", &StepCall::Token(sent)).unwrap()
}

fn as_text(octets: &[u8]) -> &str {
    std::str::from_utf8(octets).unwrap()
}

fn s256() -> [(&'static str, &'static str); 2] {
    [("code_challenge", as_text(CHALLENGE)), ("code_challenge_method", "S256")]
}

#[test]
fn verifies_appendix_b() {
    let mut oxide = OxideAuth::default();
    assert!(oxide.verify(VERIFIER, CHALLENGE, Some(b"S256")).unwrap());
    assert!(!oxide.verify(VERIFIER, VERIFIER, Some(b"S256")).unwrap());
    // > The method defaults to `plain` when none is given
    assert!(oxide.verify(VERIFIER, VERIFIER, None).unwrap());
    let unknown = reason(oxide.verify(VERIFIER, CHALLENGE, Some(b"s256")));
    assert_eq!(unknown, Some(Reason::MethodUnsupported));
}

#[test]
fn a_public_client_gets_a_token_that_works_once() {
    let mut oxide = open(PkceRequired::Required);
    let authorized = authorize(&mut oxide, "public", &s256());
    assert_eq!((authorized.outcome, authorized.status), (Outcome::Code, Some(302)));
    assert_eq!(authorized.state.as_deref(), Some("xyz"));
    let code = authorized.code.unwrap();
    let own = [("client_id", "public"), ("code_verifier", as_text(VERIFIER))];
    let first = token(&mut oxide, &code, &own, false);
    assert_eq!((first.outcome, first.status), (Outcome::Token, Some(200)));
    assert_eq!(first.content_type.as_deref(), Some("application/json"));
    let access_token = first.access_token.unwrap();
    let used = oxide.flow_step("s", &StepCall::Use { access_token }).unwrap();
    assert_eq!(used.outcome, Outcome::Active);
    let bogus = StepCall::Use { access_token: "bogus".to_owned() };
    assert_eq!(oxide.flow_step("s", &bogus).unwrap().outcome, Outcome::Inactive);
    let again = token(&mut oxide, &code, &own, false);
    assert_eq!((again.outcome, again.status), (Outcome::Refused, Some(400)));
    assert_eq!(again.error.as_deref(), Some("invalid_request"));
}

#[test]
fn a_confidential_client_needs_secret_and_verifier() {
    let mut oxide = open(PkceRequired::Optional);
    let verifier = ("code_verifier", as_text(VERIFIER));
    let mut outcome = |own: &[(&str, &str)], basic| {
        let code = authorize(&mut oxide, "confidential", &s256()).code.unwrap();
        token(&mut oxide, &code, own, basic).outcome
    };
    assert_eq!(outcome(&[verifier], true), Outcome::Token);
    assert_eq!(outcome(&[], true), Outcome::Refused);
    assert_eq!(outcome(&[("code_verifier", "wrong")], true), Outcome::Refused);
    assert_eq!(outcome(&[verifier, ("client_id", "confidential")], false), Outcome::Refused);
}

#[test]
fn refusals_are_told_as_the_crate_tells_them() {
    let mut oxide = open(PkceRequired::Required);
    let without = authorize(&mut oxide, "public", &[]);
    assert_eq!(without.outcome, Outcome::Refused);
    assert_eq!(without.error.as_deref(), Some("invalid_request"));
    let nobody = authorize(&mut oxide, "nobody", &s256());
    assert_eq!((nobody.outcome, nobody.status), (Outcome::Refused, None));
    let twice = [s256().as_slice(), &s256()[..1]].concat();
    assert_eq!(authorize(&mut oxide, "public", &twice).outcome, Outcome::Refused);
}

#[test]
fn what_it_cannot_be_given_is_unsupported() {
    let mut oxide = open(PkceRequired::Optional);
    let raw = SentRequest { raw: Some(Octets::from("a=b")), ..SentRequest::default() };
    assert_eq!(reason(oxide.flow_step("s", &StepCall::Token(raw))), None);
    assert_eq!(reason(oxide.flow_step("s", &StepCall::Wait { seconds: 1 })), None);
    oxide.flow_close("s").unwrap();
    assert_eq!(
        reason(oxide.flow_step("s", &StepCall::Metadata { of: pkce_vectors::MetadataOf::Oauth })),
        Some(Reason::Other)
    );
}
