"""Authlib's `OAuth2Session` as its page on it has it: `client.py AUTHORIZE TOKEN CLIENT_ID REDIRECT_URI [SECRET]`."""
import sys

from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session

import lines

authorize, token, client_id, redirect_uri, *secret = sys.argv[1:]
secret = secret[0] if secret else None


def session(**restored):
    return OAuth2Session(
        client_id, secret, scope="read", redirect_uri=redirect_uri, code_challenge_method="S256", **restored
    )


def begin():
    verifier = generate_token(48)
    url, state = session().create_authorization_url(authorize, code_verifier=verifier)
    return url, (verifier, state)


def callback(kept, url):
    verifier, state = kept
    # The session of the callback is another one, to which the app gives back the state that it saved.
    session(state=state).fetch_token(token, authorization_response=url, code_verifier=verifier)


lines.serve(begin, callback)
