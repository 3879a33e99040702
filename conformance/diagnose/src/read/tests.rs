use super::*;
use crate::given::Request;

const URL: &str = "https://as.example/authorize?response_type=code&client_id=app&state=xyz&\
                   code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&\
                   code_challenge_method=S256&redirect_uri=https%3A%2F%2Fapp.example%2Fcb";
const BODY: &str = "grant_type=authorization_code&code=SplxlOBe&client_secret=hush&\
                    redirect_uri=https://app.example/cb&\
                    code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn verifiers(given: &Given) -> Vec<String> {
    let text = |value: &Value| String::from_utf8_lossy(&value.octets).into_owned();
    given.verifiers.iter().map(text).collect()
}

fn challenges(given: &Given) -> Vec<(String, Method)> {
    let text = |known: &Challenge| {
        (String::from_utf8_lossy(&known.value.octets).into_owned(), known.method.clone())
    };
    given.challenges.iter().map(text).collect()
}

#[test]
fn a_url_and_a_body() {
    let given = read(format!("{URL}\n\n{BODY}\n").as_bytes(), "the text");
    assert_eq!(verifiers(&given), ["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"]);
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned();
    assert_eq!(challenges(&given), [(challenge, Method::Named(b"S256".to_vec()))]);
    let place = |source: &str, request| Place { request, ..Place::new(source) };
    assert_eq!(given.verifiers[0].place, place("line 3 of the text", Request::Token));
    let authorization = place("line 1 of the text", Request::Authorization);
    assert_eq!(given.challenges[0].value.place, authorization);
    let beside: Vec<_> = given.beside.iter().map(|beside| beside.name).collect();
    assert_eq!(beside, ["client_id", "state", "code", "client_secret"]);
    assert!(given.notes.iter().all(|note| !note.contains("hush") && !note.contains("Splx")));
}

#[test]
fn a_curl_command_in_several_lines() {
    let text = "$ curl -X POST https://as.example/token \\\n  -u app:pa55 \\\n  \
                -d 'grant_type=authorization_code' \\\n  -d \"code_verifier=abc-~\" \\\n  \
                --data-urlencode 'code=a b'\n";
    let given = read(text.as_bytes(), "the text");
    assert_eq!(verifiers(&given), ["abc-~"]);
    assert_eq!(given.verifiers[0].place.request, Request::Token);
    assert!(!given.verifiers[0].place.cut);
}

#[test]
fn a_curl_command_that_is_cut() {
    let text = "curl https://as.example/token -d 'grant_type=authorization_code&code_verifier=abc";
    let given = read(text.as_bytes(), "the text");
    assert_eq!(verifiers(&given), ["abc"]);
    assert!(given.verifiers[0].place.cut);
    assert!(given.notes[0].starts_with("the text is cut: the quotation"), "{:?}", given.notes);
}

#[test]
fn lines_of_logs() {
    for line in [
        r#"{"level":"info","url":"/auth?response_type=code\u0026code_challenge=a-b\u0026x=y"}"#,
        "10:15 INFO authorize request=\"/auth?response_type=code&code_challenge=a-b\" status=302",
        "/login?return_to=%2Fauth%3Fresponse_type%3Dcode%26code_challenge%3Da-b%26x%3Dy",
    ] {
        let given = read(line.as_bytes(), "the text");
        assert_eq!(challenges(&given), [("a-b".to_owned(), Method::Absent)], "{line}");
    }
    let given = read(b"DEBUG codeVerifier=v1 codeChallenge=c1, codeChallengeMethod=S256", "it");
    assert_eq!(verifiers(&given), ["v1"]);
    assert_eq!(challenges(&given), [("c1".to_owned(), Method::Named(b"S256".to_vec()))]);
}

#[test]
fn a_page_in_words() {
    let text = "Code Verifier:\n```\n/0T2n+d R==```\n\nCode Challenge: `jFt k=`";
    let given = read(text.as_bytes(), "the text");
    assert_eq!(verifiers(&given), ["/0T2n+d R=="]);
    assert_eq!(challenges(&given), [("jFt k=".to_owned(), Method::Unsaid)]);
}

#[test]
fn both_halves_twice_in_one_url() {
    let url = "https://h/cb?code_verifier=a&code_challenge=b&code_verifier=c&code_challenge=d";
    let given = read(url.as_bytes(), "the text");
    assert_eq!(verifiers(&given), ["a", "c"]);
    assert_eq!(challenges(&given).len(), 2);
    assert_eq!(given.notes.len(), 2);
    assert!(given.notes[0].starts_with("`code_verifier` stands more than once in one request"));
}

#[test]
fn a_challenge_that_is_told_again_has_the_method_that_is_told_anywhere() {
    let text = "code_challenge: abc\n\ncode_challenge: abc, code_challenge_method: S256";
    let given = read(text.as_bytes(), "the text");
    assert_eq!(challenges(&given), [("abc".to_owned(), Method::Named(b"S256".to_vec()))]);
}

#[test]
fn two_words_alone() {
    let given = read(b"  verifier\n challenge \n", "the text");
    assert_eq!((verifiers(&given).len(), given.challenges.len()), (1, 1));
    assert!(given.notes[0].contains("names no parameter"));
    for text in ["", "one", "three words here"] {
        let given = read(text.as_bytes(), "the text");
        assert!(given.verifiers.is_empty() && given.challenges.is_empty(), "{text}");
    }
}

#[test]
fn what_is_not_utf8_is_taken_as_it_is() {
    let given = read(b"code_verifier=a\xffb", "the text");
    assert_eq!(given.verifiers[0].octets, b"a\xffb");
    assert!(given.notes[0].starts_with("the text is not UTF-8 in one place"));
}
