//! What came of the calls, by area.

use std::collections::BTreeMap;

use clientgen_runtime::{Bytes, ReqwestTransport, Request, Transport};
use serde_json::Value as Json;

/// What came of the scenarios of one area.
#[derive(Default)]
struct Area {
    scenarios: usize,
    covered: usize,
    decoded: usize,
}

/// Prints the table and the failures; whether as many scenarios as asked for are covered and decoded.
pub async fn print(
    base: &str,
    calls: &Json,
    scenarios: &Json,
    outcomes: &BTreeMap<&str, Vec<Result<(), String>>>,
    floor: usize,
) -> bool {
    let coverage = coverage(base).await;
    let mut areas: BTreeMap<&str, Area> = BTreeMap::new();
    let mut failures = Vec::new();
    for scenario in scenarios.as_array().into_iter().flatten() {
        let name = scenario["name"].as_str().unwrap_or("");
        let area = areas.entry(scenario["area"].as_str().unwrap_or("")).or_default();
        let outcomes = outcomes.get(name).map_or(&[][..], Vec::as_slice);
        let decoded = !outcomes.is_empty() && outcomes.iter().all(Result::is_ok);
        let covered = coverage[name] == "pass";
        area.scenarios += 1;
        area.covered += usize::from(covered);
        area.decoded += usize::from(decoded);
        if !covered || !decoded {
            let reasons: Vec<&str> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).map(String::as_str).collect();
            let expressible = calls[name]["expressible"].as_str().unwrap_or("");
            let covered = if covered { "covered" } else { "not covered" };
            let reasons = reasons.join(" | ").split_whitespace().collect::<Vec<_>>().join(" ");
            let reasons: String = reasons.chars().take(600).collect();
            failures.push(format!("{name} ({expressible}, {covered}): {reasons}"));
        }
    }
    println!("{:24} {:>9} {:>9} {:>9}", "area", "scenarios", "covered", "decoded");
    let mut total = Area::default();
    for (name, area) in &areas {
        println!("{name:24} {:>9} {:>9} {:>9}", area.scenarios, area.covered, area.decoded);
        total.scenarios += area.scenarios;
        total.covered += area.covered;
        total.decoded += area.decoded;
    }
    println!("{:24} {:>9} {:>9} {:>9}", "all", total.scenarios, total.covered, total.decoded);
    println!("\n{} scenarios fail:", failures.len());
    failures.iter().for_each(|failure| println!("- {failure}"));
    total.covered >= floor && total.decoded >= floor
}

/// What the server says of each scenario.
async fn coverage(base: &str) -> Json {
    let transport = ReqwestTransport::new().expect("a transport");
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = format!("{base}/.coverage").parse().expect("a URI");
    let answer = transport.send(request).await.expect("the server answers");
    let mut coverage: Json = serde_json::from_slice(answer.body()).expect("the coverage is JSON");
    let mut all = serde_json::Map::new();
    let reports = match &mut coverage {
        Json::Array(reports) => reports.iter_mut().collect(),
        report => vec![report],
    };
    for report in reports {
        if let Json::Object(results) = report["results"].take() {
            all.extend(results);
        }
    }
    Json::Object(all)
}
