//! Turns the specification into the client.

fn main() {
    clientgen::Build::new("../spec/partner-center.yaml").strict().run();
}
