#!/usr/bin/env python3
"""The package `requests_oauth2client`: `PkceUtils`, a client's and a server's calls."""
from importlib.metadata import version

from requests_oauth2client.authorization_request import (
    InvalidCodeVerifierParam,
    PkceUtils,
    UnsupportedCodeChallengeMethod,
)

from shim import Refused, Unsupported, optional_text, serve, text, text_or_octets


def derive(i):
    return {"challenge": documented(PkceUtils.derive_challenge, text_or_octets(i, "verifier"), *method(i))}


def verify(i):
    arguments = text(i, "verifier"), text(i, "challenge"), *method(i)
    return {"match": documented(PkceUtils.validate_code_verifier, *arguments)}


def generate(i):
    if i["length"] is not None:
        raise Unsupported("the call takes no length")
    return {"verifiers": [PkceUtils.generate_code_verifier() for _ in range(i["count"])]}


def method(i):
    """The last argument, which may be left out."""
    sent = optional_text(i, "method")
    return () if sent is None else (sent,)


def documented(call, *arguments):
    try:
        return call(*arguments)
    except InvalidCodeVerifierParam as error:
        raise Refused("other", error) from error
    except UnsupportedCodeChallengeMethod as error:
        raise Refused("method_unsupported", error) from error


if __name__ == "__main__":
    ops = {"derive": derive, "verify": verify, "generate": generate}
    serve("requests_oauth2client", version("requests_oauth2client"), ops, accepts=["hex"])
