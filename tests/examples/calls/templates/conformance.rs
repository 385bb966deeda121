//! Makes all calls of a call table, and compares what comes back.

mod given;
mod report;
mod table;

use std::collections::BTreeMap;
use std::{env, fs};

use serde_json::Value as Json;

use given::Given;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().expect("usage: SUITE BASE FLOOR");
    let (suite, base, floor) = (next(), next(), next().parse::<usize>().expect("a number"));
    let read = |name: &str| -> Json {
        let text = fs::read(format!("{suite}/{name}")).expect("the suite is readable");
        serde_json::from_slice(&text).expect("the suite is JSON")
    };
    let (calls, scenarios) = (read("calls.json"), read("scenarios.json"));
    let mut outcomes: BTreeMap<&str, Vec<Result<(), String>>> = BTreeMap::new();
    for (place, make) in table::CALLS {
        let (scenario, index) = place.split_once('#').expect("a place");
        let call = &calls[scenario]["calls"][index.parse::<usize>().expect("an index")];
        let outcome = if call["args"].is_null() {
            Err("the document has no such operation".to_owned())
        } else {
            make(&Given { base: &base, call, alike: &alike }).await
        };
        outcomes.entry(scenario).or_default().push(outcome);
    }
    let good = report::print(&base, &calls, &scenarios, &outcomes, floor).await;
    std::process::exit(i32::from(!good));
}

/// Whether two values are the same: `1` is `1.0`.
fn alike(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| alike(a, b)))
        }
        (a, b) => a == b,
    }
}
