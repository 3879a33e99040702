#!/usr/bin/env node
// The package `@badgateway/oauth2-client`: a challenge is read from the authorization request that it makes.
import { OAuth2Client, generateCodeVerifier } from "@badgateway/oauth2-client";

import { draw, s256Alone, serve, text } from "./shim.mjs";

const CLIENT = new OAuth2Client({ clientId: "app", authorizationEndpoint: "https://as.example/authorize" });

const ops = {
  derive: async (i) => {
    s256Alone(i);
    const codeVerifier = text(i, "verifier");
    const uri = await CLIENT.authorizationCode.getAuthorizeUri({ redirectUri: "https://app.example/cb", codeVerifier });
    const sent = Object.fromEntries(new URL(uri).searchParams);
    return { challenge: sent.code_challenge, method: sent.code_challenge_method };
  },
  generate: (i) => draw(i, generateCodeVerifier),
};

await serve({ folder: "@badgateway/oauth2-client", ops });
