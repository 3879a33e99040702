#!/usr/bin/env node
// The package `pkce-challenge`: a client's and a server's calls.
import pkceChallenge, { generateChallenge, verifyChallenge } from "pkce-challenge";

import { Refused, drawn, optionalText, serve, text } from "./shim.mjs";

// The last argument of each call may be left out.
const method = (i) => [optionalText(i, "method")].filter((sent) => sent !== undefined);

const ops = {
  derive: async (i) => ({
    challenge: await documented(() => generateChallenge(text(i, "verifier"), ...method(i))),
  }),
  verify: async (i) => ({
    match: await documented(() => verifyChallenge(text(i, "verifier"), text(i, "challenge"), ...method(i))),
  }),
  generate: (i) => {
    const length = i.length === null ? [] : [i.length];
    return drawn(i.count, async () => (await documented(() => pkceChallenge(...length))).code_verifier);
  },
};

async function documented(call) {
  try {
    return await call();
  } catch (error) {
    const { message } = error;
    if (message.startsWith("Unsupported PKCE challenge method")) throw new Refused("method_unsupported", message);
    if (message.startsWith("Expected a length")) throw new Refused("other", message);
    throw error;
  }
}

await serve({ folder: "pkce-challenge", ops });
