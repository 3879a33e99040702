"""requests-oauthlib's web application flow with PKCE: `client.py AUTHORIZE TOKEN CLIENT_ID REDIRECT_URI [SECRET]`."""
import sys

from requests_oauthlib import OAuth2Session

import lines

authorize, token, client_id, redirect_uri, *secret = sys.argv[1:]


def begin():
    session = OAuth2Session(client_id, redirect_uri=redirect_uri, scope=["read"], pkce="S256")
    url, _ = session.authorization_url(authorize)
    # The session keeps state and verifier: one session, one login.
    return url, session


def callback(session, url):
    if secret:
        session.fetch_token(token, authorization_response=url, client_secret=secret[0])
    else:
        session.fetch_token(token, authorization_response=url, include_client_id=True)


lines.serve(begin, callback)
