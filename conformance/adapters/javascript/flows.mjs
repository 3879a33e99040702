// Flows: sessions, requests as they go on the wire, responses as steps' answers.
//
// An adapter's `open(policy, clients)` gives a server with `authorize(query)` and `token(query, body, headers)`, each
// of which gives `{ status, headers, body }`, the headers in lower case. `metadata()`, which gives the document, `close()`
// and `secretInBody`, for clients that send id and secret there (RFC 6749 §2.3.1), are optional.
import { Refused, Unsupported } from "./shim.mjs";

// What each kind of client meets: no pushed requests, and a secret goes by HTTP Basic.
export const ROLES = { public: { auth: "none", par: "no" }, confidential: { auth: "basic", par: "no" } };

export function flows(open) {
  const sessions = new Map();
  const found = (name) => {
    if (!sessions.has(name)) throw new Refused("other", "no such session");
    return sessions.get(name);
  };
  return {
    "flow.open": async ({ session, policy, clients }) => {
      sessions.set(session, await open(policy, clients));
      return {};
    },
    "flow.step": async (input) => {
      const server = found(input.session);
      if (!input.steps) return step(server, input.step);
      return { results: await Promise.all(input.steps.map((each) => step(server, each))) };
    },
    "flow.close": async ({ session }) => {
      await found(session).close?.();
      sessions.delete(session);
      return {};
    },
  };
}

async function step(server, request) {
  if (request.authorize) {
    const { params, raw } = request.authorize;
    return answer("code", await server.authorize(form(params, raw)));
  }
  if (request.token) {
    const { basic, raw, query = [] } = request.token;
    let { params } = request.token;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    if (basic && server.secretInBody) {
      params = [...params, ["client_id", basic[0]], ["client_secret", basic[1]]];
    } else if (basic) {
      headers.authorization = `Basic ${Buffer.from(basic.join(":")).toString("base64")}`;
    }
    return answer("token", await server.token(form(query), form(params, raw), headers));
  }
  if (request.metadata && server.metadata) return { outcome: "metadata", body: await server.metadata() };
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

const octets = (value) => (typeof value === "string" ? Buffer.from(value) : Buffer.from(value.hex, "hex"));

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
