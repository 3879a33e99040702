//! Faults of scenarios.

use pkce_vectors::{Act, Scenario, VectorSet};

use super::Fault;

const CONTROL: &str = "client/control/s256";
const TWO: &str = "client/many/two";

fn scenario<'a>(set: &'a mut VectorSet, id: &str) -> &'a mut Scenario {
    set.scenarios.iter_mut().find(|scenario| scenario.id == id).unwrap()
}

pub(crate) const FAULTS: &[Fault] = &[
    ("id-form", |set| scenario(set, TWO).id = "client/two".to_owned()),
    ("undefined-requirement", |set| scenario(set, TWO).judged[0].requirement = "gone".to_owned()),
    ("scenario-control", |set| scenario(set, CONTROL).control = false),
    ("scenario-control", |set| scenario(set, TWO).control = true),
    ("scenario-acts", |set| scenario(set, TWO).agent.clear()),
    ("scenario-acts", |set| scenario(set, TWO).agent.push(Act::Begin(4))),
    ("scenario-acts", |set| scenario(set, TWO).agent.push(Act::Open(3))),
    ("scenario-acts", |set| scenario(set, TWO).agent = vec![Act::Begin(1), Act::Return(1)]),
    ("scenario-acts", |set| scenario(set, TWO).agent.push(Act::BeginAtSecond(3))),
    ("scenario-acts", |set| scenario(set, TWO).processes = 9),
    ("scenario-acts", |set| scenario(set, TWO).server.path = "tenant".to_owned()),
    ("scenario-acts", |set| {
        let document = &mut scenario(set, TWO).server.oauth;
        (document.absent, document.moved) = (true, true);
    }),
    ("scenario-questions", |set| scenario(set, TWO).judged.clear()),
    ("scenario-questions", |set| {
        let again = scenario(set, TWO).judged[0].clone();
        scenario(set, TWO).judged.push(again);
    }),
];
