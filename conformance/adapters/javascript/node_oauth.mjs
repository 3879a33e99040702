// `@node-oauth/oauth2-server`, whichever version: its `authorize` and `token` in process, over a store in memory.
import { parse } from "node:querystring";

import { ACCEPTS, flows, roles } from "./flows.mjs";
import { serve } from "./shim.mjs";

// What the store decides. The library does PKCE where a request asks for it and has no setting that requires it; a
// model that wants it says so when a code is to be saved.
const NOT_OURS = [
  // > The client secret of the client to retrieve. Can be `null`.
  "rfc6749-3.2.1-secret-not-replaced",
  "rfc7636-4.4.1-missing-challenge-*",
  "hardening-inferred-required",
  "hardening-pkce-not-required-of-public",
  "hardening-required-confidential",
  "oauth21-public-challenge-required",
  "oauth21-no-challenge-no-token",
  "fapi2-s256-required",
];

// In a version without `enablePlainPKCE` plain is always on, and what is said above goes for it too.
const NOT_OURS_PLAIN = [
  "rfc7636-4.4.1-unsupported-method-*",
  "rfc7636-4.4.1-plain-not-offered-not-honoured",
  "hardening-omitted-method-taken-as-s256",
  "hardening-unsupported-omitted-code-issued",
];

export async function serveNodeOAuth({ folder, library, plainCanBeOff }) {
  await serve({
    folder,
    ops: flows((policy, clients) => open(library, plainCanBeOff, policy, clients)),
    not_ours: plainCanBeOff ? NOT_OURS : [...NOT_OURS, ...NOT_OURS_PLAIN],
    offers: { roles: roles("basic"), userinfo: false, code_lifetime: false },
    accepts: ACCEPTS,
  });
}

function open(library, plainCanBeOff, policy, clients) {
  const { Request, Response } = library;
  const enablePlainPKCE = policy.methods.includes("plain");
  const refusePlain = !plainCanBeOff && !enablePlainPKCE;
  const server = new library({ model: model(library, policy, clients, refusePlain), enablePlainPKCE });
  const authenticateHandler = { handle: () => ({ id: "user" }) };

  async function respond(handle, request) {
    const response = new Response();
    try {
      await handle(new Request(request), response);
    } catch (error) {
      if (!(error instanceof library.OAuthError)) throw error;
      // > You should handle the error: `err.code` is the status. A response that was begun is sent as it is.
      if (response.status === 200) Object.assign(response, { status: error.code, body: { error: error.name } });
    }
    const { status, headers, body } = response;
    return { status, headers, body: JSON.stringify(body) };
  }

  return {
    authorize: (query) =>
      respond((request, response) => server.authorize(request, response, { authenticateHandler }), {
        method: "GET",
        headers: {},
        query: parse(query),
      }),
    token: (query, body, headers) =>
      respond((request, response) => server.token(request, response), {
        method: "POST",
        headers: { ...headers, "content-length": String(body.length) },
        query: parse(query),
        body: parse(body),
      }),
  };
}

function model({ InvalidRequestError }, policy, clients, refusePlain) {
  const codes = new Map();
  const required = ({ id, secret }) => {
    if (policy.pkce === "required") return true;
    if (policy.pkce === "public") return secret === undefined;
    return policy.pkce.clients?.includes(id) ?? false;
  };
  return {
    getClient(id, secret) {
      const client = clients.find(({ client_id }) => client_id === id);
      if (!client || (secret && secret !== client.client_secret)) return false;
      const { redirect_uri, client_secret } = client;
      return { id, secret: client_secret, redirectUris: [redirect_uri], grants: ["authorization_code"] };
    },
    saveAuthorizationCode(code, client, user) {
      if (required(client) && !code.codeChallenge) throw new InvalidRequestError("Missing parameter: `code_challenge`");
      if (refusePlain && code.codeChallengeMethod === "plain") throw new InvalidRequestError("plain is off");
      codes.set(code.authorizationCode, { ...code, client, user });
      return { ...code, client, user };
    },
    getAuthorizationCode: (code) => codes.get(code),
    revokeAuthorizationCode: ({ authorizationCode }) => codes.delete(authorizationCode),
    saveToken: (token, client, user) => ({ ...token, client, user }),
  };
}
