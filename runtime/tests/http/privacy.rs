//! That neither messages nor `Debug` show what is in a body, a header, a query or a link.

use clientgen_runtime::{Client, Draft, Error, Method, Operation, Response, Retry, Secret};

use crate::support::{Customer, Customers, get, list, service, typed};

/// With digits that no request id has by chance.
const SECRET: &str = "hunter2-47114711471";
const OPERATION: &Operation = &Operation { id: "Test", method: Method::POST, path: "/v1/test", headers: &[] };

/// All that there is to be said of something that went wrong.
fn said(error: &Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    let causes: Vec<String> = causes.map(|error| format!("{error} {error:?}")).collect();
    format!("{error} {error:?} {error:#?} {:?} {causes:?}", error.response())
}

fn client(body: String) -> Client {
    service(move |_, _| typed(200, "application/json", body.clone())).0
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_not_quoted() {
    for body in [
        r#""hunter2-47114711471""#,
        r#"{"id":{"password":"hunter2-47114711471"}}"#,
        r#"["hunter2-47114711471"]"#,
        r#"{"id":"hunter2-47114711471", "companyName": "hunter2-47114711471"#,
        r#"{"id":hunter2-47114711471}"#,
        "hunter2-47114711471",
        r#"{"id":"x"} hunter2-47114711471"#,
        r#"{"id":"\uDC00hunter2-47114711471"}"#,
    ] {
        let error = get(&client(body.to_owned()), "1").send().await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{body}");
        assert!(
            !said(&error).contains("hunter2") && !said(&error).contains("47114711471"),
            "{}",
            said(&error)
        );
        assert!(error.to_string().contains(" at line 1 column "), "{error}");
        assert_eq!(error.response().unwrap().body(), body);
    }
}

#[tokio::test]
async fn a_list_that_holds_something_else_is_not_quoted() {
    for (body, place) in [
        (r#"{"items":"hunter2-47114711471"}"#, "items: invalid type: string, expected an array"),
        (
            r#"{"items":[{"id":1}, "hunter2-47114711471"]}"#,
            "items[0].id: invalid type: integer, expected a string",
        ),
        (
            r#"{"items":["say \", expected hunter2-47114711471"]}"#,
            "items[0]: invalid type: string, expected an object",
        ),
        (
            r#"{"totalCount":"hunter2-47114711471"}"#,
            "totalCount: invalid type: string, expected a 32-bit whole number",
        ),
        (r#"{"totalCount":4711}"#, ""),
        (
            r#"{"totalCount":-47114711471}"#,
            "totalCount: invalid value: integer, expected a 32-bit whole number",
        ),
    ] {
        let read = get(&client(body.to_owned()), "1").send_as::<Customers>().await;
        let Err(error) = read else {
            assert_eq!(place, "", "{body}");
            continue;
        };
        assert!(error.to_string().contains(&format!("{place} at line 1 column ")), "{error}");
        assert!(
            !said(&error).contains("hunter2") && !said(&error).contains("47114711471"),
            "{}",
            said(&error)
        );
    }
}

#[tokio::test]
async fn a_key_of_any_length_does_not_fill_a_log() {
    let body = format!("{{\"{}\": 1}}", "k".repeat(1 << 20));
    let read = get(&client(body), "1").send_as::<std::collections::BTreeMap<String, String>>().await;
    assert!(read.unwrap_err().to_string().len() < 400);
}

#[tokio::test]
async fn headers_of_answers_are_shown_by_their_names() {
    let (client, _) = service(move |_, _| {
        let mut answer = typed(302, "text/plain", "");
        for name in ["Location", "Set-Cookie", "MS-ContinuationToken", "X-Custom-Key"] {
            answer.headers_mut().insert(name, format!("https://x?sig={SECRET}").parse().unwrap());
        }
        answer
    });
    let error = get(&client, "1").send().await.unwrap_err();
    assert!(!said(&error).contains("hunter2"), "{}", said(&error));
    for part in ["location", "ms-continuationtoken", "text/plain", "302"] {
        assert!(said(&error).contains(part), "{}", said(&error));
    }
}

#[tokio::test]
async fn links_are_shown_without_user_and_query() {
    let body =
        r#"{"items":[], "links": {"next": {"uri": "https://me:hunter2@other.host/x?sig=47114711471"}}}"#;
    let client = client(body.to_owned());
    let mut pages = list(&client).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    let said = said(&error);
    assert!(
        said.contains("other.host") && !said.contains("hunter2") && !said.contains("47114711471"),
        "{said}"
    );
}

#[tokio::test]
async fn what_is_sent_is_not_shown() {
    let (client, _) = service(|_, _| typed(200, "application/json", "{}"));
    let client = client.with_header("X-Key", SECRET).with_retry(Retry::none());
    let draft = Draft::new(OPERATION, format!("/{SECRET}"))
        .query("key", &SECRET.to_owned())
        .header("X-Plain", &SECRET.to_owned())
        .part("password", &Secret::from(SECRET))
        .json(&SECRET.to_owned());
    let read: Response<Customer> = get(&client, SECRET).send().response().await.unwrap();
    let said = format!("{client:?} {draft:?} {read:?} {:?}", get(&client, SECRET).send());
    assert!(!said.contains("hunter2"), "{said}");
    assert!(said.contains("x-plain"), "{said}");
}

#[cfg(feature = "jiff")]
#[test]
fn a_date_that_is_none_is_not_quoted() {
    let error = clientgen_runtime::DateTime::from(SECRET).when().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
    assert_eq!(error.text(), SECRET);
}
