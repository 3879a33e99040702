// @modelcontextprotocol/sdk as its example of an OAuth client has it, without the page that waits for the callback:
// `node client.mjs RESOURCE REDIRECT_URI`. The provider is the app's: it stores, and here one stores for each login, as
// > Tokens, authorization codes, and code verifiers should not cross different sessions.
import { UnauthorizedError } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { serve } from "../lines.mjs";

const [resource, redirectUrl] = process.argv.slice(2);

class Provider {
  redirectUrl = redirectUrl;
  clientMetadata = {
    client_name: "pkce",
    redirect_uris: [redirectUrl],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  clientInformation = () => this.registered;
  saveClientInformation = (registered) => void (this.registered = registered);
  tokens = () => this.saved;
  saveTokens = (saved) => void (this.saved = saved);
  redirectToAuthorization = (url) => void (this.url = url);
  saveCodeVerifier = (verifier) => void (this.verifier = verifier);
  codeVerifier = () => this.verifier;
}

const connect = async (provider) => {
  const transport = new StreamableHTTPClientTransport(new URL(resource), { authProvider: provider });
  await new Client({ name: "pkce", version: "1" }).connect(transport).catch((error) => {
    if (!(error instanceof UnauthorizedError)) throw error;
  });
  return transport;
};

async function begin() {
  const provider = new Provider();
  const transport = await connect(provider);
  if (!provider.url) throw new Error("the server wants no authorization");
  return { url: provider.url, keep: { provider, transport } };
}

async function callback({ provider, transport }, url, body) {
  const params = body === undefined ? url.searchParams : new URLSearchParams(body);
  const code = params.get("code");
  if (!code) throw new Error(params.get("error") ?? "no authorization code provided");
  await transport.finishAuth(code);
  await connect(provider);
}

serve({ begin, callback });
