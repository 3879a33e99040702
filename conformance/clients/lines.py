"""The line protocol (README.md), for every Python fixture beside this file.

A fixture names two functions. `begin` gives the URL that the user agent is sent to, and what the app keeps of this login
until its callback. `callback` gets what was kept and the URL that came back; it ends without a word where the library has
a token. Either may be asynchronous.
"""
import asyncio
import inspect
import json
import sys


def serve(begin, callback):
    asyncio.run(_serve(begin, callback))


async def _serve(begin, callback):
    kept = {}
    logins = 0

    async def answer(request):
        nonlocal logins
        if request["op"] == "begin":
            url, keep = await _done(begin())
            logins += 1
            kept[logins] = keep
            return {"login": logins, "url": url}
        login = request["login"]
        if login not in kept:
            raise ValueError(f"no login {login} is open")
        if "body" in request:
            raise ValueError("the library takes a callback by GET alone")
        await _done(callback(kept[login], request["url"]))
        # An app forgets a login that is done, and not one that a stranger's callback failed.
        del kept[login]
        return {"token": True}

    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            said = await answer(json.loads(line))
        except Exception as error:
            said = {"error": _words(error)}
        print(json.dumps(said), flush=True)


async def _done(value):
    return await value if inspect.isawaitable(value) else value


def _words(error):
    """Of the first one, where a task group raised several."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"
