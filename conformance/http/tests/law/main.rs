//! The law of the driver and of what is served: over HTTP a server gives the rows that its model gives in this process.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod model;
mod mutants;
mod shapes;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use model::{Fitted, Fixed};
use pkce_conformance::{
    implementation::Implementation,
    plan::{Filter, Patterns, Plan},
    reference::Reference,
    result::{CaseResult, Report, Unjudged, Verdict},
    run::{RunOptions, run_fitted},
    transport::Transport as _,
    wire::{ClientFacts, FlowPolicy, Open, PkceRequired},
};
use pkce_core::{
    policy::{Methods, Policy, Required},
    server::Standard,
};
use pkce_http::{
    driver::{Driver, Options},
    serve::{
        Direct, Login, Model as _, Running, Site, Stepped, clients, drawn_keys, public_keys,
        registered, serve, target_file,
    },
    signature::SigningKey,
    target::parse,
};
use pkce_mutants::Mutant;
use pkce_vectors::{RoleName, VectorSet};

static NEVER: AtomicBool = AtomicBool::new(false);

const SEED: u64 = 7;

fn options() -> Options<'static> {
    Options {
        folder: PathBuf::from("."),
        limit: Duration::from_secs(20),
        trace: None,
        attach: false,
        interrupted: &NEVER,
        say: &|_| {},
    }
}

fn policy(pkce_required: Required, methods: Methods, lifetime: u64) -> Policy {
    let code_lifetime = Duration::from_secs(lifetime);
    Policy { methods, pkce_required, code_lifetime, ..Policy::default() }
}

fn open(policy: &Policy) -> Open {
    let facts = |(role, client): (_, pkce_vectors::Client)| ClientFacts {
        key: true,
        role,
        client_id: client.id,
        client_secret: client.secret,
        redirect_uri: client.redirect_uri,
    };
    Open {
        session: "served".to_owned(),
        policy: FlowPolicy {
            pkce: match &policy.pkce_required {
                Required::None => PkceRequired::Optional,
                Required::PublicClients => PkceRequired::Public,
                Required::Clients(ids) => PkceRequired::Clients(ids.iter().cloned().collect()),
                Required::All => PkceRequired::Required,
            },
            methods: policy.methods.offered().iter().map(|m| m.as_str().to_owned()).collect(),
            code_lifetime: u32::try_from(policy.code_lifetime.as_secs()).unwrap(),
        },
        clients: clients().into_iter().map(facts).collect(),
    }
}

/// Whether everything is held, as it is by night: every mutant, and every flow in every shape.
fn holds_all() -> bool {
    std::env::var_os("PKCE_LAW").is_some_and(|law| law == "all")
}

fn served(
    mutant: Option<&Mutant>,
    policy: &Policy,
    login: Option<Login>,
    keys: &BTreeMap<RoleName, SigningKey>,
) -> Running {
    let decisions = mutant.map_or_else(|| Some(Arc::new(Standard) as _), Mutant::decisions);
    let site = match (decisions, mutant) {
        (Some(decisions), _) => {
            let mut model = Direct::new(policy.clone(), decisions, [9; 32]);
            for client in clients().values() {
                model.register(registered(client)).unwrap();
            }
            Site::new("served", Vec::new(), Box::new(model), [9; 32])
        }
        (None, Some(mutant)) => {
            let stepped = Stepped::open(mutant.implementation(SEED), &open(policy)).unwrap();
            Site::new("served", Vec::new(), Box::new(stepped), [9; 32])
        }
        (None, None) => unreachable!("the reference has its decisions"),
    };
    let site = site.with_keys(public_keys(keys));
    let site = match login {
        Some(login) => site.with_login(login),
        None => site,
    };
    serve(site, 0).unwrap()
}

/// The rows of a plan over HTTP, and in this process.
fn both(
    set: &VectorSet,
    plan: &Plan<'_>,
    mutant: Option<&Mutant>,
    policy: &Policy,
    login: Option<&Login>,
    more: &str,
) -> [Report; 2] {
    let keys = drawn_keys().unwrap();
    let running = served(mutant, policy, login.cloned(), &keys);
    let text = target_file("served", running.issuer(), policy, login, &keys);
    let file = parse(&format!("{text}{more}")).unwrap();
    let mut driver = Driver::new(file, options());
    let run_options = RunOptions::new("served", SEED);
    let live = run_fitted(set, plan, &mut driver, &run_options, &mut |_| {});

    let inner: Box<dyn Implementation> = match mutant {
        Some(mutant) => mutant.implementation(SEED),
        None => Box::new(Reference::new(SEED)),
    };
    let model = in_process(set, plan, inner, &live, &driver, &open(policy));
    [live, model]
}

/// The rows that a model gives in this process, with what was said and found of the one that is live.
fn in_process(
    set: &VectorSet,
    plan: &Plan<'_>,
    inner: Box<dyn Implementation>,
    live: &Report,
    driver: &Driver<'_>,
    open: &Open,
) -> Report {
    let about = live.about.clone().unwrap_or_else(|| panic!("{:?}", live.failed_to_run));
    let mut model = Fixed::new(inner, about, open);
    let mut fitted = Fitted::new(&mut model, driver.fixture().unwrap());
    run_fitted(set, plan, &mut fitted, &RunOptions::new("served", SEED), &mut |_| {})
}

/// What a row says of the server.
fn told(row: &CaseResult) -> (String, Verdict, String) {
    let more = format!("{:?} {:?} {:?}", row.effect, row.step, row.unjudged);
    (row.id.to_string(), row.verdict, more)
}

fn hold(name: &str, [live, model]: &[Report; 2]) {
    let (over_http, in_process): (Vec<_>, Vec<_>) =
        (live.results.iter().map(told).collect(), model.results.iter().map(told).collect());
    for (http, own) in over_http.iter().zip(&in_process) {
        let row = live.results.iter().find(|row| *row.id == *http.0);
        let why = row.map(|row| (&row.reason, &row.observed, &row.expected));
        assert_eq!(http, own, "{name}: {why:?}");
    }
    assert_eq!(over_http.len(), in_process.len(), "{name}");
}

#[test]
fn the_reference_gives_its_rows_where_pkce_is_required_and_codes_expire() {
    let set = VectorSet::bundled().unwrap();
    let plan = Plan::new(&set, None, &Filter::default()).unwrap();
    let policy = policy(Required::All, Methods::S256, 5);
    let reports = both(&set, &plan, None, &policy, None, "\n[pace]\nwindow = 4\n");
    hold("required", &reports);
    assert_eq!(reports[0].exit_code(true), 0, "every must and should holds");
    assert!(
        reports[0]
            .results
            .iter()
            .any(|row| &*row.vector == "flow/code/expired" && row.verdict == Verdict::Pass)
    );
}

#[test]
fn the_reference_gives_its_rows_where_pkce_is_optional_and_plain_offered() {
    let set = VectorSet::bundled().unwrap();
    let plan = Plan::new(&set, Some("rfc7636"), &Filter::default()).unwrap();
    let policy = policy(Required::None, Methods::S256AndPlain, 600);
    let reports = both(&set, &plan, None, &policy, None, "");
    hold("optional", &reports);
    assert_eq!(reports[0].exit_code(true), 0);
}

#[test]
fn the_reference_gives_its_rows_behind_a_login() {
    let set = VectorSet::bundled().unwrap();
    let only = Some(Patterns::new(&["flow/control/*", "flow/binding/*", "flow/policy/*"]));
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() }).unwrap();
    let policy = policy(Required::PublicClients, Methods::S256, 600);
    let login = Login { username: "alice".to_owned(), password: "wonderland".to_owned() };
    let reports = both(&set, &plan, None, &policy, Some(&login), "");
    hold("login", &reports);
    assert_eq!(reports[0].exit_code(true), 0);
}

#[test]
fn clients_that_register_sign_with_keys_of_the_run() {
    let set = VectorSet::bundled().unwrap();
    let only = Some(Patterns::new(&[
        "flow/control/s256",
        "flow/context/object-*",
        "flow/context/by-key-*",
    ]));
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() }).unwrap();
    let policy = policy(Required::All, Methods::S256, 600);
    let running = served(None, &policy, None, &BTreeMap::new());
    let client = |role: &str, by: &str| {
        format!(
            "[clients.{role}.register]\nredirect_uris = [\"http://127.0.0.1:9999/cb/{role}\"]\n\
             token_endpoint_auth_method = \"{by}\"\nrequest_object_signing_alg = \"ES256\"\n"
        )
    };
    let text = format!(
        "name = \"registers\"\n[server]\nissuer = \"{}\"\n{}{}[offers]\nplain = false\nrequest_objects = true\n\
         [offers.roles.confidential]\nauth = \"key\"\npkce = \"required\"\n\
         [offers.roles.public]\npkce = \"required\"\n",
        running.issuer(),
        client("public", "none"),
        client("confidential", "private_key_jwt"),
    );
    let mut driver = Driver::new(parse(&text).unwrap(), options());
    let run_options = RunOptions::new("registers", SEED);
    let live = run_fitted(&set, &plan, &mut driver, &run_options, &mut |_| {});
    let can_be = |row: &&CaseResult| row.unjudged != Some(Unjudged::PolicyFixed);
    let rows: Vec<_> = live.results.iter().filter(can_be).map(told).collect();
    assert!(rows.iter().all(|(_, verdict, _)| *verdict == Verdict::Pass), "{rows:#?}");
    for signed in ["by-key-verifier-right/confidential", "object-verifier-right/confidential"] {
        assert!(rows.iter().any(|(id, ..)| id.contains(signed)), "{signed}: {rows:#?}");
    }
}
