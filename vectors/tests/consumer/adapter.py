"""A subject behind the adapter protocol, so that our runner judges it: adapter.py SUBJECT."""

import json
import sys

sys.dont_write_bytecode = True

from consumer import Refused, Unsupported
from subjects import SUBJECTS

OPS = ("derive", "verify", "check_verifier", "check_challenge", "parse_method", "generate")
subject = SUBJECTS[sys.argv[1]]()

for line in sys.stdin.buffer:
    request = json.loads(line)
    if request["op"] == "hello":
        ops = [op for op in OPS if getattr(subject, op, None)]
        answer = {"protocol": 1, "name": sys.argv[1], "version": "", "language": "Python", "ops": ops}
        answer |= {"offers": {"plain": subject.plain}, "accepts": ["hex"]}
    else:
        given = {
            key.removesuffix("_hex"): bytes.fromhex(value) if key.endswith("_hex") else value
            for key, value in request["input"].items()
        }
        try:
            answer = {"ok": getattr(subject, request["op"])(**given)}
        except Refused as refused:
            answer = {"error": {"reason": "other", "message": str(refused)}}
        except Unsupported as unsupported:
            answer = {"unsupported": str(unsupported)}
        answer["id"] = request["id"]
    print(json.dumps(answer), flush=True)
