"""The package `mcp`, the Model Context Protocol's SDK, as its example of an OAuth client: `client.py RESOURCE REDIRECT_URI`.

The example's callback handler waits for a person to paste the URL. Here it waits for the judge. A provider is of one
connection, and so there is one for each login.
"""
import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import ClientSession
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider, TokenStorage
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata
from pydantic import AnyUrl

import lines

resource, redirect_uri = sys.argv[1:]


class Storage(TokenStorage):
    def __init__(self):
        self.tokens = self.client_info = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client_info

    async def set_client_info(self, client_info):
        self.client_info = client_info


async def connect(redirected, returned):
    async def redirect(url):
        redirected.set_result(url)

    async def callback():
        parameters = parse_qs(urlsplit(await returned).query)
        return AuthorizationCodeResult(
            code=parameters["code"][0],
            state=parameters.get("state", [None])[0],
            iss=parameters.get("iss", [None])[0],
        )

    metadata = OAuthClientMetadata(
        client_name="pkce",
        redirect_uris=[AnyUrl(redirect_uri)],
        grant_types=["authorization_code", "refresh_token"],
        response_types=["code"],
        token_endpoint_auth_method="none",
    )
    provider = OAuthClientProvider(resource, metadata, Storage(), redirect, callback)
    async with httpx2.AsyncClient(auth=provider) as http:
        async with streamable_http_client(resource, http_client=http) as (read, write):
            async with ClientSession(read, write) as session:
                await session.initialize()
                await session.list_tools()


async def begin():
    redirected, returned = asyncio.Future(), asyncio.Future()
    connected = asyncio.create_task(connect(redirected, returned))
    await asyncio.wait([redirected, connected], return_when=asyncio.FIRST_COMPLETED)
    if not redirected.done():
        await connected
        raise ValueError("the server wants no authorization")
    return redirected.result(), (returned, connected)


async def callback(kept, url):
    returned, connected = kept
    if not returned.done():
        returned.set_result(url)
    await connected


lines.serve(begin, callback)
