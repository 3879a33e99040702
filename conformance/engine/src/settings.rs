//! The settings that a subject has: for which clients, policies, methods and ways of asking flows can be put to it.
//!
//! A subject says so itself ([`wire::Offers`](crate::wire::Offers)), or probes find it. What nobody says or finds counts as
//! there: its controls, or the subject's own `unsupported`, tell.

use std::collections::{BTreeMap, BTreeSet};

use pkce_vectors::{Authentication, Flow, PolicyName, RoleName};

use crate::{
    case::Setting,
    result::Unjudged,
    wire::{Binding, ClientAuth, Offers, Pushed, first_of_kind},
};

/// What is known of a subject's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    said: Offers,
    /// The kinds of client that are in play; empty: every kind.
    in_play: BTreeSet<RoleName>,
    /// Whether requests are pushed wherever they can be.
    prefers_pushing: bool,
    /// The settings that stood when they were probed; nothing where nobody probed.
    stood: Option<BTreeSet<(RoleName, PolicyName, bool)>>,
    /// What a request without PKCE showed of the subject's own policy, by the first client of the kind.
    inferred: BTreeMap<RoleName, Binding>,
    /// What probes showed of pushed requests, by the first client of the kind.
    pushed: BTreeMap<RoleName, Pushed>,
}

/// Why a flow cannot be put to a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The kind of reason.
    pub kind: Unjudged,
    /// The reason in words.
    pub why: String,
}

impl Settings {
    /// What a subject says of itself.
    #[must_use]
    pub fn said(offers: &Offers) -> Self {
        Self { said: offers.clone(), ..Self::default() }
    }

    /// The same with only these clients in play, and with requests pushed wherever the subject takes them so.
    #[must_use]
    pub fn under(mut self, in_play: &[RoleName], prefers_pushing: bool) -> Self {
        self.in_play = in_play.iter().copied().collect();
        self.prefers_pushing = prefers_pushing;
        self
    }

    /// The same under the profile of others.
    #[must_use]
    pub(crate) fn under_as(self, others: &Self) -> Self {
        Self { in_play: others.in_play.clone(), prefers_pushing: others.prefers_pushing, ..self }
    }

    /// A setting was probed, and it stands or does not.
    pub fn probed(&mut self, setting: Setting, stands: bool) {
        let stood = self.stood.get_or_insert_default();
        if stands {
            stood.insert((first_of_kind(setting.role), setting.policy, setting.plain));
        }
    }

    /// A request without PKCE showed what the subject's own policy asks of such clients.
    pub fn infer(&mut self, role: RoleName, binding: Binding) {
        self.inferred.insert(first_of_kind(role), binding);
    }

    /// A probe showed whether such clients may push their requests, or must.
    pub fn found_pushed(&mut self, role: RoleName, pushed: Pushed) {
        self.pushed.insert(first_of_kind(role), pushed);
    }

    /// The kinds of client whose requests the profile wants pushed, and that cannot push them.
    #[must_use]
    pub fn not_pushed(&self) -> Vec<RoleName> {
        let kinds = [RoleName::Public, RoleName::Confidential];
        let in_play = |role: &RoleName| self.in_play.is_empty() || self.in_play.contains(role);
        let cannot = |role: &RoleName| self.prefers_pushing && !self.pushes(*role);
        kinds.into_iter().filter(in_play).filter(|role| self.serves(*role)).filter(cannot).collect()
    }

    /// Whether such clients are served at all.
    #[must_use]
    pub fn serves(&self, role: RoleName) -> bool {
        let stood = |stood: &BTreeSet<(RoleName, PolicyName, bool)>| {
            stood.is_empty() || stood.iter().any(|(known, ..)| *known == first_of_kind(role))
        };
        self.said.role(role).served.unwrap_or_else(|| self.stood.as_ref().is_none_or(stood))
    }

    /// Whether a policy can be set, or is the one that is fixed, with plain on or off.
    #[must_use]
    pub fn can(&self, role: RoleName, policy: PolicyName, plain: bool) -> bool {
        let listed = self.said.policies.as_ref().is_none_or(|policies| policies.contains(&policy));
        let key = (first_of_kind(role), policy, plain);
        let stood =
            self.stood.as_ref().is_none_or(|stood| stood.is_empty() || stood.contains(&key));
        listed && self.can_have(plain) && stood
    }

    /// Whether some list of methods has plain, or has it not.
    fn can_have(&self, plain: bool) -> bool {
        let has = |list: &Vec<String>| list.iter().any(|method| method == "plain") == plain;
        self.said.methods.as_ref().is_none_or(|lists| lists.iter().any(has))
    }

    /// Whether plain is on in a setting of this role and policy: as is wanted, else off where it can be.
    fn plain(&self, role: RoleName, policy: PolicyName, wanted: Option<bool>) -> Option<bool> {
        let candidates = wanted.map_or([false, true], |wanted| [wanted, wanted]);
        candidates.into_iter().find(|plain| self.can(role, policy, *plain))
    }

    /// What a policy asks of one client, where the case's own client is the one of `own`. Nothing where nobody knows.
    #[must_use]
    pub fn binding(&self, policy: PolicyName, own: RoleName, client: RoleName) -> Option<Binding> {
        let required = |yes| if yes { Binding::Required } else { Binding::Optional };
        match policy {
            PolicyName::Optional => Some(Binding::Optional),
            PolicyName::Required => Some(Binding::Required),
            PolicyName::RequiredPublic => Some(required(!client.is_confidential())),
            PolicyName::RequiredOne => Some(required(client == own)),
            PolicyName::Own => {
                let inferred = || self.inferred.get(&first_of_kind(client)).copied();
                self.said.role(client).pkce.or_else(inferred)
            }
        }
    }

    /// Whether PKCE is required in a setting only as far as a request without it showed: nobody's word.
    #[must_use]
    pub fn is_inferred(&self, setting: Setting) -> bool {
        setting.policy == PolicyName::Own && self.said.role(setting.role).pkce.is_none()
    }

    /// What is known of pushed requests.
    #[must_use]
    pub fn pushing(&self, role: RoleName) -> Option<Pushed> {
        self.said.role(role).par.or_else(|| self.pushed.get(&first_of_kind(role)).copied())
    }

    fn pushes(&self, role: RoleName) -> bool {
        match self.pushing(role) {
            Some(Pushed::Required) => true,
            Some(Pushed::Optional) => self.prefers_pushing,
            Some(Pushed::No) | None => false,
        }
    }

    /// The settings in which a flow is put to the subject for one of its roles: for each of its policies every setting that
    /// stands and is equivalent for all clients that the flow names. Where none is, the policy itself, which then is
    /// not asked.
    #[must_use]
    pub fn of(&self, flow: &Flow, role: RoleName) -> Vec<Setting> {
        let clients = flow.clients(role);
        let mut settings: Vec<Setting> = Vec::new();
        for policy in &flow.policies {
            let before = settings.len();
            for candidate in self.equivalent(*policy, role, &clients) {
                let plain = self.plain(role, candidate, flow.needs.plain);
                let found = plain.map(|plain| self.setting(role, candidate, plain));
                settings.extend(found.filter(|setting| !settings.contains(setting)));
            }
            let none = settings.len() == before && !settings.iter().any(|s| s.policy == *policy);
            if none {
                let plain = flow.needs.plain.unwrap_or(false);
                settings.push(self.setting(role, *policy, plain));
            }
        }
        settings
    }

    /// The cases of a flow: its roles that are in play, each with its settings. One that runs once has one.
    #[must_use]
    pub fn all_of(&self, flow: &Flow) -> Vec<Setting> {
        let in_play = |role: &&RoleName| self.in_play.is_empty() || self.in_play.contains(role);
        let all = flow.roles.iter().filter(in_play).flat_map(|role| self.of(flow, *role));
        if !flow.once {
            return all.collect();
        }
        let all: Vec<Setting> = all.collect();
        let first = all.iter().find(|setting| self.lack(flow, **setting).is_none()).or(all.first());
        first.copied().into_iter().collect()
    }

    fn setting(&self, role: RoleName, policy: PolicyName, plain: bool) -> Setting {
        Setting { role, policy, plain, pushed: self.pushes(role) }
    }

    /// The policies under which the clients are bound as `policy` has it, itself first.
    fn equivalent(
        &self,
        policy: PolicyName,
        own: RoleName,
        clients: &BTreeSet<RoleName>,
    ) -> Vec<PolicyName> {
        let wanted = match policy {
            PolicyName::Optional => Binding::Optional,
            PolicyName::Required => Binding::Required,
            other => return vec![other],
        };
        let binds = |candidate: &PolicyName| {
            clients.iter().all(|client| self.binding(*candidate, own, *client) == Some(wanted))
        };
        PolicyName::ALL.into_iter().filter(binds).collect()
    }

    /// Why a flow cannot be put to the subject in a setting.
    #[must_use]
    pub fn lack(&self, flow: &Flow, setting: Setting) -> Option<Lack> {
        let Setting { role, policy, plain, .. } = setting;
        let lack = |kind, why: String| Some(Lack { kind, why });
        if let Some(unserved) = flow.clients(role).into_iter().find(|client| !self.serves(*client))
        {
            return lack(Unjudged::NotServed, format!("{unserved} clients are not served"));
        }
        for request in flow.steps.iter().flat_map(|step| step.action.requests()) {
            let client = request.client.resolve(role);
            let way = match request.auth {
                Authentication::Basic => ClientAuth::Basic,
                Authentication::Post => ClientAuth::Post,
                Authentication::Key => ClientAuth::Key,
                _ => continue,
            };
            if !self.said.role(client).auth.is_some_and(|ways| ways.has(way)) {
                let why =
                    format!("{client} clients are not said to authenticate by `{}`", way.as_str());
                return lack(Unjudged::NotOffered, why);
            }
        }
        let needs = flow.needs;
        if needs.plain.is_some_and(|wanted| !self.can_have(wanted)) {
            let why = if plain { "plain is not offered" } else { "plain cannot be off" };
            return lack(Unjudged::NotOffered, why.to_owned());
        }
        if needs.par == Some(true) && self.pushing(role) == Some(Pushed::No) {
            let why = format!("pushed authorization requests are not offered to {role} clients");
            return lack(Unjudged::NotOffered, why);
        }
        let said = [
            (needs.userinfo, self.said.userinfo, "an access token cannot be tried"),
            (needs.metadata, self.said.metadata, "there is no metadata document"),
            (needs.code_lifetime, self.said.code_lifetime, "time cannot be moved"),
        ];
        if let Some((.., why)) =
            said.into_iter().find(|(wanted, said, _)| *wanted == Some(true) && *said == Some(false))
        {
            return lack(Unjudged::NotOffered, why.to_owned());
        }
        if !self.can(role, policy, plain) {
            let why = format!("PKCE cannot be `{}` for {role} clients here", policy.as_str());
            return lack(Unjudged::PolicyFixed, why);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use pkce_vectors::VectorSet;

    use super::*;
    use crate::wire::RoleOffers;

    fn flow(id: &str) -> Flow {
        let set = VectorSet::bundled().unwrap();
        set.flows.into_iter().find(|flow| flow.id == id).unwrap()
    }

    fn policies(settings: &Settings, id: &str, role: RoleName) -> Vec<&'static str> {
        let flow = flow(id);
        let of = settings.of(&flow, role).into_iter();
        of.filter(|setting| settings.lack(&flow, *setting).is_none())
            .map(|setting| setting.policy.as_str())
            .collect()
    }

    #[test]
    fn a_flow_runs_under_every_setting_that_binds_its_clients_alike() {
        let every = Settings::default();
        let of = |role| policies(&every, "flow/verifier/wrong", role);
        assert_eq!(
            of(RoleName::Public),
            ["optional", "required", "required-public", "required-one"]
        );
        assert_eq!(
            of(RoleName::Confidential),
            ["optional", "required-public", "required", "required-one"]
        );
    }

    #[test]
    fn under_a_fixed_policy_a_flow_runs_where_that_is_equivalent() {
        let offers =
            Offers { policies: Some(vec![PolicyName::RequiredPublic]), ..Offers::default() };
        let fixed = Settings::said(&offers);
        for role in [RoleName::Public, RoleName::Confidential] {
            assert_eq!(policies(&fixed, "flow/verifier/wrong", role), ["required-public"]);
        }
        // A public client is bound as by `required`: what stands under `optional` alone is not asked.
        let optional_alone = "flow/policy/optional-without-pkce";
        assert!(policies(&fixed, optional_alone, RoleName::Public).is_empty());
        assert_eq!(policies(&fixed, optional_alone, RoleName::Confidential), ["required-public"]);
        let of = fixed.of(&flow(optional_alone), RoleName::Public);
        let lack = fixed.lack(&flow(optional_alone), of[0]).unwrap();
        assert_eq!(lack.kind, Unjudged::PolicyFixed);
    }

    #[test]
    fn its_own_policy_counts_as_what_was_said_or_shown() {
        let offers = Offers { policies: Some(vec![PolicyName::Own]), ..Offers::default() };
        let mut own = Settings::said(&offers);
        let wrong = "flow/verifier/wrong";
        assert!(policies(&own, wrong, RoleName::Public).is_empty());
        own.infer(RoleName::Public, Binding::Required);
        assert_eq!(policies(&own, wrong, RoleName::Public), ["own"]);
        assert!(own.is_inferred(Setting::new(RoleName::Public, PolicyName::Own, false)));
        assert!(policies(&own, wrong, RoleName::Confidential).is_empty());
    }

    #[test]
    fn who_is_not_served_or_in_play_is_not_asked() {
        let unserved = RoleOffers { served: Some(false), ..RoleOffers::default() };
        let offers = Offers::default().with_roles(unserved, RoleOffers::default());
        let settings = Settings::said(&offers);
        let wrong = flow("flow/verifier/wrong");
        let lack = |setting| settings.lack(&wrong, setting).map(|lack| lack.kind);
        let kinds: Vec<_> = settings.all_of(&wrong).into_iter().map(lack).collect();
        assert!(kinds.contains(&Some(Unjudged::NotServed)) && kinds.contains(&None));
        let only = Settings::default().under(&[RoleName::Confidential], false);
        assert!(only.all_of(&wrong).iter().all(|setting| setting.role == RoleName::Confidential));
    }

    #[test]
    fn what_runs_once_runs_for_the_first_that_is_served() {
        let unserved = RoleOffers { served: Some(false), ..RoleOffers::default() };
        let confidential = Offers::default().with_roles(unserved, RoleOffers::default());
        let set = VectorSet::bundled().unwrap();
        let once = set.flows.iter().find(|flow| flow.once && flow.needs.is_empty()).unwrap();
        let role = |settings: &Settings| {
            let all = settings.all_of(once);
            assert_eq!(all.len(), 1);
            all[0].role
        };
        assert_eq!(role(&Settings::default()), RoleName::Public);
        assert_eq!(role(&Settings::said(&confidential)), RoleName::Confidential);
    }

    #[test]
    fn plain_is_off_where_it_can_be() {
        let on = Settings::said(&Offers::default().with_methods(&[&["S256", "plain"]]));
        let wrong = flow("flow/verifier/wrong");
        let plain = |settings: &Settings| settings.of(&wrong, RoleName::Public)[0].plain;
        assert!(!plain(&Settings::default()));
        assert!(plain(&on));
        let off = flow("flow/method/plain-not-offered");
        let lack = on.lack(&off, on.of(&off, RoleName::Public)[0]).unwrap();
        assert_eq!((lack.kind, lack.why.as_str()), (Unjudged::NotOffered, "plain cannot be off"));
    }
}
