//! The live server as a target of a run.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, atomic::AtomicBool},
    time::{Duration, Instant},
};

use pkce_conformance::{
    fault::Fault,
    fixture::{Extra, Fixture},
    transport::{Process, Received, Transport},
    wire::{
        About, Accept, Call, Octets, Offers, Outcome, Pushed, RoleOffers, SentRequest, StepCall,
    },
};
use pkce_vectors::{MetadataOf, PolicyName, RoleName};

use super::{
    agent::Agent,
    clients::{Clients, clients},
    connections::Connections,
    discovery::endpoints,
    fault::Trouble,
    form::Values,
    gate::Gate,
    mask::Mask,
    pace::Pace,
    process,
    session::{Session, Stepped},
    shown::{shown, ways},
    site::{Site, origin},
    tls::Tls,
    trace::Trace,
    work::Work,
};
use crate::target::{Secret, ServerFile};

/// What a run says of the driver beside the target file.
pub struct Options<'r> {
    /// Where the target file's relative paths start.
    pub folder: PathBuf,
    /// How long one exchange may take.
    pub limit: Duration,
    /// Where every exchange is written, masked.
    pub trace: Option<PathBuf>,
    /// The user started the server: nothing is started, one flow goes at a time, and no exchange has a limit that matters.
    pub attach: bool,
    /// Ends the wait for a server that starts.
    pub interrupted: &'r AtomicBool,
    /// A word to the user, such as a command before it is run.
    pub say: &'r dyn Fn(&str),
}

/// A live server, reached as its target file says.
pub struct Driver<'r> {
    file: ServerFile,
    options: Options<'r>,
    process: Option<Process>,
    /// These two outlive a server that is started anew.
    pace: Arc<Pace>,
    trace: Option<Arc<Trace>>,
    reached: Option<Reached>,
    work: Option<Work>,
}

struct Reached {
    site: Arc<Site>,
    about: About,
    fixture: Arc<Fixture>,
    plain: bool,
}

/// How often a race is run where the file does not say.
const RACE_ROUNDS: u8 = 10;

/// How long an exchange may take with a server that somebody looks at in a debugger.
const PATIENT: Duration = Duration::from_secs(864_000);

/// How often a run looks whether it was interrupted.
const GLANCE: Duration = Duration::from_millis(50);

impl<'r> Driver<'r> {
    /// A driver for the server of this file. It is reached when the run starts.
    #[must_use]
    pub fn new(file: ServerFile, options: Options<'r>) -> Self {
        let pace = Arc::new(Pace::new(&file.pace));
        Self { file, options, process: None, pace, trace: None, reached: None, work: None }
    }

    /// How many requests were sent so far.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.pace.sent()
    }

    /// How many flows go side by side.
    fn side_by_side(&self) -> usize {
        if self.options.attach { 1 } else { self.file.pace.window.unwrap_or(1).into() }
    }

    fn reach(&mut self) -> Result<Reached, Trouble> {
        if let Some(path) = self.options.trace.as_ref().filter(|_| self.trace.is_none()) {
            let why = |error| Trouble::SetUp(format!("cannot write {}: {error}", path.display()));
            self.trace = Some(Arc::new(Trace::create(path).map_err(why)?));
        }
        let file = &self.file;
        let folder = self.options.folder.clone();
        let limit = if self.options.attach { PATIENT } else { self.options.limit };
        let gate = Arc::new(Gate {
            consents: file.server.operator_consents,
            resolve: file.server.resolve.clone(),
            tls: OnceLock::new(),
        });
        if let Some(ca) = &file.server.ca {
            let _ = gate.tls.set(Tls::of_file(&folder.join(ca))?);
        }
        let inline =
            file.clients.values().flat_map(|client| client.secret.iter().chain(&client.key));
        let mut inline = inline.chain(&file.session.password);
        if gate.consents && inline.any(Secret::is_inline) {
            (self.options.say)(
                "a secret stands in the target file; name it by { env = \"NAME\" } or { file = \"path\" }",
            );
        }
        if !file.session.command.is_empty() {
            (self.options.say)(&format!("runs for each login: {}", file.session.command.join(" ")));
        }
        let mut connections = Connections::new(Arc::clone(&gate));
        if let Some(run) = file.run.as_ref().filter(|_| !self.options.attach) {
            process::install(run, &folder, self.options.say)?;
            let ready =
                run.ready.as_ref().or(file.server.issuer.as_ref()).or(file.server.token.as_ref());
            if let Some(ready) = ready {
                self.process = None;
                let interrupted = self.options.interrupted;
                let say = self.options.say;
                self.process = Some(process::start(
                    run,
                    &folder,
                    &ready.0,
                    &mut connections,
                    interrupted,
                    say,
                )?);
            }
        }
        let endpoints = endpoints(&file.server, &mut connections, limit)?;
        let Clients { known: clients, keys } =
            clients(file, &folder, &endpoints, &mut connections, limit)?;
        let (values, mask) =
            secrets(file, &folder, clients.values().filter_map(|client| client.secret.as_deref()))?;
        let mut passwords_to: BTreeSet<String> =
            file.session.origins.iter().map(|url| origin(&url.0)).collect();
        passwords_to.insert(origin(&endpoints.authorize));
        let site = Arc::new(Site {
            file: file.clone(),
            folder,
            endpoints,
            clients,
            keys,
            values,
            passwords_to,
            mask,
            gate,
            pace: Arc::clone(&self.pace),
            trace: self.trace.clone(),
            limit,
        });
        let fixture = fixture(&site);
        let plain = match file.offers.plain {
            Some(said) => said,
            None => offers_plain(&site)?,
        };
        Ok(Reached { about: about(&site, plain), fixture: Arc::new(fixture), plain, site })
    }
}

impl Transport for Driver<'_> {
    fn start(&mut self) -> Result<About, Fault> {
        self.work = None;
        let ended =
            self.process.as_mut().is_some_and(|process| process.ended(Duration::ZERO).is_some());
        if self.reached.is_none() || ended {
            self.reached = Some(self.reach().map_err(|trouble| trouble.fault())?);
        }
        let Some(reached) = &self.reached else { return Err(Fault::crashed("it was not reached")) };
        let threads = self.side_by_side();
        let work = Work::begin(&reached.site, reached.plain, threads)
            .map_err(|error| Fault::crashed(format!("no thread can be started: {error}")))?;
        self.work = Some(work);
        Ok(reached.about.clone())
    }

    fn send(&mut self, id: u64, call: Call) -> Result<(), Fault> {
        let put = self.work.as_ref().is_some_and(|work| work.put(id, call));
        if put { Ok(()) } else { Err(Fault::crashed("the driver has ended")) }
    }

    /// Each exchange has a limit of its own, and a login takes several: the deadline of the schedule does not count.
    fn receive(&mut self, _: Instant) -> Received {
        if let Some(process) = &self.process {
            // What it prints is read, so that it never waits for a reader.
            while process.events.try_recv().is_ok() {}
        }
        match self.work.as_ref().and_then(|work| work.done(GLANCE)) {
            None => Received::Nothing,
            Some((id, Ok(reply))) => Received::Answer(id, reply),
            Some((id, Err(fault))) => Received::Fault(fault, Some(id)),
        }
    }

    fn last_words(&self) -> Option<String> {
        self.process.as_ref().map(Process::last_words).filter(|words| !words.is_empty())
    }

    fn window(&self) -> usize {
        self.side_by_side()
    }

    fn rounds(&self) -> Option<u32> {
        Some(self.file.pace.race_rounds.unwrap_or(RACE_ROUNDS).into())
    }

    fn fixture(&self) -> Option<Arc<Fixture>> {
        self.reached.as_ref().map(|reached| Arc::clone(&reached.fixture))
    }
}

/// What rules fill in, and what is never shown.
fn secrets<'s>(
    file: &ServerFile,
    folder: &Path,
    of_clients: impl Iterator<Item = &'s str>,
) -> Result<(Values, Mask), Trouble> {
    let (mut values, mut mask) = (Values::new(), Mask::default());
    for secret in of_clients {
        mask.add(secret, "$SECRET");
    }
    if let Some(username) = &file.session.username {
        values.insert("username".to_owned(), username.clone());
    }
    if let Some(password) = &file.session.password {
        let password =
            password.reveal(folder).map_err(|error| Trouble::SetUp(error.to_string()))?;
        mask.add(&password, "$PASSWORD");
        values.insert("password".to_owned(), password);
    }
    Ok((values, mask))
}

fn fixture(site: &Site) -> Fixture {
    let offers = &site.file.offers;
    let extra = |params: &[(String, String)]| {
        let extra =
            |(name, value): &(String, String)| Extra { name: name.clone(), value: value.clone() };
        params.iter().map(extra).collect()
    };
    Fixture {
        clients: site.clients.clone(),
        code_lifetime: offers.code_lifetime.unwrap_or(LONGEST_LIFETIME),
        authorization_extra: extra(&offers.authorization_parameters),
        token_extra: extra(&offers.token_parameters),
        auth: site.clients.keys().map(|role| (*role, ways(site, *role))).collect(),
    }
}

/// A code that lives longer than this many seconds is not waited for.
const LONGEST_LIFETIME: u32 = 60;

fn about(site: &Site, plain: bool) -> About {
    let (file, said) = (&site.file, &site.file.offers);
    let role = |role: RoleName| {
        let entry = file.said_of(role);
        let par = if site.endpoints.par.is_none() { Some(Pushed::No) } else { entry.par };
        let served = Some(site.clients.contains_key(&role));
        (role, RoleOffers { served, auth: Some(ways(site, role)), pkce: entry.pkce, par })
    };
    let methods: &[&str] = if plain { &["S256", "plain"] } else { &["S256"] };
    let offers = Offers {
        roles: RoleName::ALL.into_iter().map(role).collect(),
        policies: Some(vec![PolicyName::Own]),
        userinfo: Some(site.endpoints.userinfo.is_some() || site.endpoints.introspection.is_some()),
        metadata: Some(
            site.endpoints.metadata.get(&MetadataOf::Oauth).is_some_and(|at| !at.is_empty()),
        ),
        code_lifetime: Some(said.code_lifetime.is_some_and(|seconds| seconds <= LONGEST_LIFETIME)),
        authorization_parameters: said.authorization_parameters.clone(),
        token_parameters: said.token_parameters.clone(),
        ..Offers::default()
    };
    About {
        name: file.name.clone(),
        version: file.version.clone(),
        language: file.language.clone(),
        ops: ["flow.open", "flow.step", "flow.close"].map(str::to_owned).to_vec(),
        not_ours: file.not_ours.clone(),
        accepts: Accept::ALL
            .into_iter()
            .filter(|word| *word != Accept::RequestObject || said.request_objects)
            .collect(),
        offers: offers.with_methods(&[methods]),
    }
}

/// Whether a login under plain goes through: "no" is never taken for granted.
fn offers_plain(site: &Arc<Site>) -> Result<bool, Trouble> {
    let Some((role, client)) = site.clients.iter().next() else { return Ok(false) };
    let fixture = fixture(site);
    let text = |pairs: &[(&str, &str)]| -> Vec<(String, Octets)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Octets::from(*value))).collect()
    };
    let extra = |extra: &[Extra]| -> Vec<(String, Octets)> {
        let drawn = || pkce_vectors::s256(client.redirect_uri.as_bytes());
        extra
            .iter()
            .map(|extra| (extra.name.clone(), Octets(extra.filled(drawn).into_bytes())))
            .collect()
    };
    let credentials = shown(site, *role);
    let by_client = |params: Vec<(String, Octets)>| {
        let mut sent = credentials.clone();
        sent.params.extend(params);
        sent
    };
    let verifier = pkce_vectors::APPENDIX_B_VERIFIER;
    let state = pkce_vectors::s256(b"whether plain is offered");
    let mut params = text(&[
        ("response_type", "code"),
        ("client_id", &client.id),
        ("redirect_uri", &client.redirect_uri),
        ("state", &state),
        ("code_challenge", verifier),
        ("code_challenge_method", "plain"),
    ]);
    params.extend(extra(&fixture.authorization_extra));
    let mut agent = Agent::new(Arc::clone(site));
    let mut session = Session::new(&site.mask, None);
    let pushes = site.file.said_of(*role).par == Some(Pushed::Required);
    if pushes && site.endpoints.par.is_some() {
        if credentials.basic.is_none() {
            params.retain(|(name, _)| name != "client_id");
        }
        let sent = StepCall::Par(by_client(params));
        let Stepped::Answered(answer) = session.step(&mut agent, &sent)? else {
            return Ok(false);
        };
        let Some(uri) = answer.request_uri else { return Ok(false) };
        params = text(&[("client_id", &client.id), ("request_uri", &uri)]);
    }
    let sent = SentRequest { params, ..SentRequest::default() };
    let Stepped::Answered(answer) = session.step(&mut agent, &StepCall::Authorize(sent))? else {
        return Ok(false);
    };
    let Some(code) = answer.code else { return Ok(false) };
    let mut params = text(&[
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &client.redirect_uri),
        ("code_verifier", verifier),
    ]);
    params.extend(extra(&fixture.token_extra));
    let stepped = session.step(&mut agent, &StepCall::Token(by_client(params)))?;
    Ok(matches!(stepped, Stepped::Answered(answer) if answer.outcome == Outcome::Token))
}
