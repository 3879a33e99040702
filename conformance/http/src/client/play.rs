//! One scenario, played: servers of its own, a HOME of its own, and the acts in their order.

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, TcpListener},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use pkce_conformance::fault::FaultKind;
use pkce_vectors::{Act, Scenario, ServerSays};
use url::Url;

use super::{
    agent::{Agent, Landing},
    command::Places,
    home::Home,
    log::{Log, Returned, What},
    origin::{Issued, Keys, Origin, Recorder, Stray, answered},
    talker::{Answer, Client, NoAnswer, Talker, begin, callback},
};
use crate::serve::{Running, listen};

/// How often a client may begin anew by itself, in one act.
const MOST_ANEW: usize = 3;

/// What is the same for every scenario of a run.
pub(super) struct Stage<'r> {
    pub(super) client: &'r dyn Client,
    /// How long one answer of the client may take.
    pub(super) limit: Duration,
    pub(super) keys: &'r Arc<Keys>,
    /// The profile wants requests to be pushed.
    pub(super) pushed: bool,
    pub(super) interrupted: &'r AtomicBool,
}

/// What came of a scenario.
pub(super) struct Played {
    pub(super) log: Log,
    /// How the client broke.
    pub(super) broke: Option<(FaultKind, String)>,
    /// That the client ended, or refused in words: for whoever asks why nothing came.
    pub(super) told: Option<String>,
}

/// The servers of a scenario, and what they share.
struct Servers {
    recorder: Arc<Recorder>,
    first: Running,
    second: Option<Running>,
    /// It runs for as long as the others.
    _stray: Running,
}

/// Plays a scenario; an error where our own side cannot.
pub(super) fn play(scenario: &Scenario, stage: &Stage<'_>) -> Result<Played, String> {
    if !stage.client.plays(scenario) {
        let told = "a client that begins by itself cannot be told to do this".to_owned();
        return Ok(Played { log: Log::default(), broke: None, told: Some(told) });
    }
    let servers = Servers::start(scenario, stage).map_err(|error| format!("no server: {error}"))?;
    let home = Home::new().map_err(|error| format!("no HOME for the client: {error}"))?;
    let mut played = Played { log: Log::default(), broke: None, told: None };
    let mut printed = String::new();
    for process in 0..scenario.processes {
        if stage.interrupted.load(Ordering::Relaxed) {
            return Err("interrupted".to_owned());
        }
        servers.recorder.process_begins(process);
        let places = Places {
            issuer: format!("{}{}", servers.first.issuer(), scenario.server.path),
            port: free_port().map_err(|error| format!("no port: {error}"))?,
        };
        let started = stage.client.start(&places, home.path())?;
        let agent = Agent { servers: servers.origins() };
        let mut talk = Talk::new(&servers, scenario, agent, started, stage);
        let done = talk.acts();
        printed.push_str(&talk.client.close());
        played.told = played.told.or(talk.told);
        match done {
            Ok(()) => {}
            Err(NoAnswer::Ended(why)) => {
                played.told.get_or_insert(why);
            }
            Err(NoAnswer::Broke(kind, why)) => {
                played.broke = Some((kind, why));
                break;
            }
        }
    }
    played.log = std::mem::take(&mut *servers.recorder.log());
    played.log.printed = printed;
    played.log.files = home.files();
    Ok(played)
}

impl Servers {
    fn start(scenario: &Scenario, stage: &Stage<'_>) -> std::io::Result<Self> {
        let recorder = Arc::new(Recorder::default());
        let stray = listen(Arc::new(Stray(Arc::clone(&recorder))), 0)?;
        let serve = |server: u8, says: &ServerSays| {
            let origin = Origin {
                server,
                says: says.clone(),
                recorder: Arc::clone(&recorder),
                keys: Arc::clone(stage.keys),
                other: stray.issuer().to_owned(),
                pushed: stage.pushed,
                state: Mutex::default(),
            };
            listen(Arc::new(origin), 0)
        };
        let first = serve(0, &scenario.server)?;
        let second = scenario.second.as_ref().map(|says| serve(1, says)).transpose()?;
        Ok(Self { recorder, first, second, _stray: stray })
    }

    fn origins(&self) -> Vec<String> {
        let servers = std::iter::once(&self.first).chain(&self.second);
        servers.map(|server| server.issuer().to_owned()).collect()
    }
}

/// A port that was free just now.
fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// A client in one process, and the logins that it was asked for.
struct Talk<'p> {
    servers: &'p Servers,
    scenario: &'p Scenario,
    agent: Agent,
    client: Box<dyn Talker>,
    limit: Duration,
    logins: BTreeMap<u8, Login>,
    told: Option<String>,
}

/// A login that was begun.
#[derive(Default)]
struct Login {
    /// The client's own number for it.
    number: u64,
    server: u8,
    link: Option<String>,
    landing: Option<Landing>,
}

impl<'p> Talk<'p> {
    fn new(
        servers: &'p Servers,
        scenario: &'p Scenario,
        agent: Agent,
        client: Box<dyn Talker>,
        stage: &Stage<'_>,
    ) -> Self {
        let (logins, told) = (BTreeMap::new(), None);
        Self { servers, scenario, agent, client, limit: stage.limit, logins, told }
    }

    fn acts(&mut self) -> Result<(), NoAnswer> {
        for act in &self.scenario.agent {
            self.act(*act)?;
        }
        Ok(())
    }

    fn act(&mut self, act: Act) -> Result<(), NoAnswer> {
        match act {
            Act::Login(login) => {
                self.begin(login, false)?;
                self.open(login);
                self.give_back(login)
            }
            Act::Begin(login) => self.begin(login, false),
            Act::BeginAtSecond(login) => self.begin(login, true),
            Act::Open(login) => {
                self.open(login);
                Ok(())
            }
            Act::Return(login) => self.give_back(login),
            Act::Forge(login) => self.forge(login),
            Act::ReturnFromSecond(login) => self.give_from_second(login),
        }
    }

    fn begin(&mut self, login: u8, at_second: bool) -> Result<(), NoAnswer> {
        let second = self.servers.second.as_ref().filter(|_| at_second);
        let path = self.scenario.second.as_ref().map_or("", |says| &says.path);
        let issuer = second.map(|second| format!("{}{path}", second.issuer()));
        let answer = self.client.ask(&begin(issuer.as_deref()))?;
        self.servers.recorder.note(What::Began { login, url: answer.url.clone() });
        let number = answer.login.unwrap_or_else(|| login.into());
        let (server, link) = (u8::from(at_second), answer.url);
        self.logins.insert(login, Login { number, server, link, landing: None });
        Ok(())
    }

    fn open(&mut self, login: u8) {
        let Some(link) = self.logins.get(&login).and_then(|known| known.link.clone()) else {
            return;
        };
        let until = Instant::now() + self.limit;
        self.servers.recorder.opens(login);
        let landed = self.agent.open(&link, until);
        self.servers.recorder.opens(0);
        match landed {
            Ok(landing) => {
                if let Some(known) = self.logins.get_mut(&login) {
                    known.landing = Some(landing);
                }
            }
            Err(why) => {
                self.told.get_or_insert(why);
            }
        }
    }

    fn give_back(&mut self, login: u8) -> Result<(), NoAnswer> {
        let mut anew = 0;
        loop {
            let Some(landing) = self.logins.get(&login).and_then(|known| known.landing.clone())
            else {
                return Ok(());
            };
            let answer = self.give(login, &landing, false)?;
            let Some(link) = answer.url.filter(|_| anew < MOST_ANEW) else { return Ok(()) };
            anew += 1;
            self.servers.recorder.note(What::Began { login, url: Some(link.clone()) });
            if let Some(known) = self.logins.get_mut(&login) {
                (known.link, known.landing) = (Some(link), None);
            }
            self.open(login);
        }
    }

    /// Gives the client an answer, and writes down what it makes of it.
    fn give(&mut self, login: u8, landing: &Landing, forged: bool) -> Result<Answer, NoAnswer> {
        let returned = self.returned(login, landing, forged);
        self.give_as(login, landing, returned)
    }

    fn give_as(
        &mut self,
        login: u8,
        landing: &Landing,
        returned: Returned,
    ) -> Result<Answer, NoAnswer> {
        self.servers.recorder.note(What::Returned(returned));
        let number = self.logins.get(&login).map_or_else(|| login.into(), |known| known.number);
        let answer = self.client.ask(&callback(number, landing))?;
        // A program's exit code does not say whether it has a token.
        if answer.says_something() {
            let token = answer.token == Some(true);
            self.servers.recorder.note(What::Ended { login, token });
        }
        Ok(answer)
    }

    fn returned(&self, login: u8, landing: &Landing, forged: bool) -> Returned {
        let url = Url::parse(&landing.url).ok();
        let query = url.as_ref().and_then(Url::query).unwrap_or_default();
        let form = landing.body.as_deref().unwrap_or(query);
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        let get = |wanted: &str| {
            pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        let known = self.logins.get(&login);
        let link = known.and_then(|known| Url::parse(known.link.as_deref()?).ok());
        let state = link.and_then(|link| {
            link.query_pairs()
                .find(|(name, _)| name == "state")
                .map(|(_, value)| value.into_owned())
        });
        let begun_at = known.map_or(0, |known| known.server);
        let issuer = match (&self.servers.second, begun_at) {
            (Some(second), 1) => {
                let path = self.scenario.second.as_ref().map_or("", |says| &says.path);
                format!("{}{path}", second.issuer())
            }
            _ => format!("{}{}", self.servers.first.issuer(), self.scenario.server.path),
        };
        let codes = pairs.iter().filter(|(name, _)| name == "code");
        Returned {
            login,
            codes: codes.map(|(_, code)| code.clone()).collect(),
            error: get("error").is_some(),
            other_state: get("state") != state.as_deref(),
            other_issuer: get("iss").is_some_and(|iss| iss != issuer),
            without_issuer: get("iss").is_none(),
            forged,
            mixed_up: false,
        }
    }

    /// An answer that nobody asked for, at the redirect URI of a login.
    fn forge(&mut self, login: u8) -> Result<(), NoAnswer> {
        let recorder = &self.servers.recorder;
        let challenge =
            Some(pkce_vectors::s256(b"the verifier of somebody else, whom nobody knows"));
        let method = Some("S256".to_owned());
        let code = recorder.issue("", Issued { challenge, method, ..Issued::default() });
        let pairs = [("code".to_owned(), code), ("state".to_owned(), recorder.draw("state"))];
        self.give_at_redirect_uri(login, &pairs, false)
    }

    /// The answer of the second server to a login that was begun at the first: what a server gets that leads its users on
    /// to another one.
    fn give_from_second(&mut self, login: u8) -> Result<(), NoAnswer> {
        let Some(second) = &self.servers.second else { return Ok(()) };
        let path = self.scenario.second.as_ref().map_or("", |says| &says.path);
        let issuer = format!("{}{path}", second.issuer());
        let sent = |name: &str| {
            let link = self.logins.get(&login).and_then(|known| known.link.as_deref())?;
            let link = Url::parse(link).ok()?;
            link.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        let of_second = Issued {
            server: 1,
            challenge: sent("code_challenge"),
            method: sent("code_challenge_method"),
            ..Issued::default()
        };
        let mut pairs = vec![("code".to_owned(), self.servers.recorder.issue("", of_second))];
        pairs.extend(sent("state").map(|state| ("state".to_owned(), state)));
        pairs.push(("iss".to_owned(), issuer));
        // A client that has a redirect URI for each server knows one from the other.
        let uris = self.logins.values().filter_map(|known| redirect_uri(known.link.as_deref()?));
        let mut uris: Vec<String> = uris.collect();
        uris.sort_unstable();
        uris.dedup();
        if uris.len() > 1 {
            return Ok(());
        }
        self.give_at_redirect_uri(login, &pairs, true)
    }

    fn give_at_redirect_uri(
        &mut self,
        login: u8,
        pairs: &[(String, String)],
        mixed_up: bool,
    ) -> Result<(), NoAnswer> {
        let landing = self.logins.get(&login).and_then(|known| known.landing.as_ref());
        let Some(base) = landing.map(|landing| landing.url.clone()) else { return Ok(()) };
        let base = base.split('?').next().unwrap_or_default();
        let landing = Landing { url: answered(base, pairs), body: None };
        let returned = Returned { mixed_up, ..self.returned(login, &landing, !mixed_up) };
        self.give_as(login, &landing, returned).map(drop)
    }
}

/// The redirect URI that a link names.
fn redirect_uri(link: &str) -> Option<String> {
    let link = Url::parse(link).ok()?;
    let mut pairs = link.query_pairs();
    pairs.find(|(name, _)| name == "redirect_uri").map(|(_, value)| value.into_owned())
}
