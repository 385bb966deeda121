//! Random values come back as they went.

use std::collections::BTreeMap;

use clientgen_runtime::{Json, Value, decode};
use serde_json::json;

use crate::models::{
    CompanyProfile, CompoundFilter, Created, Customer, CustomerFilter, Event, KeyValuePair,
    ResourceCollection, SimpleFilter, Tree,
};
use crate::written;

/// A small generator of random numbers: the same ones in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn list<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn text(&mut self) -> String {
        let parts = ["a", "\"", "\\", "\n", "ä", "𝄞", "plain text", "\u{0}", "id", "kind"];
        self.list(|random| parts[random.below(parts.len() as u64) as usize]).concat()
    }

    fn number(&mut self) -> i64 {
        [0, 1, -1, i64::MAX, i64::MIN, 4711][self.below(6) as usize]
    }

    fn json(&mut self, depth: u64) -> Json {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => Json::Null,
            1 => json!(true),
            2 => json!(self.number()),
            3 => json!(self.below(1000) as f64 / 7.0),
            4 => json!(self.text()),
            5 => self.list(|random| random.json(depth - 1)).into(),
            _ => Json::Object(
                self.list(|random| (random.text(), random.json(depth - 1))).into_iter().collect(),
            ),
        }
    }

    fn rest(&mut self) -> BTreeMap<String, Json> {
        // A name that no model has.
        self.list(|random| (format!("~{}", random.text()), random.json(2))).into_iter().collect()
    }

    fn customer(&mut self) -> Customer {
        Customer {
            id: self.maybe(Self::text),
            company_profile: self.maybe(|random| {
                let mut company = CompanyProfile::new(random.text());
                company.tenant_id = random.maybe(Self::text);
                company
            }),
            relationship_to_partner: self.maybe(|random| random.text().into()),
            allow_delegated_access: self.maybe(|random| random.below(2) == 0),
            custom_domains: self.list(Self::text),
            seats: self.maybe(|random| random.below(1 << 31) as i32),
            password: self.maybe(|random| random.text().into()),
            additional_properties: self.rest(),
        }
    }

    fn tree(&mut self, depth: u64) -> Tree {
        let deeper = |random: &mut Self| if depth == 0 { 0 } else { random.below(3) };
        Tree {
            size: self.number(),
            children: (0..deeper(self)).map(|_| self.tree(depth - 1)).collect(),
            events: (0..deeper(self)).map(|_| self.event(depth - 1)).collect(),
            additional_properties: self.rest(),
        }
    }

    fn event(&mut self, depth: u64) -> Event {
        match self.below(3) {
            0 => Event::Created(Created {
                at: self.maybe(Self::text),
                kind: Some(["created", "recreated"][self.below(2) as usize].to_owned()),
                additional_properties: self.rest(),
            }),
            1 => Event::Tree(Box::new(self.tree(depth))),
            _ => Event::Unrecognized(json!({"kind": "new", "data": self.json(2)})),
        }
    }

    fn filter(&mut self, depth: u64) -> CustomerFilter {
        match self.below(if depth == 0 { 4 } else { 5 }) {
            0 => CustomerFilter::Text(self.text()),
            1 => CustomerFilter::Count(self.number()),
            2 => CustomerFilter::Ratio(self.below(100) as f64 + 0.5),
            3 => CustomerFilter::Simple(SimpleFilter {
                field: self.maybe(Self::text),
                value: self.maybe(Self::text),
                operator: self.maybe(Self::text),
            }),
            _ => CustomerFilter::Compound(Box::new(CompoundFilter {
                left_filter: self.filter(depth - 1),
                right_filter: self.maybe(|random| Box::new(random.filter(depth - 1))),
                operator: self.maybe(Self::text),
            })),
        }
    }
}

fn comes_back<T>(value: &T)
where
    T: Value + PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned,
{
    let json = written(value);
    assert_eq!(decode(json.as_bytes()).as_ref(), Ok(value), "{json}");
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    let tree: Json = serde_json::to_value(value).unwrap();
    assert_eq!(tree, serde_json::from_str::<Json>(&json).unwrap());
    // In another order: by the alphabet.
    assert_eq!(decode(tree.to_string().as_bytes()).as_ref(), Ok(value), "{tree}");
    assert_eq!(&serde_json::from_value::<T>(tree).unwrap(), value);
}

#[test]
fn random_values_come_back() {
    let mut random = Random(42);
    for _ in 0..500 {
        let items = random.list(|random| KeyValuePair {
            key: random.customer(),
            value: random.maybe(|random| random.filter(4)),
            additional_properties: BTreeMap::new(),
        });
        comes_back(&ResourceCollection { total_count: random.maybe(|_| 7), items });
        comes_back(&random.event(3));
    }
}

#[test]
fn no_input_is_too_bad() {
    let mut random = Random(7);
    let mut documents: Vec<_> = (0..50).map(|_| written(&random.event(3)).into_bytes()).collect();
    documents.extend((0..50).map(|_| written(&random.filter(3)).into_bytes()));
    for document in &mut documents {
        for _ in 0..50 {
            let at = random.below(document.len() as u64) as usize;
            document[at] = b"{}[]\",:0a\\ntrue\xff"[random.below(16) as usize];
            let _ = decode::<Event>(document);
            let _ = decode::<CustomerFilter>(document);
            let _ = decode::<Vec<Customer>>(document);
        }
    }
}
