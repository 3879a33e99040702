//! The cookies of one user agent.

use cookie_store::CookieStore;
use pkce_conformance::messages::Response;
use url::Url;

/// Cookies held at most; what comes beyond is not kept.
const MOST: usize = 200;

/// The longest `Set-Cookie` that is read, in octets.
const LONGEST: usize = 4 * 1024;

/// A jar.
#[derive(Default)]
pub(super) struct Jar(CookieStore);

impl Jar {
    /// Keeps what a response sets. `secure`: the page counts as secure, over plain http too.
    pub(super) fn keep(&mut self, url: &Url, secure: bool, response: &Response) {
        let url = seen(url, secure);
        for value in response.headers.values("Set-Cookie").filter(|value| value.len() <= LONGEST) {
            if self.0.iter_any().count() >= MOST {
                return;
            }
            // What is no cookie, or another site's, is not kept.
            let _ = self.0.parse(&String::from_utf8_lossy(value), &url);
        }
    }

    /// Sets one, as a script of the page would.
    pub(super) fn set(&mut self, url: &Url, name: &str, value: &str) {
        let _ = self.0.parse(&format!("{name}={value}; Path=/"), url);
    }

    /// The `Cookie` field of a request; nothing where there is no cookie for it.
    pub(super) fn field(&self, url: &Url, secure: bool) -> Option<String> {
        let url = seen(url, secure);
        let pairs: Vec<String> = self
            .0
            .get_request_values(&url)
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The values, which are secrets.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter_any().map(|cookie| cookie.value())
    }
}

/// A browser calls loopback a secure context: a cookie marked `Secure` comes from there and goes back. The store knows the
/// addresses of loopback, and not the names that the target file gives an address there.
fn seen(url: &Url, secure: bool) -> Url {
    let mut url = url.clone();
    if secure {
        // http becomes https, which it always may.
        let _ = url.set_scheme("https");
    }
    url
}

#[cfg(test)]
mod tests {
    use pkce_conformance::messages::Headers;

    use super::*;

    fn response(cookies: &[String]) -> Response {
        let mut headers = Headers::new();
        for cookie in cookies {
            headers.push("Set-Cookie", cookie.as_bytes());
        }
        Response { status: 200, headers, body: Vec::new() }
    }

    fn at(path: &str) -> Url {
        Url::parse(&format!("http://as.example:8080{path}")).unwrap()
    }

    #[test]
    fn a_secure_cookie_goes_back_to_loopback() {
        let cookie = ["a=1; Secure; HttpOnly; Path=/x".to_owned()];
        let mut jar = Jar::default();
        jar.keep(&at("/x/y"), true, &response(&cookie));
        assert_eq!(jar.field(&at("/x/z"), true).as_deref(), Some("a=1"));
        assert_eq!(jar.field(&at("/other"), true), None);
        assert_eq!(jar.field(&at("/x/z"), false), None);
    }

    #[test]
    fn cookies_by_the_thousand_and_of_others_are_not_kept() {
        let mut jar = Jar::default();
        let many: Vec<String> = (0..5_000).map(|n| format!("c{n}=v")).collect();
        jar.keep(&at("/"), true, &response(&many));
        assert_eq!(jar.values().count(), MOST);
        let mut jar = Jar::default();
        let foreign = ["a=1; Domain=other.example".to_owned(), format!("b={}", "x".repeat(5_000))];
        jar.keep(&at("/"), true, &response(&foreign));
        assert_eq!(jar.values().count(), 0);
    }
}
