//! Servers as they are, each right: one policy, one kind of client, one way to ask.

use std::fmt::Write as _;

use pkce_conformance::{
    implementation::Implementation as _,
    plan::{Filter, Patterns, Plan},
    reference::{Reference, Shape, Shaped},
    result::Verdict,
    run::{RunOptions, run_fitted},
    wire::{FlowPolicy, Offers, Open, PkceRequired, Pushed},
};
use pkce_core::policy::{Methods, Required};
use pkce_http::{
    driver::Driver,
    serve::{Site, Stepped, clients, serve},
    target::parse,
};
use pkce_vectors::{Level, PolicyName, RoleName, VectorSet};

use crate::{SEED, hold, holds_all, in_process, open, options, policy};

#[test]
fn a_server_of_each_shape_gives_its_rows_and_no_alarm() {
    let set = VectorSet::bundled().unwrap();
    let all = Some(Patterns::new(&["flow/*"]));
    let few = ["flow/control/*", "flow/downgrade/*", "flow/par/*", "flow/policy/*"];
    let only = if holds_all() { all } else { Some(Patterns::new(&few)) };
    let plan = Plan::new(&set, None, &Filter { only, ..Filter::default() }).unwrap();
    for shape in Shape::ALL {
        let name = shape.name();
        let open = opened(shape);
        let stepped = Stepped::open(Box::new(shaped(shape)), &open).unwrap();
        let running = serve(Site::new(name, Vec::new(), Box::new(stepped), [9; 32]), 0).unwrap();
        let offers = shaped(shape).about().offers;
        let text = file(name, running.issuer(), &open.policy, &offers, shape);
        let mut driver = Driver::new(parse(&text).unwrap(), options());
        let run_options = RunOptions::new("served", SEED);
        let live = run_fitted(&set, &plan, &mut driver, &run_options, &mut |_| {});
        let model = in_process(&set, &plan, Box::new(shaped(shape)), &live, &driver, &open);
        let open_rows = live.results.iter().filter(|row| {
            row.level == Level::Must
                && matches!(row.verdict, Verdict::Fail | Verdict::Broken | Verdict::Inconclusive)
        });
        let alarms: Vec<_> = open_rows.map(|row| (&row.id, &row.reason, &row.observed)).collect();
        assert!(alarms.is_empty(), "{name}: {alarms:?}");
        assert!(live.coverage.judged > 0, "{name}");
        hold(name, &[live, model]);
    }
}

fn shaped(shape: Shape) -> Shaped {
    Shaped::new(Box::new(Reference::new(SEED)), shape)
}

/// The one session of the server.
fn opened(shape: Shape) -> Open {
    let methods = if shape == Shape::PlainAlways { Methods::S256AndPlain } else { Methods::S256 };
    let mut open = open(&policy(Required::All, methods, 600));
    open.policy.pkce = match shape {
        Shape::Policy(PolicyName::Optional) => PkceRequired::Optional,
        Shape::Policy(PolicyName::RequiredPublic) => PkceRequired::Public,
        Shape::OwnRequired | Shape::OwnUnsaid => PkceRequired::Default,
        _ => PkceRequired::Required,
    };
    open.clients.retain(|client| serves(shape, client.role));
    open
}

fn serves(shape: Shape, role: RoleName) -> bool {
    match shape {
        Shape::Only(only) => only.is_confidential() == role.is_confidential(),
        _ => true,
    }
}

/// What its operator writes.
fn file(name: &str, issuer: &str, policy: &FlowPolicy, offers: &Offers, shape: Shape) -> String {
    let plain = policy.methods.iter().any(|method| method == "plain");
    let mut text = format!("name = {name:?}\n[server]\nissuer = {issuer:?}\n");
    let all = clients();
    for (role, client) in all.iter().filter(|(role, _)| serves(shape, **role)) {
        let (id, uri) = (&client.id, &client.redirect_uri);
        writeln!(text, "[clients.{role}]\nid = {id:?}\nredirect_uri = {uri:?}").unwrap();
        if let Some(secret) = &client.secret {
            writeln!(text, "secret = {secret:?}").unwrap();
        }
    }
    let scope = if shape == Shape::NeedsScope { "[[\"scope\", \"openid\"]]" } else { "[]" };
    writeln!(text, "[offers]\nplain = {plain}\nauthorization_parameters = {scope}").unwrap();
    for role in [RoleName::Public, RoleName::Confidential] {
        writeln!(text, "[offers.roles.{role}]").unwrap();
        let auth = match (role.is_confidential(), shape) {
            (false, _) => "none",
            (true, Shape::SecretInBody) => "post",
            (true, _) => "basic",
        };
        writeln!(text, "auth = {auth:?}").unwrap();
        let is_required = match policy.pkce {
            PkceRequired::Optional => Some(false),
            PkceRequired::Public => Some(!role.is_confidential()),
            PkceRequired::Default => (shape == Shape::OwnRequired).then_some(true),
            _ => Some(true),
        };
        if let Some(is_required) = is_required {
            let pkce = if is_required { "required" } else { "optional" };
            writeln!(text, "pkce = {pkce:?}").unwrap();
        }
        let par = match offers.role(role).par {
            Some(Pushed::Required) => Some("required"),
            Some(Pushed::No) => Some("no"),
            Some(Pushed::Optional) => Some("optional"),
            None => None,
        };
        if let Some(par) = par {
            writeln!(text, "par = {par:?}").unwrap();
        }
    }
    text
}
