"""A consumer of the library vectors, written from vectors/README.md alone, with the standard library.

It judges a subject: an object with a method for each operation that it offers, which takes the vector's input as keywords,
returns an outcome, raises Refused, or raises Unsupported where the call cannot be made.
"""

import json
import math
import pathlib
import re

DATA = pathlib.Path(__file__).resolve().parents[2]
LEGAL = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


class Refused(Exception):
    """The subject does not accept its input."""


class Unsupported(Exception):
    """The subject has no such call."""


def vectors():
    """Every library vector that was not withdrawn."""
    for path in sorted((DATA / "v1").glob("*.json")):
        for vector in json.loads(path.read_text("utf-8")).get("vectors", []):
            if "withdrawn" not in vector:
                yield vector


def binding(profile):
    """The requirements that bind in a profile."""
    catalogue = json.loads((DATA / "requirements.json").read_text("utf-8"))
    known = {each["id"]: each for each in catalogue["profiles"]}
    lineage = [known[profile]]
    while "inherits" in lineage[0]:
        lineage.insert(0, known[lineage[0]["inherits"]])
    binds = set()
    for each in lineage:
        binds |= {r["id"] for r in catalogue["requirements"] if r["profile"] == each["id"]}
        binds -= each.get("replaces", {}).keys()
        if "selects" in each:
            binds &= {id for row in each["selects"] for id in row["requirements"]}
    return binds


def values(given):
    """The input of a vector as the subject is given it: text, or octets."""
    if "count" in given:
        return given
    return {
        key.removesuffix("_hex"): bytes.fromhex(value)
        if key.endswith("_hex")
        else value["repeat"][0] * value["repeat"][1]
        if isinstance(value, dict)
        else value
        for key, value in given.items()
    }


def outcomes(subject, vector):
    """What came: every outcome of the page's table that it is. Empty: another one. None: there is nothing to judge."""
    call = getattr(subject, vector["op"], None)
    if call is None:
        return None
    try:
        came = call(**values(vector["input"]))
    except Unsupported:
        return None
    except Refused:
        return ["not accepted"]
    if vector["op"] == "derive":
        if any("method" in each for each in vector["expect"] if each != "refused"):
            return [{"method": came["method"]}] if "method" in came else None
        return [{"challenge": came["challenge"]}] if "challenge" in came else []
    if vector["op"] == "parse_method":
        unknown = came["method"] not in ("S256", "plain")
        return [came] + (["not accepted"] if unknown else [])
    if vector["op"] == "generate":
        return list(properties(came["verifiers"], vector["input"]["length"]))
    return [came if next(iter(came.values())) else "not accepted"]


def properties(verifiers, length):
    """Which of the properties of `generate` hold."""
    held = {
        "grammar": all(LEGAL.fullmatch(each) for each in verifiers),
        "distinct": len(set(verifiers)) == len(verifiers),
        "length": all(len(each) == length for each in verifiers) if length else True,
        "entropy": False,
        "unbiased": False,
    }
    if len(verifiers) >= 2000 and len({len(each) for each in verifiers}) == 1:
        seen = [
            {symbol: column.count(symbol) for symbol in set(column)} for column in zip(*verifiers)
        ]
        held["entropy"] = sum(math.log2(len(each)) for each in seen) >= 256
        held["unbiased"] = unbiased(seen)
    return ({"verifiers": name} for name, holds in held.items() if holds)


def unbiased(seen):
    """Chi-square, pooled over the positions with as many symbols; false at odds under 1e-9 (Wilson and Hilferty)."""
    for support in {len(each) for each in seen if len(each) > 1}:
        pooled = {}
        for each in (each for each in seen if len(each) == support):
            for symbol, count in each.items():
                pooled[symbol] = pooled.get(symbol, 0) + count
        mean = sum(pooled.values()) / len(pooled)
        square = sum((count - mean) ** 2 for count in pooled.values()) / mean
        freedom = len(pooled) - 1
        spread = 2 / (9 * freedom)
        if freedom and (math.cbrt(square / freedom) - 1 + spread) / math.sqrt(spread) > 5.9978:
            return False
    return True


def is_right(vector, came):
    """Whether one of the outcomes is among those that are right."""
    refusals = ("refused", {"match": False}, {"valid": False})
    right = ["not accepted" if each in refusals else each for each in vector["expect"]]
    return any(each in right for each in came)


def judge(subject, profile):
    """The verdict on each vector whose requirement binds: True, False, or None where nothing is said."""
    binds, all_vectors = binding(profile), list(vectors())
    came = {
        vector["id"]: None
        if vector.get("needs", {}).get("plain", subject.plain) != subject.plain
        else outcomes(subject, vector)
        for vector in all_vectors
    }
    controls = {}
    for vector in all_vectors:
        if vector.get("control"):
            controls.setdefault((vector["op"], vector.get("needs", {}).get("plain") is True), vector)
    named = {vector["id"]: vector for vector in all_vectors}

    def guarded(vector):
        """Whether a refusal says something: the positive control was accepted."""
        kind = (vector["op"], vector.get("needs", {}).get("plain") is True)
        control = named.get(vector.get("controlled_by")) or controls.get(kind)
        return control is None or control is vector or is_right(control, came[control["id"]] or [])

    verdicts = {}
    for vector in all_vectors:
        if vector["requirement"] not in binds:
            continue
        given = came[vector["id"]]
        if given is None:
            verdicts[vector["id"]] = None
            continue
        right = is_right(vector, given)
        rests_on_a_refusal = right and "not accepted" in given
        verdicts[vector["id"]] = None if rests_on_a_refusal and not guarded(vector) else right
    return verdicts
