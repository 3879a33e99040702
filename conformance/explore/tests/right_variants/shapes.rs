//! Servers as they are: one policy, one kind of client, one way to ask. What the vectors make of them is told by
//! `pkce mutants --shapes`; here they are explored.

use pkce_conformance::reference::{Reference, Shape, Shaped};

use crate::explores_without_alarm;

fn explored(shape: Shape) {
    explores_without_alarm(true, || Shaped::new(Box::new(Reference::new(5)), shape));
}

#[test]
fn a_server_takes_pushed_requests_alone() {
    explored(Shape::PushedOnly);
}

#[test]
fn a_server_takes_a_secret_in_the_body_alone() {
    explored(Shape::SecretInBody);
}

#[test]
fn a_server_needs_a_scope() {
    explored(Shape::NeedsScope);
}

#[test]
fn a_server_cannot_have_plain_off() {
    explored(Shape::PlainAlways);
}
