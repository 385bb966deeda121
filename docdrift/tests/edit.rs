//! Insertion into YAML: where additions go, and that nothing else changes.

#![expect(clippy::format_push_string, reason = "documents are small, and read best as one text")]

use docdrift::edit::{Insertion, Refusal, Spot, insert};
use docdrift::write::Yaml;
use serde_yaml::Value;

/// Entries and items that tests add.
#[derive(Clone, Copy)]
enum New {
    /// `zone` with a type and values.
    Zone,
    /// `zone: 1`.
    One,
    /// The item `zone`.
    Item,
    /// An item that is a parameter.
    Parameter,
}

impl New {
    fn yaml(self) -> Yaml {
        let text = |key: &str, value: &str| (key.to_owned(), Yaml::Text(value.to_owned()));
        let entry = |value: Yaml| Yaml::Map(vec![("zone".to_owned(), value)]);
        match self {
            New::Zone => {
                let values = vec![Yaml::Text("no".to_owned()), Yaml::Map(vec![text("plain", "a b")])];
                entry(Yaml::Map(vec![text("type", "string"), ("enum".to_owned(), Yaml::List(values))]))
            }
            New::One => entry(Yaml::Word("1".to_owned())),
            New::Item => Yaml::List(vec![Yaml::Text("zone".to_owned())]),
            New::Parameter => Yaml::List(vec![Yaml::Map(vec![text("name", "zone"), text("in", "query")])]),
        }
    }

    /// What another reader of YAML has to make of it.
    fn value(self) -> Value {
        let text = match self {
            New::Zone => "zone: { type: string, enum: ['no', { plain: a b }] }",
            New::One => "zone: 1",
            New::Item => "[zone]",
            New::Parameter => "[{ name: zone, in: query }]",
        };
        serde_yaml::from_str(text).expect("it is YAML")
    }
}

fn put(text: &str, into: &[usize], spot: Spot, new: New) -> Result<String, Refusal> {
    insert(text, &Insertion { into: into.to_vec(), spot, addition: new.yaml() })
}

fn gives(text: &str, into: &[usize], spot: Spot, new: New, expected: &str) {
    let new = put(text, into, spot, new).unwrap_or_else(|error| panic!("{text}\n{error}"));
    assert_eq!(new, expected, "\n{new}\ninstead of\n{expected}");
}

#[test]
fn an_entry_goes_behind_what_belongs_to_the_one_before_and_before_what_stands_over_the_next() {
    let text = "p:\n  # about a\n  a: 1 # one\n    # more of a\n  # about b\n  b: 2\n  # last\n";
    let with = |at: usize| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.insert(at, "  zone: 1");
        lines.join("\n") + "\n"
    };
    gives(text, &[0], Spot::First, New::One, &with(1));
    gives(text, &[0], Spot::After(0), New::One, &with(4));
    gives(text, &[0], Spot::Last, New::One, &with(6));
}

#[test]
fn neighbours_with_blank_lines_between_get_a_neighbour_with_blank_lines_between() {
    let text = "# Types.\n\nA:\n  x: |\n    text\n\n# About B.\nB:\n  y: 1\n";
    gives(
        text,
        &[],
        Spot::After(0),
        New::One,
        "# Types.\n\nA:\n  x: |\n    text\n\nzone: 1\n\n# About B.\nB:\n  y: 1\n",
    );
    gives(
        text,
        &[],
        Spot::Last,
        New::One,
        "# Types.\n\nA:\n  x: |\n    text\n\n# About B.\nB:\n  y: 1\n\nzone: 1\n",
    );
    gives(
        text,
        &[],
        Spot::First,
        New::One,
        "# Types.\n\nzone: 1\n\nA:\n  x: |\n    text\n\n# About B.\nB:\n  y: 1\n",
    );
}

#[test]
fn items_stand_as_far_in_as_their_neighbours() {
    gives("e:\n- a\n# b\n- b", &[0], Spot::After(0), New::Item, "e:\n- a\n- zone\n# b\n- b");
    gives("e:\n- a\n# b\n- b", &[0], Spot::Last, New::Item, "e:\n- a\n# b\n- b\n- zone");
    gives("e:\n    -   a # x\n", &[0], Spot::Last, New::Item, "e:\n    -   a # x\n    - zone\n");
    let text = "e:\r\n  - name: a\r\n    in: path\r\n\r\nf: 1\r\n";
    let expected = "e:\r\n  - name: a\r\n    in: path\r\n  - name: zone\r\n    in: query\r\n\r\nf: 1\r\n";
    gives(text, &[0], Spot::Last, New::Parameter, expected);
}

#[test]
fn brackets_take_what_is_put_between_them() {
    gives("p: {a: 1, b: 2} # all\n", &[0], Spot::After(0), New::One, "p: {a: 1, zone: 1, b: 2} # all\n");
    gives("p: { a: 'x' } # all\n", &[0], Spot::Last, New::One, "p: { a: 'x', zone: 1 } # all\n");
    gives("p: { a: 1 }\n", &[0], Spot::First, New::One, "p: { zone: 1, a: 1 }\n");
    gives("p: {} # none\n", &[0], Spot::Last, New::One, "p: { zone: 1 } # none\n");
    gives("e: []\n", &[0], Spot::Last, New::Item, "e: [zone]\n");
    gives("e: [a, \"b, ]\"]\n", &[0], Spot::Last, New::Item, "e: [a, \"b, ]\", zone]\n");
    let all = "p: { a: 1, zone: { type: string, enum: [\"no\", { plain: a b }] } }\n";
    gives("p: { a: 1 }\n", &[0], Spot::Last, New::Zone, all);
}

#[test]
fn what_stands_beside_brackets_gets_brackets_if_it_fits_in_a_line() {
    let text = "p:\n  a: { type: string }\n  b: [1]\n";
    let all = "  zone: { type: string, enum: [\"no\", { plain: a b }] }\n";
    gives(text, &[0], Spot::First, New::Zone, &text.replace("  a", &format!("{all}  a")));
    gives(text, &[0], Spot::After(0), New::Zone, &text.replace("  b", &format!("{all}  b")));
    let lines = "  zone:\n    type: string\n    enum:\n      - \"no\"\n      - plain: a b\n";
    gives(text, &[0], Spot::Last, New::Zone, &format!("{text}{lines}"));
    gives(
        "e:\n- { a: 1 }\n",
        &[0],
        Spot::Last,
        New::Parameter,
        "e:\n- { a: 1 }\n- { name: zone, in: query }\n",
    );
}

#[test]
fn brackets_over_several_lines_get_one_more() {
    let text = "p: {\n  a: 1, # one\n  b: 2 # two\n}\n";
    gives(text, &[0], Spot::After(0), New::One, "p: {\n  a: 1, # one\n  zone: 1,\n  b: 2 # two\n}\n");
    gives(text, &[0], Spot::Last, New::One, "p: {\n  a: 1, # one\n  b: 2, # two\n  zone: 1\n}\n");
    gives(text, &[0], Spot::First, New::One, "p: {\n  zone: 1,\n  a: 1, # one\n  b: 2 # two\n}\n");
    gives("e: [\n  a,\n  b,\n]\n", &[0], Spot::Last, New::Item, "e: [\n  a,\n  b,\n  zone,\n]\n");
}

#[test]
fn json_stays_json() {
    let text = "{\n  \"p\": {\n    \"a\": 1\n  },\n  \"e\": [\"x\"]\n}\n";
    let entry = "\"zone\": { \"type\": \"string\", \"enum\": [\"no\", { \"plain\": \"a b\" }] }";
    gives(text, &[0], Spot::Last, New::Zone, &text.replace("\"a\": 1", &format!("\"a\": 1,\n    {entry}")));
    gives(text, &[1], Spot::Last, New::Item, &text.replace("[\"x\"]", "[\"x\", \"zone\"]"));
}

#[test]
fn a_key_without_a_value_gets_one() {
    gives("p: # none yet\nq: 1\n", &[0], Spot::Last, New::One, "p: # none yet\n  zone: 1\nq: 1\n");
    gives("p:", &[0], Spot::Last, New::Item, "p:\n  - zone");
}

#[test]
fn what_cannot_be_edited_safely_is_refused() {
    let refused =
        |text: &str, into: &[usize], new: New| put(text, into, Spot::Last, new).expect_err(text).to_string();
    assert_eq!(
        refused("a: 1\n---\nb: 1\n", &[], New::One),
        "line 1: there are 2 documents; put each into a file of its own"
    );
    assert_eq!(
        refused("a: &x\n  b: 1\nc: *x\n", &[0], New::One),
        "line 3: aliases are not supported; write the value out"
    );
    assert_eq!(refused("zone: 1\n", &[], New::One), "line 1: there is a `zone` already");
    assert_eq!(
        refused("a: 1\nb: [x]\n", &[1], New::One),
        "line 2: what stands here cannot take the addition"
    );
    assert_eq!(refused("a: 1\n", &[0], New::One), "line 1: what stands here cannot take the addition");
    // The empty lines belong to the text, and there is no line behind them.
    assert_eq!(
        refused("a:\n  b: |+\n    text\n\n\nc: 1\n", &[0], New::One),
        "line 2: an addition here would change more than it adds; write it by hand"
    );
    // An anchor that nothing refers to does no harm.
    gives("a: &x\n  b: 1\n", &[0], Spot::Last, New::One, "a: &x\n  b: 1\n  zone: 1\n");
}

/// Numbers that look random, and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(of.len() as u64)).expect("a small number");
        of[at]
    }
}

/// Writes documents in all kinds of ways.
struct Author {
    random: Random,
    text: String,
    comments: usize,
    step: usize,
}

impl Author {
    fn document(seed: u64) -> String {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let step = if random.below(4) == 0 { 4 } else { 2 };
        let mut author = Author { random, text: String::new(), comments: 0, step };
        author.map(0, 3);
        let mut text = author.text;
        if seed.is_multiple_of(3) {
            text.truncate(text.trim_end().len());
        }
        if seed % 4 == 1 { text.replace('\n', "\r\n") } else { text }
    }

    /// Blank lines and comments that stand over an entry or item.
    fn over(&mut self, column: usize) {
        if self.random.below(5) == 0 {
            self.text.push('\n');
        }
        for _ in 0..self.random.below(5).saturating_sub(2) {
            self.comments += 1;
            self.text += &format!("{}# over {}\n", " ".repeat(column), self.comments);
        }
    }

    fn end_line(&mut self) {
        let comment = self.random.one(&["", "", "", " # it's [odd", "  "]);
        self.text += comment;
        self.text.push('\n');
    }

    fn map(&mut self, column: usize, depth: usize) {
        for at in 0..=self.random.below(3) {
            self.over(column);
            let key = self.random.one(&["k", "a b", "x-é", "$ref"]);
            self.text += &format!("{}{key}{at}:", " ".repeat(column));
            self.value(column, depth, true);
        }
    }

    fn list(&mut self, column: usize, depth: usize) {
        for _ in 0..=self.random.below(3) {
            self.over(column);
            self.text += &format!("{}-", " ".repeat(column));
            self.value(column, depth, false);
        }
    }

    fn value(&mut self, column: usize, depth: usize, in_map: bool) {
        let space = " ".repeat(column + self.step);
        match self.random.below(if depth == 0 { 6 } else { 10 }) {
            0 => self.text += &format!(" |\n{space}# no comment\n{space}text: é\n"),
            1 => self.text += &format!(" >-\n{space}folded\n\n{space}text\n"),
            2 if in_map => self.end_line(),
            3 | 4 => {
                self.text.push(' ');
                self.flow(2);
                self.end_line();
            }
            6 | 7 => {
                self.end_line();
                self.map(column + self.step, depth - 1);
            }
            8 | 9 => {
                self.end_line();
                let inset = if in_map { self.random.below(2) == 0 } else { true };
                self.list(if inset { column + self.step } else { column }, depth - 1);
            }
            _ => {
                self.text += " ";
                self.text += self.random.one(&["plain", "'it''s # x'", "\"a \\\" } # é\"", "12", "a-b"]);
                self.end_line();
            }
        }
    }

    fn flow(&mut self, depth: usize) {
        let count = self.random.below(4);
        let map = self.random.below(2) == 0;
        let space = self.random.one(&["", " "]).to_owned();
        self.text += if map { "{" } else { "[" };
        self.text += &space;
        for at in 0..count {
            self.text += if at > 0 { ", " } else { "" };
            if map {
                self.text += &format!("f{at}: ");
            }
            if depth > 0 && self.random.below(4) == 0 {
                self.flow(depth - 1);
            } else {
                self.text += self.random.one(&["x", "'y, }'", "\"z ]\"", "7", "é"]);
            }
        }
        self.text += &space;
        self.text += if map { "}" } else { "]" };
    }
}

/// All maps and lists of a value, by the way to them.
fn collections(value: &Value, way: &mut Vec<usize>, found: &mut Vec<(Vec<usize>, usize, bool)>) {
    let children: Vec<&Value> = match value {
        Value::Mapping(map) => map.values().collect(),
        Value::Sequence(items) => items.iter().collect(),
        _ => return,
    };
    found.push((way.clone(), children.len(), value.is_mapping()));
    for (at, child) in children.into_iter().enumerate() {
        way.push(at);
        collections(child, way, found);
        way.pop();
    }
}

/// A value with the addition, worked out by another reader of YAML.
fn with(value: &mut Value, way: &[usize], at: usize, addition: &Value) {
    if let Some((first, rest)) = way.split_first() {
        let child = match value {
            Value::Mapping(map) => map.values_mut().nth(*first),
            Value::Sequence(items) => items.get_mut(*first),
            _ => None,
        };
        return with(child.expect("the way leads there"), rest, at, addition);
    }
    match (value, addition) {
        (Value::Sequence(items), Value::Sequence(new)) => items.insert(at, new[0].clone()),
        (Value::Mapping(map), Value::Mapping(new)) => {
            let mut entries: Vec<_> = std::mem::take(map).into_iter().collect();
            entries.splice(at..at, new.clone());
            map.extend(entries);
        }
        _ => panic!("a map into a list"),
    }
}

/// Whether a text is another with one or two pieces put in, of which the first of two is a comma.
fn only_adds(old: &str, new: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let front = old.bytes().zip(new.bytes()).take_while(same).count();
    let back = old.bytes().rev().zip(new.bytes().rev()).take_while(same).count().min(old.len() - front);
    let (old, new) = (&old.as_bytes()[front..old.len() - back], &new.as_bytes()[front..new.len() - back]);
    old.is_empty() || (new.starts_with(b",") && new[1..].starts_with(old))
}

/// What stands below each comment that stands over something.
fn commented<'t>(text: &'t str) -> Vec<(&'t str, &'t str)> {
    let lines: Vec<&str> = text.lines().collect();
    let is = |line: &str| line.trim_start().starts_with("# over");
    // What follows a bracket may change.
    let head = |line: &'_ &'t str| line.split(['{', '[']).next().unwrap_or_default();
    let below = |at: usize| lines[at..].iter().find(|line| !is(line)).map_or("", head);
    (0..lines.len()).filter(|&at| is(lines[at])).map(|at| (lines[at], below(at))).collect()
}

#[test]
fn any_insertion_keeps_every_other_byte_and_the_comments_where_they_belong() {
    let (mut insertions, mut refused) = (0, 0);
    for seed in 0..120 {
        let text = Author::document(seed);
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut found = Vec::new();
        collections(&value, &mut Vec::new(), &mut found);
        for (way, count, map) in found {
            for addition in if map { [New::Zone, New::One] } else { [New::Item, New::Parameter] } {
                for at in 0..=count {
                    let spot = if at == 0 { Spot::First } else { Spot::After(at - 1) };
                    let new = match put(&text, &way, spot, addition) {
                        Ok(new) => new,
                        // Whether such a text ends with a line break is not for an addition to settle.
                        Err(error) if error.to_string().ends_with("give it one first") => {
                            assert!(!text.ends_with('\n'), "{text}");
                            refused += 1;
                            continue;
                        }
                        Err(error) => panic!("{way:?} {spot:?}: {error}\n{text}"),
                    };
                    insertions += 1;
                    let mut expected = value.clone();
                    with(&mut expected, &way, at, &addition.value());
                    let read: Value =
                        serde_yaml::from_str(&new).unwrap_or_else(|error| panic!("{error}\n{new}"));
                    assert_eq!(read, expected, "{new}");
                    assert!(only_adds(&text, &new), "{text}\nbecame\n{new}");
                    assert_eq!(commented(&text), commented(&new), "{text}\nbecame\n{new}");
                    assert_eq!(text.contains("\r\n"), new.contains("\r\n"));
                    assert_eq!(text.ends_with('\n'), new.ends_with('\n'));
                }
            }
        }
    }
    println!("{insertions} insertions, {refused} refused for a text at the end without a line break");
    assert!(insertions > 3000 && refused < insertions / 50, "{insertions} insertions, {refused} refused");
}
