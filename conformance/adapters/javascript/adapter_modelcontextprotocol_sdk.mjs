#!/usr/bin/env node
// The package `@modelcontextprotocol/sdk`: a client's verifier, and `mcpAuthRouter` in Express on loopback.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";

import { startAuthorization } from "@modelcontextprotocol/sdk/client/auth.js";
import { InvalidGrantError } from "@modelcontextprotocol/sdk/server/auth/errors.js";
import { mcpAuthRouter } from "@modelcontextprotocol/sdk/server/auth/router.js";
import express from "express";

import { ACCEPTS, flows, roles } from "./flows.mjs";
import { Unsupported, draw, serve } from "./shim.mjs";

// What the provider below decides: the library asks it for a code's challenge and then for the token, and checks the
// verifier between.
const NOT_OURS = [
  "rfc6749-4.1.2-code-*",
  "rfc6749-4.1.2-second-use-denied",
  "rfc6749-4.1.2-replay-revokes",
  "rfc6749-4.1.3-*",
];

const generate = (i) =>
  draw(i, async () => {
    const registered = { clientInformation: { client_id: "app" }, redirectUrl: "https://app.example/cb" };
    return (await startAuthorization("https://as.example", registered)).codeVerifier;
  });

async function open(policy, clients) {
  if (!["required", "default"].includes(policy.pkce)) throw new Unsupported("PKCE is required of every client");
  if (policy.methods.join() !== "S256") throw new Unsupported("the one method is S256");
  const unlimited = { rateLimit: false };
  const router = mcpAuthRouter({
    provider: provider(clients),
    issuerUrl: new URL("https://as.example"),
    authorizationOptions: unlimited,
    tokenOptions: unlimited,
  });
  const server = express().use(router).listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const send = (method, path, headers, body) => exchange(server.address().port, method, path, headers, body);
  return {
    authorize: (query) => send("GET", `/authorize?${query}`),
    token: (query, body, headers) => send("POST", query ? `/token?${query}` : "/token", headers, body),
    metadata: async () => (await send("GET", "/.well-known/oauth-authorization-server")).body,
    close: () => server.close(),
  };
}

// One request, over a connection of its own.
async function exchange(port, method, path, headers = {}, body = "") {
  const length = { "content-length": Buffer.byteLength(body) };
  const sent = request({ host: "127.0.0.1", port, method, path, headers: { ...headers, ...length }, agent: false });
  sent.end(body);
  const [response] = await once(sent, "response");
  const missing = { "content-type": "", "cache-control": "" };
  const text = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, headers: { ...missing, ...response.headers }, body: text };
}

// A store in memory, which agrees at once.
function provider(clients) {
  const codes = new Map();
  const own = (client, code) => {
    const found = codes.get(code);
    if (found?.client_id !== client.client_id) throw new InvalidGrantError("unknown code");
    return found;
  };
  return {
    clientsStore: {
      getClient: (id) => {
        const client = clients.find(({ client_id }) => client_id === id);
        return client && { ...client, redirect_uris: [client.redirect_uri] };
      },
    },
    async authorize(client, { state, codeChallenge, redirectUri }, response) {
      const code = randomUUID();
      codes.set(code, { client_id: client.client_id, codeChallenge, redirectUri });
      const target = new URL(redirectUri);
      target.searchParams.set("code", code);
      if (state !== undefined) target.searchParams.set("state", state);
      response.redirect(target.href);
    },
    challengeForAuthorizationCode: async (client, code) => own(client, code).codeChallenge,
    async exchangeAuthorizationCode(client, code, codeVerifier, redirectUri) {
      const found = own(client, code);
      codes.delete(code);
      if (redirectUri !== undefined && redirectUri !== found.redirectUri) throw new InvalidGrantError("another URI");
      return { access_token: randomUUID(), token_type: "bearer" };
    },
  };
}

const offers = {
  policies: ["required", "own"],
  methods: [["S256"]],
  roles: roles("post"), // it knows no other way
  userinfo: false,
  code_lifetime: false,
};
await serve({
  folder: "@modelcontextprotocol/sdk",
  ops: { generate, ...flows(open) },
  not_ours: NOT_OURS,
  offers,
  accepts: ACCEPTS,
});
