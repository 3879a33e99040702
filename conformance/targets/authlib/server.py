"""Authlib on Flask, as its documentation has it, with what it stores in memory: `python server.py PORT`. The user agrees."""

import os
import sys
import time

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain http, on this machine alone

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, request


class Client(ClientMixin):
    def __init__(self, name, method):
        self.client_id = name
        self.secret = "" if method == "none" else f"secret-of-{name}"
        self.method = method
        self.redirect_uri = f"http://127.0.0.1:9999/cb/{name}"

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return self.redirect_uri

    def get_allowed_scope(self, scope):
        return scope or ""

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret):
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.method

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    def __init__(self, code, asked):
        data = asked.payload.data
        self.code = code
        self.client_id = asked.client.client_id
        self.redirect_uri = asked.payload.redirect_uri
        self.scope = asked.payload.scope
        self.user = asked.user
        self.code_challenge = data.get("code_challenge")
        self.code_challenge_method = data.get("code_challenge_method")
        self.since = time.time()

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


CLIENTS = {
    client.client_id: client
    for client in (
        Client("pub", "none"),
        Client("pub2", "none"),
        Client("conf", "client_secret_basic"),
        Client("conf2", "client_secret_basic"),
    )
}
CODES = {}


class AuthorizationCodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]

    def save_authorization_code(self, code, asked):
        CODES[code] = Code(code, asked)
        return CODES[code]

    def query_authorization_code(self, code, client):
        item = CODES.get(code)
        if item and item.client_id == client.client_id and time.time() < item.since + 300:
            return item
        return None

    def delete_authorization_code(self, authorization_code):
        CODES.pop(authorization_code.code, None)

    def authenticate_user(self, authorization_code):
        return authorization_code.user


app = Flask(__name__)
server = AuthorizationServer(app, query_client=CLIENTS.get, save_token=lambda token, asked: None)
server.register_grant(AuthorizationCodeGrant, [CodeChallenge(required=True)])


@app.get("/authorize")
def authorize():
    try:
        grant = server.get_consent_grant(end_user="alice")
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    return server.create_authorization_response(grant_user="alice", grant=grant)


@app.post("/token")
def token():
    return server.create_token_response()


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
