// oidc-provider with its own development login, as its quick start has it:
// `node server.mjs PORT required|optional [keys]`. With `keys`, clients register themselves, and sign.

import { Provider } from 'oidc-provider';

const [port, policy, keys] = process.argv.slice(2);
const enabled = keys === 'keys';

const client = (name, method) => ({
  client_id: name,
  redirect_uris: [`http://127.0.0.1:9999/cb/${name}`],
  token_endpoint_auth_method: method,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  ...(method === 'none' ? {} : { client_secret: `secret-of-${name}` }),
});

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client('pub', 'none'),
    client('pub2', 'none'),
    client('conf', 'client_secret_basic'),
    client('conf2', 'client_secret_basic'),
  ],
  features: {
    devInteractions: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled },
    requestObjects: { enabled },
  },
  pkce: { required: () => policy === 'required' },
  ttl: { AuthorizationCode: 5 },
});

provider.listen(Number(port), '127.0.0.1');
