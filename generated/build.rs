//! Turns the specification into the client.

use std::path::Path;

fn main() {
    // A link to the folder beside this one, and the folder itself in a published package. Where git makes no
    // links, it is a text file.
    let spec = Path::new(if Path::new("spec").is_dir() { "spec" } else { "../spec" });
    clientgen::Build::new(spec.join("partner-center.yaml")).strict().features_per_tag().run();
    if std::env::var_os("CARGO_FEATURE_PARTNER_API").is_some() {
        clientgen::Build::new(spec.join("partner-api.yaml")).module("partner_api").strict().run();
    }
}
