#!/usr/bin/env python3
"""A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
Run it as it is, then put your library in the place of the stand-in below: pkce run -- python3 adapter.py"""
import base64, hashlib, hmac, json, re, secrets, sys

# ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

NAME, VERSION = "stand-in", ""  # ask the library itself for its version, by importlib.metadata or the like
REFUSES = (ValueError,)  # what the library raises by itself: its own classes, and what its documentation names


def derive(verifier, method="S256"):
    if not re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", verifier):
        raise ValueError("a verifier is 43 to 128 unreserved characters")
    if method == "plain":
        return verifier
    if method != "S256":
        raise ValueError("the methods are S256 and plain")
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def verify(verifier, challenge, method="plain"):
    return hmac.compare_digest(derive(verifier, method).encode(), challenge.encode())


def generate(length):
    if length is not None and not 43 <= length <= 128:
        raise ValueError("a verifier is 43 to 128 characters")
    return secrets.token_urlsafe(length or 32)[:length]


def reason(error):
    """How a refusal counts: a neutral reason of PROTOCOL.md; when in doubt, `other`."""
    return "method_unsupported" if "methods" in str(error) else "other"


# ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

OPS = {
    "derive": lambda i: {"challenge": derive(text(i, "verifier"), *optional(i, "method"))},
    "verify": lambda i: {"match": verify(text(i, "verifier"), text(i, "challenge"), *optional(i, "method"))},
    "generate": lambda i: {"verifiers": [generate(i["length"]) for _ in range(i["count"])]},
}
# What each reads. Text alone: octets come only where HELLO has "accepts": ["hex"].
MEMBERS = {"derive": {"verifier", "method"}, "verify": {"verifier", "challenge", "method"}, "generate": {"count", "length"}}
HELLO = {"protocol": 1, "name": NAME, "version": VERSION, "language": "Python", "ops": list(OPS)}


class Unsupported(Exception):
    """The library has no such call."""


def text(values, name):
    if name not in values:
        raise Unsupported("no call without a " + name)
    return values[name]


def optional(values, name):
    """The last argument, where it is given: the call has a default of its own, or none (then it is `text`)."""
    return [values[name]] if name in values else []


def answer(op, values):
    if op not in OPS:
        return {"unsupported": "no " + op}
    if values.keys() - MEMBERS[op]:
        return {"unsupported": "a member that is not read here"}
    try:
        return {"ok": OPS[op](values)}
    except Unsupported as why:
        return {"unsupported": str(why)}
    except Exception as error:
        # By its very class: what is derived from it (a UnicodeEncodeError is a ValueError) comes from beneath.
        if type(error) in REFUSES:
            return {"error": {"reason": reason(error), "message": str(error)[:1000]}}
        return {"error": {"reason": "exception", "message": repr(error)[:1000]}}


for line in sys.stdin.buffer:
    try:
        request = json.loads(line)
        hello = request["op"] == "hello"
        reply = HELLO if hello else {"id": request["id"], **answer(request["op"], request["input"])}
        print(json.dumps(reply), flush=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        print("not a request:", error, file=sys.stderr)
