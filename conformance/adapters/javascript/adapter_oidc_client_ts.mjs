#!/usr/bin/env node
// The package `oidc-client-ts`: its sign-in state takes a verifier, or with `true` makes one.
import { SigninState } from "oidc-client-ts";

import { draw, s256Alone, serve, text } from "./shim.mjs";

const ARGUMENTS = {
  authority: "https://as.example",
  client_id: "app",
  redirect_uri: "https://app.example/cb",
  scope: "openid",
};

const ops = {
  derive: async (i) => {
    s256Alone(i);
    const { code_challenge } = await SigninState.create({ ...ARGUMENTS, code_verifier: text(i, "verifier") });
    return { challenge: code_challenge };
  },
  generate: (i) => draw(i, async () => (await SigninState.create({ ...ARGUMENTS, code_verifier: true })).code_verifier),
};

await serve({ folder: "oidc-client-ts", ops });
