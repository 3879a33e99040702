//! A request as a line for a shell, so that whoever reads of a failure can see it by hand.
//!
//! What nobody else should read is a variable of the shell in it, by the words of the [`Mask`]; cookies are kept in a jar.

use std::fmt::Write as _;

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{connections::Outgoing, mask::Mask};
use crate::message::request_target;

/// A longer line is none that anybody pastes.
const LONGEST: usize = 4_000;

/// Header fields that the tool sends itself, or that stand elsewhere in the line.
const OTHERWISE: [&str; 6] =
    ["accept-encoding", "connection", "content-length", "cookie", "host", "user-agent"];

/// The line of one request. `agent` names the jar of the user agent that sends it, where one does.
pub(super) fn line(outgoing: &Outgoing<'_>, agent: Option<&str>, mask: &Mask) -> Option<Box<str>> {
    let mut line = "curl -s -i".to_owned();
    if let Some(agent) = agent {
        let jar = if agent.is_empty() { "jar".to_owned() } else { format!("jar-{agent}") };
        // Writing to a String cannot fail.
        let _ = write!(line, " -b {0} -c {0}", quoted(&jar, mask));
    }
    for (name, value) in outgoing.headers.iter() {
        let value = String::from_utf8_lossy(value);
        let is_usual_form = name.eq_ignore_ascii_case("Content-Type")
            && value == "application/x-www-form-urlencoded"
            && outgoing.body.is_some();
        if is_usual_form || OTHERWISE.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        let shown = name.eq_ignore_ascii_case("Authorization").then(|| basic(&value)).flatten();
        let _ = match shown {
            Some(credentials) => write!(line, " -u {}", quoted(&credentials, mask)),
            None => write!(line, " -H {}", quoted(&format!("{name}: {value}"), mask)),
        };
    }
    if let Some(body) = outgoing.body {
        let _ = write!(line, " --data-raw {}", quoted(std::str::from_utf8(body).ok()?, mask));
    }
    let target = request_target(outgoing.url, outgoing.query);
    let origin = outgoing.url.origin().ascii_serialization();
    let url = format!("{origin}{}", std::str::from_utf8(&target).ok()?);
    let _ = write!(line, " {}", quoted(&url, mask));
    (line.len() <= LONGEST).then(|| line.into())
}

/// What stands in HTTP Basic: the tool encodes it again.
fn basic(value: &str) -> Option<String> {
    let encoded = value.strip_prefix("Basic ")?;
    String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()
}

/// One word of a shell, in which masked values are variables.
fn quoted(text: &str, mask: &Mask) -> String {
    // A quote ends the word for a moment.
    let quote = |text: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
        if !text.is_empty() && text.chars().all(is_plain) {
            return text.to_owned();
        }
        format!("'{}'", text.replace('\'', "'\\''"))
    };
    let word: String = mask
        .pieces(text)
        .into_iter()
        .map(|piece| match piece {
            (text, None) => quote(text),
            (_, Some(variable)) => format!("\"{variable}\""),
        })
        .collect();
    if word.is_empty() { "''".to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use pkce_conformance::messages::Headers;
    use url::Url;

    use super::*;

    fn mask() -> Mask {
        let mut mask = Mask::default();
        mask.add("the-secret", "$SECRET");
        mask.add("the code", "$CODE");
        mask
    }

    #[test]
    fn a_token_request_is_a_line_whose_secrets_are_variables() {
        let url = Url::parse("http://127.0.0.1:8080/token?a=b").unwrap();
        let credentials = BASE64_STANDARD.encode("conf:the-secret");
        let headers = Headers::new()
            .with("Accept", *b"application/json")
            .with("Content-Type", *b"application/x-www-form-urlencoded")
            .with("Authorization", format!("Basic {credentials}"));
        let body = b"grant_type=authorization_code&code=the+code&x=it's";
        let outgoing = Outgoing {
            method: "POST",
            url: &url,
            query: b"code_verifier=%zz",
            headers: &headers,
            body: Some(body),
        };
        assert_eq!(
            line(&outgoing, None, &mask()).as_deref(),
            Some(
                "curl -s -i -H 'Accept: application/json' -u conf:\"$SECRET\" --data-raw \
                 'grant_type=authorization_code&code='\"$CODE\"'&x=it'\\''s' \
                 'http://127.0.0.1:8080/token?a=b&code_verifier=%zz'"
            )
        );
    }

    #[test]
    fn a_browsers_cookies_are_in_its_jar() {
        let url = Url::parse("http://127.0.0.1:8080/authorize").unwrap();
        let headers = Headers::new().with("Cookie", *b"session=hushed");
        let outgoing =
            Outgoing { method: "GET", url: &url, query: b"", headers: &headers, body: None };
        let line = line(&outgoing, Some("b"), &mask()).unwrap();
        assert_eq!(&*line, "curl -s -i -b jar-b -c jar-b http://127.0.0.1:8080/authorize");
    }

    #[test]
    fn what_no_shell_can_say_has_no_line() {
        let url = Url::parse("http://127.0.0.1/").unwrap();
        let headers = Headers::new();
        let of = |body: &[u8]| {
            let outgoing = Outgoing {
                method: "POST",
                url: &url,
                query: b"",
                headers: &headers,
                body: Some(body),
            };
            line(&outgoing, None, &mask())
        };
        assert_eq!(of(b"a=\xff"), None);
        assert_eq!(of(&[b'a'; 5_000]), None);
        assert!(of(b"a=b").is_some());
    }
}
