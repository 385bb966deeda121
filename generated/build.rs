//! Turns the specification into the client.

fn main() {
    clientgen::Build::new("../spec/partner-center.yaml").strict().features_per_tag().run();
    if std::env::var_os("CARGO_FEATURE_PARTNER_API").is_some() {
        clientgen::Build::new("../spec/partner-api.yaml").module("partner_api").strict().run();
    }
}
