"""The adapter protocol, version 1 (PROTOCOL.md), for every Python adapter beside this file.

An adapter names its library and its operations, each a function of the request's input that returns what `ok` holds.
"""
import json
import sys


class Refused(Exception):
    """What the library raises by itself. Its arguments: a neutral reason (PROTOCOL.md), then its words."""


class Unsupported(Exception):
    """The library has no such call."""


# The members of each library operation, each of which may come in hexadecimal to an adapter that accepts it.
MEMBERS = {
    "derive": {"method", "verifier"},
    "verify": {"method", "challenge", "verifier"},
    "check_verifier": {"verifier"},
    "check_challenge": {"method", "challenge"},
    "parse_method": {"method"},
    "generate": {"count", "length"},
}


def known(values, names):
    """No member but these: one that is left out may be what the request is about."""
    unknown = sorted(values.keys() - names)
    if unknown:
        raise Unsupported("no such member: " + ", ".join(unknown))


def text(values, name):
    """A member that must be there, as text: for a call that cannot be made without it."""
    found = optional_text(values, name)
    if found is None:
        raise Unsupported("no call without a " + name)
    return found


def optional_text(values, name):
    """A member as text, or None where it is absent."""
    if name + "_hex" in values:
        raise Unsupported("text only, no octets")
    return values.get(name)


def text_or_octets(values, name):
    """A member that must be there, for a call that takes both."""
    if name + "_hex" in values:
        return bytes.fromhex(values[name + "_hex"])
    return text(values, name)


def s256_alone(values):
    """For a call without a method, which is S256."""
    if optional_text(values, "method") not in (None, "S256"):
        raise Unsupported("the call takes no method, it is S256")


def serve(name, version, ops, not_ours=(), offers=None, accepts=()):
    """Answers until standard input ends."""
    hello = {"protocol": 1, "name": name, "version": version, "language": "Python", "ops": list(ops)}
    hello |= {"not_ours": list(not_ours), "offers": offers or {}, "accepts": list(accepts)}
    # Lines of bytes: only a line feed ends them, not U+2028, which a string may hold.
    for line in sys.stdin.buffer:
        try:
            request = json.loads(line)
            first = request["op"] == "hello"
            reply = hello if first else {"id": request["id"]} | answer(ops, request["op"], request["input"])
            print(json.dumps(reply), flush=True)
        except (ValueError, TypeError, KeyError) as error:
            print("not a request:", error, file=sys.stderr)


def answer(ops, op, values):
    if op not in ops:
        return {"unsupported": "no " + op}
    try:
        if op in MEMBERS:
            known(values, MEMBERS[op] | {name + "_hex" for name in MEMBERS[op]})
        return {"ok": ops[op](values)}
    except Unsupported as why:
        return {"unsupported": str(why)}
    except Refused as refused:
        reason, message = refused.args
        return {"error": {"reason": reason, "message": printable(message)}}
    except Exception as error:  # from beneath, and nobody caught it
        return {"error": {"reason": "exception", "message": printable(repr(error))}}


def printable(message):
    """Cut, and without lone surrogates, which no answer may hold."""
    return str(message)[:500].encode("utf-8", "replace").decode()
