//! Makes all calls of a document, and prints what comes back as lines of JSON.

mod given;
mod table;

use std::cell::RefCell;
use std::{env, fs};

use serde_json::{Value as Json, json};

use given::Given;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = env::args().skip(1);
    let mut next = || arguments.next().expect("usage: TABLE BASE");
    let (table, base) = (next(), next());
    let table = fs::read(table).expect("the table is readable");
    let table: Json = serde_json::from_slice(&table).expect("the table is JSON");
    for (place, make) in table::CALLS {
        let (scenario, index) = place.split_once('#').expect("a place");
        let call = &table["calls"][scenario]["calls"][index.parse::<usize>().expect("an index")];
        let found = RefCell::new(None);
        // Whoever made the table compares: this program knows nothing of schemas.
        let keep = |_: &Json, value: &Json| {
            *found.borrow_mut() = Some(value.clone());
            true
        };
        // The server knows by the beginning of the path which call it gets.
        let base = format!("{base}/{scenario}");
        let outcome = make(&Given { base: &base, call, alike: &keep }).await;
        let (reason, found) = (outcome.err(), found.into_inner());
        println!("{}", json!({ "call": scenario, "reason": reason, "decodes": found.is_some(), "found": found }));
    }
}
