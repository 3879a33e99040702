#!/usr/bin/env python3
"""A PKCE adapter: an authorization server behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
Run it as it is, then put your server in the place of the stand-in below: pkce run -- python3 adapter.py"""
import base64, hashlib, hmac, json, re, secrets, sys
from urllib.parse import parse_qsl, quote_from_bytes, urlencode, urlsplit


class Unsupported(Exception):
    """The server has no such thing."""


# ---- Your server goes here: by your framework's test client, or over HTTP on loopback. Report what it answers. ----

NAME, VERSION = "stand-in", ""  # ask the server itself for its version, by importlib.metadata or the like
# What it has and has not. A client authenticates in the body; by HTTP Basic where you add
# "roles": {"confidential": {"auth": "basic"}}.
OFFERS = {
    "roles": {"public": {"par": "no"}, "confidential": {"par": "no"}},
    "methods": [["S256"], ["S256", "plain"]],
    "userinfo": False,
    "code_lifetime": True,
}


class Server:
    """One session's server. `policy["pkce"]`, `policy["methods"]`, `policy["code_lifetime"]` and the clients are to be set;
    what cannot be set is Unsupported."""

    def __init__(self, policy, clients):
        self.policy, self.codes, self.now = policy, {}, 0
        self.clients = {client["client_id"]: client for client in clients}

    def authorize(self, query):
        """GET, with this query; the user is logged in and agrees. Gives status, headers and body."""
        sent = dict(parse_qsl(query, keep_blank_values=True))
        client = self.clients.get(sent.get("client_id"))
        if client is None or sent.get("redirect_uri") != client["redirect_uri"]:
            return 400, {}, "no such client, or another redirect URI"
        answer = {"state": sent["state"]} if "state" in sent else {}
        error = repeats(query) or self.refusal(client, sent)
        if error:
            answer["error"] = error
        else:
            answer["code"] = secrets.token_urlsafe(32)
            self.codes[answer["code"]] = sent, self.now + self.policy["code_lifetime"]
        return 302, {"Location": client["redirect_uri"] + "?" + urlencode(answer)}, ""

    def refusal(self, client, sent):
        if sent.get("response_type") != "code":
            return "unsupported_response_type"
        pkce, public = self.policy["pkce"], "client_secret" not in client
        if isinstance(pkce, dict):
            required = client["client_id"] in pkce["clients"]
        else:
            required = pkce in ("required", "default") or pkce == "public" and public
        challenge, method = sent.get("code_challenge"), sent.get("code_challenge_method") or "plain"
        wrong = not is_legal(challenge) or method not in self.policy["methods"]
        stray = bool(sent.get("code_challenge_method"))
        return "invalid_request" if (wrong if challenge else required or stray) else None

    def token(self, query, body, headers):
        """POST, with this query, body and headers. Gives status, headers and body."""
        sent = dict(parse_qsl(body, keep_blank_values=True))
        error = repeats(body) or self.redeem(sent, headers.get("Authorization"))
        answer = {"error": error} if error else {"access_token": secrets.token_urlsafe(32), "token_type": "Bearer"}
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return 401 if error == "invalid_client" else 400 if error else 200, headers, json.dumps(answer)

    def redeem(self, sent, authorization):
        own = sent.get("client_id", ""), sent.get("client_secret")
        if authorization:
            own = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")[::2]
        client = self.clients.get(own[0])
        if client is None or own[1] != client.get("client_secret"):
            return "invalid_client"
        if sent.get("grant_type") != "authorization_code":
            return "unsupported_grant_type"
        asked, end = self.codes.get(sent.get("code"), ({}, 0))
        if asked.get("client_id") != own[0]:
            return "invalid_grant"
        del self.codes[sent["code"]]
        if end < self.now or sent.get("redirect_uri") != asked["redirect_uri"]:
            return "invalid_grant"
        challenge, verifier = asked.get("code_challenge"), sent.get("code_verifier")
        if not challenge:
            return "invalid_grant" if verifier else None
        if not is_legal(verifier):
            return "invalid_grant"
        if asked.get("code_challenge_method") == "S256":
            verifier = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return None if hmac.compare_digest(verifier.encode(), challenge.encode()) else "invalid_grant"

    def wait(self, seconds):
        """The clock that it reads moves on."""
        self.now += seconds


def is_legal(text):
    return text is not None and re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", text) is not None


def repeats(form):
    names = [name for name, _ in parse_qsl(form, keep_blank_values=True)]
    return "invalid_request" if len(names) > len(set(names)) else None


# ---- From here on it is the protocol. ----

# What a request carries goes on as it is. Requests at the same moment, and several user agents, are not served.
HELLO = {"protocol": 1, "name": NAME, "version": VERSION, "language": "Python", "offers": OFFERS}
HELLO |= {"ops": ["flow.open", "flow.step", "flow.close"], "accepts": ["hex", "raw", "query", "duplicates"]}
SESSIONS = {}


def flow_open(i):
    known(i, "session policy clients")
    known(i["policy"], "pkce methods code_lifetime")
    for client in i["clients"]:
        known(client, "role client_id client_secret redirect_uri")
    pkce = i["policy"]["pkce"]
    if isinstance(pkce, dict):
        known(pkce, "clients")
    elif pkce not in ("optional", "required", "public", "default"):
        raise Unsupported("no such policy")
    if i["policy"]["methods"] not in (["S256"], ["S256", "plain"]):
        raise Unsupported("no such methods")
    SESSIONS[i["session"]] = Server(i["policy"], i["clients"])
    return {}


def flow_step(i):
    known(i, "session step")
    server, (name, *more) = SESSIONS[i["session"]], i["step"]
    request = i["step"][name]
    if name == "authorize" and not more:
        known(request, "params raw")
        return outcome("code", *server.authorize(form(request["params"], request.get("raw"))))
    if name == "token" and not more:
        known(request, "params raw query basic")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if "basic" in request:
            headers["Authorization"] = "Basic " + base64.b64encode(":".join(request["basic"]).encode()).decode()
        body = form(request["params"], request.get("raw"))
        return outcome("access_token", *server.token(form(request.get("query", [])), body, headers))
    if name == "wait" and not more:
        known(request, "seconds")
        server.wait(request["seconds"])
        return {"outcome": "waited"}
    raise Unsupported("no such step")


def flow_close(i):
    known(i, "session")
    del SESSIONS[i["session"]]
    return {}


def known(values, names):
    """A member that is not read here may be what the request is about."""
    for name in values.keys() - names.split():
        raise Unsupported(name + " is not read here")


def form(pairs, raw=None):
    """Pairs in a form's encoding, then what is encoded already."""
    encoded = [quote_from_bytes(octets(name)) + "=" + quote_from_bytes(octets(value)) for name, value in pairs]
    return "&".join(encoded + ([] if raw is None else [octets(raw).decode("latin-1")]))


def octets(value):
    if isinstance(value, str):
        return value.encode()
    known(value, "hex")
    return bytes.fromhex(value["hex"])


def outcome(wanted, status, headers, body):
    """What a response carries, and no more; a member that it could carry, and lacks, is ""."""
    told = {"status": status, "body": body, "outcome": "server_error" if status >= 500 else "refused"}
    told |= {"content_type": headers.get("Content-Type", ""), "cache_control": headers.get("Cache-Control", "")}
    members = json.loads(body) if body.startswith("{") else None
    if "Location" in headers:
        members = dict(parse_qsl(urlsplit(headers["Location"]).query, keep_blank_values=True))
        told |= {"location": headers["Location"], "state": members.get("state", "")}
    if members is not None:
        told["error"] = members.get("error", "")
        if members.get(wanted):
            told |= {"outcome": "code" if wanted == "code" else "token", wanted: members[wanted]}
    return told


OPS = {"flow.open": flow_open, "flow.step": flow_step, "flow.close": flow_close}


def answer(op, values):
    if op not in OPS:
        return {"unsupported": "no " + op}
    try:
        return {"ok": OPS[op](values)}
    except Unsupported as why:
        return {"unsupported": str(why)}
    except Exception as error:  # what the server raised, and nobody caught: it counts as 5xx
        return {"error": {"reason": "exception", "message": repr(error)[:1000]}}


for line in sys.stdin.buffer:
    try:
        request = json.loads(line)
        hello = request["op"] == "hello"
        reply = HELLO if hello else {"id": request["id"], **answer(request["op"], request["input"])}
        print(json.dumps(reply), flush=True)
    except (ValueError, TypeError, KeyError) as error:
        print("not a request:", error, file=sys.stderr)
