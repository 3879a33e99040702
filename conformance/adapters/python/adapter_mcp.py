#!/usr/bin/env python3
"""The package `mcp`, the Model Context Protocol's SDK: a client's verifier, and `create_auth_routes` called as ASGI."""
import asyncio
import secrets
import time
from importlib.metadata import version

from mcp.client.auth import PKCEParameters
from mcp.server.auth.provider import (
    AuthorizationCode,
    OAuthAuthorizationServerProvider,
    TokenError,
    construct_redirect_uri,
)
from mcp.server.auth.routes import create_auth_routes
from mcp.shared.auth import OAuthClientInformationFull, OAuthToken
from pydantic import AnyHttpUrl
from starlette.applications import Starlette

import flows
from shim import Unsupported, serve

# What the provider below decides: the library hands it a code that was checked, and takes its token.
NOT_OURS = ["rfc6749-4.1.2-second-use-denied", "rfc6749-4.1.2-code-*", "rfc6749-4.1.2-replay-revokes"]


def generate(i):
    if i["length"] is not None:
        raise Unsupported("the call takes no length")
    return {"verifiers": [PKCEParameters.generate().code_verifier for _ in range(i["count"])]}


class Server:
    def __init__(self, policy, clients):
        if policy["pkce"] not in ("required", "default"):
            raise Unsupported("PKCE is required of every client")
        if policy["methods"] != ["S256"]:
            raise Unsupported("the one method is S256")
        self.app = Starlette(routes=create_auth_routes(Provider(clients), AnyHttpUrl("https://as.example")))

    # Whichever user agent: no cookie is set.
    def authorize(self, query, user_agent):
        return self.request("GET", "/authorize", query)

    def token(self, query, body, headers):
        return self.request("POST", "/token", query, body, headers)

    def metadata(self):
        return self.request("GET", "/.well-known/oauth-authorization-server")[2]

    def request(self, method, path, query="", body="", headers=None):
        return asyncio.run(asgi(self.app, method, path, query, body, headers or {}))


async def asgi(app, method, path, query, body, headers):
    """One request, without a server between."""
    fields = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "http_version": "1.1", "method": method, "scheme": "https", "path": path}
    scope |= {"query_string": query.encode(), "headers": fields, "server": ("as.example", 443)}
    sent = []

    async def receive():
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(part.get("body", b"") for part in sent[1:]).decode()


class Provider(OAuthAuthorizationServerProvider):
    """A store in memory, which agrees at once."""

    def __init__(self, clients):
        self.clients = {client["client_id"]: registered(client) for client in clients}
        self.codes = {}

    async def get_client(self, client_id):
        return self.clients.get(client_id)

    async def authorize(self, client, params):
        code = secrets.token_urlsafe(32)
        self.codes[code] = AuthorizationCode(
            code=code,
            client_id=client.client_id,
            scopes=params.scopes or [],
            expires_at=time.time() + 60,
            code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
        )
        return construct_redirect_uri(str(params.redirect_uri), code=code, state=params.state)

    async def load_authorization_code(self, client, authorization_code):
        return self.codes.get(authorization_code)

    async def exchange_authorization_code(self, client, authorization_code):
        if self.codes.pop(authorization_code.code, None) is None:
            raise TokenError("invalid_grant")
        return OAuthToken(access_token=secrets.token_urlsafe(32), token_type="Bearer")


def registered(client):
    secret = client.get("client_secret")
    return OAuthClientInformationFull(
        client_id=client["client_id"],
        client_secret=secret,
        redirect_uris=[client["redirect_uri"]],
        token_endpoint_auth_method="client_secret_post" if secret else "none",
    )


if __name__ == "__main__":
    ops = {"generate": generate} | flows.operations(Server)
    offers = {
        "policies": ["required", "own"],
        "methods": [["S256"]],
        # > we use the client_secret param
        "roles": flows.roles(par="no", auth="post"),
        "userinfo": False,
        "code_lifetime": False,
    }
    serve("mcp", version("mcp"), ops, NOT_OURS, offers, flows.ACCEPTS)
