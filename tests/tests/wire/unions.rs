//! Which alternative a value is read as: random values of each, with more than was foreseen.

use clientgen_runtime::{Json, Value, decode, encode};
use serde_json::{Map, json};
use tests::heirs_by_name::models::{Animal, AnimalBase, Insect};
use tests::inferred::models::{Both, Either, Measure, MeasureText, Step, Version};

/// Numbers that look random, and are the same in each run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((bits ^ (bits >> 31)) % u64::from(limit)).unwrap_or_default()
    }

    fn text(&mut self) -> Json {
        let letters: String =
            (0..self.below(6)).filter_map(|_| char::from_digit(10 + self.below(26), 36)).collect();
        json!(letters)
    }

    fn whole(&mut self) -> Json {
        json!(i64::from(self.below(1000)) - 500)
    }

    /// An object with some of these properties, all that end in `!`, and perhaps one that nobody knows.
    fn object(&mut self, properties: &[(&str, &str)]) -> Json {
        let mut entries: Vec<(String, Json)> = Vec::new();
        for (name, kind) in properties {
            let required = name.strip_suffix('!');
            if required.is_some() || self.below(2) == 0 {
                let value = match *kind {
                    "text" => self.text(),
                    "whole" => self.whole(),
                    "number" => json!(f64::from(self.below(1000)) + 0.25),
                    "flag" => json!(self.below(2) == 0),
                    constant => json!(constant),
                };
                entries.push((required.unwrap_or(name).to_owned(), value));
            }
        }
        if self.below(3) == 0 {
            entries.push(("zz-unknown".to_owned(), json!({ "a": [1, null] })));
        }
        Json::Object(entries.into_iter().collect::<Map<String, Json>>())
    }
}

/// The name of the variant that a value is read as; what is written again is the same.
fn variant<T: Value + std::fmt::Debug>(value: &Json) -> String {
    let read: T = decode(value.to_string().as_bytes()).unwrap_or_else(|error| panic!("{value}: {error}"));
    let written: Json = serde_json::from_slice(&encode(read.view())).unwrap();
    assert_eq!(&written, value);
    let shown = format!("{read:?}");
    shown.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

#[test]
fn values_are_read_as_what_they_are() {
    let mut random = Random(1);
    for _ in 0..500 {
        let step = random.object(&[("type!", "text!"), ("value!", "text")]);
        let mut text = step.clone();
        text["type"] = json!("text");
        assert_eq!(variant::<Step>(&text), "Text");
        let call = random.object(&[("type!", "tool_call"), ("value", "text")]);
        assert_eq!(variant::<Step>(&call), "Call");
        let pause = random.object(&[("type!", "pause"), ("seconds", "whole")]);
        assert_eq!(variant::<Step>(&pause), "Pause");
        let other = random.object(&[("type!", "other"), ("value!", "text"), ("seconds", "whole")]);
        assert_eq!(variant::<Step>(&other), "Unrecognized");
        for (first, second, name) in [
            ("grams!", "fire!", "SmallHot"),
            ("grams!", "ice!", "SmallCold"),
            ("tons!", "fire!", "LargeHot"),
            ("tons!", "ice!", "LargeCold"),
        ] {
            let both = random.object(&[(first, "whole"), (second, "flag")]);
            assert_eq!(variant::<Both>(&both), name, "{both}");
            let one = random.object(&[(first, "whole")]);
            assert_eq!(variant::<Both>(&one), "Unrecognized", "{one}");
            assert_eq!(variant::<Either>(&one), if first == "grams!" { "Small" } else { "Large" });
        }
        let version = random.below(2) + 1;
        let mut versioned = random.object(&[("name", "text")]);
        versioned["version"] = json!(version);
        assert_eq!(variant::<Version>(&versioned), if version == 1 { "Object" } else { "Object2" });
    }
}

#[test]
fn values_of_every_kind_are_read_as_what_they_are() {
    let mut random = Random(2);
    for _ in 0..500 {
        let small = random.object(&[("grams!", "whole")]);
        assert_eq!(variant::<Measure>(&small), "Small");
        let priced = random.object(&[("grams!", "whole"), ("price!", "number"), ("currency", "text")]);
        assert_eq!(variant::<Measure>(&priced), "Priced");
        let count = random.below(4) + 1;
        let numbers: Vec<Json> = (0..count).map(|_| random.whole()).collect();
        assert_eq!(variant::<Measure>(&json!(numbers)), "IntegerList");
        let texts: Vec<Json> = (0..count).map(|_| random.text()).collect();
        assert_eq!(variant::<Measure>(&json!(texts)), "TextList");
        assert_eq!(variant::<Measure>(&json!(random.below(2) + 1)), "Integer");
        assert_eq!(variant::<Measure>(&json!(f64::from(random.below(99)) + 0.5)), "Number");
        assert_eq!(variant::<Measure>(&json!(random.below(2) == 0)), "Boolean");
        assert_eq!(variant::<Measure>(&json!({ "zz": random.whole() })), "Unrecognized");
        assert_eq!(variant::<Measure>(&json!([random.text(), random.whole()])), "Unrecognized");
    }
    assert!(matches!(decode(br#""all""#), Ok(Measure::Text(MeasureText::All))));
    assert!(matches!(decode(b"null"), Ok(Measure::Unrecognized(Json::Null))));
}

#[test]
fn those_that_extend_a_schema_are_told_apart_by_name() {
    assert_eq!(variant::<Animal>(&json!({ "kind": "Bird", "wings": 2 })), "Bird");
    assert_eq!(variant::<Animal>(&json!({ "kind": "Eagle", "wings": 2, "speed": 9 })), "Eagle");
    assert_eq!(variant::<Animal>(&json!({ "kind": "#Zoo.Cat", "lives": 9 })), "Cat");
    assert_eq!(variant::<Animal>(&json!({ "kind": "Cat" })), "Unrecognized");
    assert_eq!(variant::<Animal>(&json!({ "kind": "Animal", "name": "x" })), "Animal");
    let bee: Animal = decode(br#"{"kind":"Insect","order":"Bee","honey":true}"#).unwrap();
    assert!(matches!(bee, Animal::Insect(Insect::Bee(_))), "{bee:?}");
    let written = encode(Animal::from(AnimalBase::new("whatever").name("x")).view());
    assert_eq!(written, br#"{"kind":"Animal","name":"x"}"#);
}

/// A text that is no date is a text, whichever of the two stands first.
#[test]
fn a_date_is_told_from_a_word() {
    use tests::unions::models::{Day, When};
    assert_eq!(variant::<When>(&json!("2024-05-01T10:00:00Z")), "DateTime");
    assert_eq!(variant::<When>(&json!("2024-05-01")), "Text");
    assert_eq!(variant::<When>(&json!("tomorrow")), "Text");
    assert_eq!(variant::<When>(&json!("")), "Text");
    assert_eq!(variant::<When>(&json!(7)), "Unrecognized");
    assert_eq!(variant::<Day>(&json!("2024-05-01")), "Date");
    assert_eq!(variant::<Day>(&json!("2024-05-1x")), "Text");
}

/// What stands beside alternatives is in each of them, however deep they are.
#[test]
fn what_stands_beside_alternatives_is_read_with_them() {
    use tests::beside::models::{Canvas, Chosen, Drawn, DrawnOrNot, Labelled, Paid};
    let ring = json!({ "colour": "red", "radius": 2.0 });
    assert_eq!(variant::<Drawn>(&ring), "Circle");
    assert_eq!(variant::<Drawn>(&json!({ "colour": "red" })), "Unrecognized");
    let canvas: Canvas = decode(json!({ "drawn": ring }).to_string().as_bytes()).unwrap();
    assert!(format!("{canvas:?}").contains("colour: Some(\"red\")"), "{canvas:?}");
    assert_eq!(variant::<DrawnOrNot>(&json!({ "colour": "red" })), "Object");
    assert_eq!(variant::<Labelled>(&json!({ "label": "a", "b": "c" })), "Object");
    assert_eq!(variant::<Chosen>(&json!({ "kind": "card", "since": "1999", "number": "1" })), "Card");
    assert_eq!(variant::<Paid>(&json!({ "kind": "Cash", "at": "1999", "amount": 1.5 })), "Cash");
}

/// What can be but one value is filled in, and what comes instead is kept.
#[test]
fn a_constant_needs_no_words() {
    use tests::inferred::models::{Pause, Text, VersionObject};
    assert_eq!(encode(Pause::new().seconds(3).view()), br#"{"type":"pause","seconds":3}"#);
    assert_eq!(encode(Text::new("a").view()), br#"{"type":"text","value":"a"}"#);
    assert_eq!(encode(VersionObject::default().view()), br#"{"version":1}"#);
    let other = json!({ "type": "rest", "value": "a" });
    let read: Text = decode(other.to_string().as_bytes()).unwrap();
    assert_eq!(serde_json::from_slice::<Json>(&encode(read.view())).unwrap(), other);
}

/// What has no tag, or one that stands for nothing, is what `defaultMapping` says, and is written as it came.
#[test]
fn a_default_mapping_takes_what_is_unknown() {
    use tests::discriminators::models::{OtherVehicle, Vehicle};
    for (value, expected) in [
        (json!({ "kind": "car", "doors": 3 }), "Car"),
        (json!({ "wheels": 2 }), "OtherVehicle"),
        (json!({ "kind": "bike", "wheels": 2 }), "OtherVehicle"),
        (json!({ "wheels": 2, "kind": "OtherVehicle" }), "OtherVehicle"),
        (json!([1]), "Unrecognized"),
    ] {
        let read: Vehicle = decode(value.to_string().as_bytes()).unwrap();
        assert!(format!("{read:?}").starts_with(expected), "{read:?}");
        assert_eq!(serde_json::from_slice::<Json>(&encode(read.view())).unwrap(), value);
    }
    let made = Vehicle::from(OtherVehicle::default().wheels(3));
    assert_eq!(serde_json::from_slice::<Json>(&encode(made.view())).unwrap(), json!({ "wheels": 3 }));
    assert!(
        decode::<Vehicle>(br#"{"kind":"bike","wheels":"x"}"#).is_err(),
        "it is no vehicle of another kind"
    );
}
