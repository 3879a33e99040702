//! A program that was not made to be judged: it prints its link, or opens it in a browser, and listens for the answer
//! itself.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use pkce_conformance::{
    fault::FaultKind,
    transport::{Process, lines::Event},
};
use serde_json::Value;

use super::{
    agent::{Agent, Landing},
    talker::{Answer, NoAnswer, Talker},
};

/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// A program that is silent for so long after its answer has nothing more to do.
const SILENCE: Duration = Duration::from_millis(1_500);

/// How much of what it prints is kept, in octets.
const MOST_PRINTED: usize = 256 * 1024;

/// The names by which programs look for a browser.
const BROWSERS: [&str; 5] =
    ["xdg-open", "open", "x-www-browser", "sensible-browser", "www-browser"];

/// The file to which our browser writes the links that it is given.
const LINKS: &str = ".pkce-links";

/// The folder of our browser, in the program's HOME.
const FOLDER: &str = ".pkce-browser";

/// The program.
pub(super) struct Program {
    process: Process,
    /// Where the servers are: a link leads there.
    origin: String,
    links: PathBuf,
    limit: Duration,
    printed: String,
    begun: bool,
}

/// Puts a browser into a HOME: a script that writes its argument down and returns at once.
pub(super) fn put_browser(home: &Path) -> io::Result<()> {
    let folder = home.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", home.join(LINKS).display());
    for name in BROWSERS {
        let path = folder.join(name);
        fs::write(&path, &script)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
    }
    Ok(())
}

/// Lets a program find our browser before any other.
pub(super) fn show_browser(home: &Path, command: &mut Command) {
    let folder = home.join(FOLDER);
    let browser = BROWSERS.first().map(|name| folder.join(name)).unwrap_or_default();
    command.env("BROWSER", browser);
    let mut path = OsString::from(folder);
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    command.env("PATH", path);
}

impl Program {
    pub(super) fn new(process: Process, issuer: &str, home: &Path, limit: Duration) -> Self {
        let origin = url::Url::parse(issuer).map(|url| url.origin().ascii_serialization());
        Self {
            process,
            origin: origin.unwrap_or_default(),
            links: home.join(LINKS),
            limit,
            printed: String::new(),
            begun: false,
        }
    }

    /// Waits for a link.
    fn begin(&mut self) -> Result<Answer, NoAnswer> {
        if self.begun {
            // Nobody but itself can tell it to begin.
            return Ok(Answer::default());
        }
        self.begun = true;
        let until = Instant::now() + self.limit;
        loop {
            let ended = self.read();
            let texts = [self.opened(), self.printed.clone(), self.process.last_words()];
            let link = texts.iter().find_map(|text| self.link(text));
            if let Some(link) = link {
                return Ok(Answer { login: Some(1), url: Some(link), ..Answer::default() });
            }
            if ended {
                let words = self.process.last_words();
                let last = words.lines().last().unwrap_or_default().to_owned();
                return Err(NoAnswer::Ended(format!("the program ended without a link: {last}")));
            }
            if Instant::now() > until {
                // A program that refuses may well go on running.
                return Ok(Answer::default());
            }
            thread::sleep(GLANCE);
        }
    }

    /// Brings the answer, and waits until the program ends or is silent.
    fn end(&mut self, landing: &Landing) -> Result<Answer, NoAnswer> {
        let until = Instant::now() + self.limit;
        if let Err(why) = Agent::bring(landing, until) {
            let why = format!("nobody takes the answer at the redirect URI: {why}");
            return Err(NoAnswer::Broke(FaultKind::TimedOut, why));
        }
        let mut heard = (Instant::now(), self.heard());
        loop {
            let ended = self.read();
            if self.heard() != heard.1 {
                heard = (Instant::now(), self.heard());
            }
            if ended || heard.0.elapsed() > SILENCE || Instant::now() > until {
                // Whether it has a token, its exit code does not say.
                return Ok(Answer::default());
            }
            thread::sleep(GLANCE);
        }
    }

    fn heard(&self) -> usize {
        self.printed.len() + self.process.last_words().len()
    }

    /// Reads what it printed. `true`: it has ended.
    fn read(&mut self) -> bool {
        while let Ok(event) = self.process.events.try_recv() {
            if let Event::Lines(lines) = event {
                for line in lines {
                    let room = MOST_PRINTED.saturating_sub(self.printed.len());
                    self.printed.extend(line.chars().take(room));
                    self.printed.push('\n');
                }
            }
        }
        self.process.ended(Duration::ZERO).is_some()
    }

    fn opened(&self) -> String {
        fs::read_to_string(&self.links).unwrap_or_default()
    }

    /// A link to an authorization request in a text.
    fn link(&self, text: &str) -> Option<String> {
        let begins = text.match_indices(&self.origin).map(|(at, _)| at);
        let links = begins.filter_map(|at| {
            let rest = text.get(at..)?;
            let ends =
                |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '\u{1b}');
            let link = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
            Some(link.trim_end_matches(['.', ',', ')']))
        });
        let asks = |link: &&str| link.contains("response_type=") || link.contains("request_uri=");
        links.filter(asks).map(str::to_owned).next()
    }
}

impl Talker for Program {
    fn ask(&mut self, asked: &Value) -> Result<Answer, NoAnswer> {
        let text = |name: &str| asked.get(name).and_then(Value::as_str).map(str::to_owned);
        match text("op").as_deref() {
            Some("begin") => self.begin(),
            _ => self.end(&Landing { url: text("url").unwrap_or_default(), body: text("body") }),
        }
    }

    fn close(mut self: Box<Self>) -> String {
        self.process.close_input();
        self.read();
        let mut printed = std::mem::take(&mut self.printed);
        printed.push_str(&self.process.last_words());
        printed
    }
}
