//! Scenarios: what an authorization server says and does to a client, what the user agent does, and what is judged of the
//! requests that the client then sends. It is the vector of the third role.

mod act;
mod question;
mod server;

use serde::{Deserialize, Serialize};

pub use act::Act;
pub use question::{Asks, Question};
pub use server::{
    AuthorizeAnswer, CodeSent, Document, Issuer, ServerSays, StateSent, TokenAnswer, Trouble,
};

/// One scenario. It runs once, on servers of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// `client/topic/fault`, stable for ever.
    pub id: String,
    /// What is special about the server, or about what the user agent does.
    pub comment: String,
    /// Names from `flags.json`.
    pub flags: Vec<String>,
    /// What the server says and does.
    #[serde(default, skip_serializing_if = "ServerSays::is_right")]
    pub server: ServerSays,
    /// There is a second server, of another issuer, that answers in this way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<ServerSays>,
    /// What happens, in order, in each process of the client.
    #[serde(default = "one_login", skip_serializing_if = "is_one_login")]
    pub agent: Vec<Act>,
    /// How often the client is started, one after the other, in one HOME.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub processes: u8,
    /// What is asked of the requests that came.
    pub judged: Vec<Question>,
    /// The scenario in which nothing is wrong: what it shows of a client, the others rest on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub control: bool,
    /// Why it was withdrawn. Its id stays taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<String>,
}

impl Scenario {
    /// How often a scenario may start its client.
    pub const MOST_PROCESSES: u8 = 8;

    /// How many acts it may have in a process.
    pub const MOST_ACTS: usize = 128;

    /// Whether nothing happens in it but one login from its beginning to its end: that much can be asked of a client which
    /// nobody but itself can tell to begin.
    #[must_use]
    pub fn is_plain_login(&self) -> bool {
        is_one_login(&self.agent) && self.second.is_none()
    }
}

fn one_login() -> Vec<Act> {
    vec![Act::Login(1)]
}

fn is_one_login(acts: &Vec<Act>) -> bool {
    *acts == one_login()
}

const fn once() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde calls")]
const fn is_once(times: &u8) -> bool {
    *times == 1
}
