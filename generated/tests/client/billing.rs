//! What is billed, used, watched and told: the calls after a sale, against the examples of the specification.

use std::time::Duration;

use futures_util::TryStreamExt;
use partner_center::incoming::{WEBHOOKS_RESOURCE_CHANGED, WebhooksResourceChanged};
use partner_center::models::{
    BillingPeriodQuery, BillingProviderQuery, InvoiceLineItem, InvoiceLineItemKindQuery,
    NewWebhookRegistration, WebhookEventName,
};
use partner_center::runtime::http::{HeaderMap, HeaderName, Response};
use partner_center::runtime::{
    self, Json, RawResponse, Request, Retry, SignatureError, SignedRequest, TokioTimer,
};
use serde_json::json;

use crate::support::{CUSTOMER, Log, answering, builder, example, header, ok, service, spec, typed};

const SUBSCRIPTION: &str = "b41e7c05-93d8-4f6a-a127-5c0d9e83f416";
const INVOICE: &str = "G004170332";

fn invoices(name: &str) -> Json {
    example("invoices/examples.yaml", name)
}

/// The only line of a page of lines.
async fn line(page: &Json) -> InvoiceLineItem {
    let (client, _) = answering(page);
    let lines = client.invoices().by_id(INVOICE).line_items();
    let list = lines.list(BillingProviderQuery::OneTime, InvoiceLineItemKindQuery::BillingLineItems);
    list.send().await.unwrap().items.remove(0)
}

#[tokio::test]
async fn lines_of_an_invoice_are_told_apart() {
    use InvoiceLineItem as Line;
    assert!(matches!(line(&invoices("Lines")).await, Line::OneTimeInvoiceLineItem(_)));
    assert!(matches!(line(&invoices("Usage")).await, Line::DailyRatedUsageLineItem(_)));
    assert!(matches!(line(&invoices("Licenses")).await, Line::LicenseBasedLineItem(_)));
    assert!(matches!(line(&invoices("AzureCharges")).await, Line::UsageBasedLineItem(_)));
    assert!(matches!(line(&invoices("AzureUsage")).await, Line::DailyUsageLineItem(_)));
}

#[tokio::test]
async fn amounts_of_lines_may_be_texts() {
    let mut page = invoices("Lines");
    page["items"][0]["unitPrice"] = json!("0.0416211807");
    page["items"][0]["quantity"] = json!("25");
    let InvoiceLineItem::OneTimeInvoiceLineItem(line) = line(&page).await else { panic!("{page}") };
    assert_eq!(line.unit_price.unwrap().to_string(), "0.0416211807");
    assert_eq!(line.quantity.unwrap().to_string(), "25");
}

#[tokio::test]
async fn charges_that_are_not_billed_go_on_by_their_token() {
    let (first, last) = (invoices("UnbilledUsage"), invoices("Unbilled"));
    let (client, log) = service(move |_, number| ok(if number == 0 { &first } else { &last }));
    let charges = client.invoices().unbilled().line_items().list(
        BillingProviderQuery::OneTime,
        InvoiceLineItemKindQuery::UsageLineItems,
        "EUR",
        BillingPeriodQuery::Previous,
    );
    let charges: Vec<_> = charges.size(2000).items().try_collect().await.unwrap();
    assert_eq!(charges.len(), 2);
    let uris = log.uris();
    let query =
        "provider=onetime&invoicelineitemtype=usagelineitems&currencycode=EUR&period=previous&size=2000";
    assert!(uris[0].ends_with(&format!("/v1/invoices/unbilled/lineitems?{query}")), "{uris:?}");
    assert!(
        uris[1].ends_with(&format!("/v1/invoices/unbilled/lineitems?{query}&seekOperation=Next")),
        "{uris:?}"
    );
    let token = "AAEAAHh5cGFnZS0yL2xpbmVpdGVtcw==".to_owned();
    assert_eq!(log.header("MS-ContinuationToken"), [None, Some(token)]);
}

#[tokio::test]
async fn an_invoice_comes_as_a_file() {
    let (client, log) = service(|_, _| typed(200, "application/pdf", "%PDF-1.7"));
    let file = client.invoices().by_id(INVOICE).statement().download().send().await.unwrap();
    assert_eq!(&file[..], b"%PDF-1.7");
    let request = log.only();
    assert!(request.uri().path().ends_with("/v1/invoices/G004170332/documents/statement"));
    assert_eq!(header(&request, "Accept").as_deref(), Some("application/pdf"));
}

#[tokio::test]
async fn usage_goes_on_by_a_token_without_a_link() {
    let mut first = example("usage/examples.yaml", "Utilization");
    first.as_object_mut().unwrap().remove("links");
    first["continuationToken"] = json!("second");
    let mut final_page = first.clone();
    final_page.as_object_mut().unwrap().remove("continuationToken");
    let (client, log) = service(move |_, number| ok(if number == 0 { &first } else { &final_page }));
    let subscription = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);
    let list = subscription.azure_utilization().list("2026-03-12T00:00:00Z", "2026-03-13T00:00:00+01:00");
    let records: Vec<_> = list.items().try_collect().await.unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0].quantity.unwrap().to_string(), "0.217790327034891");
    let uris = log.uris();
    let query = "start_time=2026-03-12T00%3A00%3A00Z&end_time=2026-03-13T00%3A00%3A00%2B01%3A00";
    assert!(uris[0].ends_with(&format!("/utilizations/azure?{query}")), "{uris:?}");
    assert!(uris[1].ends_with(&format!("/utilizations/azure?{query}&seek_operation=Next")), "{uris:?}");
    assert_eq!(log.header("MS-ContinuationToken"), [None, Some("second".to_owned())]);
}

fn empty(status: u16) -> RawResponse {
    Response::builder().status(status).body(runtime::Bytes::new()).unwrap()
}

#[tokio::test]
async fn usage_may_not_be_ready() {
    let (client, _) = service(|_, _| empty(204));
    let subscription = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);
    let list = subscription.azure_utilization().list("2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z");
    assert!(list.send().await.unwrap().is_none());
}

#[tokio::test]
async fn usage_that_is_not_ready_is_waited_for() {
    let shown = example("usage/examples.yaml", "Utilization");
    let early = || Response::builder().status(204).header("Retry-After", "0").body(runtime::Bytes::new());
    let answer = move |_: &Request, number| if number < 2 { early().unwrap() } else { ok(&shown) };
    let log = Log::default();
    let client = builder().transport(log.transport(answer)).timer(TokioTimer::new());
    let retry = Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(1));
    let client = client.retry(retry).build().unwrap();
    let subscription = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);
    let list = subscription.azure_utilization().list("2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z");
    assert!(list.clone().items().next().await.unwrap().unwrap().quantity.is_some());
    assert_eq!(log.uris().len(), 3);

    let (client, log) = service(move |_, _| early().unwrap());
    let subscription = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);
    let list = subscription.azure_utilization().list("2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z");
    let error = list.items().next().await.unwrap().unwrap_err();
    assert!(error.is_not_ready() && log.uris().len() == 1, "{error}");
}

#[tokio::test]
async fn analytics_are_counted_through() {
    let shown = example("analytics/examples.yaml", "Subscriptions");
    let row = shown["Value"][0].clone();
    let (client, log) = service(move |_, number| {
        let rows = vec![row.clone(); if number == 0 { 2 } else { 1 }];
        ok(&json!({"Value": rows, "@nextLink": null, "TotalCount": 3}))
    });
    let list = client.analytics().subscriptions().list().top(2).filter("autoRenewEnabled eq true");
    let rows: Vec<_> = list.items().try_collect().await.unwrap();
    assert_eq!(rows.len(), 3);
    let uris = log.uris();
    assert_eq!(uris.len(), 2, "the total says when to stop");
    assert!(uris.iter().all(|uri| uri.contains("/partner/v1/analytics/subscriptions?")), "{uris:?}");
    assert!(uris[1].contains("skip=2") && uris[1].contains("top=2"), "{uris:?}");
}

#[tokio::test]
async fn a_domain_is_taken_or_free() {
    let (client, log) = service(|_, number| empty(if number == 0 { 200 } else { 404 }));
    let domain = client.domains().by_name("harbourlanebooks.onmicrosoft.com");
    domain.check().send().await.unwrap();
    let error = domain.check().send().await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    assert_eq!(log.requests()[0].method(), "HEAD");
}

#[tokio::test]
async fn events_are_registered_and_read() {
    let (client, log) = answering(&example("webhooks/examples.yaml", "Registration"));
    let events = [WebhookEventName::SubscriptionUpdated, WebhookEventName::InvoiceReady];
    let wanted = NewWebhookRegistration::new("https://hooks.tidewatercloud.example/partner-center", events)
        .signature_token_to_ms_signature_header(true);
    client.webhooks().registration().replace(wanted).send().await.unwrap();
    let request = log.only();
    assert!(request.uri().path().ends_with("/webhooks/v1/registration"));
    let sent: Json = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(sent, example("webhooks/examples.yaml", "NewRegistration"));

    let posted = example("webhooks/examples.yaml", "TestEvent").to_string();
    let event: WebhooksResourceChanged = runtime::decode(posted.as_bytes()).unwrap();
    assert_eq!(event.event_name, Some(WebhookEventName::TestCreated));
    assert_eq!(event.resource_name.as_deref(), Some("test"));
    assert!(event.audit_uri.is_none());
}

#[cfg(feature = "partner-api")]
mod partner_api {
    use futures_util::TryStreamExt;
    use partner_center::partner_api::Client;

    use crate::support::{Log, TOKEN, example, header, ok};

    #[tokio::test]
    async fn referrals_are_read_on_changed_and_sent_back() {
        let page = example("partner-api/referrals/examples.yaml", "Referrals");
        let log = Log::default();
        let transport = log.transport(move |request, number| match (request.method().as_str(), number) {
            ("GET", 0) => ok(&page),
            ("GET", _) => {
                let mut last = page.clone();
                last.as_object_mut().unwrap().remove("@odata.nextLink");
                ok(&last)
            }
            _ => ok(&page["value"][0]),
        });
        let client = Client::builder().bearer(TOKEN).transport(transport).build().unwrap();
        let list = client.referrals().list().filter("status eq 'New'");
        let referrals: Vec<_> = list.items().try_collect().await.unwrap();
        assert_eq!(referrals.len(), 2);

        let referral = referrals.into_iter().next().unwrap();
        let node = client.referrals().by_id(referral.id.clone().unwrap());
        node.replace(referral.clone()).with_etag(&referral).send().await.unwrap();
        let uris = log.uris();
        assert!(uris[0].contains("filter=status%20eq%20"), "{uris:?}");
        assert_eq!(uris[1], "https://api.partner.microsoft.com/v1.0/engagements/referrals?$skip=1");
        let etag = "\"00006d10-0000-0000-0000-69a0aa630000\"";
        assert_eq!(header(&log.requests()[2], "If-Match").as_deref(), Some(etag));
    }
}

#[test]
fn certificates_of_events_come_from_the_service_alone() {
    let webhook = &spec("webhooks/paths.yaml")["resourceChanged"]["post"];
    let mut headers = HeaderMap::new();
    for parameter in webhook["parameters"].as_array().unwrap() {
        let (name, example) = (parameter["name"].as_str().unwrap(), parameter["example"].as_str().unwrap());
        headers.insert(name.to_ascii_lowercase().parse::<HeaderName>().unwrap(), example.parse().unwrap());
    }
    let request = SignedRequest::read(&WEBHOOKS_RESOURCE_CHANGED, &headers).unwrap();
    assert_eq!(request.certificate_url().host(), Some("3psostorageacct.blob.core.windows.net"));
    assert_eq!(WEBHOOKS_RESOURCE_CHANGED.organization, Some("Microsoft Corporation"));
    headers.insert("x-ms-certificate-url", "https://other.blob.core.windows.net/cert/a.cer".parse().unwrap());
    let error = SignedRequest::read(&WEBHOOKS_RESOURCE_CHANGED, &headers).unwrap_err();
    assert!(matches!(error, SignatureError::Address(..)), "{error}");
    // Both places are good, whatever the registration says.
    let signature = headers.remove("x-ms-signature").unwrap();
    headers.insert("authorization", signature);
    headers.insert("x-ms-certificate-url", request.certificate_url().to_string().parse().unwrap());
    SignedRequest::read(&WEBHOOKS_RESOURCE_CHANGED, &headers).unwrap();
}
