//! Where a client is whose address callers make up in part.

use std::convert::Infallible;
use std::future::ready;

use clientgen_runtime::{Builder, Request};
use tests::parameterized_host::Client;

use crate::service::json;

/// What a client says of its address: that of a request, or why it has none.
async fn place(set: impl Fn(Builder<Client>) -> Builder<Client>) -> String {
    let answer = |request: Request| ready(Ok::<_, Infallible>(json(204, &request.uri().to_string())));
    match set(Client::builder()).transport(answer).build() {
        Ok(client) => {
            let answer = client.files().list().send().response().await.unwrap();
            String::from_utf8_lossy(answer.body()).into_owned()
        }
        Err(error) => format!("{error:?}"),
    }
}

#[tokio::test]
async fn parts_of_a_host_are_those_of_the_caller_or_the_document() {
    let own = |builder: Builder<Client>| builder.server_variable("accountName", "mine");
    assert_eq!(place(own).await, "https://mine.eu.store.example/v1/files");
    // The document does not know of it yet.
    let other = |builder| own(builder).server_variable("zone", "moon");
    assert_eq!(place(other).await, "https://mine.moon.store.example/v1/files");
    let nothing = place(|builder| builder).await;
    assert!(nothing.contains("needs the variable `accountName`"), "{nothing}");
    let wrong = place(|builder| own(builder).server_variable("zone", "no zone")).await;
    assert!(wrong.contains("is not a base URL"), "{wrong}");
}
