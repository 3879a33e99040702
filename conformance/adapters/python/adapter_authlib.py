#!/usr/bin/env python3
"""The package `Authlib`: a client's calls, and its authorization server for Flask over a store in memory."""
from collections import defaultdict
from types import SimpleNamespace

import authlib
from authlib.common.security import generate_token
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge, create_s256_code_challenge
from flask import Flask

import flows
from shim import Refused, Unsupported, optional_text, s256_alone, serve, text_or_octets

# What the store below decides: the library asks it for the code of this client.
NOT_OURS = ["rfc6749-4.1.3-code-bound-to-client"]

REASONS = {
    "Code challenge failed.": "mismatch",
    "Invalid 'code_challenge'": "challenge_malformed",
    "Missing 'code_challenge'": "missing",
    "Missing 'code_verifier'": "missing",
    "Unsupported 'code_challenge_method'": "method_unsupported",
}


def derive(i):
    s256_alone(i)
    return {"challenge": create_s256_code_challenge(text_or_octets(i, "verifier"))}


def generate(i):
    # > code_verifier = generate_token(48)
    length = 48 if i["length"] is None else i["length"]
    return {"verifiers": [generate_token(length) for _ in range(i["count"])]}


def verify(i):
    """The extension's two hooks, as a grant calls them, with what the grant keeps between."""
    challenge, method, verifier = (optional_text(i, name) for name in ("challenge", "method", "verifier"))
    sent = {"code_challenge": challenge, "code_challenge_method": method}
    sent = {name: value for name, value in sent.items() if value is not None}
    payload = SimpleNamespace(data=sent, datalist={name: [value] for name, value in sent.items()})
    kept = SimpleNamespace(code_challenge=challenge, code_challenge_method=method)
    form = {} if verifier is None else {"code_verifier": verifier}
    request = SimpleNamespace(payload=payload, form=form, auth_method="none", authorization_code=kept)
    grant, extension = SimpleNamespace(request=request), CodeChallenge()
    try:
        extension.validate_code_challenge(grant, None)
        extension.validate_code_verifier(grant, None)
    except OAuth2Error as error:
        raise Refused(REASONS.get(error.description, "other"), error) from error
    return {"match": True}


class Server:
    def __init__(self, policy, clients):
        app = Flask("authorization-server")
        known = {client["client_id"]: Client(client) for client in clients}
        server = AuthorizationServer(app, query_client=known.get, save_token=lambda token, request: None)
        server.register_grant(code_grant(), [challenge_extension(policy)])
        app.add_url_rule("/authorize", "authorize", lambda: server.create_authorization_response(grant_user="user"))
        app.add_url_rule("/token", "token", server.create_token_response, methods=["POST"])
        # A user agent is a client of its own, with its own cookies.
        self.browsers = defaultdict(app.test_client)

    def authorize(self, query, user_agent):
        sent = {"query_string": query, "base_url": "https://as.example"}
        return plain(self.browsers[user_agent].get("/authorize", **sent))

    def token(self, query, body, headers):
        sent = {"data": body, "headers": headers, "query_string": query, "base_url": "https://as.example"}
        return plain(self.browsers["client"].post("/token", **sent))


def plain(response):
    return response.status_code, dict(response.headers), response.get_data(as_text=True)


def challenge_extension(policy):
    arguments = {"optional": {"required": False}, "public": {"required": True}, "default": {}}
    if str(policy["pkce"]) not in arguments:
        raise Unsupported("PKCE is required of public clients or of none")

    class Extension(CodeChallenge):
        SUPPORTED_CODE_CHALLENGE_METHOD = policy["methods"]
        # Of the two settings neither follows from the other.
        DEFAULT_CODE_CHALLENGE_METHOD = "plain" if "plain" in policy["methods"] else "S256"

    return Extension(**arguments[policy["pkce"]])


def code_grant():
    codes = {}

    class Grant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]

        def save_authorization_code(self, code, request):
            codes[code, request.client.client_id] = SimpleNamespace(
                key=(code, request.client.client_id),
                code_challenge=request.payload.data.get("code_challenge"),
                code_challenge_method=request.payload.data.get("code_challenge_method"),
                get_redirect_uri=lambda uri=request.payload.redirect_uri: uri,
                get_scope=lambda scope=request.scope: scope,
            )

        def query_authorization_code(self, code, client):
            return codes.get((code, client.client_id))

        def delete_authorization_code(self, authorization_code):
            del codes[authorization_code.key]

        def authenticate_user(self, authorization_code):
            return "user"

    return Grant


class Client(ClientMixin):
    def __init__(self, registered):
        self.client_id = registered["client_id"]
        self.redirect_uri = registered["redirect_uri"]
        self.secret = registered.get("client_secret")

    def get_allowed_scope(self, scope):
        return scope or ""

    def get_default_redirect_uri(self):
        return self.redirect_uri

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret):
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "none" if self.secret is None else method != "none"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


if __name__ == "__main__":
    ops = {"derive": derive, "verify": verify, "generate": generate} | flows.operations(Server)
    offers = {"roles": flows.roles(par="no"), "userinfo": False, "code_lifetime": False}
    serve("Authlib", authlib.__version__, ops, NOT_OURS, offers, flows.ACCEPTS)
