#!/usr/bin/env node
// A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your library in the place of the stand-in below: pkce run -- node adapter.mjs
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

// ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----
// Each function may be async: what it gives is awaited.

const NAME = "stand-in";
const VERSION = ""; // ask the library itself for its version, in its package.json or the like

function derive(verifier, method = "S256") {
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) throw new Error("a verifier is 43 to 128 unreserved characters");
  if (method === "plain") return verifier;
  if (method !== "S256") throw new Error("the methods are S256 and plain");
  return createHash("sha256").update(verifier, "ascii").digest("base64url");
}

function verify(verifier, challenge, method = "plain") {
  const [a, b] = [derive(verifier, method), challenge].map((value) => Buffer.from(value));
  return a.length === b.length && timingSafeEqual(a, b);
}

function generate(length = 43) {
  if (!(length >= 43 && length <= 128)) throw new Error("a verifier is 43 to 128 characters");
  return randomBytes(96).toString("base64url").slice(0, length);
}

// How an error counts: a neutral reason of PROTOCOL.md where the library throws it by itself, an Error or a class of its
// own; `exception` where it comes from beneath (a TypeError of undefined, an error of Node's) and nobody caught it.
const BENEATH = [TypeError, RangeError, ReferenceError, SyntaxError, URIError, DOMException];

function reason(error) {
  const beneath = !(error instanceof Error) || BENEATH.includes(error.constructor) || /^ERR_/.test(error.code);
  if (beneath) return "exception";
  return error.message.includes("methods") ? "method_unsupported" : "other";
}

// ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

// What is absent is undefined, so that a default of the call's own is its own. Text alone is read: octets come only where
// HELLO has `accepts: ["hex"]`.
const OPS = {
  derive: async ({ verifier, method, ...more }) => {
    needs({ verifier }, more);
    return { challenge: await derive(verifier, method) };
  },
  verify: async ({ verifier, challenge, method, ...more }) => {
    needs({ verifier, challenge }, more);
    return { match: await verify(verifier, challenge, method) };
  },
  generate: async ({ count, length, ...more }) => {
    needs({ count }, more);
    const verifiers = [];
    while (verifiers.length < count) verifiers.push(await generate(length ?? undefined));
    return { verifiers };
  },
};
const HELLO = { protocol: 1, name: NAME, version: VERSION, language: "JavaScript", ops: Object.keys(OPS) };

class Unsupported extends Error {} // the library has no such call

function needs(values, more) {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) throw new Unsupported(`no call without a ${name}`);
  }
  if (Object.keys(more).length) throw new Unsupported(`not read here: ${Object.keys(more)}`);
}

async function answer(op, input) {
  if (!Object.hasOwn(OPS, op)) return { unsupported: `no ${op}` };
  try {
    return { ok: await OPS[op](input) };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    const message = Buffer.from(String(error?.message ?? error)).subarray(0, 1000).toString();
    return { error: { reason: reason(error), message } };
  }
}

async function reply(line) {
  try {
    const { id, op, input } = JSON.parse(line);
    if (op !== "hello" && !Number.isInteger(id)) throw new Error("it has no id");
    process.stdout.write(JSON.stringify(op === "hello" ? HELLO : { id, ...(await answer(op, input)) }) + "\n");
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
