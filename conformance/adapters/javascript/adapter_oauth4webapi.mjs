#!/usr/bin/env node
// The package `oauth4webapi`: a client's two calls, S256 alone.
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from "oauth4webapi";

import { Refused, draw, s256Alone, serve, text } from "./shim.mjs";

const ops = {
  derive: async (i) => {
    s256Alone(i);
    return { challenge: await documented(() => calculatePKCECodeChallenge(text(i, "verifier"))) };
  },
  generate: (i) => draw(i, generateRandomCodeVerifier),
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

await serve({ folder: "oauth4webapi", ops });
