//! What models keep, what they show and what they hide.

use partner_center::models::{
    Customer, CustomerFilter, PartnerRelationship, RelationshipToPartner, RelationshipType,
    ResourceCollection, SubscriptionStatus, UserCredentials,
};
use partner_center::runtime::{self, Json, Secret, Value};
use serde_json::json;

use crate::support::{CUSTOMER, answering, customer_example, service, typed, without_empty_lists};

const PASSWORD: &str = "hunter2-but-longer";

fn written(value: &impl Value) -> Json {
    serde_json::from_slice(&runtime::encode(value.view())).unwrap()
}

#[tokio::test]
async fn unknown_properties_and_values_survive() {
    let mut document = without_empty_lists(customer_example("Customer"));
    document["relationshipToPartner"] = json!("distributor");
    document["segment"] = json!({"name": "education", "since": 2024, "tags": [null, 1.5, true]});
    document["companyProfile"]["address"]["what3words"] = json!("daring.lion.race");
    document["links"]["learnMore"] = json!({"method": "GET", "headers": []});
    let (client, _) = answering(&document);
    let customer = client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    let relationship = customer.relationship_to_partner.as_ref().unwrap();
    assert!(matches!(relationship, RelationshipToPartner::Unrecognized(_)));
    assert_eq!(relationship.as_str(), "distributor");
    assert_eq!(customer.additional_properties["segment"]["name"], "education");
    assert_eq!(written(&customer), document);
    assert_eq!(serde_json::to_value(&customer).unwrap(), document, "serde writes the same");
    assert_eq!(serde_json::from_value::<Customer>(document).unwrap(), customer, "and reads the same");
}

#[tokio::test]
async fn a_change_leaves_the_rest_alone() {
    let mut document = without_empty_lists(customer_example("Customer"));
    document["segment"] = json!("education");
    let (client, _) = answering(&document);
    let mut customer = client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    customer.relationship_to_partner = Some(RelationshipToPartner::None);
    customer.billing_profile.as_mut().unwrap().email = None;
    document["relationshipToPartner"] = json!("none");
    document["billingProfile"].as_object_mut().unwrap().remove("email");
    assert_eq!(written(&customer), document);
}

#[tokio::test]
async fn missing_and_null_are_nothing() {
    let document = json!({
        "id": null,
        "companyProfile": null,
        "relationshipToPartner": null,
        "customDomains": null,
        "links": {"self": {"method": "GET", "headers": null}},
    });
    let (client, _) = answering(&document);
    let customer = client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    assert!(customer.id.is_none() && customer.company_profile.is_none());
    assert!(customer.relationship_to_partner.is_none() && customer.custom_domains.is_empty());
    let link = customer.links.unwrap().self_.unwrap();
    assert!(link.uri.is_none() && link.headers.is_none());

    let (client, _) = answering(&json!({"items": null}));
    assert!(client.customers().list().send().await.unwrap().items.is_empty());
    let (client, _) = answering(&json!({}));
    assert_eq!(client.customers().by_id(CUSTOMER).get().send().await.unwrap(), Customer::default());
}

#[test]
fn enums_know_their_spellings() {
    for (value, text) in [
        (RelationshipToPartner::Advisor, "advisor"),
        (RelationshipToPartner::MicrosoftSupport, "microsoft_support"),
        (RelationshipToPartner::None, "none"),
        (RelationshipToPartner::Reseller, "reseller"),
        (RelationshipToPartner::Syndication, "syndication"),
        (RelationshipToPartner::Unknown, "unknown"),
    ] {
        assert_eq!((value.as_str(), value.to_string().as_str()), (text, text));
        assert_eq!(RelationshipToPartner::from(text), value);
    }
    let text = "is_indirect_cloud_solution_provider_of";
    assert_eq!(RelationshipType::from(text), RelationshipType::IsIndirectCloudSolutionProviderOf);
    assert_eq!(RelationshipType::from("other").to_string(), "other");
}

#[test]
fn filters_are_read_as_what_they_are() {
    let simple = json!({"Field": "Domain", "Value": "a", "Operator": "starts_with"});
    let both = json!({"LeftFilter": simple, "RightFilter": simple, "Operator": "and"});
    let other = json!({"Between": [1, 2]});
    let read = |document: &Json| serde_json::from_value::<CustomerFilter>(document.clone()).unwrap();
    assert!(matches!(read(&simple), CustomerFilter::Simple(_)));
    assert!(matches!(read(&both), CustomerFilter::Compound(_)));
    assert!(matches!(read(&other), CustomerFilter::Unrecognized(_)));
    for document in [simple, both, other] {
        assert_eq!(serde_json::to_value(read(&document)).unwrap(), document);
    }
}

#[test]
fn one_collection_holds_anything() {
    let document = json!({"totalCount": 1, "items": [{"name": "Lighthouse Resellers"}]});
    let page: ResourceCollection<PartnerRelationship> = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(page.items[0].name.as_deref(), Some("Lighthouse Resellers"));
    let page: ResourceCollection<Json> = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(page.items[0]["name"], "Lighthouse Resellers");
    assert_eq!(serde_json::to_value(&page).unwrap(), document);
}

#[tokio::test]
async fn passwords_do_not_show() {
    let document = json!({"items": [{"userCredentials": {"userName": "admin", "password": PASSWORD}}]});
    let (client, _) = answering(&document);
    let response = client.customers().list().send().response().await.unwrap();
    let page = response.value();
    let credentials = page.items[0].user_credentials.as_ref().unwrap();
    assert_eq!(credentials.password, Some(Secret::from(PASSWORD)));
    assert_eq!(credentials.password.as_ref().unwrap().expose(), PASSWORD);
    assert_eq!(written(page), document, "they are sent nevertheless");
    for shown in
        [format!("{page:?}"), format!("{page:#?}"), format!("{response:?}"), format!("{credentials:?}")]
    {
        assert!(!shown.contains(PASSWORD), "{shown}");
    }
    assert!(format!("{credentials:?}").contains("[redacted]"));

    let mut credentials = UserCredentials::default();
    credentials.password = Some(PASSWORD.into());
    assert_eq!(written(&credentials), json!({"password": PASSWORD}));
}

#[tokio::test]
async fn passwords_do_not_show_in_errors() {
    for body in [
        format!(r#"{{"userCredentials":{{"password":"{PASSWORD}"}},"id":[12]}}"#),
        format!(r#"{{"userCredentials":{{"password":["{PASSWORD}"]}}}}"#),
        format!(r#"{{"userCredentials":{{"password":"{PASSWORD}"#),
        r#"{"userCredentials":{"password":"\ud800 hunter2-but-longer"}}"#.to_owned(),
        r#"{"userCredentials":{"password":[1234567890123]}}"#.to_owned(),
    ] {
        let (client, _) = service(move |_, _| typed(200, "application/json", body.clone()));
        let error = client.customers().by_id(CUSTOMER).get().send().await.unwrap_err();
        let shown = format!("{error} {error:?} {error:#?}");
        assert!(!shown.contains(PASSWORD) && !shown.contains("1234567890123"), "{shown}");
        assert!(shown.contains("id") || shown.contains("userCredentials"), "{shown}");
    }
}

#[tokio::test]
async fn what_the_service_writes_otherwise_is_read() {
    let (client, _) = answering(
        &json!({"Quantity": "5", "FriendlyName": 365, "STATUS": "Active", "autoRenewEnabled": "True"}),
    );
    let subscription =
        client.customers().by_id(CUSTOMER).subscriptions().by_id("s").get().send().await.unwrap();
    assert_eq!((subscription.quantity, subscription.auto_renew_enabled), (Some(5), Some(true)));
    assert_eq!(subscription.friendly_name.as_deref(), Some("365"));
    assert_eq!(subscription.status, Some(SubscriptionStatus::Active));
}
