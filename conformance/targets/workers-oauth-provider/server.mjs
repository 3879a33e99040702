// @cloudflare/workers-oauth-provider in Node, as its README has it: `node server.mjs PORT PACKAGE`. The user is logged in and
// agrees. What Workers have beside Node is a base class and a key-value store.

import { createServer } from 'node:http';
import { register } from 'node:module';

const workers = 'data:text/javascript,export class WorkerEntrypoint { constructor(ctx, env) { Object.assign(this, { ctx, env }) } }';
const hook = `export const resolve = (name, context, next) =>
  name === 'cloudflare:workers' ? { url: ${JSON.stringify(workers)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);

const [port, name] = process.argv.slice(2);
const { OAuthProvider, default: older } = await import(name);

const store = new Map();
const OAUTH_KV = {
  async get(key, { type } = {}) {
    const { value, until } = store.get(key) ?? {};
    if (value === undefined || until < Date.now()) return null;
    return type === 'json' ? JSON.parse(value) : value;
  },
  async put(key, value, { expirationTtl = Infinity } = {}) {
    store.set(key, { value, until: Date.now() + expirationTtl * 1000 });
  },
  async delete(key) {
    store.delete(key);
  },
  async list({ prefix }) {
    const keys = [...store.keys()].filter((key) => key.startsWith(prefix));
    return { keys: keys.map((name) => ({ name })), list_complete: true };
  },
};

const defaultHandler = {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== '/authorize') return new Response('Not found', { status: 404 });
    try {
      const asked = await env.OAUTH_PROVIDER.parseAuthRequest(request);
      const grant = { request: asked, userId: 'alice', metadata: {}, scope: asked.scope, props: {}, revokeExistingGrants: false };
      const { redirectTo } = await env.OAUTH_PROVIDER.completeAuthorization(grant);
      return Response.redirect(redirectTo, 302);
    } catch (error) {
      // The newest tells these, and which of them go to the client; the older ones have the app catch nothing.
      if (error.redirectTo) return Response.redirect(error.redirectTo, 302);
      if (error.name === 'AuthorizationError') return new Response('This request is refused.', { status: 400 });
      throw error;
    }
  },
};

const provider = new (OAuthProvider ?? older)({
  apiRoute: '/api/',
  apiHandler: { fetch: async () => new Response('{}') },
  defaultHandler,
  authorizeEndpoint: '/authorize',
  tokenEndpoint: '/oauth/token',
  clientRegistrationEndpoint: '/oauth/register',
  resourceMetadata: { resource: `http://127.0.0.1:${port}/api/`, authorization_servers: [`http://127.0.0.1:${port}`] },
  onError: () => {},
});

const env = { OAUTH_KV };
createServer(async (req, res) => {
  const body = [];
  for await (const chunk of req) body.push(chunk);
  const { method, headers, url } = req;
  const init = { method, headers, body: method === 'POST' ? Buffer.concat(body) : undefined };
  try {
    const response = await provider.fetch(new Request(`http://127.0.0.1:${port}${url}`, init), env, { waitUntil() {} });
    res.writeHead(response.status, Object.fromEntries(response.headers)).end(Buffer.from(await response.arrayBuffer()));
  } catch {
    res.writeHead(500).end(); // as Workers answer an exception that nobody caught
  }
}).listen(Number(port), '127.0.0.1');
