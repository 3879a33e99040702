"""A handful of PKCE libraries, right and wrong."""

import base64
import hashlib
import re
import secrets

from consumer import LEGAL, Refused, Unsupported


def octets(value):
    return value if isinstance(value, bytes) else value.encode()


def s256(verifier):
    digest = hashlib.sha256(octets(verifier)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Strict:
    """Takes what is legal, text only."""

    plain = True

    def derive(self, verifier, method="S256"):
        self.check(verifier)
        return {"challenge": self.transform(verifier, method)}

    def check(self, verifier):
        if isinstance(verifier, bytes):
            raise Unsupported("text only")
        if not LEGAL.fullmatch(verifier):
            raise Refused("verifier")

    def transform(self, verifier, method):
        if method == "S256":
            return s256(verifier)
        if method == "plain" and self.plain:
            return verifier
        raise Refused("method")

    def verify(self, verifier=None, challenge=None, method=None):
        for value in (verifier, challenge, method):
            if isinstance(value, bytes):
                raise Unsupported("text only")
        if not verifier or not challenge:
            return {"match": False}
        self.check(verifier)
        return {"match": self.transform(verifier, method or "plain") == challenge}

    def check_verifier(self, verifier):
        if isinstance(verifier, bytes):
            raise Unsupported("text only")
        return {"valid": bool(LEGAL.fullmatch(verifier))}

    def check_challenge(self, challenge, method=None):
        if isinstance(challenge, bytes) or isinstance(method, bytes):
            raise Unsupported("text only")
        return {"valid": bool(LEGAL.fullmatch(challenge))}

    def parse_method(self, method="plain"):
        if isinstance(method, bytes):
            raise Unsupported("text only")
        if method not in ("S256", "plain"):
            raise Refused("method")
        return {"method": method}

    def generate(self, count, length):
        if length is not None and not 43 <= length <= 128:
            raise Refused("length")
        each = lambda: secrets.token_urlsafe(96)[: length or 43]
        return {"verifiers": [each() for _ in range(count)]}


class Octets(Strict):
    """Hashes whatever comes, has no plain, and tells the method beside the challenge."""

    plain = False
    generate = None

    def check(self, verifier):
        pass

    def derive(self, verifier, method="S256"):
        return {"challenge": self.transform(verifier, method), "method": "S256"}

    def verify(self, verifier=None, challenge=None, method=None):
        if verifier is None or challenge is None:
            raise Unsupported("both are arguments of the call")
        if method not in ("S256", b"S256"):
            return {"match": False}
        return {"match": octets(s256(verifier)) == octets(challenge)}

    def parse_method(self, method=""):
        return {"method": method if isinstance(method, str) else "?"}


class Sloppy(Octets):
    """Trims, takes any spelling of S256, leaves the padding on, and spells the method its own way."""

    def derive(self, verifier, method="S256"):
        return {"challenge": s256(verifier) + "=", "method": "s256"}

    def verify(self, verifier=None, challenge=None, method=None):
        if verifier is None or challenge is None:
            return {"match": True}
        verifier, challenge = octets(verifier).strip(), octets(challenge).strip().rstrip(b"=")
        return {"match": octets(s256(verifier)) == challenge}

    def check_verifier(self, verifier):
        return {"valid": len(verifier) > 42}

    def generate(self, count, length):
        return {"verifiers": [secrets.token_hex(16) for _ in range(count)]}


class Prefix(Strict):
    """Compares eight characters, gives an unknown method's verifier back, and draws the same verifier again."""

    def transform(self, verifier, method):
        return s256(verifier) if method == "S256" else verifier

    def verify(self, verifier=None, challenge=None, method=None):
        if any(isinstance(value, bytes) for value in (verifier, challenge, method)):
            raise Unsupported("text only")
        right = self.transform(verifier or "", method or "plain")
        return {"match": right[:8] == (challenge or "")[:8]}

    def generate(self, count, length):
        return {"verifiers": ["a" * (length or 43)] * count}


class Shut(Strict):
    """Accepts nothing, so that a refusal of it says nothing."""

    def verify(self, verifier=None, challenge=None, method=None):
        return {"match": False}

    def derive(self, verifier, method="S256"):
        return {}


SUBJECTS = {each.__name__.lower(): each for each in (Strict, Octets, Sloppy, Prefix, Shut)}
