//! A request as the crate's frontends hand it over: decoded parameters, a repeated one poisoned by the crate's own
//! `NormalizedParameter`.

use std::borrow::Cow;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use oxide_auth::{
    endpoint::{NormalizedParameter, QueryParameter, WebRequest},
    frontends::simple::request::{NoError, Response},
};

use crate::rust_adapters::text;
use pkce_conformance::{
    implementation::{Answered, Declined},
    wire::{Octets, SentRequest},
};

#[derive(Default)]
pub(super) struct Request {
    query: NormalizedParameter,
    body: NormalizedParameter,
    authorization: Option<String>,
}

impl Request {
    pub(super) fn authorization(sent: &SentRequest) -> Answered<Self> {
        decoded(sent)?;
        Ok(Self { query: parameters(&sent.params)?, ..Self::default() })
    }

    pub(super) fn token(sent: &SentRequest) -> Answered<Self> {
        decoded(sent)?;
        let basic = |(id, secret): &(String, String)| format!("Basic {}", credentials(id, secret));
        Ok(Self {
            query: parameters(&sent.query)?,
            body: parameters(&sent.params)?,
            authorization: sent.basic.as_ref().map(basic),
        })
    }

    pub(super) fn bearer(access_token: &str) -> Self {
        Self { authorization: Some(format!("Bearer {access_token}")), ..Self::default() }
    }
}

impl WebRequest for Request {
    type Error = NoError;
    type Response = Response;

    fn query(&mut self) -> Result<Cow<'_, dyn QueryParameter + 'static>, NoError> {
        Ok(Cow::Borrowed(&self.query))
    }

    fn urlbody(&mut self) -> Result<Cow<'_, dyn QueryParameter + 'static>, NoError> {
        Ok(Cow::Borrowed(&self.body))
    }

    fn authheader(&mut self) -> Result<Option<Cow<'_, str>>, NoError> {
        Ok(self.authorization.as_deref().map(Cow::Borrowed))
    }
}

fn decoded(sent: &SentRequest) -> Answered<()> {
    match sent.raw {
        None => Ok(()),
        Some(_) => Err(Declined::unsupported("the crate takes parameters that are decoded")),
    }
}

fn parameters(pairs: &[(String, Octets)]) -> Answered<NormalizedParameter> {
    pairs.iter().map(|(name, value)| Ok((name.clone(), text(&value.0)?.to_owned()))).collect()
}

/// Credentials as HTTP Basic writes them: base64 with the standard alphabet and padding.
fn credentials(id: &str, secret: &str) -> String {
    BASE64_STANDARD.encode(format!("{id}:{secret}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_padded_and_in_the_standard_alphabet() {
        // RFC 7617 §2.
        assert_eq!(credentials("Aladdin", "open sesame"), "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(credentials("?>?", "~~"), "Pz4/On5+");
    }
}
