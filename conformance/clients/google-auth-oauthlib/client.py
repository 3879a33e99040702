"""google-auth-oauthlib's `Flow` for an installed app: `client.py AUTHORIZE TOKEN CLIENT_ID SECRET REDIRECT_URI`."""
import sys

from google_auth_oauthlib.flow import Flow

import lines

authorize, token, client_id, secret, redirect_uri = sys.argv[1:]
# As the file of client secrets has it, which the console hands out.
config = {"installed": {"auth_uri": authorize, "token_uri": token, "client_id": client_id, "client_secret": secret}}


def begin():
    flow = Flow.from_client_config(config, scopes=["read"], redirect_uri=redirect_uri)
    url, _ = flow.authorization_url()
    # The flow keeps state and verifier: one flow, one login.
    return url, flow


def callback(flow, url):
    flow.fetch_token(authorization_response=url)


lines.serve(begin, callback)
