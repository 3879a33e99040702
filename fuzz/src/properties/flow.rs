//! What PKCE is for, over any order of requests: a ledger beside the server, with no model of it at all.

mod ledger;
mod requests;

use std::time::Duration;

use crate::{
    case::{Event, FlowCase, RedirectUri},
    world::World,
};
use ledger::Ledger;

/// No token without the one verifier, none twice, none for another client, none too late; and the right request for a
/// code that nobody touched gets its token.
pub fn flow(case: &FlowCase) {
    let mut world = World::new(case.choices);
    let mut ledger = Ledger::default();
    for event in case.events.iter().take(MAX_EVENTS) {
        step(&mut world, &mut ledger, *event);
        ledger.holds(&world);
    }
}

/// Longer sequences find nothing that shorter ones don't.
const MAX_EVENTS: usize = 64;

fn step(world: &mut World, ledger: &mut Ledger, event: Event) {
    match event {
        Event::Authorize { who, challenge } => {
            let query = requests::query(who, challenge);
            let answer = world.server.authorize(world.now, "browser", &query, &mut world.rng);
            ledger.authorized(answer, who, challenge, world.now);
        }
        Event::Push { who, login, challenge } => {
            let query = requests::query(who, challenge);
            let credentials = requests::credentials(who, login);
            let answer = world.server.push(world.now, &credentials, &query, &mut world.rng);
            assert!(answer.is_err() || requests::is_own(who, login));
            if let Ok(response) = answer {
                ledger.pushed(response.request_uri, who, challenge);
            }
        }
        Event::AuthorizePushed { who, pushed, beside } => {
            let Some(known) = ledger.pushed_request(pushed) else { return };
            let (pusher, challenge, taken) = (known.who, known.challenge, known.taken);
            let query = requests::pushed_query(who, &known.request_uri, beside);
            let answer = world.server.authorize(world.now, "browser", &query, &mut world.rng);
            if answer.is_ok() {
                assert!(who == pusher, "a request_uri serves the client that pushed it");
                assert!(!taken, "a request_uri serves once");
                ledger.take(pushed);
            }
            ledger.authorized(answer, pusher, challenge, world.now);
        }
        Event::Redeem { who, login, code, verifier, redirect_uri } => {
            ledger.redeem(world, ledger::Try { who, login, code, verifier, redirect_uri });
        }
        Event::RedeemTwice { who, code, verifier } => {
            let login = crate::case::Login::Own;
            let asked = ledger::Try { who, login, code, verifier, redirect_uri: RedirectUri::Same };
            ledger.redeem(world, asked);
            ledger.redeem(world, asked);
        }
        Event::Wait(seconds) => world.now += Duration::from_secs(u64::from(seconds)),
    }
}
