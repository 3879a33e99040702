#!/usr/bin/env node
// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- node adapter.mjs
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

// What the library throws by itself; `reason` is a neutral one of PROTOCOL.md.
const refused = (reason, message) => Object.assign(new Error(message), { reason });

class Unsupported extends Error {} // the library has no such call

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

const NAME = "stand-in";
const VERSION = ""; // ask the library itself for its version, in its package.json or the like

function derive(verifier, method) {
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) {
    throw refused("other", "a verifier is 43 to 128 unreserved characters");
  }
  if (method === "plain") return verifier;
  if (method !== "S256") throw refused("method_unsupported", "the methods are S256 and plain");
  return createHash("sha256").update(verifier, "ascii").digest("base64url");
}

function verify(verifier, challenge, method) {
  const [a, b] = [derive(verifier, method), challenge].map((value) => Buffer.from(value));
  return a.length === b.length && timingSafeEqual(a, b);
}

function generate(length) {
  if (length !== null && !(length >= 43 && length <= 128)) {
    throw refused("other", "a verifier is 43 to 128 characters");
  }
  return randomBytes(length ?? 32).toString("base64url").slice(0, length ?? undefined);
}

// ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

const OPS = {
  derive: (i) => ({ challenge: derive(text(i, "verifier"), text(i, "method")) }),
  verify: (i) => ({ match: verify(text(i, "verifier"), text(i, "challenge"), text(i, "method")) }),
  generate: (i) => ({ verifiers: Array.from({ length: i.count }, () => generate(i.length)) }),
};
const HELLO = { protocol: 1, name: NAME, version: VERSION, language: "JavaScript", ops: Object.keys(OPS) };

function text(values, name) {
  if (Object.hasOwn(values, name)) return values[name];
  throw new Unsupported(`${name}_hex` in values ? "text only, no octets" : `no call without a ${name}`);
}

function answer(op, values) {
  if (!Object.hasOwn(OPS, op)) return { unsupported: `no ${op}` };
  try {
    return { ok: OPS[op](values) };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    // An error without a reason came from beneath, and nobody caught it.
    const message = Buffer.from(String(error?.message ?? error)).subarray(0, 1000).toString();
    return { error: { reason: error?.reason ?? "exception", message } };
  }
}

function reply(line) {
  try {
    const { id, op, input } = JSON.parse(line);
    if (op !== "hello" && !Number.isInteger(id)) throw new Error("it has no id");
    process.stdout.write(JSON.stringify(op === "hello" ? HELLO : { id, ...answer(op, input) }) + "\n");
  } catch (error) {
    console.error("not a request:", error.message);
  }
}

// Line feeds alone end a line: node:readline would split at U+2028 too, which a string may hold.
let rest = "";
for await (const chunk of process.stdin.setEncoding("utf8")) {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  lines.forEach(reply);
}
