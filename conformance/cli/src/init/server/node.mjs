#!/usr/bin/env node
// A PKCE adapter: an authorization server behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
// Run it as it is, then put your server in the place of the stand-in below: pkce run -- node adapter.mjs
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

class Unsupported extends Error {} // the server has no such thing

// ---- Your server goes here: by your framework's own test requests, or over HTTP on loopback. Report what it answers. ----
// Each method may be async: what it gives is awaited.

const NAME = "stand-in";
const VERSION = ""; // ask the server itself for its version, in its package.json or the like
// What it has and has not. A client authenticates in the body; by HTTP Basic where you add
// roles: { confidential: { auth: "basic" } }.
const OFFERS = {
  roles: { public: { par: "no" }, confidential: { par: "no" } },
  methods: [["S256"], ["S256", "plain"]],
  userinfo: false,
  code_lifetime: true,
};

// One session's server. `policy.pkce`, `policy.methods`, `policy.code_lifetime` and the clients are to be set; what cannot
// be set is Unsupported. A response is { status, headers, body }, the names of its headers in lower case.
class Server {
  constructor(policy, clients) {
    Object.assign(this, { policy, clients, codes: new Map(), now: 0 });
  }

  // GET, with this query; the user is logged in and agrees.
  authorize(query) {
    const sent = Object.fromEntries(new URLSearchParams(query));
    const client = this.clients.find(({ client_id }) => client_id === sent.client_id);
    if (!client || sent.redirect_uri !== client.redirect_uri) {
      return { status: 400, headers: {}, body: "no such client, or another redirect URI" };
    }
    const error = repeats(query) ?? this.refusal(client, sent);
    const answer = error ? { error } : { code: randomBytes(32).toString("base64url") };
    if (!error) this.codes.set(answer.code, { ...sent, end: this.now + this.policy.code_lifetime });
    if (sent.state !== undefined) answer.state = sent.state;
    return { status: 302, headers: { location: `${client.redirect_uri}?${new URLSearchParams(answer)}` }, body: "" };
  }

  refusal({ client_id, client_secret }, { response_type, code_challenge, code_challenge_method }) {
    if (response_type !== "code") return "unsupported_response_type";
    const { pkce, methods } = this.policy;
    const required =
      ["required", "default"].includes(pkce) ||
      (pkce === "public" && client_secret === undefined) ||
      pkce.clients?.includes(client_id);
    const wrong = !isLegal(code_challenge) || !methods.includes(code_challenge_method || "plain");
    return (code_challenge ? wrong : required || code_challenge_method) ? "invalid_request" : undefined;
  }

  // POST, with this query, body and headers.
  token(query, body, headers) {
    const error = repeats(body) ?? this.redeem(Object.fromEntries(new URLSearchParams(body)), headers.authorization);
    const answer = error ? { error } : { access_token: randomBytes(32).toString("base64url"), token_type: "Bearer" };
    return {
      status: error === "invalid_client" ? 401 : error ? 400 : 200,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
      body: JSON.stringify(answer),
    };
  }

  redeem(sent, authorization) {
    let [id, secret] = [sent.client_id, sent.client_secret];
    if (authorization) [id, secret] = Buffer.from(authorization.slice(6), "base64").toString().split(":");
    const client = this.clients.find(({ client_id }) => client_id === id);
    if (!client || secret !== client.client_secret) return "invalid_client";
    if (sent.grant_type !== "authorization_code") return "unsupported_grant_type";
    const asked = this.codes.get(sent.code);
    if (asked?.client_id !== id) return "invalid_grant";
    this.codes.delete(sent.code);
    if (asked.end < this.now || sent.redirect_uri !== asked.redirect_uri) return "invalid_grant";
    if (!asked.code_challenge) return sent.code_verifier ? "invalid_grant" : undefined;
    if (!isLegal(sent.code_verifier)) return "invalid_grant";
    const s256 = createHash("sha256").update(sent.code_verifier).digest("base64url");
    const transformed = asked.code_challenge_method === "S256" ? s256 : sent.code_verifier;
    const [a, b] = [transformed, asked.code_challenge].map((text) => Buffer.from(text));
    return a.length === b.length && timingSafeEqual(a, b) ? undefined : "invalid_grant";
  }

  // The clock that it reads moves on.
  wait(seconds) {
    this.now += seconds;
  }
}

const isLegal = (text) => text !== undefined && /^[A-Za-z0-9\-._~]{43,128}$/.test(text);

function repeats(form) {
  const names = [...new URLSearchParams(form).keys()];
  return names.length > new Set(names).size ? "invalid_request" : undefined;
}

// ---- From here on it is the protocol. ----

// What a request carries goes on as it is. Requests at the same moment, and several user agents, are not served.
const HELLO = { protocol: 1, name: NAME, version: VERSION, language: "JavaScript", offers: OFFERS };
HELLO.ops = ["flow.open", "flow.step", "flow.close"];
HELLO.accepts = ["hex", "raw", "query", "duplicates"];

const sessions = new Map();

const OPS = {
  "flow.open": ({ session, policy, clients, ...more }) => {
    known({ ...more, ...policy }, "pkce methods code_lifetime");
    for (const client of clients) known(client, "role client_id client_secret redirect_uri");
    if (typeof policy.pkce === "object") known(policy.pkce, "clients");
    else if (!["optional", "required", "public", "default"].includes(policy.pkce)) throw new Unsupported("no such policy");
    if (!["S256", "S256,plain"].includes(policy.methods.join())) throw new Unsupported("no such methods");
    sessions.set(session, new Server(policy, clients));
    return {};
  },
  "flow.step": async ({ session, step, ...more }) => {
    const server = sessions.get(session);
    const [[name, request], ...others] = Object.entries({ ...step, ...more });
    if (others.length) throw new Unsupported("one step at a time");
    if (name === "authorize") {
      known(request, "params raw");
      return outcome("code", await server.authorize(form(request.params, request.raw)));
    }
    if (name === "token") {
      known(request, "params raw query basic");
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      if (request.basic) headers.authorization = `Basic ${Buffer.from(request.basic.join(":")).toString("base64")}`;
      const body = form(request.params, request.raw);
      return outcome("access_token", await server.token(form(request.query ?? []), body, headers));
    }
    if (name === "wait") {
      known(request, "seconds");
      await server.wait(request.seconds);
      return { outcome: "waited" };
    }
    throw new Unsupported(`no ${name}`);
  },
  "flow.close": ({ session, ...more }) => {
    known(more, "");
    sessions.delete(session);
    return {};
  },
};

// A member that is not read here may be what the request is about.
function known(values, names) {
  const unread = Object.keys(values).filter((name) => !names.split(" ").includes(name));
  if (unread.length) throw new Unsupported(`not read here: ${unread}`);
}

// Pairs in a form's encoding, then what is encoded already.
function form(pairs, raw) {
  const encoded = pairs.map((pair) => pair.map((value) => octets(value).toString("hex").replace(/../g, "%$&")).join("="));
  return [...encoded, ...(raw === undefined ? [] : [octets(raw).toString()])].join("&");
}

function octets(value) {
  if (typeof value === "string") return Buffer.from(value);
  known(value, "hex");
  return Buffer.from(value.hex, "hex");
}

// What a response carries, and no more; a member that it could carry, and lacks, is "".
function outcome(wanted, { status, headers, body }) {
  const told = { status, body, outcome: status >= 500 ? "server_error" : "refused" };
  told.content_type = headers["content-type"] ?? "";
  told.cache_control = headers["cache-control"] ?? "";
  let members = body.startsWith("{") ? JSON.parse(body) : undefined;
  if (headers.location !== undefined) {
    members = Object.fromEntries(new URL(headers.location).searchParams);
    Object.assign(told, { location: headers.location, state: members.state ?? "" });
  }
  if (members) told.error = members.error ?? "";
  if (members?.[wanted]) Object.assign(told, { outcome: wanted === "code" ? "code" : "token", [wanted]: members[wanted] });
  return told;
}

async function answer(op, input) {
  if (!Object.hasOwn(OPS, op)) return { unsupported: `no ${op}` };
  try {
    return { ok: await OPS[op](input) };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    // What the server threw, and nobody caught: it counts as 5xx.
    const message = Buffer.from(String(error?.message ?? error)).subarray(0, 1000).toString();
    return { error: { reason: "exception", message } };
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
