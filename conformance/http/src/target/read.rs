//! Reading the file: strictly, with a place in every error.

use std::path::Path;

use pkce_conformance::wire::{ClientAuth, first_of_kind};
use pkce_vectors::RoleName;

use super::file::{Capture, ClientEntry, ServerFile};
use crate::file::{self, FileError};

/// Reads a target file. `port` stands in the place of each `{port}`.
pub fn read(path: &Path, port: u16) -> Result<ServerFile, FileError> {
    file::read(path, |text| parse(&text.replace("{port}", &port.to_string())))
}

/// Reads the text of one; otherwise what is wrong, with the line.
pub fn parse(text: &str) -> Result<ServerFile, String> {
    let file: ServerFile = file::parse(text)?;
    let at = |table: &str, why: &str| Err(format!("line {}: {why}", line_of(text, table)));
    if file.clients.is_empty() {
        return at(
            "clients",
            "no client is there; write [clients.public] with id and redirect_uri",
        );
    }
    for (role, client) in &file.clients {
        if let Some(why) = wrong_client(*role, client) {
            return at(&format!("clients.{role}"), &format!("[clients.{role}] {why}"));
        }
    }
    for role in [RoleName::Public2, RoleName::Confidential2] {
        let first = first_of_kind(role);
        if file.clients.contains_key(&role) && !file.clients.contains_key(&first) {
            let why = format!(
                "[clients.{role}] is the second of its kind; write [clients.{first}] first"
            );
            return at(&format!("clients.{role}"), &why);
        }
    }
    let server = &file.server;
    if server.issuer.is_none() && (server.authorize.is_none() || server.token.is_none()) {
        return at("server", "[server] needs `issuer`, or both `authorize` and `token`");
    }
    let registers = file.clients.values().any(|client| client.register.is_some());
    if registers && server.issuer.is_none() && server.registration.is_none() {
        return at(
            "server",
            "a client registers, and [server] names neither `registration` nor `issuer`",
        );
    }
    if let Some(role) = server.introspection_by
        && !file.clients.contains_key(&role)
    {
        return at("server", &format!("`introspection_by` names {role}, which has no client"));
    }
    for (role, client) in &file.clients {
        let by_key = file.said_of(*role).auth.is_some_and(|ways| ways.has(ClientAuth::Key));
        if by_key && !client.signs() {
            let why = format!(
                "[clients.{role}] authenticates by its key and has none; write `key = {{ file = \"key.pem\" }}`"
            );
            return at(&format!("clients.{role}"), &why);
        }
    }
    if file.offers.request_objects && !file.clients.values().any(ClientEntry::signs) {
        return at("offers", "`request_objects` wants a client with a `key`");
    }
    if file.pace.window.is_some_and(|window| !(1..=16).contains(&window)) {
        return at("pace", "`window` is between 1 and 16");
    }
    if file.pace.race_rounds.is_some_and(|rounds| !(1..=100).contains(&rounds)) {
        return at("pace", "`race_rounds` is between 1 and 100");
    }
    if file.offers.code_lifetime == Some(0) {
        return at("offers", "`code_lifetime` is at least 1 second");
    }
    for (at_request, request) in file.session.setup.iter().enumerate() {
        let wrong = if !matches!(&*request.method, "GET" | "POST") {
            Some("`method` is \"GET\" or \"POST\"")
        } else if request.json.is_some() && request.form.is_some() {
            Some("a request has `json` or `form`, not both")
        } else if request.capture.values().any(|capture| ways(capture) != 1) {
            Some("a capture has one of `pointer`, `css` and `between`")
        } else {
            None
        };
        if let Some(why) = wrong {
            return at("session.setup", &format!("request {} of the setup: {why}", at_request + 1));
        }
    }
    let session = &file.session;
    let by_pages = !session.setup.is_empty() || !session.pages.is_empty();
    if by_pages && !session.command.is_empty() {
        return at(
            "session",
            "`command` stands in the place of `setup` and `pages`; write one or the other",
        );
    }
    for (number, rule) in file.session.pages.iter().enumerate() {
        if rule.url.is_none() && rule.css.is_none() {
            let why = format!(
                "rule {} of the pages: `url` or `css` says which page it is for",
                number + 1
            );
            return at("session.pages", &why);
        }
    }
    if file.run.as_ref().is_some_and(|run| run.start.is_empty()) {
        return at("run", "`start` is empty; write the command that starts the server");
    }
    Ok(file)
}

fn ways(capture: &Capture) -> usize {
    [capture.pointer.is_some(), capture.css.is_some(), capture.between.is_some()]
        .into_iter()
        .filter(|is| *is)
        .count()
}

fn wrong_client(role: RoleName, client: &ClientEntry) -> Option<&'static str> {
    match (&client.id, &client.register) {
        (None, None) => return Some("needs `id`, or `register` with the metadata to register"),
        (Some(_), Some(_)) => {
            return Some("has `id` and `register`; a client that registers is given its id");
        }
        (None, Some(metadata)) => {
            let uris = metadata.get("redirect_uris").and_then(|uris| uris.as_array());
            let one = uris.and_then(|uris| uris.first()).and_then(|uri| uri.as_str());
            return one.is_none().then_some("registers without `redirect_uris`; write one");
        }
        (Some(_), None) => {}
    }
    if client.redirect_uri.is_none() {
        return Some("needs `redirect_uri`, as it is registered");
    }
    match (role.is_confidential(), &client.secret) {
        (true, None) if client.key.is_none() => {
            Some("needs `secret`, such as { env = \"NAME\" }, or `key`")
        }
        (false, Some(_)) => {
            Some("is public and has a secret; leave it out, or name the role confidential")
        }
        _ => None,
    }
}

/// The line of a table's header, or the first.
fn line_of(text: &str, table: &str) -> usize {
    let heads = [format!("[{table}]"), format!("[[{table}]]")];
    let is = |line: &str| heads.iter().any(|head| line.trim_start().starts_with(&**head));
    text.lines().position(is).map_or(1, |line| line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "\
name = \"x\"

[server]
issuer = \"http://127.0.0.1:8080\"

[clients.public]
id = \"pub\"
redirect_uri = \"http://127.0.0.1:9999/cb\"
";

    #[test]
    fn little_is_enough() {
        let file = parse(LEAST).unwrap();
        assert_eq!(file.roles(), [RoleName::Public].into());
        assert!(file.offers.roles.is_empty() && file.run.is_none());
    }

    #[test]
    fn a_wrong_file_is_told_with_its_line() {
        let with = |more: &str| format!("{LEAST}{more}");
        for (text, says) in [
            (with("[offers]\nplan = true\n"), "line 10, column 1"),
            (with("[offers]\nplan = true\n"), "unknown field `plan`, expected one of"),
            (with("[offers.roles.public]\npkce = \"must\"\n"), "line 10"),
            (
                with("[offers.roles.public]\nauth = \"key\"\n"),
                "line 6: [clients.public] authenticates",
            ),
            (with("[offers]\nrequest_objects = true\n"), "line 9: `request_objects` wants"),
            (
                with("[clients.confidential]\nid = \"c\"\nredirect_uri = \"a:b\"\n"),
                "line 9: [clients.confidential] needs `secret`",
            ),
            (
                with("[clients.public2]\nid = \"c\"\n"),
                "line 9: [clients.public2] needs `redirect_uri`",
            ),
            (with("[pace]\nwindow = 0\n"), "line 9: `window` is between"),
            (with("[pace]\nrace_rounds = 0\n"), "line 9: `race_rounds` is between"),
            (
                with("[session]\ncommand = [\"login\"]\n[[session.pages]]\ncss = \"#a\"\n"),
                "line 9: `command` stands",
            ),
            (with("[run]\nstart = []\n"), "line 9: `start` is empty"),
            (with("[[session.pages]]\npress = \"#a\"\n"), "line 9: rule 1 of the pages"),
            (with("[[session.pages]]\ncss = \"##\"\n"), "is no CSS selector"),
            (
                with("[[session.setup]]\nurl = \"http://a.example/\"\nmethod = \"PUT\"\n"),
                "line 9: request 1",
            ),
            (with("[session]\npassword = { var = \"X\" }\n"), "a secret is `{ env"),
            (LEAST.replace("http://127.0.0.1:8080", "127.0.0.1:8080"), "line 4"),
            (LEAST.replace("http://127.0.0.1:8080", "http://a:b@c.example"), "no user name"),
            (LEAST.replace("issuer", "authorize"), "line 3: [server] needs `issuer`"),
            ("name = \"x\"\n[server]\n[clients]\n".to_owned(), "line 3: no client is there"),
        ] {
            let error = parse(&text).map(|_| ()).unwrap_err();
            assert!(error.contains(says), "{says}:\n{error}");
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let confidential = LEAST
            .replace("clients.public", "clients.confidential")
            .replace("id = \"pub\"", "id = \"c\"\nsecret = \"hush-hush\"");
        let file = parse(&confidential).unwrap();
        assert!(!format!("{file:?}").contains("hush-hush"));
    }
}
