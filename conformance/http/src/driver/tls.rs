//! Whom the driver believes under TLS, and the handshake.

use std::{fmt, net::TcpStream, path::Path, sync::Arc, time::Instant};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use url::Url;

use super::{
    fault::Trouble,
    stream::{Bounded, Stream},
};

/// The authorities that vouch for a server: those of a file, else those that this machine trusts.
#[derive(Clone)]
pub(super) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// The certificates of a PEM file.
    pub(super) fn of_file(path: &Path) -> Result<Self, Trouble> {
        let wrong =
            |why: String| Trouble::SetUp(format!("`ca` under [server]: {}: {why}", path.display()));
        let certificates =
            CertificateDer::pem_file_iter(path).map_err(|error| wrong(error.to_string()))?;
        let mut roots = RootCertStore::empty();
        for certificate in certificates {
            let added = certificate
                .map_err(|error| error.to_string())
                .and_then(|certificate| roots.add(certificate).map_err(|error| error.to_string()));
            added.map_err(wrong)?;
        }
        if roots.is_empty() {
            return Err(wrong("no certificate is in it; it holds PEM".to_owned()));
        }
        Self::trusting(roots)
    }

    /// What this machine trusts, as its other programs do.
    pub(super) fn of_machine() -> Result<Self, Trouble> {
        let mut roots = RootCertStore::empty();
        // What the machine holds and cannot be read vouches for nobody.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::trusting(roots)
    }

    fn trusting(roots: RootCertStore) -> Result<Self, Trouble> {
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| Trouble::SetUp(error.to_string()))?;
        Ok(Self(Arc::new(builder.with_root_certificates(roots).with_no_client_auth())))
    }

    /// A stream under TLS, once the server has shown who it is.
    pub(super) fn over(
        &self,
        url: &Url,
        stream: TcpStream,
        until: Instant,
    ) -> Result<Stream, Trouble> {
        let host = url.host_str().unwrap_or_default();
        let refused = |why: String| Trouble::Untrusted { host: host.to_owned(), why };
        // An address of version 6 stands in brackets in a URL.
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let name = ServerName::try_from(name).map_err(|error| refused(error.to_string()))?;
        let connection = ClientConnection::new(Arc::clone(&self.0), name)
            .map_err(|error| refused(error.to_string()))?;
        let mut stream = StreamOwned::new(connection, Bounded::new(stream, until));
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).map_err(|error| match error.kind() {
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => {
                    refused("the handshake did not end in time".to_owned())
                }
                _ => refused(error.to_string()),
            })?;
        }
        Ok(Stream::Tls(Box::new(stream)))
    }
}

/// Whom it trusts is long.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}
