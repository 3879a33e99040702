"""Judges each subject by the page and by our runner, and tells where they part: compare.py PKCE."""

import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True

from consumer import judge, vectors
from subjects import SUBJECTS

PROFILES = ("rfc7636", "oauth-2.1", "asvs-5.0")
adapter = pathlib.Path(__file__).with_name("adapter.py")
apart = 0
for name, make in SUBJECTS.items():
    for profile in PROFILES:
        command = [sys.argv[1], "run", "--profile", profile, "--format", "json", "--"]
        command += [sys.executable, str(adapter), name]
        report = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
        said = {"pass": True, "fail": False}
        known = {vector["id"] for vector in vectors()}
        ours = {
            row["id"]: said.get(row["verdict"])
            for row in report["results"]
            if row["id"] in known
        }
        page = judge(make(), profile)
        parts = sorted(id for id in ours.keys() | page.keys() if ours.get(id, ()) != page.get(id, ()))
        for id in parts[:10]:
            print(f"{name}, {profile}: {id}: runner {ours.get(id, 'absent')}, page {page.get(id, 'absent')}")
        apart += len(parts)
        told = [sum(verdict is each for verdict in page.values()) for each in (True, False, None)]
        print(f"{name}, {profile}: {told[0]} hold, {told[1]} fail, {told[2]} not judged; {len(parts)} part")
sys.exit(1 if apart else 0)
