// Flows: sessions, requests as they go on the wire, responses as steps' answers.
//
// An adapter's `open(policy, clients)` gives a server with `authorize(query)` and `token(query, body, headers)`, each
// of which gives `{ status, headers, body }`, the headers in lower case. `metadata()`, which gives the document, and
// `close()` are optional.
import { Refused, Unsupported, known } from "./shim.mjs";

// What a request carries is put on the wire as it is, and requests may be under way side by side. A user agent is nobody:
// none of these servers sets a cookie.
export const ACCEPTS = ["hex", "raw", "query", "user_agent", "race", "duplicates"];

// What each kind of client meets: no pushed requests, and a secret that goes by HTTP Basic or in the body (`post`).
export const roles = (auth) => ({ public: { auth: "none", par: "no" }, confidential: { auth, par: "no" } });

export function flows(open) {
  const sessions = new Map();
  const found = (name) => {
    if (!sessions.has(name)) throw new Refused("other", "no such session");
    return sessions.get(name);
  };
  return {
    "flow.open": async ({ session, policy, clients, ...rest }) => {
      known(rest, []);
      knownPolicy(policy);
      for (const client of clients) known(client, ["role", "client_id", "client_secret", "redirect_uri"]);
      sessions.set(session, await open(policy, clients));
      return {};
    },
    "flow.step": async (input) => {
      known(input, ["session", "step", "steps"]);
      const server = found(input.session);
      if (!input.steps) return step(server, input.step);
      return { results: await Promise.all(input.steps.map((each) => step(server, each))) };
    },
    "flow.close": async ({ session, ...rest }) => {
      known(rest, []);
      await found(session).close?.();
      sessions.delete(session);
      return {};
    },
  };
}

function knownPolicy({ pkce, methods, code_lifetime, ...rest }) {
  known(rest, []);
  if (typeof pkce === "object") known(pkce, ["clients"]);
  else if (!["optional", "required", "public", "default"].includes(pkce)) throw new Unsupported("no such policy");
  if (!["S256", "S256,plain"].includes(methods.join())) throw new Unsupported("S256, with or without plain");
}

async function step(server, request) {
  known(request, Object.keys(request).slice(0, 1));
  if (request.authorize) {
    const { params, raw } = request.authorize;
    known(request.authorize, ["params", "raw", "user_agent"]);
    return answer("code", await server.authorize(form(params, raw)));
  }
  if (request.token) {
    const { params, basic, raw, query = [] } = request.token;
    known(request.token, ["params", "raw", "query", "basic", "user_agent"]);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    if (basic) headers.authorization = `Basic ${Buffer.from(basic.join(":")).toString("base64")}`;
    return answer("token", await server.token(form(query), form(params, raw), headers));
  }
  if (request.metadata && server.metadata) {
    known(request.metadata, []);
    return { outcome: "metadata", body: await server.metadata() };
  }
  throw new Unsupported(`no ${Object.keys(request)[0]}`);
}

// Pairs in a form's encoding, then what is encoded already.
function form(pairs, raw) {
  const encoded = pairs.map((pair) => pair.map(percent).join("="));
  if (raw !== undefined) encoded.push(octets(raw).toString());
  return encoded.join("&");
}

const percent = (value) =>
  [...octets(value)]
    .map((octet) => (/[\w.~-]/.test(String.fromCharCode(octet)) ? String.fromCharCode(octet) : hex(octet)))
    .join("");

const hex = (octet) => `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;

function octets(value) {
  if (typeof value === "string") return Buffer.from(value);
  known(value, ["hex"]);
  return Buffer.from(value.hex, "hex");
}

// What a response carries, and no more. A member that it could carry, and lacks, is "".
function answer(wanted, { status, headers, body }) {
  const { location } = headers;
  const told = { status, location, body };
  told.content_type = headers["content-type"];
  told.cache_control = headers["cache-control"];
  let given = members(body);
  if (location !== undefined) {
    given = Object.fromEntries(URL.canParse(location) ? new URL(location).searchParams : []);
    told.state = given.state ?? "";
  }
  const name = { code: "code", token: "access_token" }[wanted];
  if (given?.[name]) return { ...told, outcome: wanted, [name]: given[name] };
  if (given) told.error = given.error ?? "";
  return { ...told, outcome: status >= 500 ? "server_error" : "refused" };
}

// Those of a JSON object; undefined where it is something else.
function members(body) {
  try {
    const parsed = JSON.parse(body);
    return typeof parsed === "object" ? (parsed ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
