//! The client and the service of the example, over TCP.

use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use partner_center::models::{
    CompoundCustomerFilter, CompoundFilterOperation, Customer, CustomerSearchField, Fault,
    FieldFilterOperation, RelationshipToPartner, RelationshipType, SimpleCustomerFilter,
};
use partner_center::runtime::{Bytes, Json, http};
use partner_center::{Client, Error};

use crate::service::{PROVIDER, RESELLER, Service, TOKEN};
use crate::support::CUSTOMER;

async fn start() -> (Service, Client) {
    let service = Service::start().await.unwrap();
    let client = Client::builder().base_url(&service.url()).bearer(TOKEN).build().unwrap();
    (service, client)
}

fn starts_with(field: CustomerSearchField, value: &str) -> SimpleCustomerFilter {
    SimpleCustomerFilter::new(field, value, FieldFilterOperation::StartsWith)
}

fn names(customers: &[Customer]) -> Vec<&str> {
    customers
        .iter()
        .map(|customer| customer.company_profile.as_ref().unwrap().company_name.as_deref().unwrap())
        .collect()
}

#[tokio::test]
async fn lists_the_customers_of_a_reseller() {
    let (_service, client) = start().await;
    let request =
        client.customers().list().filter(starts_with(CustomerSearchField::IndirectReseller, RESELLER));
    let customers: Vec<_> = request.clone().size(3).items().try_collect().await.unwrap();
    let expected = [
        "Harbour Lane Books",
        "Quayside Cycles",
        "Boulangerie des Îles",
        "Tidewater Clinic",
        "Sandpiper Ferries",
    ];
    assert_eq!(names(&customers), expected);
    assert_eq!(customers[3].relationship_to_partner.as_ref().unwrap().as_str(), "distributor");
    let sizes =
        |size| request.clone().size(size).pages().map_ok(|page| page.items.len()).try_collect::<Vec<_>>();
    assert_eq!(sizes(3).await.unwrap(), [3, 2]);
    assert_eq!(sizes(2).await.unwrap(), [2, 2, 1]);
    assert_eq!(sizes(5).await.unwrap(), [5]);
    assert_eq!(sizes(0).await.unwrap(), [5]);
}

#[tokio::test]
async fn finds_paths_in_any_case() {
    let (_service, client) = start().await;
    for path in ["/v1/customers", "/V1/Customers", "/v1/CUSTOMERS"] {
        let request =
            http::Request::get(path).header("MS-Contract-Version", "v1").body(Bytes::new()).unwrap();
        assert_eq!(client.as_ref().execute(request).await.unwrap().status(), 200, "{path}");
    }
}

#[tokio::test]
async fn joins_filters() {
    let (_service, client) = start().await;
    let found =
        |filter: CompoundCustomerFilter| client.customers().list().filter(filter).items().try_collect();
    let name = starts_with(CustomerSearchField::CompanyName, "boulangerie des î");
    let domain = starts_with(CustomerSearchField::Domain, "north");
    let either = CompoundCustomerFilter::new(name.clone(), domain.clone(), CompoundFilterOperation::Or);
    let customers: Vec<_> = found(either.clone()).await.unwrap();
    assert_eq!(names(&customers), ["Boulangerie des Îles", "Northlight Optics"]);
    let both = CompoundCustomerFilter::new(either, domain, CompoundFilterOperation::And);
    let customers: Vec<_> = found(both).await.unwrap();
    assert_eq!(names(&customers), ["Northlight Optics"]);
}

#[tokio::test]
async fn shows_a_customer() {
    let (_service, client) = start().await;
    let customer = client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    assert_eq!(customer.relationship_to_partner, Some(RelationshipToPartner::Reseller));
    assert_eq!(customer.additional_properties["accountTier"], "growing");
    assert_eq!(customer.billing_profile.unwrap().last_name.as_deref(), Some("Brennan"));
    let partners: Vec<_> =
        client.customers().by_id(CUSTOMER).relationships().list().items().try_collect().await.unwrap();
    assert_eq!(partners.len(), 1);
    assert_eq!(partners[0].name.as_deref(), Some("Lighthouse Resellers"));
    assert_eq!(partners[0].relationship_type, Some(RelationshipType::IsIndirectCloudSolutionProviderOf));
    let request =
        client.customers().relationship_request().get().indirect_cloud_solution_provider_id(PROVIDER);
    let invitation = request.dual_role_indirect_relationship(false).send().await.unwrap();
    assert!(invitation.url.unwrap().contains(&format!("partnerId={PROVIDER}&indirectCSPId={RESELLER}")));
}

#[tokio::test]
async fn answers_many_at_once() {
    let (_service, client) = start().await;
    let calls = (0..32).map(|_| tokio::spawn(client.customers().by_id(CUSTOMER).get().send()));
    for customer in try_join_all(calls).await.unwrap() {
        assert_eq!(customer.unwrap().id.as_deref(), Some(CUSTOMER));
    }
}

fn assert_refused(error: &Error, status: u16, code: i64) {
    let fault: Fault = error.fault().unwrap();
    assert_eq!((error.status().unwrap().as_u16(), fault.code), (status, Some(code)), "{fault:?}");
    assert_eq!(fault.source.as_deref(), Some("PartnerFD"));
}

#[tokio::test]
async fn tells_what_it_does_not_like() {
    let (service, client) = start().await;
    let group = "6c4e8b10-f2a7-4d39-85e1-0b7d9c3a5f28";
    let nobody =
        client.with_correlation_id(group).customers().by_id("00000000-0000-0000-0000-000000000000").get();
    let error = nobody.request_id("3a9d2c57-81f6-4e0b-b7c4-5e2f90d86a1b").send().await.unwrap_err();
    assert_refused(&error, 404, 60003);
    let ids = (error.request_id(), error.correlation_id());
    assert_eq!(ids, (Some("3a9d2c57-81f6-4e0b-b7c4-5e2f90d86a1b"), Some(group)));

    assert_refused(&client.customers().by_id("a/b").get().send().await.unwrap_err(), 400, 3000);
    assert_refused(&client.with_correlation_id("7").customers().list().send().await.unwrap_err(), 400, 3000);
    let by_name =
        SimpleCustomerFilter::new(CustomerSearchField::CompanyName, "x", FieldFilterOperation::Equals);
    assert_refused(&client.customers().list().filter(by_name).send().await.unwrap_err(), 400, 3000);
    let stranger = Client::builder().base_url(&service.url()).bearer("another").build().unwrap();
    assert_refused(&stranger.customers().list().send().await.unwrap_err(), 401, 400);
    let anonymous = Client::builder().base_url(&service.url()).build().unwrap();
    assert_refused(&anonymous.customers().list().send().await.unwrap_err(), 401, 400);
}

/// The status that a request made by hand is answered with.
async fn status(client: &Client, request: http::request::Builder) -> u16 {
    let response = client.as_ref().execute(request.body(Bytes::new()).unwrap()).await.unwrap();
    let body = response.body().strip_prefix("\u{feff}".as_bytes()).unwrap();
    assert!(serde_json::from_slice::<Json>(body).is_ok());
    response.status().as_u16()
}

#[tokio::test]
async fn is_strict() {
    let (_service, client) = start().await;
    let get = |path: &str| http::Request::get(path);
    assert_eq!(status(&client, get("/v1/customers?size=2&filter=")).await, 400);
    assert_eq!(status(&client, get("/v1/customers?size=%32")).await, 200);
    for path in [
        "/v1/customers?size=many",
        "/v1/customers?size=1&size=2",
        "/v1/customers?siez=1",
        "/v1/customers?seekOperation=Next",
        "/v1/customers?filter={%22Field%22:%22Domain%22}",
        "/v1/customers?filter=a+b",
        "/v1/customers?filter=%7",
        "/v1/customers/2F7C",
        "/v1/customers/relationshiprequests?dualRoleIndirectRelationship=True",
    ] {
        assert_eq!(status(&client, get(path)).await, 400, "{path}");
    }
    assert_eq!(status(&client, get("/v2/customers")).await, 404);
    assert_eq!(status(&client, get("/customers")).await, 404);
    assert_eq!(status(&client, http::Request::post("/v1/customers")).await, 400);
    assert_eq!(status(&client, get("/v1/customers").header("Accept", "*/*")).await, 400);
    assert_eq!(status(&client, get("/v1/customers").header("MS-Contract-Version", "v2")).await, 400);
    assert_eq!(
        status(&client, get("/v1/customers").header("MS-ContinuationToken", "AAEA/c,2+/x==")).await,
        400
    );
    let second = get("/v1/customers?size=2&seekOperation=Next");
    assert_eq!(status(&client, second.header("MS-ContinuationToken", "AAEA/c,2+/x==")).await, 200);
}
