//! Where a request may go: this machine, unless the operator of another consents.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::OnceLock,
    time::{Duration, Instant},
};

use url::Url;

use super::{fault::Trouble, stream::Stream, tls::Tls};

/// Decides by the address that is connected to, never by a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate {
    /// The operator of a server elsewhere consents.
    pub(super) consents: bool,
    /// Addresses that the file names.
    pub(super) resolve: BTreeMap<String, IpAddr>,
    /// Whom it believes under TLS; found when it is first needed.
    pub(super) tls: OnceLock<Tls>,
}

impl Gate {
    /// A connection to the URL's host and port, under TLS where its scheme says so. Proxies of the environment play no part.
    pub(super) fn open(&self, url: &Url, until: Instant) -> Result<Stream, Trouble> {
        let stream = self.connect(url, until)?;
        if url.scheme() != "https" {
            return Ok(Stream::Plain(stream));
        }
        if let Some(known) = self.tls.get() {
            return known.over(url, stream, until);
        }
        let found = Tls::of_machine()?;
        self.tls.get_or_init(|| found).over(url, stream, until)
    }

    fn connect(&self, url: &Url, until: Instant) -> Result<TcpStream, Trouble> {
        let host = url.host_str().unwrap_or_default();
        let mut last = None;
        for address in self.addresses(url)? {
            if !self.allows(address.ip()) {
                last = Some(Trouble::NotHere { host: host.to_owned(), address: address.ip() });
                continue;
            }
            let left = until.saturating_duration_since(Instant::now()).max(SHORT);
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => {
                    // A small request must not wait for the acknowledgement of the one before.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(source) => {
                    last = Some(Trouble::NoConnection { at: address.to_string(), source });
                }
            }
        }
        Err(last.unwrap_or_else(|| no_address(host, "it resolves to nothing")))
    }

    /// Whether a page at this URL is this machine's own, so that cookies marked `Secure` go to it over plain http as well. A
    /// name that the server chose is not looked up for this.
    pub(super) fn is_loopback(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let known = self.resolve.contains_key(host) || host == "localhost";
        let is_here = |all: Vec<SocketAddr>| all.iter().all(|address| address.ip().is_loopback());
        (known || bare(host).parse::<IpAddr>().is_ok()) && self.addresses(url).is_ok_and(is_here)
    }

    fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.consents || address.is_loopback()
    }

    fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, Trouble> {
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        if let Some(address) = self.resolve.get(host) {
            return Ok(vec![SocketAddr::new(*address, port)]);
        }
        let bare = bare(host);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let found = (bare, port).to_socket_addrs();
        found.map(Iterator::collect).map_err(|error| no_address(host, &error.to_string()))
    }
}

/// An address of version 6 stands in brackets.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

const SHORT: Duration = Duration::from_millis(1);

fn no_address(host: &str, why: &str) -> Trouble {
    Trouble::NoAddress { host: host.to_owned(), why: why.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connect(gate: &Gate, url: &str) -> String {
        let until = Instant::now() + Duration::from_millis(200);
        match gate.connect(&Url::parse(url).unwrap(), until) {
            Ok(_) => "connected".to_owned(),
            Err(trouble) => trouble.to_string(),
        }
    }

    #[test]
    fn an_address_elsewhere_is_not_connected_to() {
        let gate = Gate::default();
        // TEST-NET-1 and its likes belong to nobody.
        for url in ["http://192.0.2.1/", "http://[2001:db8::1]/", "http://[::ffff:192.0.2.1]/"] {
            assert!(connect(&gate, url).contains("operator_consents"), "{url}");
        }
        let elsewhere = BTreeMap::from([("localhost".to_owned(), "192.0.2.1".parse().unwrap())]);
        let gate = Gate { resolve: elsewhere, ..Gate::default() };
        assert!(connect(&gate, "http://localhost/").contains("operator_consents"));
    }

    #[test]
    fn a_name_may_be_given_an_address_here() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let here = BTreeMap::from([("as.example".to_owned(), "127.0.0.1".parse().unwrap())]);
        let gate = Gate { resolve: here, ..Gate::default() };
        let url = format!("http://as.example:{port}/");
        assert_eq!(connect(&gate, &url), "connected");
        assert!(gate.is_loopback(&Url::parse(&url).unwrap()));
    }
}
