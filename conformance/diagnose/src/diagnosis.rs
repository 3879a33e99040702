//! What a diagnosis says.

use crate::faults::Fault;

/// Why the pairs that were given match or do not.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// In one word.
    pub verdict: Verdict,
    /// The verifiers that were given.
    pub verifiers: Vec<Seen>,
    /// The challenges that were given.
    pub challenges: Vec<Seen>,
    /// What happened to each pair, most likely first.
    pub answers: Vec<Answer>,
    /// Where to look, likeliest place first, where everything matches.
    pub look: Vec<Look>,
    /// How many texts were made and compared.
    pub texts: usize,
    /// What was read and what was not, in whole sentences.
    pub notes: Vec<String>,
}

/// Whether what was given belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Each verifier opens a challenge, and each challenge is opened.
    Match,
    /// Something does not match, and an answer says why.
    Explained,
    /// Something does not match, and nothing that is known explains it.
    Unexplained,
}

impl Verdict {
    /// The verdict in one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Explained => "explained",
            Self::Unexplained => "unexplained",
        }
    }
}

/// A verifier or a challenge, described and not shown.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Where it stood, in words.
    pub place: String,
    /// How many octets it has.
    pub length: usize,
    /// Of a verifier: its S256, where that gives nothing away.
    pub s256: Option<String>,
    /// Of a challenge: its method, where that can be shown.
    pub method: Option<String>,
    /// Why it is none.
    pub faults: Vec<Fault>,
}

/// One thing that happened, to one pair.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which verifier, from 1.
    pub verifier: usize,
    /// Which challenge, from 1.
    pub challenge: usize,
    /// What happened: names of transformations, or of what else there is.
    pub ids: Vec<&'static str>,
    /// The same in a sentence.
    pub says: String,
    /// Whether this is another way to the text that the answer before it explains.
    pub alternative: bool,
    /// Who did it.
    pub by: By,
    /// Who is known to do it.
    pub usually: Vec<&'static str>,
    /// The requirements that it breaks; none where the pair matches.
    pub requirements: Vec<&'static str>,
    /// How to mend it, in whole sentences.
    pub mend: Vec<String>,
    /// Kinds of bug of the vectors, which have published cases.
    pub flags: Vec<&'static str>,
    /// More published cases.
    pub links: Vec<&'static str>,
}

/// On which side it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The client made or sent it so.
    Client,
    /// The server reads it so.
    Server,
    /// The client, if it sent this challenge; the server, if it computed it.
    Either,
    /// Whoever carried or stored it between the two.
    Between,
    /// Nobody did anything wrong.
    Nobody,
}

impl By {
    /// The side in one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Either => "either",
            Self::Between => "between",
            Self::Nobody => "nobody",
        }
    }

    /// The same in words.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Client => "the client",
            Self::Server => "the server",
            Self::Either => "the client, if it sent this challenge; the server, if it computed it",
            Self::Between => "the client, a proxy, or the server's store: whoever carried it",
            Self::Nobody => "nobody",
        }
    }
}

/// A place to look at where a pair matches and a server refuses it.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Where, and why, in a sentence.
    pub says: &'static str,
    /// Kinds of bug of the vectors, which have published cases.
    pub flags: &'static [&'static str],
    /// More published cases.
    pub links: &'static [&'static str],
}
