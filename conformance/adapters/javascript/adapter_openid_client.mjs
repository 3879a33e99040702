#!/usr/bin/env node
// The package `openid-client`: a client's two calls, which are oauth4webapi's.
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from "openid-client";

import { Refused, draw, s256Alone, serve, text } from "./shim.mjs";

const ops = {
  derive: async (i) => {
    s256Alone(i);
    return { challenge: await documented(() => calculatePKCECodeChallenge(text(i, "verifier"))) };
  },
  generate: (i) => draw(i, randomPKCECodeVerifier),
};

async function documented(call) {
  try {
    return await call();
  } catch (error) {
    // "must be a string", "must not be empty": errors of its own, with a code.
    if (error.code?.startsWith("ERR_INVALID_ARG")) throw new Refused("other", error.message);
    throw error;
  }
}

await serve({ folder: "openid-client", ops });
