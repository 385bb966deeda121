//! Bodies in parts.

use clientgen_runtime::{Error, File, Request};
use tests::multipart::Client;
use tests::multipart::models::{About, Filter};

use crate::service::{always, header};

fn client() -> Client {
    always(Client::builder(), "null").0
}

/// The media type without its boundary, and the parts between the boundaries.
fn parts(request: &Request) -> (String, Vec<String>) {
    let (media, boundary) = header(request, "Content-Type").unwrap().rsplit_once("; boundary=").unwrap();
    let text = String::from_utf8(request.body().to_vec()).unwrap();
    let text = text.strip_suffix(&format!("--{boundary}--\r\n")).unwrap();
    let line = format!("--{boundary}\r\n");
    let parts = text.split(&line).skip(1);
    (media.to_owned(), parts.map(|part| part.strip_suffix("\r\n").unwrap().to_owned()).collect())
}

#[test]
fn each_part_has_the_headers_that_callers_say() {
    let cover = File::new("PNG").named("c.png");
    let pictures = [File::new("1").with_header("X-Own", "a"), File::new("2").of_type("image/gif")];
    let albums = client().albums();
    let request = albums
        .create(cover, 7, About::new("T & U").year(1999))
        .cover_x_labels(["a".to_owned(), "b".to_owned()])
        .pictures(pictures)
        .pictures_x_rank(2);
    let (media, parts) = parts(&request.to_request().unwrap());
    assert_eq!(media, "multipart/form-data");
    let picture = "Content-Disposition: form-data; name=\"pictures\"; filename=\"file\"";
    let expected = [
        "Content-Disposition: form-data; name=\"cover\"; filename=\"c.png\"\r\nContent-Type: image/png\r\n\
         X-Rank: 7\r\nX-Labels: a,b\r\n\r\nPNG"
            .to_owned(),
        format!("{picture}\r\nContent-Type: application/octet-stream\r\nX-Own: a\r\nX-Rank: 2\r\n\r\n1"),
        format!("{picture}\r\nContent-Type: image/gif\r\nX-Rank: 2\r\n\r\n2"),
        "Content-Disposition: form-data; name=\"about\"\r\nContent-Type: application/xml\r\nX-Schema: about-1\r\n\r\n\
         <?xml version=\"1.0\" encoding=\"UTF-8\"?><About year=\"1999\"><title>T &amp; U</title></About>"
            .to_owned(),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn a_part_can_be_a_form() {
    let filter =
        Filter::default().words(["a b".to_owned(), "c".to_owned()]).years([1, 2]).about(About::new("T"));
    let others = [Filter::default().note("&"), Filter::default().words(["a".to_owned(), "b".to_owned()])];
    let request = client().reports().ask(filter).filter_x_rank(1).others(others);
    let (_, parts) = parts(&request.to_request().unwrap());
    let head = |name: &str, more: &str| {
        let media = "application/x-www-form-urlencoded";
        format!("Content-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {media}\r\n{more}\r\n")
    };
    let filter = "words=a%20b%7Cc&years=%5B1%2C2%5D&about%5Btitle%5D=T";
    let expected = [
        head("filter", "X-Rank: 1\r\n") + filter,
        head("others", "") + "note=%26",
        head("others", "") + "words=a&words=b",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn no_header_of_a_part_breaks_the_line() {
    let albums = client().albums();
    let broken = albums.create(File::new("").with_header("X-Own", "a\r\nb"), 1, About::new("T"));
    assert!(matches!(broken.to_request(), Err(Error::Request(_))));
    let broken = albums.create(&b""[..], 1, About::new("T")).cover_x_labels(["a\r\nX-Other: b".to_owned()]);
    assert!(matches!(broken.to_request(), Err(Error::Request(_))));
}

#[test]
fn without_a_part_there_is_no_body() {
    let notes = client().notes();
    let request = notes.send().to_request().unwrap();
    assert_eq!((header(&request, "Content-Type"), request.body().len()), (None, 0));
    let (_, parts) = parts(&notes.send().note("a").to_request().unwrap());
    assert_eq!(parts, ["Content-Disposition: form-data; name=\"note\"\r\n\r\na"]);
}

#[test]
fn a_body_goes_out_as_the_kind_that_it_is() {
    let request = client().albums().create_related(About::new("T"), &b"PNG"[..]).to_request().unwrap();
    let (media, parts) = parts(&request);
    assert_eq!(media, "multipart/related; type=\"application/json\"");
    let expected = [
        "Content-Disposition: form-data; name=\"about\"\r\nContent-Type: application/json\r\n\r\n{\"title\":\"T\"}",
        "Content-Disposition: form-data; name=\"media\"; filename=\"file\"\r\n\
         Content-Type: application/octet-stream\r\n\r\nPNG",
    ];
    assert_eq!(parts, expected);
}

#[test]
fn parts_can_be_told_by_their_place() {
    let mixed = client().mixed();
    let request = mixed.send(About::new("T")).preview(&b"PNG"[..]).preview_content_id("<p>");
    let request = request.parts([File::new("1"), File::new("2").named("two.txt")]);
    let (media, sent) = parts(&request.to_request().unwrap());
    assert_eq!(media, "multipart/mixed");
    let expected = [
        "Content-Type: application/json\r\n\r\n{\"title\":\"T\"}",
        "Content-Type: image/png\r\nContent-ID: <p>\r\n\r\nPNG",
        "Content-Type: application/octet-stream\r\n\r\n1",
        "Content-Disposition: attachment; filename=\"two.txt\"\r\nContent-Type: application/octet-stream\r\n\r\n2",
    ];
    assert_eq!(sent, expected);
    let batch = client().batch().send([About::new("A"), About::new("B")]).parts_content_language("de");
    let part = |text: &str| {
        format!("Content-Type: application/json\r\nContent-Language: de\r\n\r\n{{\"title\":\"{text}\"}}")
    };
    assert_eq!(parts(&batch.to_request().unwrap()).1, [part("A"), part("B")]);
}

#[test]
fn alternatives_of_a_form_have_all_their_parts() {
    let request = client().either().send("url").url("https://example.com").to_request().unwrap();
    let (_, sent) = parts(&request);
    assert_eq!(sent[0], "Content-Disposition: form-data; name=\"kind\"\r\n\r\nurl");
    assert_eq!(sent[1], "Content-Disposition: form-data; name=\"url\"\r\n\r\nhttps://example.com");
    assert_eq!(sent.len(), 2);
}
