#!/usr/bin/env python3
"""The package `msal`: its OAuth client's authorization code flow, which makes a verifier of its own."""
import msal
from msal.oauth2cli.oauth2 import Client

from shim import Unsupported, serve

CLIENT = Client({"authorization_endpoint": "https://as.example/authorize"}, "app")


def generate(i):
    if i["length"] is not None:
        raise Unsupported("the call takes no length")
    return {"verifiers": [draw() for _ in range(i["count"])]}


def draw():
    return CLIENT.initiate_auth_code_flow(redirect_uri="https://app.example/cb")["code_verifier"]


if __name__ == "__main__":
    serve("msal", msal.__version__, {"generate": generate})
