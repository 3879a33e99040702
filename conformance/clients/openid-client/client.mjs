// openid-client as its README has it: `node client.mjs ISSUER CLIENT_ID REDIRECT_URI [SECRET]`.
import * as client from "openid-client";
import { serve } from "../lines.mjs";

const [issuer, client_id, redirect_uri, secret] = process.argv.slice(2);
let config;

async function begin() {
  config ??= await client.discovery(new URL(issuer), client_id, secret, secret ? undefined : client.None(), {
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  let state;
  // > We cannot be sure the server supports PKCE so we're going to use state too.
  if (!config.serverMetadata().supportsPKCE()) {
    state = client.randomState();
    parameters.state = state;
  }
  return { url: client.buildAuthorizationUrl(config, parameters), keep: { verifier, state } };
}

async function callback({ verifier, state }, url, body) {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const current = body === undefined ? url : new Request(url, { method: "POST", headers, body });
  await client.authorizationCodeGrant(config, current, { pkceCodeVerifier: verifier, expectedState: state });
}

serve({ begin, callback });
