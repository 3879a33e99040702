//! The crate `oauth2` as its page has it: `oauth2 AUTHORIZE TOKEN CLIENT_ID REDIRECT_URI`.

use std::env::args;

use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenUrl, basic::BasicClient, reqwest,
};
use pkce_clients::{Done, parameter, serve};

fn main() -> Done<()> {
    let [authorize, token, client_id, redirect_uri]: [String; 4] =
        args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "four arguments")?;
    let client = BasicClient::new(ClientId::new(client_id))
        .set_auth_uri(AuthUrl::new(authorize)?)
        .set_token_uri(TokenUrl::new(token)?)
        .set_redirect_uri(RedirectUrl::new(redirect_uri)?);
    // > Following redirects opens the client up to SSRF vulnerabilities.
    let http = reqwest::blocking::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;

    serve(
        || {
            let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
            let (url, state) = client
                .authorize_url(CsrfToken::new_random)
                .add_scope(Scope::new("read".to_owned()))
                .set_pkce_challenge(challenge)
                .url();
            Ok((url.to_string(), (state.into_secret(), verifier.into_secret())))
        },
        |(state, verifier), url| {
            // > For security reasons, your code should verify that the `state` parameter returned by the server matches
            if parameter(url, "state").as_ref() != Some(state) {
                return Err("state does not match".into());
            }
            let code = parameter(url, "code").ok_or("no code")?;
            client
                .exchange_code(AuthorizationCode::new(code))
                .set_pkce_verifier(PkceCodeVerifier::new(verifier.clone()))
                .request(&http)?;
            Ok(())
        },
    )
}
