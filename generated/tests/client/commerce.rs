//! What is bought, changed and moved: the calls on which money depends, each against the examples of the specification.

use std::time::Duration;

use futures_util::TryStreamExt;
use partner_center::models::{
    AttachmentMetadata, BillingCycle, Device, DeviceUploadStatus, NewOrder, NewOrderLineItem, NewTransition,
    ProductUpgradeRequest, PromotionEligibilitiesRequest, PromotionEligibilityError, RegistrationStatus,
    ResourceAttributes, Subscription, TransitionEligibilityType, TransitionStepStatus, TransitionType,
};
use partner_center::runtime::{self, BoxFuture, Error, File, Json, RawResponse, Request, Timer};

use crate::support::{CUSTOMER, Log, answering, builder, example, header, ok, service, status, typed};

const SUBSCRIPTION: &str = "b41e7c05-93d8-4f6a-a127-5c0d9e83f416";
const ORDER: &str = "qT5wLm2_RkXb7-NcVd0ZyJpHs8UaE4fG1";

fn body(request: &Request) -> Json {
    serde_json::from_slice(request.body()).unwrap()
}

#[tokio::test]
async fn a_cart_of_which_an_order_fails_is_an_error_for_those_who_ask() {
    let in_part = example("carts/examples.yaml", "CheckedOutInPart");
    let (client, log) = service(move |_, _| status(201, &in_part));
    let cart = client.customers().by_id(CUSTOMER).carts().by_id("4a8e1c73-b60d-4f29-97e5-0d3c6b8f21a4");

    let done = cart.checkout().customer_user("orla@harbourlanebooks.example").send().await.unwrap();
    assert_eq!((done.orders.len(), done.order_errors.len()), (1, 1));
    let error = cart.checkout().send().checked().await.unwrap_err();
    assert!(matches!(error, Error::Business(_)), "{error:?}");
    assert_eq!(error.code().as_deref(), Some("800002"));

    assert!(log.uris()[0].ends_with("/carts/4a8e1c73-b60d-4f29-97e5-0d3c6b8f21a4/checkout"));
    let users = log.header("x-ms-customeruser-upn");
    assert_eq!(users, [Some("orla@harbourlanebooks.example".to_owned()), None]);
}

#[tokio::test]
async fn an_order_is_written_as_shown() {
    let placed = example("orders/examples.yaml", "PlacedOrder");
    let (client, log) = service(move |_, _| status(201, &placed));
    let kind = |kind: &str| ResourceAttributes::default().object_type(kind);
    let item = NewOrderLineItem::new(0, "A93D5E20-7B16-4C8F-8E04-31F9B2C7D568", 25)
        .friendly_name("Office suite for teams")
        .partner_id_on_record("6027314")
        .attributes(kind("OrderLineItem"));
    let order = NewOrder::new([item])
        .reference_customer_id(CUSTOMER)
        .billing_cycle(BillingCycle::Monthly)
        .attributes(kind("Order"));

    let placed = client.customers().by_id(CUSTOMER).orders().create(order).send().await.unwrap();
    assert_eq!(body(&log.only()), example("orders/examples.yaml", "NewOrder"));
    assert_eq!(placed.billing_cycle, Some(BillingCycle::Monthly));
    let link = placed.line_items.unwrap().remove(0).links.unwrap().subscription.unwrap();
    assert!(link.uri.unwrap().ends_with(&SUBSCRIPTION.to_uppercase()));
}

#[tokio::test]
async fn prices_keep_their_digits() {
    // More than a floating-point number holds.
    const PRICE: &str = "9007199254740993.1234567890";
    let shown = example("orders/examples.yaml", "Order").to_string().replace("2841.36", PRICE);
    let (client, log) = service(move |_, _| typed(200, "application/json", shown.clone()));
    let order =
        client.customers().by_id(CUSTOMER).orders().by_id(ORDER).get().include_price(true).send().await;
    let order = order.unwrap();
    assert_eq!(order.total_price.unwrap().to_string(), PRICE);
    let pricing = order.line_items.unwrap().remove(0).pricing.unwrap();
    assert_eq!(pricing.list_price.unwrap().to_string(), "2990.9");
    assert!(log.uris()[0].ends_with("?include_price=true"));
}

#[tokio::test]
async fn a_subscription_is_read_changed_and_sent_back_whole() {
    let shown = example("subscriptions/examples.yaml", "Subscription");
    let (client, log) = service(move |request, _| match request.method().as_str() {
        "GET" => ok(&shown),
        _ => typed(202, "application/json", ""),
    });
    let node = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);

    let read: Subscription = node.get().send().await.unwrap();
    let etag = read.attributes.as_ref().unwrap().etag.clone().unwrap();
    let later = node.update(read.quantity(35)).if_match(etag).send().await.unwrap();
    assert!(later.is_none(), "an answer with 202 has no subscription");

    let sent = &log.requests()[1];
    assert_eq!(body(sent), example("subscriptions/examples.yaml", "MoreLicences"));
    assert_eq!(header(sent, "If-Match").as_deref(), Some("\"6027314815097\""));
}

#[tokio::test]
async fn a_transition_is_asked_for_and_followed() {
    let eligible = example("subscriptions/examples.yaml", "TransitionEligibilities");
    let begun = example("subscriptions/examples.yaml", "Transition");
    let (client, log) = service(move |request, _| match request.method().as_str() {
        "GET" => ok(&eligible),
        _ => status(201, &begun),
    });
    let node = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);

    let list = node.transition_eligibilities().list().eligibility_type(TransitionEligibilityType::Immediate);
    let target = list.items().try_next().await.unwrap().unwrap();
    let ways: Vec<_> = target.eligibilities.iter().map(|way| (way.is_eligible, way.errors.len())).collect();
    assert_eq!(ways, [(Some(true), 0), (Some(false), 1)]);

    let wanted = NewTransition::new(
        target.catalog_item_id.unwrap(),
        target.quantity.unwrap(),
        TransitionType::TransitionWithLicenseTransfer,
    );
    let wanted = wanted.term_duration("P1Y").billing_cycle("monthly");
    let transition = node.transitions().create(wanted).send().await.unwrap();
    assert_eq!(body(&log.requests()[1]), example("subscriptions/examples.yaml", "NewTransition"));
    let steps: Vec<_> = transition.events.into_iter().map(|event| event.status.unwrap()).collect();
    assert_eq!(steps, [TransitionStepStatus::Completed, TransitionStepStatus::InProgress]);
}

#[tokio::test]
async fn migrations_go_on_where_the_header_says() {
    let page = example("migrations/examples.yaml", "Migrations");
    let (client, log) = service(move |_, number| {
        let mut answer = ok(&page);
        if number == 0 {
            answer.headers_mut().insert("MS-ContinuationToken", "second".parse().unwrap());
        }
        answer
    });
    let all = client.migrations().list().customer_tenant_id(CUSTOMER).page_size(1).items();
    let all: Vec<_> = all.try_collect().await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(log.header("MS-ContinuationToken"), [None, Some("second".to_owned())]);
    assert!(log.uris().iter().all(|uri| uri.contains("CustomerTenantId=") && uri.contains("PageSize=1")));
}

#[tokio::test]
async fn reasons_against_a_promotion_are_told_apart() {
    let (client, log) = answering(&example("promotions/examples.yaml", "Eligibilities"));
    let shown = example("promotions/examples.yaml", "EligibilitiesRequest");
    let question: PromotionEligibilitiesRequest = runtime::decode(shown.to_string().as_bytes()).unwrap();
    let answers =
        client.customers().by_id(CUSTOMER).promotions().check_eligibility(question).send().await.unwrap();
    assert_eq!(body(&log.only()), shown);

    let reasons = &answers.items[0].eligibilities[0].errors;
    let PromotionEligibilityError::SeatCount(seats) = &reasons[0] else { panic!("{reasons:?}") };
    assert_eq!((seats.maximum_required_seats, seats.available_seats), (Some(300), Some(120)));
    assert!(matches!(&reasons[1], PromotionEligibilityError::RedemptionLimit(limit)
        if limit.remaining_promotion_redemption_count == Some(0)));
    assert!(matches!(&reasons[2], PromotionEligibilityError::Term(term) if term.eligible_terms.len() == 1));
    assert!(matches!(&reasons[3], PromotionEligibilityError::Plain(plain)
        if plain.r#type == "OfferPurchasedPreviously"));
}

#[tokio::test]
async fn papers_go_to_an_order_and_come_back() {
    let listed = example("orders/examples.yaml", "Attachments");
    let (client, log) = service(move |request, _| match request.method().as_str() {
        "POST" => ok(&listed),
        _ => typed(200, "application/pdf", "%PDF-1.7"),
    });
    let papers = client.customers().by_id(CUSTOMER).orders().by_id(ORDER).attachments();

    let file = File::new("%PDF-1.7").named("purchase-order.pdf").of_type("application/pdf");
    let attached = papers.upload(AttachmentMetadata::new("3120.00", "EUR"), [file]).send().await.unwrap();
    let id = attached.items[0].attachment_id.clone().unwrap();
    let sent = &log.requests()[0];
    assert!(header(sent, "Content-Type").unwrap().starts_with("multipart/form-data; boundary="));
    let form = String::from_utf8(sent.body().to_vec()).unwrap();
    assert!(form.contains(r#"{"customerPrice":"3120.00","currency":"EUR"}"#), "{form}");
    assert!(form.contains(r#"name="POFiles"; filename="purchase-order.pdf""#), "{form}");

    let bytes = papers.by_id(id).download().send().await.unwrap();
    assert_eq!(&bytes[..], b"%PDF-1.7");
}

#[tokio::test]
async fn a_transfer_passes_in_part() {
    let in_part = example("transfers/examples.yaml", "AcceptedInPart");
    let (client, _) = answering(&in_part);
    let transfer =
        client.customers().by_id(CUSTOMER).transfers().by_id("37d9c1f0-6ab2-4e58-95d4-8c0e7b2f6a13");
    let error = transfer.accept().send().checked().await.unwrap_err();
    assert_eq!(error.code().as_deref(), Some("900103"));
    let result = transfer.accept().send().await.unwrap();
    assert_eq!((result.orders.len(), result.transfer_errors[0].line_items.len()), (1, 1));
}

/// A timer that takes no time.
struct Now;

impl Timer for Now {
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }

    fn elapsed(&self) -> Option<Duration> {
        Some(Duration::ZERO)
    }
}

fn taken(place: &str) -> RawResponse {
    let mut answer = typed(202, "application/json", "");
    answer.headers_mut().insert("Location", place.parse().unwrap());
    answer
}

#[tokio::test]
async fn a_registration_is_awaited() {
    let place = format!("/customers/{CUSTOMER}/subscriptions/{SUBSCRIPTION}/registrationstatus");
    let (under_way, log) = (example("subscriptions/examples.yaml", "RegistrationStatus"), Log::default());
    let mut done = under_way.clone();
    done["status"] = "registered".into();
    let transport = log.transport(move |_, number| match number {
        0 => taken(&place),
        1 => ok(&under_way),
        _ => ok(&done),
    });
    let client = builder().transport(transport).timer(Now).build().unwrap();
    let node = client.customers().by_id(CUSTOMER).subscriptions().by_id(SUBSCRIPTION);
    let status = node.register().begin().await.unwrap();
    assert_eq!(status.status, Some(RegistrationStatus::Registered));
    let asked = &log.uris()[1..];
    assert!(asked.len() == 2 && asked.iter().all(|uri| uri.contains("/v1/customers/")), "{asked:?}");
}

#[tokio::test]
async fn an_upload_of_devices_is_awaited() {
    let (ended, log) = (example("devices/examples.yaml", "Upload"), Log::default());
    let mut under_way = ended.clone();
    under_way["status"] = "processing".into();
    let place = format!("/customers/{CUSTOMER}/batchJobStatus/b8e2d6a1-7f35-4c90-8d14-2a6b9e50c7f3");
    let transport = log.transport(move |_, number| match number {
        0 => taken(&place),
        1 => ok(&under_way),
        _ => ok(&ended),
    });
    let client = builder().transport(transport).timer(Now).build().unwrap();
    let batch = client.customers().by_id(CUSTOMER).device_batches().by_id("spring-counters");
    let upload = batch.devices().upload(vec![Device::default()]).begin().await.unwrap();
    assert_eq!(upload.status, Some(DeviceUploadStatus::FinishedWithErrors));
    assert_eq!(upload.devices_status[0].error_code.as_deref(), Some("806"));
    assert_eq!(log.uris().len(), 3);
    assert!(log.uris()[2].contains(&format!("/v1/customers/{CUSTOMER}/batchJobStatus/")), "{:?}", log.uris());
}

#[tokio::test]
async fn an_upgrade_is_asked_for_by_sending_it_again() {
    let (done, log) = (example("product-upgrades/examples.yaml", "Done"), Log::default());
    let id = done["id"].as_str().unwrap().to_owned();
    let place = format!("productUpgrades/{id}");
    let transport = log.transport(move |_, number| if number == 0 { taken(&place) } else { ok(&done) });
    let client = builder().transport(transport).timer(Now).build().unwrap();
    let request = ProductUpgradeRequest::new(CUSTOMER, "azure");
    let status = client.product_upgrades().create(request).begin().await.unwrap();
    assert_eq!(status.line_items.len(), 1);
    let asked = &log.requests()[1];
    assert_eq!(asked.method(), "POST");
    assert!(asked.uri().path().ends_with(&format!("/v1/productUpgrades/{id}/status")));
    assert_eq!(body(asked)["customerId"], CUSTOMER);
}
