//! What is written as YAML is read back as what it was, by two readers that decide on types differently.

use docdrift::page::{Definition, Parameter, Property, Said, Type};
use docdrift::write::{About, Map, Yaml, definition, entries, entry, item, map, parameter, text};
use saphyr_parser::{Event, Parser};

const NASTY: &[&str] = &[
    "",
    " ",
    "yes",
    "No",
    "ON",
    "y",
    "null",
    "Null",
    "~",
    "true",
    "FALSE",
    "1",
    "1.0",
    "-1",
    "+1",
    "0x1f",
    "0o7",
    "1e3",
    ".5",
    ".inf",
    "-.INF",
    ".nan",
    "1_000",
    "12:30:45",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "14 Harbour Lane",
    "+353915550142",
    ": ",
    ":",
    "a:",
    "a: b",
    "a:b",
    "a :b",
    "#",
    " #",
    "a #b",
    "a#b",
    "- ",
    "-",
    "- a",
    "-a",
    "--",
    "---",
    "...",
    "?",
    "? a",
    "?a",
    "*a",
    "&a",
    "!a",
    "!!str a",
    "|",
    ">",
    "%a",
    "@a",
    "`a` b",
    "'",
    "\"",
    "it's",
    "\"a\"",
    "'a'",
    "\\",
    "\\n",
    "a\\b",
    "[a]",
    "{a}",
    "a, b",
    "a[b], {c}",
    "[",
    "]",
    "{",
    "}",
    ",",
    "<<",
    "=",
    " leading",
    "  two",
    "trailing ",
    "trailing:",
    "two  spaces",
    "\t",
    "\ta",
    "a\tb",
    "a\t",
    "\n",
    "a\n",
    "\na",
    "a\nb",
    "a\n\nb",
    "a\n b",
    "a\nb\n",
    " a\nb",
    "a \nb",
    "- a\n- b",
    "a: b\nc: d",
    "# a\nb",
    "a\r\nb",
    "a\rb",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "a\u{2029}b",
    "\u{feff}",
    "\u{feff}a",
    "\u{fffe}",
    "😀",
    "a 😀: b",
    "日本語",
    "é",
    "\u{301}",
    "#/components/schemas/A",
    "../common/schemas.yaml#/Link",
    "/v1/{id}?a=b&c=d",
    "https://a.example/b?c#d",
    "System.Collections.Generic.KeyValuePair[System.String,System.String]",
    "Authorization: Bearer {token}",
];

fn long() -> Vec<String> {
    let words = "a text that goes on: and on, # past the end of every line, and then - as if that were nothing - further";
    let more = format!("{words} {words} {words}");
    vec![
        more.clone(),
        format!("{more}  with two spaces"),
        format!("{more} "),
        format!(" {more}"),
        format!("`{more}"),
        format!("{more}\n\n{more}"),
        format!("{more}\t{more}"),
        "x".repeat(300),
        format!("{} {}", "x".repeat(300), "y".repeat(300)),
        format!("- {more}"),
    ]
}

fn texts() -> Vec<String> {
    NASTY.iter().map(|text| (*text).to_owned()).chain(long()).collect()
}

/// The scalars of a document, as the parser that reads descriptions has them.
fn scalars(yaml: &str) -> Vec<String> {
    let events =
        Parser::new_from_str(yaml).map(|event| event.unwrap_or_else(|error| panic!("{error} in\n{yaml}")).0);
    let scalar = |event| match event {
        Event::Scalar(text, ..) => Some(text.into_owned()),
        _ => None,
    };
    events.filter_map(scalar).collect()
}

fn value(yaml: &str) -> serde_yaml::Value {
    serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error} in\n{yaml}"))
}

#[test]
fn every_text_is_read_back_as_a_value_and_as_an_item() {
    for one in texts() {
        for indent in [0, 6] {
            // Two entries, so that the end of a text is seen too.
            let inner = vec![
                text("value", &one),
                (
                    "list".to_owned(),
                    Yaml::List(vec![Yaml::Text(one.clone()), Yaml::Map(vec![text("deep", &one)])]),
                ),
                ("flow".to_owned(), Yaml::Flow(vec![one.clone(), one.clone()])),
                text("end", "end"),
            ];
            let yaml = entries(&inner, indent).join("\n") + "\n";
            let read = value(&yaml);
            let expected = serde_yaml::Value::from(one.clone());
            assert_eq!(read["value"], expected, "{one:?} in\n{yaml}");
            assert_eq!(read["list"][0], expected, "{one:?} in\n{yaml}");
            assert_eq!(read["list"][1]["deep"], expected, "{one:?} in\n{yaml}");
            assert_eq!(read["flow"][1], expected, "{one:?} in\n{yaml}");
            let (one, end) = (one.as_str(), "end");
            let expected = ["value", one, "list", one, "deep", one, "flow", one, one, end, end];
            assert_eq!(scalars(&yaml), expected, "in\n{yaml}");
        }
    }
}

#[test]
fn every_text_is_read_back_as_a_key() {
    for one in NASTY {
        let yaml = entry(one, &Yaml::Text("value".to_owned()), 2).join("\n") + "\n";
        assert_eq!(value(&yaml)[*one], serde_yaml::Value::from("value"), "{one:?} in\n{yaml}");
        assert_eq!(scalars(&yaml), [*one, "value"], "in\n{yaml}");
    }
}

#[test]
fn no_line_that_can_be_folded_is_longer_than_the_width() {
    let folded = entry("description", &Yaml::Text(long().remove(0)), 8);
    assert_eq!(folded[0], "        description: >-");
    assert!(folded.len() > 3 && folded.iter().all(|line| line.len() <= 120), "{folded:#?}");
}

#[test]
fn items_begin_beside_their_dashes() {
    let one: Map = vec![text("name", "size"), map("schema", vec![text("type", "integer")])];
    assert_eq!(item(&Yaml::Map(one), 2), ["  - name: size", "    schema:", "      type: integer"]);
    let lists = Yaml::List(vec![Yaml::List(vec![Yaml::Text("a".into()), Yaml::Text("b".into())])]);
    assert_eq!(entry("lists", &lists, 0), ["lists:", "  - - a", "    - b"]);
    assert_eq!(entry("none", &Yaml::List(Vec::new()), 0), ["none: []"]);
    assert_eq!(entry("none", &Yaml::Map(Map::new()), 0), ["none: {}"]);
}

fn refs(name: &str) -> Option<String> {
    (name == "Library.Book").then(|| "#/Book".to_owned())
}

#[test]
fn a_definition_stands_in_the_style_of_the_description() {
    let property = |name: &str, kind: Type, required| Property {
        name: name.into(),
        kind,
        required,
        ..Property::default()
    };
    let values = ["new", "no"].map(|text| Said { line: 1, text: text.into() }).to_vec();
    let shelf = Definition {
        name: Some("Library.Shelf".into()),
        properties: vec![
            property("id", Type::Base("string".into()), Some(true)),
            Property { format: Some("int64".into()), ..property("size", Type::Base("integer".into()), None) },
            property("books", Type::List(Box::new(Type::Named("Library.Book".into()))), Some(false)),
            property("owner", Type::Named("Library.Owner".into()), None),
            property("state", Type::Values(values), None),
            property("rest", Type::Prose("as the case may be".into()), None),
        ],
        ..Definition::default()
    };
    let about = About { page: "Get shelf", url: Some("https://docs.library.example/get-shelf") };
    let lines = entry("Shelf", &Yaml::Map(definition(&shelf, about, &refs)), 0).join("\n");
    assert_eq!(
        lines,
        "\
Shelf:
  title: Library.Shelf
  externalDocs:
    description: Get shelf
    url: https://docs.library.example/get-shelf
  type: object
  required: [id]
  properties:
    id:
      type: string
    size:
      type: integer
      format: int64
    books:
      type: array
      items:
        $ref: '#/Book'
    owner:
      x-deviation:
        - page: Gives it the type `Library.Owner`, and does not describe that.
          takes: Anything, until it is known what is sent.
    state:
      type: string
      enum:
        - new
        - \"no\"
    rest: {}"
    );
}

#[test]
fn a_parameter_of_a_type_that_is_not_described_is_a_text() {
    let filter =
        Parameter { name: "filter".into(), kind: Type::Named("filter".into()), ..Parameter::default() };
    assert_eq!(
        item(&Yaml::Map(parameter(&filter, &refs)), 0).join("\n"),
        "\
- name: filter
  in: query
  required: false
  schema:
    type: string
  x-deviation:
    - page: Gives it the type `filter`, and does not describe that.
      takes: A text, until it is known what it is made of."
    );
}
