#!/usr/bin/env python3
"""The package `pkce`: a client's two calls, S256 alone."""
from importlib.metadata import version

import pkce

from shim import Refused, s256_alone, serve, text


def derive(i):
    s256_alone(i)
    return {"challenge": documented(pkce.get_code_challenge, text(i, "verifier"))}


def generate(i):
    # > generate_code_verifier(length: int = 128)
    arguments = () if i["length"] is None else (i["length"],)
    return {"verifiers": [documented(pkce.generate_code_verifier, *arguments) for _ in range(i["count"])]}


def documented(call, *arguments):
    try:
        return call(*arguments)
    except ValueError as error:
        # > Raises ValueError when `43 <= len(code_verifier) <= 128` is not verified.
        # A UnicodeEncodeError is a ValueError too, but comes from beneath.
        if type(error) is not ValueError:
            raise
        raise Refused("other", error) from error


if __name__ == "__main__":
    serve("pkce", version("pkce"), {"derive": derive, "generate": generate})
