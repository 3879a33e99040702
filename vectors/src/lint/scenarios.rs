//! Scenarios: acts that can happen in their order, questions that are told apart, and one control.

use std::collections::{BTreeMap, BTreeSet};

use super::{entry::live_scenarios, findings::Findings};
use crate::{
    load::VectorSet,
    scenario::{Act, Scenario, ServerSays},
};

pub(super) fn lint(set: &VectorSet, findings: &mut Findings) {
    for scenario in live_scenarios(set) {
        for fault in acts(scenario) {
            findings.add("scenario-acts", &scenario.id, fault);
        }
        for fault in questions(set, scenario) {
            findings.add("scenario-questions", &scenario.id, fault);
        }
        if scenario.control && !is_ordinary(scenario) {
            let message = "a control has one login with a server at which nothing is special";
            findings.add("scenario-control", &scenario.id, message);
        }
    }
    let controls: Vec<&Scenario> = live_scenarios(set).filter(|known| known.control).collect();
    if let [_, second, ..] = controls.as_slice() {
        let message = "it is the second control, and one stands for all";
        findings.add("scenario-control", &second.id, message);
    }
    if let (Some(first), []) = (live_scenarios(set).next(), controls.as_slice()) {
        findings.add("scenario-control", &first.id, "no scenario is the control");
    }
}

fn is_ordinary(scenario: &Scenario) -> bool {
    scenario.is_plain_login() && scenario.processes == 1 && scenario.server.is_right()
}

/// A login begins once, is opened before its answer comes, and numbers count from 1.
fn acts(scenario: &Scenario) -> Vec<String> {
    let mut faults = Vec::new();
    if scenario.agent.is_empty() || scenario.agent.len() > Scenario::MOST_ACTS {
        faults.push(format!("it has between 1 and {} acts", Scenario::MOST_ACTS));
    }
    if !(1..=Scenario::MOST_PROCESSES).contains(&scenario.processes) {
        faults.push(format!("`processes` is between 1 and {}", Scenario::MOST_PROCESSES));
    }
    let (mut begun, mut opened) = (0, BTreeSet::new());
    for act in &scenario.agent {
        let login = act.login();
        if act.begins() {
            if login != begun + 1 {
                faults.push(format!("login {login} begins where login {} is due", begun + 1));
            }
            begun = login.max(begun);
        } else if login == 0 || login > begun {
            faults.push(format!("login {login} was not begun"));
        }
        match act {
            Act::Login(_) | Act::Open(_) => {
                opened.insert(login);
            }
            Act::Return(_) | Act::ReturnFromSecond(_) if !opened.contains(&login) => {
                faults.push(format!("login {login} was not opened"));
            }
            _ => {}
        }
        let needs_second = matches!(act, Act::BeginAtSecond(_) | Act::ReturnFromSecond(_));
        if needs_second && scenario.second.is_none() {
            faults.push("an act is about a second server, and there is none".to_owned());
        }
    }
    let servers = std::iter::once(&scenario.server).chain(&scenario.second);
    if servers.clone().any(|server| !is_path(&server.path)) {
        faults.push("`path` is empty or begins with `/` and does not end with one".to_owned());
    }
    if servers.clone().any(contradicts) {
        faults.push("a document is absent and says something".to_owned());
    }
    faults
}

fn is_path(path: &str) -> bool {
    path.is_empty() || (path.starts_with('/') && !path.ends_with('/'))
}

fn contradicts(server: &ServerSays) -> bool {
    [&server.oauth, &server.openid].into_iter().any(|document| {
        let says = document.moved || !document.set.is_empty() || !document.again.is_empty();
        document.absent && (says || !document.unset.is_empty() || !document.later.is_empty())
    })
}

/// A row is known by what is asked: in no profile is one thing asked under two requirements.
fn questions(set: &VectorSet, scenario: &Scenario) -> Vec<String> {
    let mut faults = Vec::new();
    if scenario.judged.is_empty() {
        faults.push("it asks nothing".to_owned());
    }
    for profile in &set.catalogue.profiles {
        let binding = set.catalogue.binding(profile);
        let mut asked = BTreeMap::new();
        for question in &scenario.judged {
            let requirement = question.requirement.as_str();
            if !binding.contains_key(requirement) {
                continue;
            }
            if let Some(other) = asked.insert(question.asks, requirement) {
                let (asks, profile) = (question.asks.as_str(), &profile.id);
                faults.push(format!(
                    "in {profile} `{asks}` is asked under {other} and under {requirement}"
                ));
            }
        }
    }
    faults
}
