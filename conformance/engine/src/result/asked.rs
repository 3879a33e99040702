//! What was asked in a case that failed.

use pkce_vectors::Input;
use serde::{Deserialize, Serialize};

use crate::wire::{Octets, SentRequest, StepCall};

/// The input of a vector, or the steps of a flow as they were sent.
///
/// Verifiers and challenges are the harness's own draws, and shown. Codes, tokens, secrets and request URIs are masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// Of a library.
    Input(Box<Input>),
    /// Of a server, a step each; `null` for one that was not sent, or was no single request.
    Steps(Vec<Option<StepCall>>),
}

/// Parameters whose values nobody else should read.
const MASKED: [(&str, &str); 5] = [
    ("code", "$CODE"),
    ("client_secret", "$SECRET"),
    ("request_uri", "$REQUEST_URI"),
    ("access_token", "$TOKEN"),
    ("refresh_token", "$TOKEN"),
];

impl Asked {
    /// The steps of a flow, masked.
    pub(crate) fn steps(steps: impl Iterator<Item = Option<StepCall>>) -> Self {
        Self::Steps(steps.map(|step| step.map(masked)).collect())
    }
}

fn masked(step: StepCall) -> StepCall {
    match step {
        StepCall::Authorize(request) => StepCall::Authorize(request_masked(request)),
        StepCall::Par(request) => StepCall::Par(request_masked(request)),
        StepCall::Token(request) => StepCall::Token(request_masked(request)),
        StepCall::Use { .. } => StepCall::Use { access_token: "$TOKEN".to_owned() },
        other @ (StepCall::Metadata { .. } | StepCall::Wait { .. }) => other,
    }
}

fn request_masked(mut request: SentRequest) -> SentRequest {
    for (name, value) in request.params.iter_mut().chain(&mut request.query) {
        if let Some((_, mask)) = MASKED.iter().find(|(masked, _)| masked == name) {
            *value = Octets::from(*mask);
        }
    }
    if let Some((_, secret)) = &mut request.basic {
        "$SECRET".clone_into(secret);
    }
    request
}
