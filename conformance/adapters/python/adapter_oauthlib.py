#!/usr/bin/env python3
"""The package `oauthlib`: a client's calls, a server's check, and its `WebApplicationServer` over a store in memory."""
import oauthlib
from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    OAuth2Error,
    WebApplicationClient,
    WebApplicationServer,
)
from oauthlib.oauth2.rfc6749.errors import UnsupportedCodeChallengeMethodError

import flows
from oauthlib_store import Store
from shim import Refused, Unsupported, optional_text, serve, text

# What the store decides: the library calls it, and believes what it says.
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

    # Whichever user agent: the library has no cookies.
    def authorize(self, query, user_agent):
        uri = "https://as.example/authorize?" + query
        try:
            headers, body, status = self.endpoint.create_authorization_response(uri, scopes=["all"])
        except OAuth2Error as error:  # not to be redirected: to be shown to the user
            raise Refused("other", error) from error
        return status, headers, body or ""

    def token(self, query, body, headers):
        uri = "https://as.example/token" + (query and "?" + query)
        try:
            headers, body, status = self.endpoint.create_token_response(uri, "POST", body, headers)
        except OAuth2Error as error:
            raise Refused("other", error) from error
        return status, headers, body


def refuse_plain(request):
    if request.code_challenge is not None and request.code_challenge_method in (None, "plain"):
        raise UnsupportedCodeChallengeMethodError(request=request)
    return {}


if __name__ == "__main__":
    ops = {"derive": derive, "verify": verify, "generate": generate} | flows.operations(Server)
    offers = {"roles": flows.roles(par="no"), "userinfo": False, "code_lifetime": False}
    serve("oauthlib", oauthlib.__version__, ops, NOT_OURS, offers, flows.ACCEPTS)
