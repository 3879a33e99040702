//! Pages: their forms, which of them goes on, and what a browser would send with it.

use std::collections::BTreeMap;

use pkce_conformance::text::{clean, clip};
use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::target::{Css, PageRule};

/// A page, read.
pub(super) struct Page {
    html: Html,
    url: Url,
}

/// A form, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Submission {
    /// Where it goes.
    pub(super) url: Url,
    /// It goes by POST.
    pub(super) is_post: bool,
    /// Names and values.
    pub(super) pairs: Vec<(String, String)>,
    /// What it is for.
    pub(super) kind: Kind,
}

/// What a form is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// To log in.
    Login,
    /// To agree.
    Consent,
    /// What a rule of the file says.
    Rule(usize),
}

/// The values that rules and defaults fill in.
pub(super) type Values = BTreeMap<String, String>;

/// So much of a page is read, in octets: no login page is longer.
const LONGEST: usize = 256 * 1024;

/// So many tags of it: reading takes time that grows with the square of their depth.
const MOST_TAGS: usize = 4_000;

/// The most controls of a page.
const MOST_CONTROLS: usize = 1_000;

/// Words on a button that agrees. Exact: a loose match once pressed "log out".
const AGREE: [&str; 14] = [
    "accept",
    "agree",
    "allow",
    "allow access",
    "approve",
    "authorise",
    "authorize",
    "confirm",
    "consent",
    "continue",
    "grant",
    "i agree",
    "ok",
    "yes",
];

struct Control<'p> {
    element: ElementRef<'p>,
    name: &'p str,
    value: String,
    kind: ControlKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ControlKind {
    Text,
    Password,
    Hidden,
    Ticked,
    Unticked,
    Submit,
}

impl Page {
    /// Reads a page that came from this URL.
    pub(super) fn read(url: &Url, body: &[u8]) -> Self {
        let body = body.get(..LONGEST).unwrap_or(body);
        let mut tags = body.iter().enumerate().filter(|(_, octet)| **octet == b'<');
        let end = tags.nth(MOST_TAGS).map_or(body.len(), |(at, _)| at);
        let body = body.get(..end).unwrap_or(body);
        Self { html: Html::parse_document(&String::from_utf8_lossy(body)), url: url.clone() }
    }

    /// Where `<meta http-equiv="refresh">` leads.
    pub(super) fn refresh(&self) -> Option<String> {
        let metas = self.all("meta[http-equiv][content]");
        let is = |meta: &ElementRef<'_>| {
            meta.attr("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
        };
        metas.into_iter().find(is).and_then(|meta| refresh_url(meta.attr("content")?))
    }

    /// The pairs of a form that goes to a client: `response_mode=form_post`.
    pub(super) fn posted_to(
        &self,
        is_client: &dyn Fn(&str) -> bool,
    ) -> Option<(String, Vec<(String, String)>)> {
        let form = self
            .all("form[action]")
            .into_iter()
            .find(|form| form.attr("action").is_some_and(is_client))?;
        let controls = controls(form).into_iter();
        let pairs = controls.filter(|control| control.kind != ControlKind::Submit);
        let pairs = pairs.map(|control| (control.name.to_owned(), control.value)).collect();
        Some((form.attr("action")?.to_owned(), pairs))
    }

    /// The form that goes on: by the first rule that fits, or by the defaults, the form with a password and then the form
    /// that agrees. Nothing where no form does; an error where a rule fits and cannot be followed.
    pub(super) fn goes_on(
        &self,
        rules: &[PageRule],
        values: &Values,
        may_agree: bool,
    ) -> Result<Option<Submission>, String> {
        let fits = |rule: &&(usize, &PageRule)| {
            let at = rule.1.url.as_ref().is_none_or(|part| self.url.as_str().contains(&**part));
            at && rule.1.css.as_ref().is_none_or(|css| self.one(&css.selector).is_some())
        };
        let rules: Vec<(usize, &PageRule)> = rules.iter().enumerate().collect();
        if let Some((at, rule)) = rules.iter().find(fits) {
            return self.by_rule(*at, rule, values).map(Some);
        }
        if let Some(login) = self.login(values)? {
            return Ok(Some(login));
        }
        Ok(if may_agree { self.consent() } else { None })
    }

    /// What a person would see of it, without any value: for an error.
    pub(super) fn described(&self) -> String {
        let title = self.all("title").first().map(|title| title.text().collect::<String>());
        let title = title.unwrap_or_default();
        let forms: Vec<String> = self
            .all("form")
            .into_iter()
            .take(5)
            .map(|form| {
                let controls = controls(form);
                let names: Vec<&str> =
                    controls.iter().take(20).map(|control| control.name).collect();
                format!("[{}]", names.join(", "))
            })
            .collect();
        let place = format!("{}{}", self.url.origin().ascii_serialization(), self.url.path());
        let forms = if forms.is_empty() { "no form".to_owned() } else { forms.join(" ") };
        clip(&clean(&format!("{place}, titled {:?}, with {forms}", title.trim())))
    }

    fn by_rule(&self, at: usize, rule: &PageRule, values: &Values) -> Result<Submission, String> {
        let number = at + 1;
        let button = match &rule.press {
            Some(css) => {
                let found: Vec<_> = self.html.select(&css.selector).take(2).collect();
                match found.as_slice() {
                    [one] => Some(*one),
                    [] => {
                        return Err(format!(
                            "rule {number} presses `{}`, which is not there",
                            css.text
                        ));
                    }
                    _ => {
                        return Err(format!(
                            "rule {number} presses `{}`, which is there more than once",
                            css.text
                        ));
                    }
                }
            }
            None => None,
        };
        let first_filled = || rule.fill.iter().find_map(|(css, _)| self.one(&css.selector));
        let anchor = button
            .or_else(first_filled)
            .or_else(|| rule.css.as_ref().and_then(|css| self.one(&css.selector)));
        let form = anchor.and_then(form_around).or_else(|| self.all("form").into_iter().next());
        let Some(form) = form else { return Err(format!("rule {number} finds no form")) };
        let mut controls = controls(form);
        for (css, text) in &rule.fill {
            let mut found = false;
            for control in controls.iter_mut().filter(|control| matches(css, control.element)) {
                control.value = filled(text, values)?;
                found = true;
            }
            if !found {
                return Err(format!(
                    "rule {number} fills `{}`, which is not in the form",
                    css.text
                ));
            }
        }
        for css in &rule.tick {
            for control in controls.iter_mut().filter(|control| matches(css, control.element)) {
                control.kind = ControlKind::Ticked;
            }
        }
        Ok(self.submission(form, &controls, button, Kind::Rule(at)))
    }

    /// The form with the password, filled from user name and password.
    fn login(&self, values: &Values) -> Result<Option<Submission>, String> {
        for form in self.all("form") {
            let mut controls = controls(form);
            let Some(at) = controls.iter().position(|one| one.kind == ControlKind::Password) else {
                continue;
            };
            let (Some(username), Some(password)) = (values.get("username"), values.get("password"))
            else {
                return Err(
                    "a login form came, and [session] has no `username` and `password`".to_owned()
                );
            };
            let texts = |one: &&mut Control<'_>| one.kind == ControlKind::Text;
            if let Some(name) = controls.iter_mut().take(at).rfind(texts) {
                name.value.clone_from(username);
            }
            if let Some(control) = controls.get_mut(at) {
                control.value.clone_from(password);
            }
            let first = controls.iter().find(|one| one.kind == ControlKind::Submit);
            let pressed = first.map(|button| button.element);
            return Ok(Some(self.submission(form, &controls, pressed, Kind::Login)));
        }
        Ok(None)
    }

    /// The form whose button agrees, by its exact words.
    fn consent(&self) -> Option<Submission> {
        self.all("form").into_iter().find_map(|form| {
            let controls = controls(form);
            let agrees = |control: &&Control<'_>| {
                let text = control.element.text().collect::<String>();
                let id = control.element.attr("id").unwrap_or_default();
                let said = [&*text, &*control.value, control.name, id];
                let said = said.map(|word| word.trim().to_ascii_lowercase());
                control.kind == ControlKind::Submit
                    && said.iter().any(|word| AGREE.contains(&&**word))
            };
            let button = controls.iter().find(agrees)?.element;
            Some(self.submission(form, &controls, Some(button), Kind::Consent))
        })
    }

    fn submission(
        &self,
        form: ElementRef<'_>,
        controls: &[Control<'_>],
        pressed: Option<ElementRef<'_>>,
        kind: Kind,
    ) -> Submission {
        let is_sent = |control: &&Control<'_>| match control.kind {
            ControlKind::Submit => Some(control.element) == pressed,
            ControlKind::Unticked => false,
            ControlKind::Text
            | ControlKind::Password
            | ControlKind::Hidden
            | ControlKind::Ticked => true,
        };
        let pairs = controls
            .iter()
            .filter(is_sent)
            .filter(|control| !control.name.is_empty())
            .map(|control| (control.name.to_owned(), control.value.clone()))
            .collect();
        // An empty action is the page's own URL.
        let action = form.attr("action").map(str::trim).filter(|action| !action.is_empty());
        let url = action.and_then(|action| self.url.join(action).ok());
        let is_post = form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post"));
        Submission { url: url.unwrap_or_else(|| self.url.clone()), is_post, pairs, kind }
    }

    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        const MOST: usize = 50;
        // The selectors are those of this file.
        let Ok(selector) = Selector::parse(selector) else { return Vec::new() };
        self.html.select(&selector).take(MOST).collect()
    }

    fn one(&self, selector: &Selector) -> Option<ElementRef<'_>> {
        self.html.select(selector).next()
    }

    /// The text of the first such element, or an attribute of it.
    pub(super) fn captured(&self, css: &Css, attribute: Option<&str>) -> Option<String> {
        let element = self.one(&css.selector)?;
        match attribute {
            Some(name) => element.attr(name).map(str::to_owned),
            None => Some(element.text().collect::<String>().trim().to_owned()),
        }
    }
}

/// The form that an element is, or stands in.
fn form_around(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(around).find(|element| element.value().name() == "form")
}

fn matches(css: &Css, element: ElementRef<'_>) -> bool {
    css.selector.matches(&element)
}

fn controls(form: ElementRef<'_>) -> Vec<Control<'_>> {
    let Ok(selector) = Selector::parse("input, select, textarea, button") else {
        return Vec::new();
    };
    form.select(&selector)
        .filter(|element| element.attr("disabled").is_none())
        .take(MOST_CONTROLS)
        .filter_map(control)
        .collect()
}

/// What a control sends, if anything.
fn control(element: ElementRef<'_>) -> Option<Control<'_>> {
    let attribute = |name: &str| element.attr(name);
    let own = attribute("value");
    let kind = attribute("type").unwrap_or_default().to_ascii_lowercase();
    let (kind, value) = match (element.value().name(), &*kind) {
        ("input", "button" | "reset" | "file") | ("button", "button" | "reset") => return None,
        ("input", "submit" | "image") | ("button", _) => {
            (ControlKind::Submit, own.unwrap_or_default().to_owned())
        }
        ("input", "checkbox" | "radio") => {
            let ticked = attribute("checked").is_some();
            let kind = if ticked { ControlKind::Ticked } else { ControlKind::Unticked };
            (kind, own.unwrap_or("on").to_owned())
        }
        ("input", "password") => (ControlKind::Password, own.unwrap_or_default().to_owned()),
        ("input", "hidden") => (ControlKind::Hidden, own.unwrap_or_default().to_owned()),
        ("textarea", _) => (ControlKind::Text, element.text().collect()),
        ("select", _) => (ControlKind::Hidden, selected(element)?),
        _ => (ControlKind::Text, own.unwrap_or_default().to_owned()),
    };
    Some(Control { element, name: element.attr("name").unwrap_or_default(), value, kind })
}

/// The option that is selected, else the first.
fn selected(select: ElementRef<'_>) -> Option<String> {
    let selector = Selector::parse("option").ok()?;
    let options: Vec<_> = select.select(&selector).take(MOST_CONTROLS).collect();
    let chosen = options.iter().find(|option| option.attr("selected").is_some());
    let chosen = chosen.or_else(|| options.first())?;
    Some(match chosen.attr("value") {
        Some(value) => value.to_owned(),
        None => chosen.text().collect::<String>().trim().to_owned(),
    })
}

/// `5; url=https://…` names a URL.
pub(super) fn refresh_url(content: &str) -> Option<String> {
    let (_, rest) = content.split_once(';')?;
    let (name, url) = rest.trim().split_once('=')?;
    let url = url.trim().trim_matches(['"', '\'']);
    (name.trim().eq_ignore_ascii_case("url") && !url.is_empty()).then(|| url.to_owned())
}

/// The text with its variables' values.
pub(super) fn filled(text: &str, values: &Values) -> Result<String, String> {
    let mut rest = text;
    let mut filled = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(before);
        match values.get(name) {
            Some(value) => filled.push_str(value),
            None => {
                return Err(format!("`{{{name}}}` stands for nothing: no capture has this name"));
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests;
