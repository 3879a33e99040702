//! The requests of a flow, filled in: the driver's own parameters, what the target wants with them, and those of the flow.

use pkce_vectors::{Authentication, Client, Request, RoleName, UnboundName};

use super::{FlowScript, credentials::Credentials};
use crate::{
    fixture::Extra,
    wire::{ClientAuth, Octets, Outcome, SentRequest},
};

impl<'a> FlowScript<'a> {
    pub(super) fn authorize(
        &mut self,
        request: &'a Request,
    ) -> Result<Option<SentRequest>, UnboundName> {
        let client = self.client(request)?;
        let mut own = vec![("client_id", client.id.clone())];
        let mut extra = Vec::new();
        if let Some(name) = &request.request_uri {
            let Some(uri) = self.value_of(name, Outcome::RequestUri) else { return Ok(None) };
            // RFC 9126 §4: the client sends client_id and request_uri; the rest was pushed.
            own.push(("request_uri", uri));
        } else {
            own.extend(self.authorization_parameters(&client));
            extra = self.filled(&self.fixture.authorization_extra);
        }
        self.sent.registered_redirect = Some(client.redirect_uri);
        let Some(claims) = &request.request_object else {
            return self.request(request, own, extra).map(Some);
        };
        // RFC 9101 §5: `client_id` stands in the query too, and OpenID Connect Core §6.1 wants `response_type` there.
        let in_query = |(name, _): &(&str, String)| matches!(*name, "client_id" | "response_type");
        let query = own.iter().filter(|own| in_query(own)).cloned().collect();
        let of_object = Request { params: claims.clone(), ..Request::default() };
        let object = self.request(&of_object, own, extra)?.params;
        let remembered = self.sent.clone();
        let sent = self.request(request, query, Vec::new())?;
        self.sent = remembered;
        Ok(Some(SentRequest { request_object: Some(object), ..sent }))
    }

    pub(super) fn par(&mut self, request: &'a Request) -> Result<SentRequest, UnboundName> {
        let client = self.client(request)?;
        let shown = self.credentials(request)?;
        let mut own = self.authorization_parameters(&client);
        own.push(("client_id", client.id));
        own.extend(shown.in_body());
        let extra = self.filled(&self.fixture.authorization_extra);
        let mut sent = self.request(request, own, extra)?;
        (sent.basic, sent.key) = shown.beside();
        Ok(sent)
    }

    pub(super) fn token(
        &mut self,
        request: &'a Request,
    ) -> Result<Option<SentRequest>, UnboundName> {
        let client = self.client(request)?;
        let mut own = vec![("grant_type", "authorization_code".to_owned())];
        if let Some(name) = &request.code {
            let Some(code) = self.value_of(name, Outcome::Code) else { return Ok(None) };
            own.push(("code", code));
        }
        own.push(("redirect_uri", client.redirect_uri));
        let shown = self.credentials(request)?;
        if !matches!(shown, Credentials::Basic(..)) {
            own.push(("client_id", client.id));
        }
        own.extend(shown.in_body());
        let extra = self.filled(&self.fixture.token_extra);
        let mut sent = self.request(request, own, extra)?;
        (sent.basic, sent.key) = shown.beside();
        Ok(Some(sent))
    }

    fn authorization_parameters(&self, client: &Client) -> Vec<(&'static str, String)> {
        // Long: some servers want a state of at least eight characters.
        let state = pkce_vectors::s256(format!("{}#{}", self.case, self.records.len()).as_bytes());
        vec![
            ("response_type", "code".to_owned()),
            ("client_id", client.id.clone()),
            ("redirect_uri", client.redirect_uri.clone()),
            ("state", state),
        ]
    }

    /// What the target wants with this request.
    fn filled(&self, extra: &[Extra]) -> Vec<(String, String)> {
        let draw = |name: &str| {
            let of = format!("extra {} {}#{} {name}", self.seed, self.case, self.records.len());
            pkce_vectors::s256(of.as_bytes())
        };
        extra.iter().map(|extra| (extra.name.clone(), extra.filled(|| draw(&extra.name)))).collect()
    }

    /// The driver's own parameters, what the target wants with them, then those of the flow, which take the place of
    /// their namesakes.
    fn request(
        &mut self,
        request: &Request,
        own: Vec<(&'static str, String)>,
        extra: Vec<(String, String)>,
    ) -> Result<SentRequest, UnboundName> {
        let replaced = |name: &str| {
            request.params.iter().any(|(theirs, _)| theirs == name)
                || request.omit.iter().any(|left_out| left_out == name)
        };
        let mut params: Vec<(String, Octets)> = Vec::new();
        for (name, value) in own {
            if !replaced(name) && !params.iter().any(|(known, _)| known == name) {
                params.push((name.to_owned(), Octets(value.into_bytes())));
            }
        }
        // One of these may come twice (RFC 8707's `resource`), but none beside the driver's own.
        let extra: Vec<_> = extra
            .into_iter()
            .filter(|(name, _)| !replaced(name) && !params.iter().any(|(known, _)| known == name))
            .collect();
        params.extend(extra.into_iter().map(|(name, value)| (name, Octets(value.into_bytes()))));
        for (name, value) in &request.params {
            params.push((name.clone(), Octets(self.bindings.evaluate(value)?)));
        }
        let text = |name: &str| {
            let found = params.iter().find(|(known, _)| known == name);
            found.and_then(|(_, value)| value.as_text()).map(str::to_owned)
        };
        self.sent.state = text("state");
        self.sent.redirect_uri = text("redirect_uri");
        if let Some(challenge) = text("code_challenge").filter(|challenge| !challenge.is_empty()) {
            self.sent.challenge = Some(challenge);
        }
        let mut query = Vec::new();
        for (name, value) in &request.query {
            query.push((name.clone(), Octets(self.bindings.evaluate(value)?)));
        }
        let raw = match &request.raw {
            Some(value) => Some(Octets(self.bindings.evaluate(value)?)),
            None => None,
        };
        let user_agent = request.user_agent.clone().unwrap_or_default();
        let post = request.post;
        Ok(SentRequest { user_agent, params, query, raw, post, ..SentRequest::default() })
    }

    /// What the client shows of itself at the token and the pushed authorization request endpoint.
    pub(super) fn credentials(&mut self, request: &Request) -> Result<Credentials, UnboundName> {
        let role = request.client.resolve(self.setting.role);
        let client = self.client(request)?;
        let way = match request.auth {
            Authentication::Basic => Some(ClientAuth::Basic),
            Authentication::Post => Some(ClientAuth::Post),
            Authentication::Key => Some(ClientAuth::Key),
            _ => self.fixture.auth.get(&role).map(|ways| ways.first()),
        };
        let own = request.auth == Authentication::Own || request.auth.is_chosen();
        if own && way == Some(ClientAuth::Key) && role.is_confidential() {
            return Ok(Credentials::Key(client.id));
        }
        let secret = match &request.auth {
            Authentication::Own
            | Authentication::Basic
            | Authentication::Post
            | Authentication::Key => client.secret.filter(|_| role.is_confidential()),
            Authentication::None => None,
            Authentication::Wrong => Some("not-the-secret-of-this-client".to_owned()),
            Authentication::Of(other) => self.secret_of(*other)?,
            Authentication::Verifier(name) => {
                let verifier = self.bindings.evaluate(&pkce_vectors::Value::verifier(name))?;
                Some(String::from_utf8_lossy(&verifier).into_owned())
            }
        };
        Ok(match (secret, way) {
            (None, _) => Credentials::None,
            (Some(secret), Some(ClientAuth::Basic)) => Credentials::Basic(client.id, secret),
            (Some(secret), _) => Credentials::Body(secret),
        })
    }

    fn secret_of(&self, role: RoleName) -> Result<Option<String>, UnboundName> {
        let client = self.bindings.client(role).ok_or(UnboundName::Client(role.as_str()))?;
        Ok(client.secret.clone())
    }
}
