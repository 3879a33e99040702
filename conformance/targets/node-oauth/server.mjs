// @node-oauth/oauth2-server behind express, with a model in memory: `node server.mjs PORT PACKAGE`. Its user is logged in.

import express from 'express';

const [port, name] = process.argv.slice(2);
const { default: OAuth2Server } = await import(name);
const { OAuthError, Request, Response } = OAuth2Server;

const clients = ['pub', 'pub2', 'conf', 'conf2'].map((id) => ({
  id,
  secret: id.startsWith('conf') ? `secret-of-${id}` : undefined,
  redirectUris: [`http://127.0.0.1:9999/cb/${id}`],
  grants: ['authorization_code'],
}));
const codes = new Map();

const server = new OAuth2Server({
  model: {
    getClient: (id, secret) => clients.find((client) => client.id === id && (!secret || secret === client.secret)),
    saveAuthorizationCode(code, client, user) {
      codes.set(code.authorizationCode, { ...code, client, user });
      return { ...code, client, user };
    },
    getAuthorizationCode: (code) => codes.get(code),
    revokeAuthorizationCode: ({ authorizationCode }) => codes.delete(authorizationCode),
    saveToken: (token, client, user) => ({ ...token, client, user }),
  },
});

// The documentation has the app send what the library put into its response.
const answering = (handle) => async (req, res) => {
  const response = new Response(res);
  try {
    await handle(new Request(req), response);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (response.status === 200) Object.assign(response, { status: error.code, body: { error: error.name } });
  }
  res.set(response.headers).status(response.status).send(response.body);
};

const app = express();
app.use(express.urlencoded({ extended: false }));
const authenticateHandler = { handle: () => ({ id: 'user' }) };
app.get('/authorize', answering((request, response) => server.authorize(request, response, { authenticateHandler })));
app.post('/token', answering((request, response) => server.token(request, response)));
app.listen(Number(port), '127.0.0.1');
