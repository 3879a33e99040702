"""A store in memory for `oauthlib`, as the documentation of `RequestValidator` asks, method by method."""
from types import SimpleNamespace

from oauthlib.oauth2 import RequestValidator

import flows
from shim import Unsupported


class Store(RequestValidator):
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
        # By HTTP Basic, or in the body.
        header, body = request.headers.get("Authorization"), (request.client_id, request.client_secret)
        for client_id, client in self.clients.items():
            own = client_id, client.get("client_secret")
            if own[1] is not None and (header == flows.basic(*own) or header is None and body == own):
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
