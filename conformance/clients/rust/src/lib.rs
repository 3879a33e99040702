//! The line protocol (README.md), for every Rust fixture beside this file.

use std::{
    collections::HashMap,
    error::Error,
    io::{Write, stdin, stdout},
};

use oauth2::url::Url;
use serde_json::{Value, json};

pub type Done<T> = Result<T, Box<dyn Error>>;

/// Answers until the input ends.
///
/// `begin` gives the URL that the user agent is sent to, and what the app keeps of this login until its callback.
/// `callback` gets what was kept and the URL that came back; it ends without an error where the library has a token.
pub fn serve<K>(
    mut begin: impl FnMut() -> Done<(String, K)>,
    mut callback: impl FnMut(&mut K, &Url) -> Done<()>,
) -> Done<()> {
    let mut kept = HashMap::new();
    let mut logins = 0;
    let mut answer = |request: Value| -> Done<Value> {
        if request["op"] == "begin" {
            let (url, keep) = begin()?;
            logins += 1;
            kept.insert(logins, keep);
            return Ok(json!({"login": logins, "url": url}));
        }
        let login = request["login"].as_u64().unwrap_or_default();
        let keep = kept.get_mut(&login).ok_or_else(|| format!("no login {login} is open"))?;
        if !request["body"].is_null() {
            return Err("the library takes a callback by GET alone".into());
        }
        callback(keep, &Url::parse(request["url"].as_str().unwrap_or_default())?)?;
        // An app forgets a login that is done, and not one that a stranger's callback failed.
        kept.remove(&login);
        Ok(json!({"token": true}))
    };
    for line in stdin().lines() {
        let said = answer(serde_json::from_str(&line?)?)
            .unwrap_or_else(|error| json!({"error": words(error.as_ref())}));
        writeln!(stdout(), "{said}")?;
    }
    Ok(())
}

/// One parameter of the redirect, percent-decoded.
pub fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// With the causes, which the libraries leave out of their own words.
fn words(error: &dyn Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        said = format!("{said}: {inner}");
        cause = inner.source();
    }
    said
}
