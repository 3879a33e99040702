"""requests_oauth2client from a discovery document, as its README has it: `client.py ISSUER CLIENT_ID REDIRECT_URI [SECRET]`."""
import sys
from functools import cache

from requests_oauth2client import OAuth2Client

import lines

issuer, client_id, redirect_uri, *secret = sys.argv[1:]


@cache
def client():
    return OAuth2Client.from_discovery_endpoint(
        issuer=issuer,
        client_id=client_id,
        client_secret=secret[0] if secret else None,
        redirect_uri=redirect_uri,
        # What the judge signs with, which an app knows of its server: the library takes one algorithm.
        id_token_signed_response_alg="ES256",
        testing=issuer.startswith("http:"),
    )


def begin():
    request = client().authorization_request(scope="openid")
    return request.uri, request


def callback(request, url):
    client().authorization_code(request.validate_callback(url))


lines.serve(begin, callback)
