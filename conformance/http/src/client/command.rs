//! How a client is started: its command, with places that the judge fills in, and its surroundings.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use pkce_conformance::transport::Process;
use pkce_vectors::Scenario;
use serde::Deserialize;

use super::{
    lines::Lines,
    program::{Program, put_browser, show_browser},
    talker::{Client, Talker},
};

/// The secret that a confidential client is given.
pub(super) const SECRET: &str = "a-secret-that-is-no-secret-of-anybody";

/// The client's id where it does not register.
pub(super) const CLIENT_ID: &str = "pkce-client";

/// How the judge talks with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// JSON lines on its standard input and output.
    Lines,
    /// The client prints the link, and listens at the redirect URI.
    Printed,
    /// The client opens the link in a browser, which is ours.
    Browser,
}

/// A client.
#[derive(Debug, Clone)]
pub struct ClientCommand {
    /// The words of its command, with places.
    pub command: Vec<String>,
    /// Variables of its environment, with places.
    pub environment: BTreeMap<String, String>,
    /// The folder in which it runs; nothing: ours.
    pub folder: Option<PathBuf>,
    /// How the judge talks with it.
    pub way: Way,
    /// It is given a secret.
    pub secret: bool,
    /// How long one answer may take.
    pub limit: Duration,
}

/// What stands in the places of a command.
pub struct Places {
    /// The issuer.
    pub issuer: String,
    /// The port at which it may listen.
    pub port: u16,
}

impl ClientCommand {
    /// Every place, for errors and help texts.
    pub const PLACES: [&str; 8] = [
        "{issuer}",
        "{client_id}",
        "{client_secret}",
        "{redirect_uri}",
        "{port}",
        "{resource}",
        "{authorize}",
        "{token}",
    ];

    /// A command as it was typed: it has a secret if it has a place for one.
    #[must_use]
    pub fn typed(command: &[String], way: Way, limit: Duration) -> Self {
        let secret = command.iter().any(|word| word.contains("{client_secret}"));
        let (environment, folder) = (BTreeMap::new(), None);
        Self { command: command.to_vec(), environment, folder, way, secret, limit }
    }

    fn words(&self, places: &Places) -> Vec<OsString> {
        self.command.iter().map(|word| places.fill(word).into()).collect()
    }

    /// Sets up the environment of a process.
    fn surround(&self, places: &Places, home: &Path, command: &mut Command) {
        for (name, value) in home_variables(home) {
            command.env(name, value);
        }
        for name in [
            // Nothing of the user's desktop is opened.
            "DISPLAY",
            "WAYLAND_DISPLAY",
            // The servers are on loopback, and no proxy leads there.
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
        ] {
            command.env_remove(name);
        }
        for (name, value) in &self.environment {
            command.env(name, places.fill(value));
        }
    }
}

impl Client for ClientCommand {
    fn has_secret(&self) -> bool {
        self.secret
    }

    fn plays(&self, scenario: &Scenario) -> bool {
        // Nobody but the program itself can tell it to begin a second login.
        self.way == Way::Lines || scenario.is_plain_login()
    }

    fn start(&self, places: &Places, home: &Path) -> Result<Box<dyn Talker>, String> {
        let is_program = self.way != Way::Lines;
        if is_program {
            put_browser(home).map_err(|error| format!("no browser for the client: {error}"))?;
        }
        let surround = |command: &mut Command| {
            self.surround(places, home, command);
            if is_program {
                show_browser(home, command);
            }
        };
        let words = self.words(places);
        let process = Process::start_in(&words, self.folder.as_deref(), 4, &surround)?;
        if is_program {
            return Ok(Box::new(Program::new(process, &places.issuer, home, self.limit)));
        }
        Ok(Box::new(Lines::new(process, self.limit)))
    }
}

/// A home, as the systems name it.
fn home_variables(home: &Path) -> [(&'static str, PathBuf); 5] {
    [
        ("HOME", home.to_owned()),
        ("XDG_CONFIG_HOME", home.join(".config")),
        ("XDG_DATA_HOME", home.join(".local/share")),
        ("XDG_CACHE_HOME", home.join(".cache")),
        ("XDG_STATE_HOME", home.join(".local/state")),
    ]
}

impl Places {
    /// Where the client listens, or would.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}/callback", self.port)
    }

    /// A word with its places filled in.
    fn fill(&self, word: &str) -> String {
        let issuer = &self.issuer;
        let values = [
            issuer.clone(),
            CLIENT_ID.to_owned(),
            SECRET.to_owned(),
            self.redirect_uri(),
            self.port.to_string(),
            format!("{issuer}/mcp"),
            format!("{issuer}/authorize"),
            format!("{issuer}/token"),
        ];
        let places = ClientCommand::PLACES.iter().zip(values);
        places.fold(word.to_owned(), |word, (place, value)| word.replace(place, &value))
    }
}
