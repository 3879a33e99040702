#!/usr/bin/env node
// The package `arctic`: its generic client. A challenge is read from the authorization request that it makes.
import { CodeChallengeMethod, OAuth2Client, generateCodeVerifier } from "arctic";

import { Unsupported, draw, serve, text } from "./shim.mjs";

const CLIENT = new OAuth2Client("app", null, "https://app.example/cb");
const METHODS = new Map([
  ["S256", CodeChallengeMethod.S256],
  ["plain", CodeChallengeMethod.Plain],
]);

const ops = {
  derive: (i) => {
    const method = METHODS.get(text(i, "method"));
    if (method === undefined) throw new Unsupported("the methods are an enumeration: S256 and Plain");
    const endpoint = "https://as.example/authorize";
    const request = CLIENT.createAuthorizationURLWithPKCE(endpoint, "state", method, text(i, "verifier"), []);
    const sent = Object.fromEntries(request.searchParams);
    return { challenge: sent.code_challenge, method: sent.code_challenge_method };
  },
  generate: (i) => draw(i, generateCodeVerifier),
};

await serve({ folder: "arctic", ops });
