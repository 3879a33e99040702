//! The crate `rmcp`, the Model Context Protocol's SDK, as its example of an OAuth client has it, without the page that
//! waits for the callback: `rmcp RESOURCE REDIRECT_URI`. A state is of one authorization, and so there is one for each login.

use std::env::args;

use pkce_clients::{Done, serve};
use rmcp::{
    ServiceExt,
    model::InitializeRequestParams,
    transport::{
        StreamableHttpClientTransport,
        auth::{AuthClient, AuthorizationRequest, OAuthState},
        streamable_http_client::StreamableHttpClientTransportConfig,
    },
};
use tokio::runtime::Builder;

fn main() -> Done<()> {
    let [resource, redirect_uri]: [String; 2] =
        args().skip(1).collect::<Vec<_>>().try_into().map_err(|_| "two arguments")?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    serve(
        || runtime.block_on(begin(&resource, &redirect_uri)),
        |login, url| runtime.block_on(callback(&resource, login, url.as_str())),
    )
}

async fn begin(resource: &str, redirect_uri: &str) -> Done<(String, Option<OAuthState>)> {
    let configuration = StreamableHttpClientTransportConfig::with_uri(resource);
    let transport =
        StreamableHttpClientTransport::with_client(reqwest::Client::default(), configuration);
    let challenge = match InitializeRequestParams::default().serve(transport).await {
        Ok(_) => return Err("the server wants no authorization".into()),
        Err(error) => error.auth_challenge().map(str::to_owned).ok_or(error)?,
    };
    let mut state = OAuthState::new(resource, None).await?;
    let request =
        AuthorizationRequest::new(redirect_uri).with_client_name("pkce").with_challenge(challenge);
    state.start_authorization(request).await?;
    Ok((state.get_authorization_url().await?, Some(state)))
}

async fn callback(resource: &str, login: &mut Option<OAuthState>, url: &str) -> Done<()> {
    login.as_mut().ok_or("this login is done")?.handle_callback_url(url).await?;
    let manager = login
        .take()
        .and_then(OAuthState::into_authorization_manager)
        .ok_or("no authorization manager")?;
    let client = AuthClient::new(reqwest::Client::default(), manager);
    let configuration = StreamableHttpClientTransportConfig::with_uri(resource);
    let transport = StreamableHttpClientTransport::with_client(client, configuration);
    let service = InitializeRequestParams::default().serve(transport).await?;
    service.peer().list_all_tools().await?;
    service.cancel().await?;
    Ok(())
}
