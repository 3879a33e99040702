#!/usr/bin/env node
// The package `@node-oauth/oauth2-server`, 5.3.0.
import library from "@node-oauth/oauth2-server";

import { serveNodeOAuth } from "./node_oauth.mjs";

await serveNodeOAuth({ folder: "@node-oauth/oauth2-server", library, plainCanBeOff: true });
