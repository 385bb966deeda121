//! Uses `partner-center` from outside its workspace, without a transport and without an async runtime: calls
//! every operation, and reads a list of two pages.

#![deny(warnings, clippy::pedantic)]

use std::error::Error as StdError;
use std::future::{Future, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;

use partner_center::models::{
    CustomerSearchField, FieldFilterOperation, RelationshipToPartner, SimpleCustomerFilter,
};
use partner_center::runtime::{BoxError, Bytes, RawResponse, Request};
use partner_center::{Client, Result};

const CUSTOMER: &str = "2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42";
const RESELLER: &str = "5d1f6c1e-90b4-4a7e-b3d8-1c62e4f07a95";

/// Stands in for the service.
fn answer(request: &Request) -> Result<RawResponse, BoxError> {
    let second = request.headers().contains_key("MS-ContinuationToken");
    let body = match request.uri().path() {
        "/v1/customers" if second => r#"{"items": [{"id": "c"}]}"#,
        "/v1/customers" => r#"{"items": [{"id": "a"}, {"id": "b"}], "continuationToken": "t"}"#,
        "/v1/customers/relationshiprequests" => r#"{"url": "https://example.com/"}"#,
        path if path.ends_with("/relationships") => r#"{"items": [{"name": "Lighthouse Resellers"}]}"#,
        path if path.ends_with(CUSTOMER) => r#"{"relationshipToPartner": "reseller"}"#,
        path => return Err(format!("{path} is not known").into()),
    };
    Ok(RawResponse::new(Bytes::from(body)))
}

async fn calls() -> Result<()> {
    let transport = |request: Request| ready(answer(&request));
    let client = Client::builder().bearer("a token").transport(transport).build()?;
    let customers = client.customers();

    let field = CustomerSearchField::IndirectReseller;
    let filter = SimpleCustomerFilter::new(field, RESELLER, FieldFilterOperation::StartsWith);
    let page = customers.list().size(2).filter(filter).send().await?;
    assert_eq!(page.items.len(), 2);
    let mut ids = Vec::new();
    let mut items = customers.list().items();
    while let Some(customer) = items.next().await {
        ids.extend(customer?.id);
    }
    assert_eq!(ids, ["a", "b", "c"]);

    let customer = customers.by_id(CUSTOMER).get().send().await?;
    assert_eq!(
        customer.relationship_to_partner,
        Some(RelationshipToPartner::Reseller)
    );
    let partners = customers.by_id(CUSTOMER).relationships().list().send().await?;
    assert_eq!(partners.items[0].name.as_deref(), Some("Lighthouse Resellers"));
    let invitation = customers
        .relationship_request().get()
        .indirect_reseller_id(RESELLER)
        .send()
        .await?;
    assert_eq!(invitation.url.as_deref(), Some("https://example.com/"));
    Ok(())
}

/// Runs a future that waits for nothing but itself.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::yield_now(),
        }
    }
}

fn main() -> Result<(), Box<dyn StdError>> {
    block_on(calls())?;
    println!("OK");
    Ok(())
}
