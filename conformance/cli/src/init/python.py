#!/usr/bin/env python3
"""A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
Run it as it is, then put your library in the place of the stand-in below: pkce run -- python3 adapter.py"""
import base64, hashlib, hmac, json, re, secrets, sys


class Refused(Exception):
    """What the library raises by itself. Its arguments: a neutral reason (PROTOCOL.md), then its words."""


class Unsupported(Exception):
    """The library has no such call."""


# ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

NAME, VERSION = "stand-in", ""  # ask the library itself for its version, by importlib.metadata or the like


def derive(verifier, method):
    if not re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", verifier):
        raise Refused("other", "a verifier is 43 to 128 unreserved characters")
    if method == "plain":
        return verifier
    if method != "S256":
        raise Refused("method_unsupported", "the methods are S256 and plain")
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def verify(verifier, challenge, method):
    return hmac.compare_digest(derive(verifier, method).encode(), challenge.encode())


def generate(length):
    if length is not None and not 43 <= length <= 128:
        raise Refused("other", "a verifier is 43 to 128 characters")
    return secrets.token_urlsafe(length or 32)[:length]


# ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

OPS = {
    "derive": lambda i: {"challenge": derive(text(i, "verifier"), text(i, "method"))},
    "verify": lambda i: {"match": verify(text(i, "verifier"), text(i, "challenge"), text(i, "method"))},
    "generate": lambda i: {"verifiers": [generate(i["length"]) for _ in range(i["count"])]},
}
HELLO = {"protocol": 1, "name": NAME, "version": VERSION, "language": "Python", "ops": list(OPS)}


def text(values, name):
    if name not in values:
        octets = name + "_hex" in values
        raise Unsupported("text only, no octets" if octets else "no call without a " + name)
    return values[name]


def answer(op, values):
    if op not in OPS:
        return {"unsupported": "no " + op}
    try:
        return {"ok": OPS[op](values)}
    except Unsupported as why:
        return {"unsupported": str(why)}
    except Refused as refused:
        return {"error": {"reason": refused.args[0], "message": refused.args[1][:1000]}}
    except Exception as error:  # from beneath, and nobody caught it
        return {"error": {"reason": "exception", "message": repr(error)[:1000]}}


for line in sys.stdin.buffer:
    try:
        request = json.loads(line)
        hello = request["op"] == "hello"
        reply = HELLO if hello else {"id": request["id"], **answer(request["op"], request["input"])}
        print(json.dumps(reply), flush=True)
    except (ValueError, TypeError, KeyError) as error:
        print("not a request:", error, file=sys.stderr)
