//! The token endpoint, from the header and the form body as they came.

use pkce_core::{
    request::Parameters,
    server::{Credentials, TokenError, TokenResponse},
};

use crate::{
    oracle::{self, Sent},
    world::{Issued, Who, World, issued},
};

/// Raw octets as an `Authorization` header (the first line; empty for none) and a form body: a token comes exactly where
/// the documents give one, and once.
pub fn token(data: &[u8]) {
    let (header, body) = match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => (data.split_at(at).0, data.split_at(at + 1).1),
        None => (&[][..], data),
    };
    let credentials = match header {
        [] => Credentials::Absent,
        header => Credentials::parse(header),
    };
    let read = match &credentials {
        Credentials::Basic { client_id, secret } => Some((client_id.clone(), secret.clone())),
        Credentials::Absent | Credentials::Unreadable | Credentials::Asserted { .. } => None,
    };
    assert!(read == oracle::basic(header));
    let Ok(form) = Parameters::parse_form(body) else { return };
    let request = Request::of(&oracle::form(body));

    let (mut world, codes) = issued();
    let mut post = |form: &Parameters, credentials: &Credentials| {
        world.server.token(world.now, credentials, form, &mut world.rng)
    };
    let answer = post(&form, &credentials);
    let code = codes.iter().find(|code| request.code.is(&code.name));
    let may = code.is_some_and(|code| request.redeems(code, &credentials));
    assert_eq!(answer.is_ok(), may);
    shaped(&answer);
    // Whatever it was, the same again gives nothing.
    assert!(post(&form, &credentials).is_err());

    // And no code is redeemed twice; one that was not named is as good as before.
    for known in &codes {
        let mut form = World::body(known.who, &known.name);
        if let Some(verifier) = known.verifier() {
            form.push("code_verifier", verifier);
        }
        let again = post(&form, &known.who.credentials());
        let named = code.is_some_and(|code| code.name == known.name);
        assert!(if named { !may || again.is_err() } else { again.is_ok() });
    }
}

/// RFC 6749 §5.1 and §5.2.
fn shaped(answer: &Result<TokenResponse, TokenError>) {
    let shape = match answer {
        Ok(response) => {
            assert!(response.shape.status == 200 && response.extra.is_empty());
            assert!(!response.access_token.is_empty());
            response.shape
        }
        Err(error) => {
            assert!(error.error.is_some() && matches!(error.shape.status, 400 | 401));
            error.shape
        }
    };
    assert_eq!(shape.cache_control, Some("no-store"));
    assert_eq!(shape.content_type, "application/json");
}

/// What a token request says, by the oracle.
struct Request {
    grant_type: Sent,
    code: Sent,
    redirect_uri: Sent,
    client_id: Sent,
    secret: Sent,
    verifier: Sent,
}

impl Request {
    fn of(pairs: &[(Vec<u8>, Vec<u8>)]) -> Self {
        let sent = |name| oracle::sent(pairs, name);
        Self {
            grant_type: sent("grant_type"),
            code: sent("code"),
            redirect_uri: sent("redirect_uri"),
            client_id: sent("client_id"),
            secret: sent("client_secret"),
            verifier: sent("code_verifier"),
        }
    }

    fn redeems(&self, code: &Issued, credentials: &Credentials) -> bool {
        self.grant_type.is("authorization_code")
            && self.authenticates(code.who, credentials)
            && self.comes_from(code)
            && self.possesses(code)
    }

    fn authenticates(&self, who: Who, credentials: &Credentials) -> bool {
        let named = self.client_id.is(who.id());
        let secret = match credentials {
            Credentials::Absent if named => self.secret.clone(),
            Credentials::Basic { client_id, secret }
                if client_id == who.id().as_bytes()
                    && (named || self.client_id == Sent::Missing)
                    && self.secret == Sent::Missing =>
            {
                if secret.is_empty() {
                    Sent::Missing
                } else {
                    Sent::Once(secret.clone())
                }
            }
            _ => return false,
        };
        match who.secret() {
            None => secret == Sent::Missing,
            Some(known) => secret.is(known),
        }
    }

    /// OAuth 2.1 lets a code that is bound to a challenge go without the redirect URI.
    fn comes_from(&self, code: &Issued) -> bool {
        self.redirect_uri.is(code.who.redirect_uri())
            || self.redirect_uri == Sent::Missing && code.binding.is_some()
    }

    fn possesses(&self, code: &Issued) -> bool {
        match code.verifier() {
            Some(verifier) => self.verifier.is(verifier),
            None => self.verifier == Sent::Missing,
        }
    }
}
