// The adapter protocol, version 1 (PROTOCOL.md), for every JavaScript adapter beside this file.
//
// An adapter names its package and its operations, each a function of the request's input that returns, at once or
// later, what `ok` holds.
import { readFileSync } from "node:fs";

// What the library throws by itself; `reason` is a neutral one of PROTOCOL.md.
export class Refused extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

// The library has no such call.
export class Unsupported extends Error {}

// The members of each library operation, each of which may come in hexadecimal to an adapter that accepts it.
const MEMBERS = {
  derive: ["method", "verifier"],
  verify: ["method", "challenge", "verifier"],
  check_verifier: ["verifier"],
  check_challenge: ["method", "challenge"],
  parse_method: ["method"],
  generate: ["count", "length"],
};

// No member but these: one that is left out may be what the request is about.
export function known(values, names) {
  const unknown = Object.keys(values).filter((name) => !names.includes(name));
  if (unknown.length) throw new Unsupported(`no such member: ${unknown}`);
}

// A member that must be there, as text: for a call that cannot be made without it.
export function text(values, name) {
  const found = optionalText(values, name);
  if (found === undefined) throw new Unsupported(`no call without a ${name}`);
  return found;
}

// A member as text, or undefined where it is absent.
export function optionalText(values, name) {
  if (Object.hasOwn(values, `${name}_hex`)) throw new Unsupported("text only, no octets");
  return values[name];
}

// For a call without a method, which is S256.
export function s256Alone(values) {
  if (![undefined, "S256"].includes(optionalText(values, "method"))) {
    throw new Unsupported("the call takes no method, it is S256");
  }
}

// For a call that takes no length: one verifier after another.
export async function draw(values, generate) {
  if (values.length !== null) throw new Unsupported("the call takes no length");
  return drawn(values.count, generate);
}

export async function drawn(count, generate) {
  const verifiers = [];
  while (verifiers.length < count) verifiers.push(await generate());
  return { verifiers };
}

// What is installed in the folder of that name; an npm alias has another than its package.
function installed(folder) {
  const file = new URL(`node_modules/${folder}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

// Answers until standard input ends.
export async function serve({ folder, ops, not_ours = [], offers = {}, accepts = [] }) {
  const { name, version } = installed(folder);
  const about = { protocol: 1, name, version, language: "JavaScript", ops: Object.keys(ops), not_ours, offers, accepts };
  // Line feeds alone end a line: node:readline would split at U+2028 too, which a string may hold.
  let rest = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop();
    for (const line of lines) reply(line, about, ops);
  }
}

async function reply(line, about, ops) {
  try {
    const { id, op, input } = JSON.parse(line);
    if (op !== "hello" && !Number.isInteger(id)) throw new Error("it has no id");
    const message = op === "hello" ? about : { id, ...(await answer(ops, op, input)) };
    process.stdout.write(JSON.stringify(message) + "\n");
  } catch (error) {
    console.error("not a request:", error.message);
  }
}

async function answer(ops, op, input) {
  if (!Object.hasOwn(ops, op)) return { unsupported: `no ${op}` };
  try {
    const members = MEMBERS[op];
    if (members) known(input, [...members, ...members.map((name) => `${name}_hex`)]);
    return { ok: await ops[op](input) };
  } catch (error) {
    if (error instanceof Unsupported) return { unsupported: error.message };
    // An error without a reason came from beneath, and nobody caught it.
    const reason = error instanceof Refused ? error.reason : "exception";
    return { error: { reason, message: String(error?.message ?? error).slice(0, 500).toWellFormed() } };
  }
}
