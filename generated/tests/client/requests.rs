//! What the client sends, to the byte.

use partner_center::models::{
    CompoundCustomerFilter, CompoundFilterOperation, CustomerFilter, CustomerSearchField,
    FieldFilterOperation, SimpleCustomerFilter,
};
use partner_center::runtime::Request;
use partner_center::runtime::http::Method;
use partner_center::{Client, Error, Result};
use serde_json::json;
use uuid::Uuid;

use crate::support::{CUSTOMER, Log, RESELLER, answering, builder, header, ok};

const PROVIDER: &str = "c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13";
const REQUEST_ID: &str = "3a9d2c57-81f6-4e0b-b7c4-5e2f90d86a1b";

fn of_reseller() -> SimpleCustomerFilter {
    SimpleCustomerFilter::new(
        CustomerSearchField::IndirectReseller,
        RESELLER,
        FieldFilterOperation::StartsWith,
    )
}

/// Sends a request with all parameters for each operation, in the order of the specification.
async fn call_all(client: &Client) -> Result<()> {
    let customers = client.customers();
    customers.list().size(40).filter(of_reseller()).request_id(REQUEST_ID).send().await?;
    customers.by_id(CUSTOMER).get().request_id(REQUEST_ID).send().await?;
    customers.by_id(CUSTOMER).relationships().list().request_id(REQUEST_ID).send().await?;
    let invitation = customers.relationship_request().get().request_id(REQUEST_ID);
    invitation
        .indirect_cloud_solution_provider_id(PROVIDER)
        .indirect_reseller_id(RESELLER)
        .dual_role_indirect_relationship(true)
        .send()
        .await?;
    Ok(())
}

/// A request as it stands on the wire, its headers in the order of their names.
fn wire(request: &Request) -> String {
    let mut lines: Vec<String> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    lines.sort();
    let target = request.uri().path_and_query().unwrap();
    let body = str::from_utf8(request.body()).unwrap();
    format!("{} {target} HTTP/1.1\n{}\n{body}", request.method(), lines.concat())
}

/// The first lines of the requests of `call_all`.
const FIRST_LINES: [&str; 4] = [
    "GET /v1/customers?size=40&filter=%7B%22Field%22%3A%22IndirectReseller%22%2C%22Value%22%3A\
     %225d1f6c1e-90b4-4a7e-b3d8-1c62e4f07a95%22%2C%22Operator%22%3A%22starts_with%22%7D HTTP/1.1",
    "GET /v1/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42 HTTP/1.1",
    "GET /v1/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42/relationships HTTP/1.1",
    "GET /v1/customers/relationshiprequests?indirectCloudSolutionProviderId=c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13\
     &indirectResellerId=5d1f6c1e-90b4-4a7e-b3d8-1c62e4f07a95&dualRoleIndirectRelationship=true HTTP/1.1",
];

#[tokio::test]
async fn have_all_that_can_be_in_them() {
    let (client, log) = answering(&json!({}));
    let client = client
        .with_correlation_id("6c4e8b10-f2a7-4d39-85e1-0b7d9c3a5f28")
        .with_correlation_vector("Qk3xTz8mW0yLr5Va.0")
        .with_locale("en-US");
    call_all(&client).await.unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let headers = format!(
        "accept: application/json\n\
         authorization: Bearer s3cret-t0ken\n\
         ms-contract-version: v1\n\
         ms-correlationid: 6c4e8b10-f2a7-4d39-85e1-0b7d9c3a5f28\n\
         ms-cv: Qk3xTz8mW0yLr5Va.0\n\
         ms-partnercenter-client: partner-center/{version}\n\
         ms-requestid: 3a9d2c57-81f6-4e0b-b7c4-5e2f90d86a1b\n\
         user-agent: partner-center/{version} clientgen-runtime/{version}\n\
         x-locale: en-US\n"
    );
    let requests = log.requests();
    assert_eq!(requests.len(), FIRST_LINES.len());
    for (request, first_line) in requests.iter().zip(FIRST_LINES) {
        assert_eq!(wire(request), format!("{first_line}\n{headers}\n"));
        assert_eq!(request.uri().authority().unwrap(), "api.partnercenter.microsoft.com");
    }
}

#[tokio::test]
async fn hold_nothing_that_was_not_asked_for() {
    let (client, log) = answering(&json!({}));
    client.customers().list().send().await.unwrap();
    client.customers().relationship_request().get().send().await.unwrap();
    assert_eq!(
        log.uris(),
        [
            "https://api.partnercenter.microsoft.com/v1/customers",
            "https://api.partnercenter.microsoft.com/v1/customers/relationshiprequests",
        ]
    );
    for request in log.requests() {
        assert_eq!((request.method(), request.body().len()), (&Method::GET, 0));
        let mut names: Vec<_> = request.headers().keys().map(ToString::to_string).collect();
        names.sort();
        let expected = [
            "accept",
            "authorization",
            "ms-contract-version",
            "ms-correlationid",
            "ms-partnercenter-client",
            "ms-requestid",
            "user-agent",
        ];
        assert_eq!(names, expected);
        assert_eq!(header(&request, "Authorization").unwrap(), "Bearer s3cret-t0ken");
        assert_eq!(header(&request, "Accept").unwrap(), "application/json");
        assert_eq!(header(&request, "MS-Contract-Version").unwrap(), "v1");
    }
}

#[tokio::test]
async fn have_fresh_ids() {
    let (client, log) = answering(&json!({}));
    let get = client.customers().by_id(CUSTOMER).get();
    get.clone().send().await.unwrap();
    get.send().await.unwrap();
    let mut ids: Vec<_> = ["MS-RequestId", "MS-CorrelationId"]
        .into_iter()
        .flat_map(|name| log.header(name))
        .map(Option::unwrap)
        .collect();
    for id in &ids {
        assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4, "{id}");
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
}

#[test]
fn write_filters_as_compact_json() {
    let (client, _) = answering(&json!({}));
    let starts_with =
        |field, value| SimpleCustomerFilter::new(field, value, FieldFilterOperation::StartsWith);
    let either = CompoundCustomerFilter::new(
        starts_with(CustomerSearchField::CompanyName, "Åsa & Søn 100%+"),
        starts_with(CustomerSearchField::Domain, "a=b"),
        CompoundFilterOperation::Or,
    );
    let request = client.customers().list().filter(either).to_request().unwrap();
    assert_eq!(
        request.uri(),
        "/v1/customers?filter=%7B%22LeftFilter%22%3A%7B%22Field%22%3A%22CompanyName%22%2C%22Value%22%3A\
         %22%C3%85sa%20%26%20S%C3%B8n%20100%25%2B%22%2C%22Operator%22%3A%22starts_with%22%7D%2C\
         %22RightFilter%22%3A%7B%22Field%22%3A%22Domain%22%2C%22Value%22%3A%22a%3Db%22%2C\
         %22Operator%22%3A%22starts_with%22%7D%2C%22Operator%22%3A%22or%22%7D"
    );
    let unforeseen = CustomerFilter::Unrecognized(json!({"Anything": [1]}));
    let request = client.customers().list().size(0).filter(unforeseen).to_request().unwrap();
    assert_eq!(request.uri(), "/v1/customers?size=0&filter=%7B%22Anything%22%3A%5B1%5D%7D");
}

#[test]
fn encode_what_goes_into_the_path() {
    let (client, _) = answering(&json!({}));
    let request = client.customers().by_id("a/b?c#d é%2F~").get().to_request().unwrap();
    assert_eq!(request.uri(), "/v1/customers/a%2Fb%3Fc%23d%20%C3%A9%252F~");
    let request =
        client.customers().by_id("relationshiprequests/..").relationships().list().to_request().unwrap();
    assert_eq!(request.uri(), "/v1/customers/relationshiprequests%2F../relationships");
}

#[tokio::test]
async fn are_not_sent_if_they_would_be_others() {
    let (client, log) = answering(&json!({}));
    for id in ["", ".", ".."] {
        let error = client.customers().by_id(id).get().send().await.unwrap_err();
        assert!(matches!(error, Error::Request(_)) && error.to_string().contains("customer_id"), "{error}");
        assert!(client.customers().by_id(id).relationships().list().to_request().is_err());
    }
    let error = client.customers().list().request_id("a\r\nX-Evil: b").send().await.unwrap_err();
    assert!(matches!(error, Error::Request(_)));
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn go_below_a_base_url_with_a_path() {
    let log = Log::default();
    let transport = log.transport(|_, _| ok(&json!({})));
    let client =
        builder().base_url("http://proxy.example:8080/partner-center/").transport(transport).build().unwrap();
    call_all(&client).await.unwrap();
    for (uri, path) in
        log.uris().iter().zip(["?size=40&filter=", "/2f7c9a34", "/2f7c9a34", "/relationshiprequests?"])
    {
        assert!(
            uri.starts_with(&format!("http://proxy.example:8080/partner-center/v1/customers{path}")),
            "{uri}"
        );
    }
}

#[tokio::test]
async fn go_to_the_server_that_was_named() {
    let log = Log::default();
    let client = builder().server("china").transport(log.transport(|_, _| ok(&json!({})))).build().unwrap();
    client.customers().list().send().await.unwrap();
    assert_eq!(log.uris(), ["https://partner.partnercenterapi.microsoftonline.cn/v1/customers"]);
    let error = builder().server("moon").build().unwrap_err();
    assert!(error.to_string().contains("`global`, `us-government`, `china`"), "{error}");
}

#[tokio::test]
async fn have_the_headers_of_their_handle() {
    let (client, log) = answering(&json!({}));
    let french = client.with_locale("fr-FR");
    let grouped = french.with_correlation_id("of-the-group").with_header("X-Team", "billing");
    for client in [&client, &french, &grouped, &grouped, &french.with_locale("ga-IE")] {
        client.customers().list().send().await.unwrap();
    }
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(log.header("X-Locale"), [None, text("fr-FR"), text("fr-FR"), text("fr-FR"), text("ga-IE")]);
    assert_eq!(log.header("X-Team"), [None, None, text("billing"), text("billing"), None]);
    let groups = log.header("MS-CorrelationId");
    assert_eq!(groups[2..4], [text("of-the-group"), text("of-the-group")]);
    assert!(groups[0] != groups[1] && groups[1] != groups[4]);
    let calls = log.header("MS-RequestId");
    assert_ne!(calls[2], calls[3], "each call of a group has an id of its own");
}
