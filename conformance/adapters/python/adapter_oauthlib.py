#!/usr/bin/env python3
"""The package `oauthlib`: a client's calls, a server's check, and its `WebApplicationServer` over a store in memory."""
from types import SimpleNamespace

import oauthlib
from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    FatalClientError,
    RequestValidator,
    WebApplicationClient,
    WebApplicationServer,
)
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

import flows
from shim import Refused, Unsupported, optional_text, serve, text

# What the store below decides: the library calls it, and believes what it says.
NOT_OURS = [
    "rfc6749-3.2.1-secret-not-replaced",
    "rfc6749-4.1.3-code-bound-to-client",
    "rfc6749-4.1.3-redirect-uri-same",
    # The library's methods are S256 and plain; where S256 alone is wanted, the validator below refuses plain.
    "rfc7636-4.4.1-unsupported-method-*",
    "rfc7636-4.4.1-plain-not-offered-not-honoured",
    "hardening-omitted-method-taken-as-s256",
    "hardening-unsupported-omitted-code-issued",
    "fapi2-s256-required",
]


def derive(i):
    method = optional_text(i, "method")
    arguments = () if method is None else (method,)
    challenge = WebApplicationClient("app").create_code_challenge(text(i, "verifier"), *arguments)
    return {} if challenge is None else {"challenge": challenge}


def verify(i):
    challenge, method, verifier = (text(i, name) for name in ("challenge", "method", "verifier"))
    try:
        return {"match": AuthorizationCodeGrant().validate_code_challenge(challenge, method, verifier)}
    except NotImplementedError as error:
        raise Refused("method_unsupported", error) from error


def generate(i):
    if i["length"] is None:
        raise Unsupported("the call needs a length")
    try:
        verifiers = [WebApplicationClient("app").create_code_verifier(i["length"]) for _ in range(i["count"])]
    except ValueError as error:
        raise Refused("other", error) from error
    return {"verifiers": verifiers}


class Server:
    def __init__(self, policy, clients):
        self.endpoint = WebApplicationServer(Store(policy["pkce"], clients))
        if policy["methods"] == ["S256"]:
            # > Custom validators are useful when you want to change a particular behavior of an existing grant.
            self.endpoint.auth_grant.custom_validators.pre_auth.append(refuse_plain)
        elif policy["methods"] != ["S256", "plain"]:
            raise Unsupported("no such methods")

    def authorize(self, query):
        uri = "https://as.example/authorize?" + query
        try:
            headers, body, status = self.endpoint.create_authorization_response(uri, scopes=["all"])
        except FatalClientError as error:  # to be shown to the user, not redirected
            raise Refused("other", error) from error
        return status, headers, body or ""

    def token(self, query, body, headers):
        uri = "https://as.example/token" + (query and "?" + query)
        headers, body, status = self.endpoint.create_token_response(uri, "POST", body, headers)
        return status, headers, body


def refuse_plain(request):
    if request.code_challenge is not None and request.code_challenge_method in (None, "plain"):
        raise UnsupportedCodeChallengeMethodError(request=request)
    return {}


class Store(RequestValidator):
    """As the documentation of `RequestValidator` asks, method by method."""

    def __init__(self, required, clients):
        super().__init__()
        self.required = required
        self.clients = {client["client_id"]: client for client in clients}
        self.codes = {}
        if required == "default":
            raise Unsupported("the validator has to say for whom PKCE is required")

    def is_pkce_required(self, client_id, request):
        if isinstance(self.required, dict):
            return client_id in self.required["clients"]
        public = "client_secret" not in self.clients[client_id]
        return {"optional": False, "required": True, "public": public}[self.required]

    def validate_client_id(self, client_id, request, *args, **kwargs):
        return client_id in self.clients

    def validate_redirect_uri(self, client_id, redirect_uri, request, *args, **kwargs):
        return redirect_uri == self.clients[client_id]["redirect_uri"]

    def get_default_redirect_uri(self, client_id, request, *args, **kwargs):
        return self.clients[client_id]["redirect_uri"]

    def validate_response_type(self, client_id, response_type, client, request, *args, **kwargs):
        return response_type == "code"

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):
        return True

    def save_authorization_code(self, client_id, code, request, *args, **kwargs):
        self.codes[code["code"]] = request

    def client_authentication_required(self, request, *args, **kwargs):
        # A client without a secret sends its id.
        return "client_secret" in self.clients.get(request.client_id, {"client_secret": ""})

    def authenticate_client_id(self, client_id, request, *args, **kwargs):
        request.client = SimpleNamespace(client_id=client_id)
        return True

    def authenticate_client(self, request, *args, **kwargs):
        sent = request.headers.get("Authorization")
        for client_id, client in self.clients.items():
            if "client_secret" in client and sent == flows.basic(client_id, client["client_secret"]):
                request.client = SimpleNamespace(client_id=client_id)
                return True
        return False

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type == "authorization_code"

    def validate_code(self, client_id, code, client, request, *args, **kwargs):
        issued = self.codes.get(code)
        if issued is None or issued.client_id != client.client_id:
            return False
        request.user, request.scopes = "user", issued.scopes
        return True

    def get_code_challenge(self, code, request):
        return self.codes[code].code_challenge

    def get_code_challenge_method(self, code, request):
        return self.codes[code].code_challenge_method

    def confirm_redirect_uri(self, client_id, code, redirect_uri, client, request, *args, **kwargs):
        return redirect_uri == self.codes[code].redirect_uri

    def save_bearer_token(self, token, request, *args, **kwargs):
        pass

    def invalidate_authorization_code(self, client_id, code, request, *args, **kwargs):
        del self.codes[code]


if __name__ == "__main__":
    ops = {"derive": derive, "verify": verify, "generate": generate} | flows.operations(Server)
    offers = {"par": False, "userinfo": False, "code_lifetime": False}
    serve("oauthlib", oauthlib.__version__, ops, NOT_OURS, offers)
