//! Reads examples as the operations do that they belong to, or calls each operation once.

mod compare;
mod examples;
mod smoke;
mod table;

use std::{env, fs};

const USAGE: &str = "usage: examples FOLDER FLOOR | smoke DOCUMENT-NUMBER BASE";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let good = match arguments[..] {
        ["examples", folder, floor] => examples::run(folder, floor.parse().expect("a number")),
        ["smoke", document, base] => {
            let said =
                fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/arguments.json")).expect("the arguments");
            smoke::run(document.parse().expect("a number"), base, &said).await
        }
        _ => panic!("{USAGE}"),
    };
    std::process::exit(i32::from(!good));
}
