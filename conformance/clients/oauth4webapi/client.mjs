// oauth4webapi as its example of plain OAuth has it: `node client.mjs ISSUER CLIENT_ID REDIRECT_URI [SECRET]`.
import * as oauth from "oauth4webapi";
import { serve } from "../lines.mjs";

const [issuerText, client_id, redirect_uri, secret] = process.argv.slice(2);
const issuer = new URL(issuerText);
const client = { client_id };
const authentication = secret ? oauth.ClientSecretBasic(secret) : oauth.None();
const http = { [oauth.allowInsecureRequests]: true };
let as;

async function begin() {
  as ??= await oauth
    .discoveryRequest(issuer, { algorithm: "oauth2", ...http })
    .then((response) => oauth.processDiscoveryResponse(issuer, response));
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(as.authorization_endpoint);
  url.searchParams.set("client_id", client_id);
  url.searchParams.set("redirect_uri", redirect_uri);
  url.searchParams.set("response_type", "code");
  url.searchParams.set("scope", "read");
  url.searchParams.set("code_challenge", await oauth.calculatePKCECodeChallenge(verifier));
  url.searchParams.set("code_challenge_method", "S256");
  let state;
  // > We cannot be sure the AS supports PKCE so we're going to use state too.
  if (as.code_challenge_methods_supported?.includes("S256") !== true) {
    state = oauth.generateRandomState();
    url.searchParams.set("state", state);
  }
  return { url, keep: { verifier, state } };
}

async function callback({ verifier, state }, url, body) {
  const response = body === undefined ? url : new URLSearchParams(body);
  const params = oauth.validateAuthResponse(as, client, response, state);
  const answer = await oauth.authorizationCodeGrantRequest(as, client, authentication, params, redirect_uri, verifier, http);
  await oauth.processAuthorizationCodeResponse(as, client, answer);
}

serve({ begin, callback });
