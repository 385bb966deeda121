//! The styles of OpenAPI parameters.

use clientgen_runtime::{Draft, Error, Json, Method, Operation, Style, segment_with};
use serde_json::json;

const OPERATION: &Operation = &Operation { id: "Test", method: Method::GET, path: "/", headers: &[] };

fn query(value: &Json, style: Style) -> String {
    let request = Draft::new(OPERATION, "/").query_with("color", value, style).finish().unwrap();
    request.uri().query().unwrap_or("-").to_owned()
}

fn header(value: &Json, style: Style) -> String {
    let request = Draft::new(OPERATION, "/").header_with("color", value, style).finish().unwrap();
    request.headers().get("color").map_or("-", |value| value.to_str().unwrap()).to_owned()
}

// The table of OpenAPI 3.1, §4.8.12.4. Keys are in the order of their names.
#[test]
fn queries() {
    let (text, array, object) =
        (json!("blue"), json!(["blue", "black", "brown"]), json!({ "B": 150, "G": 200 }));
    let packed = Style::FORM.explode(false);
    for (style, expected) in [
        (Style::FORM, ["color=blue", "color=blue&color=black&color=brown", "B=150&G=200"]),
        (packed, ["color=blue", "color=blue,black,brown", "color=B,150,G,200"]),
        (Style::SPACE_DELIMITED, ["color=blue", "color=blue%20black%20brown", "color=B%20150%20G%20200"]),
        (Style::PIPE_DELIMITED, ["color=blue", "color=blue%7Cblack%7Cbrown", "color=B%7C150%7CG%7C200"]),
        (
            Style::DEEP_OBJECT,
            [
                "color=blue",
                "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
                "color%5BB%5D=150&color%5BG%5D=200",
            ],
        ),
    ] {
        assert_eq!([&text, &array, &object].map(|value| query(value, style)), expected, "{style:?}");
        assert_eq!(query(&json!(""), style), "color=", "{style:?}");
        for nothing in [json!([]), json!({}), json!(null), json!([null]), json!({ "a": null })] {
            assert_eq!(query(&nothing, style), "-", "{style:?} {nothing}");
        }
    }
}

#[test]
fn paths() {
    let (text, array, object) = (json!("blue"), json!(["blue", "black"]), json!({ "B": 150, "G": 200 }));
    for (style, expected) in [
        (Style::SIMPLE, ["blue", "blue,black", "B,150,G,200"]),
        (Style::SIMPLE.explode(true), ["blue", "blue,black", "B=150,G=200"]),
        (Style::LABEL, [".blue", ".blue,black", ".B,150,G,200"]),
        (Style::LABEL.explode(true), [".blue", ".blue.black", ".B=150.G=200"]),
        (Style::MATRIX, [";color=blue", ";color=blue,black", ";color=B,150,G,200"]),
        (Style::MATRIX.explode(true), [";color=blue", ";color=blue;color=black", ";B=150;G=200"]),
    ] {
        let write = |value: &Json| segment_with("color", value, style).unwrap();
        assert_eq!([&text, &array, &object].map(write), expected, "{style:?}");
    }
    assert_eq!(segment_with("color", &json!(""), Style::MATRIX).unwrap(), ";color");
    for (value, style) in [
        (json!(""), Style::SIMPLE),
        (json!([]), Style::SIMPLE),
        (json!(null), Style::SIMPLE),
        (json!(["."]), Style::SIMPLE),
        (json!(""), Style::LABEL),
        (json!("."), Style::LABEL),
    ] {
        let refused = segment_with("color", &value, style);
        assert!(matches!(refused, Err(Error::Request(_))), "{value} {style:?}");
    }
}

#[test]
fn headers() {
    let (array, object) = (json!(["a b", "c"]), json!({ "B": 150, "G": true }));
    assert_eq!([&array, &object].map(|value| header(value, Style::SIMPLE)), ["a b,c", "B,150,G,true"]);
    let exploded = Style::SIMPLE.explode(true);
    assert_eq!([&array, &object].map(|value| header(value, exploded)), ["a b,c", "B=150,G=true"]);
    assert_eq!(header(&json!([]), exploded), "-");
}

#[test]
fn encodes_all_but_unreserved_characters_unless_told_otherwise() {
    let value = json!("a:/?#[]@!$&'()*+,;= %é");
    assert_eq!(
        query(&value, Style::FORM),
        "color=a%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%20%25%C3%A9"
    );
    assert_eq!(query(&value, Style::FORM.allow_reserved(true)), "color=a:/?%23[]@!$%26'()*+,;=%20%25%C3%A9");
    let segments = segment_with("a", &value, Style::SIMPLE.allow_reserved(true)).unwrap();
    assert_eq!(segments, "a:/%3F%23%5B%5D@!$&'()*+,;=%20%25%C3%A9");
    // Never a step up, nor nothing at all.
    for elsewhere in ["../a", "a/..", "a/./b", ""] {
        assert!(segment_with("a", &json!(elsewhere), Style::SIMPLE.allow_reserved(true)).is_err());
    }
    // A delimiter in an item is not one between items.
    assert_eq!(query(&json!(["a,b", "c"]), Style::FORM.explode(false)), "color=a%2Cb,c");
}

#[test]
fn writes_names_as_servers_expect_them() {
    let request = Draft::new(OPERATION, "/").query("$filter", &"a eq 1".to_owned()).query("a b", &1).finish();
    assert_eq!(request.unwrap().uri().query(), Some("$filter=a%20eq%201&a%20b=1"));
}

#[test]
fn writes_as_json_what_a_style_does_not_define() {
    assert_eq!(query(&json!([{ "a": 1 }, [2]]), Style::FORM), "color=%7B%22a%22%3A1%7D&color=%5B2%5D");
}

#[test]
fn writes_what_is_deep_as_servers_read_it() {
    let nested = json!({ "a": { "b": { "c": 1 } }, "d": [2, 3], "e": null, "f": [{ "g": 4 }, { "g": 5 }] });
    let text =
        query(&nested, Style::DEEP_OBJECT).replace("color", "").replace("%5B", "[").replace("%5D", "]");
    assert_eq!(text, "[a][b][c]=1&[d][]=2&[d][]=3&[f][0][g]=4&[f][1][g]=5");
}

#[test]
fn refuses_numbers_that_are_none() {
    for value in [f64::NAN, f64::INFINITY] {
        let error = Draft::new(OPERATION, "/").query("a", &value).finish().unwrap_err();
        assert!(error.to_string().ends_with("`a` is not a finite number"), "{error}");
    }
    let fine = Draft::new(OPERATION, "/").query("a", &0.1).query("b", &true).query("c", &-7i64).finish();
    assert_eq!(fine.unwrap().uri().query(), Some("a=0.1&b=true&c=-7"));
}
