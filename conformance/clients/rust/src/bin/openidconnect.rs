//! The crate `openidconnect` as its page has it: `openidconnect ISSUER CLIENT_ID REDIRECT_URI`.

use std::{cell::OnceCell, env::args};

use openidconnect::{
    AccessTokenHash, AuthorizationCode, ClientId, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse,
    core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata},
    reqwest,
};
use pkce_clients::{Done, parameter, serve};

fn main() -> Done<()> {
    let [issuer, client_id, redirect_uri]: [String; 3] =
        args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "three arguments")?;
    // > Following redirects opens the client up to SSRF vulnerabilities.
    let http = reqwest::blocking::ClientBuilder::new()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let issuer = IssuerUrl::new(issuer)?;
    let redirect_uri = RedirectUrl::new(redirect_uri)?;
    let client = OnceCell::new();

    serve(
        || {
            if client.get().is_none() {
                let provider = CoreProviderMetadata::discover(&issuer, &http)?;
                let made = CoreClient::from_provider_metadata(
                    provider,
                    ClientId::new(client_id.clone()),
                    None,
                );
                client.set(made.set_redirect_uri(redirect_uri.clone())).ok();
            }
            let client = client.get().ok_or("no client")?;
            let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
            let (url, state, nonce) = client
                .authorize_url(
                    CoreAuthenticationFlow::AuthorizationCode,
                    CsrfToken::new_random,
                    Nonce::new_random,
                )
                .set_pkce_challenge(challenge)
                .url();
            Ok((url.to_string(), (state.into_secret(), verifier.into_secret(), nonce)))
        },
        |(state, verifier, nonce), url| {
            // > For security reasons, your code should verify that the `state` parameter returned by the server matches
            if parameter(url, "state").as_ref() != Some(state) {
                return Err("state does not match".into());
            }
            let code = parameter(url, "code").ok_or("no code")?;
            let client = client.get().ok_or("no client")?;
            let response = client
                .exchange_code(AuthorizationCode::new(code))?
                .set_pkce_verifier(PkceCodeVerifier::new(verifier.clone()))
                .request(&http)?;
            let id_token = response.id_token().ok_or("no ID token")?;
            let id_token_verifier = client.id_token_verifier();
            let claims = id_token.claims(&id_token_verifier, &*nonce)?;
            if let Some(expected) = claims.access_token_hash() {
                let (algorithm, key) =
                    (id_token.signing_alg()?, id_token.signing_key(&id_token_verifier)?);
                if AccessTokenHash::from_token(response.access_token(), algorithm, key)?
                    != *expected
                {
                    return Err("the access token is not the ID token's".into());
                }
            }
            Ok(())
        },
    )
}
