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
