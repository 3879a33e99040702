//! Values that are read strictly, so that an error has its place in the file.

use scraper::Selector;
use serde::Deserialize;
use url::Url;

/// An absolute `http` or `https` URL without a fragment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct HttpUrl(pub Url);

impl TryFrom<String> for HttpUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let url = Url::parse(&text).map_err(|error| {
            format!(
                "`{text}` is no URL ({error}); write one such as \"http://127.0.0.1:8080/token\""
            )
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(format!("`{text}` is not http or https; a driver can ask no other"));
        }
        if url.fragment().is_some() {
            return Err(format!("`{text}` has a fragment, which is never sent; leave it out"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("a URL holds no user name and no password here; write a client's secret as `secret`".to_owned());
        }
        Ok(Self(url))
    }
}

/// A CSS selector.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Css {
    /// As it was written.
    pub text: String,
    /// As it is used.
    pub selector: Selector,
}

impl TryFrom<String> for Css {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match Selector::parse(&text) {
            Ok(selector) => Ok(Self { text, selector }),
            Err(_) => Err(format!("`{text}` is no CSS selector; write one such as \"#approve\"")),
        }
    }
}
