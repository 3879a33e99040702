//! A target file for a live server, with a comment at each member.

/// A file for a server at `issuer`, with these endpoints; where there are none, they stand as comments.
#[must_use]
pub fn target_file(issuer: &str, endpoints: &[(&'static str, String)]) -> String {
    let line = |(name, url): &(&str, String)| format!("# {name} = {url:?}\n");
    let (says, lines): (_, String) = if endpoints.is_empty() {
        let base = issuer.trim_end_matches('/');
        let usual = ["authorize", "token", "par", "userinfo"];
        let usual = usual.map(|name| (name, format!("{base}/{name}")));
        (UNKNOWN, usual.iter().map(line).collect())
    } else {
        (KNOWN, endpoints.iter().map(line).collect())
    };
    TEXT.replace("ISSUER", issuer).replace("ENDPOINTS\n", &format!("{says}{lines}"))
}

const KNOWN: &str = "# The metadata document names these; one that is written here overrides it.\n";

const UNKNOWN: &str = "# Where no metadata document names them, write at least the first two.\n";

const TEXT: &str = include_str!("server.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written() {
        let issuer = "http://127.0.0.1:8080/";
        let found = [("authorize", "http://127.0.0.1:8080/a".to_owned())];
        for endpoints in [&found[..], &[]] {
            let text = target_file(issuer, endpoints);
            let file = pkce_http::target::parse(&text).unwrap();
            assert_eq!(file.roles().len(), 4);
            assert!(text.contains("# authorize = \"http://127.0.0.1:8080/a"), "{text}");
        }
    }
}
