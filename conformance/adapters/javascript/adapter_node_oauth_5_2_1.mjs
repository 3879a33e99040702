#!/usr/bin/env node
// The package `@node-oauth/oauth2-server`, 5.2.1: before the fix of CVE-2026-41213.
import library from "@node-oauth/oauth2-server-5.2.1";

import { serveNodeOAuth } from "./node_oauth.mjs";

await serveNodeOAuth({ folder: "@node-oauth/oauth2-server-5.2.1", library, plainCanBeOff: false });
