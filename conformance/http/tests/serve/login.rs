//! With a login, a code needs a user who agrees.

use pkce_http::serve::{Login, serve};

use super::{
    client::{Answer, get, post},
    code_in, direct, query, site,
};

fn hidden(page: &Answer, name: &str) -> String {
    let after = page.body.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn a_code_comes_after_login_and_consent() {
    let login = Login { username: "alice".to_owned(), password: "wonderland".to_owned() };
    let running = serve(site(direct()).with_login(login), 0).unwrap();
    let port = running.port();
    let target = format!("/authorize?{}", query("s"));

    let page = get(port, &target, &[]);
    assert_eq!((page.status, page.header("Location")), (200, None));
    let then = hidden(&page, "then");
    let wrong = post(port, "/login", &format!("username=alice&password=x&then={then}"), &[]);
    assert_eq!((wrong.status, wrong.header("Set-Cookie")), (200, None));
    assert!(wrong.body.contains("That is not right."));

    let right =
        post(port, "/login", &format!("username=alice&password=wonderland&then={then}"), &[]);
    assert_eq!(right.header("Location").unwrap(), target);
    let cookie = right.header("Set-Cookie").unwrap();
    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());

    let consent = get(port, &target, &[&cookie]);
    let (then, form) = (hidden(&consent, "then"), hidden(&consent, "form"));
    let decide = |decision: &str, form: &str, cookie: &str| {
        post(port, "/consent", &format!("then={then}&form={form}&decision={decision}"), &[cookie])
    };
    assert_eq!(decide("approve", &form, "Cookie: pkce-session=x").status, 403);
    assert_eq!(decide("approve", "x", &cookie).status, 403);
    assert_eq!(decide("deny", &form, &cookie).status, 403);
    assert_eq!(code_in(&decide("approve", &form, &cookie)).len(), 43);
}

#[test]
fn without_one_no_form_is_taken() {
    let running = serve(site(direct()), 0).unwrap();
    assert_eq!(post(running.port(), "/consent", "decision=approve", &[]).status, 404);
}
