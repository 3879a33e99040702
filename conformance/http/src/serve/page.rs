//! The page at `/`: what this server is, what it offers, and the last exchanges.

use std::fmt::Write as _;

use pkce_conformance::messages::{Endpoint, Response};

use super::{
    html::{escaped, page},
    journal::Journal,
    registration,
};

/// What the page says of the server.
pub(super) struct Described<'d> {
    /// The server's name: `reference`, or a mutant's.
    pub(super) name: &'d str,
    /// What it is and does, a line each.
    pub(super) says: &'d [String],
    /// Where it is.
    pub(super) issuer: &'d str,
}

/// The page.
pub(super) fn front(described: &Described<'_>, journal: &Journal) -> Response {
    let mut main = String::from(
        "<p>This is an OAuth 2.0 authorization server for tests of PKCE (RFC 7636). It protects nothing, and listens on this \
         machine alone.</p><ul>",
    );
    // Writing to a String cannot fail.
    for line in described.says {
        let _ = write!(main, "<li>{}</li>", escaped(line));
    }
    main.push_str("</ul><h2>Endpoints</h2><table>");
    for endpoint in Endpoint::ALL {
        let url = format!("{}{}", described.issuer, endpoint.path());
        let _ =
            write!(main, "<tr><td>{endpoint:?}</td><td><code>{}</code></td></tr>", escaped(&url));
    }
    let _ = write!(
        main,
        "<tr><td>Registration</td><td><code>{}{}</code></td></tr></table><h2>The last exchanges</h2>",
        escaped(described.issuer),
        registration::PATH
    );
    main.push_str("<table><tr><th>s</th><th>request</th><th>parameters</th><th>answer</th></tr>");
    for exchange in journal.latest() {
        let mut parameters = String::new();
        for (name, value) in &exchange.parameters {
            let _ = write!(parameters, "<code>{}={}</code><br>", escaped(name), escaped(value));
        }
        let _ = write!(
            main,
            "<tr><td>{:.3}</td><td><code>{}</code></td><td>{parameters}</td><td>{} {}</td></tr>",
            exchange.at.as_secs_f64(),
            escaped(&exchange.request),
            exchange.status,
            escaped(&exchange.says),
        );
    }
    main.push_str("</table>");
    page(200, &format!("pkce serve: {}", described.name), &main)
}
