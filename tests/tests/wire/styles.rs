//! The tables of OpenAPI 3.1 (and so of RFC 6570): every style, with its usual and its other `explode`.

use tests::styles::Client;
use tests::styles::models::Object;

use crate::service::{always, header};

fn client() -> Client {
    always(Client::builder(), "null").0
}

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn object() -> Object {
    Object::default().r(100).g(200).b(150)
}

fn path(request: clientgen_runtime::Result<clientgen_runtime::Request>) -> String {
    request.unwrap().uri().to_string()
}

#[test]
fn simple() {
    let request = client().styles().simple("blue", list(), object(), object()).to_request();
    assert_eq!(path(request), "/simple/blue/blue,black,brown/R,100,G,200,B,150/R=100,G=200,B=150");
}

#[test]
fn label() {
    let request = client().styles().label("blue", list(), object(), object()).to_request();
    assert_eq!(path(request), "/label/.blue/.blue,black,brown/.R,100,G,200,B,150/.R=100.G=200.B=150");
}

#[test]
fn matrix() {
    let request = client().styles().matrix("blue", list(), object(), list()).to_request();
    assert_eq!(
        path(request),
        "/matrix/;text=blue/;list=blue,black,brown/;object=R,100,G,200,B,150\
         /;exploded=blue;exploded=black;exploded=brown"
    );
}

#[test]
fn values_of_a_path_are_encoded_and_never_change_the_path() {
    let styles = client().styles();
    let odd = || vec!["a/b".to_owned(), "c,d".to_owned(), "é?#%".to_owned()];
    let request = styles.simple("../x", odd(), object(), object()).to_request();
    assert!(path(request).starts_with("/simple/..%2Fx/a%2Fb,c%2Cd,%C3%A9%3F%23%25/"));
    for empty in ["", ".", ".."] {
        assert!(styles.simple(empty, odd(), object(), object()).to_request().is_err(), "{empty:?}");
    }
}

#[test]
fn values_that_are_several_segments_keep_their_slashes() {
    let styles = client().styles();
    assert_eq!(path(styles.whole("a/b c", "d/e").to_request()), "/whole/a/b%20c/of/d/e");
    assert_eq!(path(styles.whole("a%2fb%", "d").to_request()), "/whole/a%2fb%25/of/d");
    assert!(styles.whole("a/%2e%2E", "d").to_request().is_err(), "a step up");
    assert_eq!(path(styles.rest("a/b/c").to_request()), "/rest/a/b/c");
    assert_eq!(path(styles.checked("a/b").to_request()), "/checked/a%2Fb");
    assert_eq!(path(styles.rest("a?b#c&d=é%").to_request()), "/rest/a%3Fb%23c&d=%C3%A9%25");
    for elsewhere in ["../x", "a/../b", "a/.", ""] {
        assert!(styles.rest(elsewhere).to_request().is_err(), "{elsewhere:?}");
    }
}

#[test]
fn query() {
    let query = client().styles().query();
    for (request, expected) in [
        (query.clone().text("blue"), "text=blue"),
        (query.clone().text(""), "text="),
        (query.clone().form(list()), "form=blue&form=black&form=brown"),
        (query.clone().form_joined(list()), "formJoined=blue,black,brown"),
        (query.clone().form_object(object()), "R=100&G=200&B=150"),
        (query.clone().form_object_joined(object()), "formObjectJoined=R,100,G,200,B,150"),
        (query.clone().space(list()), "space=blue%20black%20brown"),
        (query.clone().pipe(list()), "pipe=blue%7Cblack%7Cbrown"),
        (query.clone().deep(object()), "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150"),
        (query.clone().reserved("a/b?c&d=é"), "reserved=a/b?c%26d=%C3%A9"),
        (query.clone().text("a/b?c&d=é+ "), "text=a%2Fb%3Fc%26d%3D%C3%A9%2B%20"),
        (
            query.clone().text("1").form_joined(list()).reserved("2"),
            "text=1&formJoined=blue,black,brown&reserved=2",
        ),
    ] {
        assert_eq!(path(request.to_request()), format!("/query?{expected}"));
    }
    assert_eq!(path(query.to_request()), "/query");
}

#[test]
fn headers_and_cookies() {
    let call = client().styles().elsewhere();
    let call = call.x_text("a, b").x_list(list()).x_object(object()).x_exploded(object());
    let request = call.text("blue").list(list()).to_request().unwrap();
    assert_eq!(header(&request, "X-Text"), Some("a, b"));
    assert_eq!(header(&request, "X-List"), Some("blue,black,brown"));
    assert_eq!(header(&request, "X-Object"), Some("R,100,G,200,B,150"));
    assert_eq!(header(&request, "X-Exploded"), Some("R=100,G=200,B=150"));
    assert_eq!(header(&request, "Cookie"), Some("text=blue; list=blue,black,brown"));
}

#[test]
fn values_in_other_ways() {
    use tests::placement::models::{Form, Point};

    let calls = always(tests::placement::Client::builder(), "null").0.placement();
    let point = Point::default().x(1).name("é;");
    let call = calls.json(point.clone()).near(point.clone()).x_point(point.clone()).last(point.clone());
    let request = call.note("a b").to_request().unwrap();
    let json = "%7B%22x%22%3A1%2C%22name%22%3A%22%C3%A9%3B%22%7D";
    assert_eq!(request.uri().to_string(), format!("/json/{json}?near={json}"));
    assert_eq!(header(&request, "X-Point"), Some(r#"{"x":1,"name":"\u00e9;"}"#));
    assert_eq!(header(&request, "Cookie"), Some(format!("last={json}").as_str()));
    assert_eq!(header(&request, "Note"), Some("a b"));

    let request = calls.whole_form().any(point.clone()).to_request().unwrap();
    assert_eq!(request.uri().to_string(), "/whole?x=1&name=%C3%A9%3B");
    let request = calls.whole_json().any(point.clone()).to_request().unwrap();
    assert_eq!(request.uri().to_string(), format!("/whole?{json}"));
    assert_eq!(calls.whole_json().to_request().unwrap().uri().to_string(), "/whole");

    let list = || ["a/1".to_owned(), "b;".to_owned()];
    let request = calls.cookies().ids(list()).one("x y").to_request().unwrap();
    assert_eq!(header(&request, "Cookie"), Some("ids=a/1; ids=b%3B; one=x%20y"));

    let form = Form::default().usual(list()).joined(list()).pipes(list());
    let form = form.deep(Point::default().x(1)).json(Point::default().x(2)).url("a/b&c");
    let form = form.exploded(Point::default().x(3)).plain(Point::default().x(4));
    let request = calls.form(form).to_request().unwrap();
    let text = std::str::from_utf8(request.body()).unwrap();
    let parts: Vec<&str> = text.split('&').collect();
    assert_eq!(
        parts,
        [
            "usual=a%2F1",
            "usual=b%3B",
            "joined=a%2F1,b%3B",
            "pipes=a%2F1%7Cb%3B",
            "deep%5Bx%5D=1",
            "json=%7B%22x%22%3A2%7D",
            "url=a/b%26c",
            "x=3",
            "plain=%7B%22x%22%3A4%7D"
        ]
    );
}

#[test]
fn collection_formats() {
    let calls = always(tests::collection_formats::Client::builder(), "null").0.formats();
    let list = || ["a".to_owned(), "b c".to_owned()];
    let call = calls.get(list(), list()).multi(list()).ssv(list()).tsv(list()).x_ssv(list());
    let request = call.to_request().unwrap();
    let query = "multi=a&multi=b%20c&ssv=a%20b%20c&tsv=a%09b%20c";
    assert_eq!(request.uri().to_string(), format!("/a,b%20c/a%7Cb%20c?{query}"));
    assert_eq!(header(&request, "X-Ssv"), Some("a b c"));
    let locks = calls.locks("subscriptions/1/groups/2").near("/a b");
    let expected = "/subscriptions/1/groups/2/locks/all?near=/a%20b";
    assert_eq!(locks.to_request().unwrap().uri().to_string(), expected);
    let form = tests::collection_formats::models::FormatsSendBody::default();
    let form = form.usual(list()).multi(list()).tabs(list()).one("x");
    let request = calls.send("a", "b").body(form).to_request().unwrap();
    assert_eq!(request.body(), "usual=a,b%20c&multi=a&multi=b%20c&tabs=a%09b%20c&one=x");
}
