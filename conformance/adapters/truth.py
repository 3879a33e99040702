#!/usr/bin/env python3
"""Does each adapter talk to the real library? Its version is the pinned one, and a library that is spoilt changes verdicts.

    conformance/adapters/truth.py PKCE [NAME...]

PKCE is the command; without names, all that is installed. A patch replaces a text in one file of a copy of the
library (a class file of a jar keeps its length), and the adapter's own command runs with that copy before the real one.
"""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DERIVE, WRONG = "derive/appendix-b*", "flow/verifier/wrong/*"
VERIFY, DEFAULT = "verify/appendix-b*", "generate/length-default/grammar"
SHA = ('"SHA-256"', '"SHA-512"')
JAVA = ("SHA-256", "SHA-512")

# Name: the vectors, the file, the text, what takes its place.
PATCHES = {
    "Python:pkce": (DERIVE, "pkce/__init__.py", "hashlib.sha256", "hashlib.sha512"),
    "Python:Authlib": (WRONG, "authlib/oauth2/rfc7636/challenge.py", "if not func(verifier, challenge):", "if False:"),
    "Python:oauthlib": (
        WRONG,
        "oauthlib/oauth2/rfc6749/grant_types/authorization_code.py",
        "return hmac.compare_digest(expected, challenge)",
        "return True",
    ),
    "Python:requests_oauth2client": (
        DERIVE, "requests_oauth2client/authorization_request.py", '.to("sha256")', '.to("sha512")'
    ),
    "Python:msal": (DEFAULT, "msal/oauth2cli/oauth2.py", "code_verifier(length=43)", "code_verifier(length=42)"),
    "Python:mcp": (
        WRONG, "mcp/server/auth/handlers/token.py", "if hashed_code_verifier != auth_code.code_challenge:", "if False:"
    ),
    "JavaScript:pkce-challenge": (DERIVE, "pkce-challenge/dist/index.node.js", *SHA),
    "JavaScript:oauth4webapi": (DERIVE, "oauth4webapi/build/index.js", "'SHA-256', buf(", "'SHA-512', buf("),
    "JavaScript:openid-client": (
        DERIVE, "openid-client/build/index.js", "calculatePKCECodeChallenge(codeVerifier);",
        'calculatePKCECodeChallenge(codeVerifier + "x");',
    ),
    "JavaScript:arctic": (DERIVE, "arctic/dist/oauth2.js", "encode(codeVerifier)", 'encode(codeVerifier + "x")'),
    "JavaScript:@badgateway/oauth2-client": (
        DERIVE, "@badgateway/oauth2-client/dist/client/authorization-code.js", "'SHA-256'", "'SHA-512'"
    ),
    "JavaScript:oidc-client-ts": (
        DERIVE, "oidc-client-ts/dist/esm/oidc-client-ts.js", 'digest("SHA-256", data)', 'digest("SHA-512", data)'
    ),
    "JavaScript:@modelcontextprotocol/sdk": (
        WRONG, "@modelcontextprotocol/sdk/dist/esm/server/auth/handlers/token.js",
        "if (!(await verifyChallenge(", "if (false && !(await verifyChallenge(",
    ),
    "JavaScript:@node-oauth/oauth2-server-5.2.1": (
        WRONG, "@node-oauth/oauth2-server-5.2.1/lib/grant-types/authorization-code-grant-type.js",
        "if (code.codeChallenge !== hash) {", "if (false) {",
    ),
    "JavaScript:@node-oauth/oauth2-server": (
        WRONG, "@node-oauth/oauth2-server/lib/grant-types/authorization-code-grant-type.js",
        "if (!this.hashesAreEqual(hash, code.codeChallenge)) {", "if (false) {",
    ),
    "shell:openssl": (DERIVE, "openssl", "-sha256", "-sha512"),
    "Go:golang.org/x/oauth2": (DERIVE, "golang.org/x/oauth2/pkce.go", "sha256.Sum256", "sha256.Sum224"),
    "Go:zitadel/oidc": (
        VERIFY, "github.com/zitadel/oidc/v3/pkg/oidc/code_challenge.go", "codeVerifier == c.", "codeVerifier != c."
    ),
    "Go:zitadel/oidc/op": (
        WRONG, "github.com/zitadel/oidc/v3/pkg/oidc/code_challenge.go", "codeVerifier == c.", "codeVerifier != c."
    ),
    "Go:zitadel/oidc/op/legacy-server": (
        WRONG, "github.com/zitadel/oidc/v3/pkg/oidc/code_challenge.go", "codeVerifier == c.", "codeVerifier != c."
    ),
    "Go:ory/fosite": (WRONG, "github.com/ory/fosite/handler/pkce/handler.go", "!= challenge {", '== "" {'),
    "Java:oauth2-oidc-sdk": (DERIVE, "com/nimbusds/oauth2/sdk/pkce/CodeChallenge.class", *JAVA),
    "Java:spring-security-oauth2-authorization-server": (
        WRONG,
        "org/springframework/security/oauth2/server/authorization/authentication/CodeVerifierAuthenticator.class",
        *JAVA,
    ),
    "Java:spring-security-oauth2-client": (
        DEFAULT,
        "org/springframework/security/oauth2/client/web/OAuth2AuthorizationRequestCustomizers.class",
        "code_verifier", "code_verifies",
    ),
    "Java:pac4j-oidc": (
        DERIVE, "org/pac4j/oidc/redirect/OidcRedirectionActionBuilder.class", "\x0ecode_challenge", "\x0ecode_challengs"
    ),
    "Rust:oauth-toolkit": (VERIFY, "src/pkce.rs", "sha2::Sha256::digest", "sha2::Sha224::digest"),
}


class Untrue(Exception):
    """What is wrong with an adapter."""


def patched(octets, old, new, name):
    old, new = old.encode(), new.encode()
    if old not in octets:
        raise Untrue(f"{name}: the text to patch is not in the library: {old!r}")
    return octets.replace(old, new)


def python(start, file, edit, scratch):
    packages = next((HERE / "python/.venv/lib").glob("python3*/site-packages"))
    top = file.split("/")[0]
    shutil.copytree(packages / top, scratch / top, ignore=shutil.ignore_patterns("__pycache__"))
    (scratch / file).write_bytes(edit((packages / file).read_bytes()))
    return start, {"PYTHONPATH": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"}


def javascript(start, file, edit, scratch):
    modules, copy = HERE / "javascript/node_modules", scratch / "node_modules"
    package = "/".join(file.split("/")[: 2 if file.startswith("@") else 1])
    for place in [*modules.glob("[!@.]*"), *modules.glob("@*/*")]:
        name = place.relative_to(modules)
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        if str(name) == package:
            shutil.copytree(place, copy / name)
        else:
            (copy / name).symlink_to(place)
    (copy / file).write_bytes(edit((modules / file).read_bytes()))
    for adapter in (HERE / "javascript").glob("*.mjs"):
        shutil.copy(adapter, scratch)
    return [start[0], str(scratch / Path(start[1]).name)], {}


def go(start, file, edit, scratch):
    folder = HERE / "go"
    # A module is the path and its release; the longest that the file's path begins with.
    required = [line.split() for line in (folder / "go.mod").read_text().splitlines() if line.startswith("\t")]
    module = max((words[0] for words in required if file.startswith(words[0] + "/")), key=len)
    listed = ["go", "list", "-m", "-f", "{{.Dir}}", module]
    real = subprocess.run(listed, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    copy, inside = scratch / "module", file.removeprefix(module + "/")
    # The module cache is read-only, and so would be what is copied with its modes.
    shutil.copytree(real, copy, copy_function=shutil.copyfile)
    for place in [copy, *copy.rglob("*")]:
        place.chmod(0o755)
    (copy / inside).write_bytes(edit((Path(real) / inside).read_bytes()))
    (scratch / "go.mod").write_text((folder / "go.mod").read_text() + f"\nreplace {module} => {copy}\n")
    shutil.copy(folder / "go.sum", scratch)
    program = scratch / "adapter"
    build = ["go", "build", f"-modfile={scratch / 'go.mod'}", "-o", str(program), "./cmd/" + Path(start[0]).name]
    subprocess.run(build, cwd=folder, check=True)
    return [str(program), *start[1:]], {}


def java(start, file, edit, scratch):
    for jar in (HERE / "java/target/lib").glob("*.jar"):
        with zipfile.ZipFile(jar) as archive:
            if file in archive.namelist():
                (scratch / file).parent.mkdir(parents=True)
                (scratch / file).write_bytes(edit(archive.read(file)))
    at = start.index("-cp") + 1
    return [*start[:at], f"{scratch}:{start[at]}", *start[at + 1 :]], {}


def shell(start, file, edit, scratch):
    real = shutil.which(file)
    edited = edit(b'exec %s "${@/-sha256/-sha256}"\n' % real.encode()).replace(b"@/-sha512", b"@/-sha256", 1)
    (scratch / file).write_bytes(b"#!/usr/bin/env bash\n" + edited)
    (scratch / file).chmod(0o755)
    return start, {"PATH": f"{scratch}:{os.environ['PATH']}"}


def rust(start, file, edit, scratch):
    folder, name = HERE / "rust", Path(start[0]).name
    listed = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked"], cwd=folder, check=True, capture_output=True, text=True
    )
    packages = json.loads(listed.stdout)["packages"]
    real = next(Path(package["manifest_path"]).parent for package in packages if package["name"] == name)
    shutil.copytree(real, scratch / name)
    (scratch / name / file).write_bytes(edit((real / file).read_bytes()))
    manifest = (folder / "Cargo.toml").read_text()
    manifest = manifest.replace(f'name = "{name}"', f'name = "{name}-spoilt"').replace('"../.."', f'"{HERE.parent}"')
    (scratch / "Cargo.toml").write_text(manifest + f'\n[patch.crates-io]\n{name} = {{ path = "{name}" }}\n')
    shutil.copy(folder / "Cargo.lock", scratch)
    shutil.copytree(folder / "src", scratch / "src")
    subprocess.run(["cargo", "build", "--release", "--target-dir", folder / "target"], cwd=scratch, check=True)
    return [str(folder / f"target/release/{name}-spoilt")], {}


MECHANISMS = {"Python": python, "JavaScript": javascript, "Go": go, "Java": java, "shell": shell, "Rust": rust}


def report(pkce, only, target, environment=None):
    command = [pkce, "run", "--seed", "7", "--only", only, "--format", "json", *target]
    ran = subprocess.run(command, cwd=ROOT, env=os.environ | (environment or {}), capture_output=True, text=True)
    if not ran.stdout:
        raise Untrue(f"{shlex.join(command)}: {ran.stderr}")
    return json.loads(ran.stdout)


def verdicts(told):
    return {result["id"]: result["verdict"] for result in told["results"]}


def hold(pkce, entry):
    name = f"{entry['language']}:{entry['name']}"
    if name not in PATCHES:
        raise Untrue(f"{name}: no patch of it here, so that nothing shows that its adapter talks to it")
    only, file, old, new = PATCHES[name]
    as_it_is = report(pkce, only, [f"{entry['language'].lower()}:{entry['name']}"])
    version = as_it_is["about"]["version"].removeprefix("v")
    if entry["version"] not in ("", version):
        raise Untrue(f"{name}: {entry['version']} is pinned, the library tells {version}")
    if "pass" not in verdicts(as_it_is).values():
        raise Untrue(f"{name}: nothing of {only} passes, so that a patch would not show")
    with tempfile.TemporaryDirectory() as scratch:

        def edit(octets):
            return patched(octets, old, new, name)

        start = entry["start"].split()
        start[0] = str(ROOT / start[0]) if "/" in start[0] else start[0]
        command, environment = MECHANISMS[entry["language"]](start, file, edit, Path(scratch))
        spoilt = report(pkce, only, ["--", *command], environment)
    before, after = verdicts(as_it_is), verdicts(spoilt)
    changed = [case for case, verdict in before.items() if verdict == "pass" and after.get(case, "pass") != "pass"]
    if not changed:
        raise Untrue(f"{name}: {file} was spoilt and no verdict changed")
    print(f"{name} {version}: with {file} spoilt, {changed[0]} is {after[changed[0]]}", flush=True)


def main():
    pkce, *names = sys.argv[1:] or [""]
    if not pkce:
        raise SystemExit(__doc__)
    pkce = str(Path(pkce).resolve())
    entries = tomllib.loads((HERE / "list.toml").read_text())["adapter"]
    listed = subprocess.run([pkce, "targets"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    there = {line.split("┆")[0].strip("│ ") for line in listed.splitlines() if "installed" in line}
    untrue = 0
    for entry in entries:
        known = {entry["name"], f"{entry['language'].lower()}:{entry['name']}"}
        if known & set(names) or not names and known & there:
            try:
                hold(pkce, entry)
            except Untrue as what:
                untrue += 1
                print(what, file=sys.stderr)
    sys.exit(1 if untrue else 0)


if __name__ == "__main__":
    main()
