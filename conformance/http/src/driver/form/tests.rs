use super::*;

fn page(body: &str) -> Page {
    Page::read(&Url::parse("http://127.0.0.1:1/login?a=b").unwrap(), body.as_bytes())
}

fn values() -> Values {
    [("username", "alice"), ("password", "pw")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

fn pairs(submission: &Submission) -> Vec<(&str, &str)> {
    submission.pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
}

const LOGIN: &str = "<form method=post><input type=hidden name=csrf value=1><input name=user>\
    <input type=password name=pass><input type=checkbox name=keep checked><input type=checkbox name=no>\
    <select name=lang><option value=de>D<option value=en selected>E</select>\
    <button name=do value=in>Log in</button><button name=do value=out>Log out</button></form>";

#[test]
fn a_login_form_is_filled_as_a_browser_sends_it() {
    let filled = page(LOGIN).goes_on(&[], &values(), true).unwrap().unwrap();
    assert_eq!(filled.kind, Kind::Login);
    assert_eq!((filled.url.as_str(), filled.is_post), ("http://127.0.0.1:1/login?a=b", true));
    let expected = [
        ("csrf", "1"),
        ("user", "alice"),
        ("pass", "pw"),
        ("keep", "on"),
        ("lang", "en"),
        ("do", "in"),
    ];
    assert_eq!(pairs(&filled), expected);
    assert!(page(LOGIN).goes_on(&[], &Values::new(), true).is_err());
}

#[test]
fn only_exact_words_agree() {
    let form = |button: &str| {
        let body = format!("<form action=/go><button name=x value=1>{button}</button></form>");
        page(&body).goes_on(&[], &values(), true).unwrap()
    };
    assert_eq!(form("Allow").unwrap().kind, Kind::Consent);
    for other in ["Log out", "Allow nothing", "Cancel", ""] {
        assert_eq!(form(other), None, "{other}");
    }
}

#[test]
fn a_rule_presses_exactly_one_button() {
    let rule = |toml: &str| -> Vec<PageRule> {
        let table: BTreeMap<String, Vec<PageRule>> = toml::from_str(toml).unwrap();
        table.into_values().flatten().collect()
    };
    let out = rule(
        "p = [{ url = \"/login\", fill = [[\"[name=user]\", \"{username}!\"]], tick = [\"[name=no]\"], press = \"[value=out]\" }]",
    );
    let filled = page(LOGIN).goes_on(&out, &values(), true).unwrap().unwrap();
    assert_eq!(filled.kind, Kind::Rule(0));
    assert!(pairs(&filled).contains(&("user", "alice!")) && pairs(&filled).contains(&("no", "on")));
    assert!(pairs(&filled).contains(&("do", "out")) && !pairs(&filled).contains(&("do", "in")));
    for press in ["button", "#none"] {
        let rules = rule(&format!("p = [{{ css = \"form\", press = \"{press}\" }}]"));
        assert!(page(LOGIN).goes_on(&rules, &values(), true).is_err());
    }
}

#[test]
fn a_hostile_page_has_limits() {
    let inputs = "<input name=a>".repeat(1_000_000);
    let many = page(&format!("<form>{inputs}<input type=password></form>"));
    assert!(many.described().len() < 1_000);
    let deep = page(&"<div>".repeat(200_000));
    assert_eq!(deep.goes_on(&[], &values(), true), Ok(None));
    let title = page("<title>\u{1b}[31m<script>x</script></title>").described();
    assert!(!title.contains('\u{1b}'));
}

#[test]
fn a_refresh_names_its_url() {
    assert_eq!(refresh_url("0; URL='/a?b=c'").as_deref(), Some("/a?b=c"));
    assert_eq!(refresh_url("5"), None);
    let meta = page("<meta http-equiv=Refresh content='0;url=app:/cb?code=1'>");
    assert_eq!(meta.refresh().as_deref(), Some("app:/cb?code=1"));
    let form = "<form method=post action='app:/cb'><input type=hidden name=code value=1></form>";
    let posted = page(form).posted_to(&|action| action == "app:/cb").unwrap();
    assert_eq!(posted, ("app:/cb".to_owned(), vec![("code".to_owned(), "1".to_owned())]));
}
