"""Flows over HTTP in process: sessions, requests as they go on the wire, responses as steps' answers.

An adapter's server is made of `(policy, clients)` and has `authorize(query, user_agent)` and `token(query, body,
headers)`, each of which returns `(status, headers, body)`. `metadata()`, which returns the document, is optional.
"""
import base64
import json
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from shim import Refused, Unsupported, known

# What a request carries is put on the wire as it is.
ACCEPTS = ["hex", "raw", "query", "user_agent", "duplicates"]

FORM = "application/x-www-form-urlencoded"


def operations(server):
    """The three operations, over a new `server` for each session."""
    sessions = {}

    def opened(i):
        known(i, {"session", "policy", "clients"})
        known_policy(i["policy"])
        for client in i["clients"]:
            known(client, {"role", "client_id", "client_secret", "redirect_uri"})
        sessions[i["session"]] = server(i["policy"], i["clients"])
        return {}

    def stepped(i):
        known(i, {"session", "step", "steps"})
        if i["session"] not in sessions:
            raise Refused("other", "no such session")
        if "steps" in i:
            raise Unsupported("one request at a time")
        [(name, request), *more] = i["step"].items()
        known(dict(more), set())
        return step(sessions[i["session"]], name, request)

    def closed(i):
        known(i, {"session"})
        sessions.pop(i["session"], None)
        return {}

    return {"flow.open": opened, "flow.step": stepped, "flow.close": closed}


def known_policy(policy):
    known(policy, {"pkce", "methods", "code_lifetime"})
    if isinstance(policy["pkce"], dict):
        known(policy["pkce"], {"clients"})
    elif policy["pkce"] not in ("optional", "required", "public", "default"):
        raise Unsupported("no such policy")
    if policy["methods"] not in (["S256"], ["S256", "plain"]):
        raise Unsupported("S256, with or without plain")


def step(server, name, request):
    if name == "authorize":
        known(request, {"params", "raw", "user_agent"})
        query = form(request["params"], request.get("raw"))
        return answer("code", *server.authorize(query, request.get("user_agent", "")))
    if name == "token":
        known(request, {"params", "raw", "query", "basic", "user_agent"})
        headers = {"Content-Type": FORM}
        if "basic" in request:
            headers["Authorization"] = basic(*request["basic"])
        body = form(request["params"], request.get("raw"))
        return answer("token", *server.token(form(request.get("query", [])), body, headers))
    if name == "metadata" and hasattr(server, "metadata"):
        known(request, set())
        return {"outcome": "metadata", "body": server.metadata()}
    raise Unsupported("no " + name)


def basic(client_id, secret):
    return "Basic " + base64.b64encode((client_id + ":" + secret).encode()).decode()


def form(pairs, raw=None):
    """Pairs in a form's encoding, then what is encoded already."""
    encoded = [quote_from_bytes(octets(name)) + "=" + quote_from_bytes(octets(value)) for name, value in pairs]
    if raw is not None:
        encoded.append(octets(raw).decode())
    return "&".join(encoded)


def octets(value):
    if isinstance(value, str):
        return value.encode()
    known(value, {"hex"})
    return bytes.fromhex(value["hex"])


def answer(wanted, status, headers, body):
    """What a response carries, and no more; a member that it could carry, and lacks, is ""."""
    headers = {name.lower(): value for name, value in headers.items()}
    location = headers.get("location")
    told = {"status": status, "body": body}
    told |= {"content_type": headers.get("content-type", ""), "cache_control": headers.get("cache-control", "")}
    members = members_of(body)
    if location is not None:
        members = dict(parse_qsl(urlsplit(location).query, keep_blank_values=True))
        told |= {"location": location, "state": members.get("state", "")}
    given = {"code": "code", "token": "access_token"}[wanted]
    if members and members.get(given):
        return told | {"outcome": wanted, given: members[given]}
    if members is not None:
        told["error"] = members.get("error", "")
    return told | {"outcome": "server_error" if status >= 500 else "refused"}


def members_of(body):
    """Those of a JSON object; None where it is something else."""
    try:
        members = json.loads(body)
    except ValueError:
        return None
    return members if isinstance(members, dict) else None


def roles(par, auth="basic"):
    """What each kind of client meets: a confidential one shows its secret by HTTP Basic, or in the body (`post`)."""
    return {"public": {"auth": "none", "par": par}, "confidential": {"auth": auth, "par": par}}
