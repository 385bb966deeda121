//! The answers that the specification shows, read through the client, property by property.

use partner_center::models::{
    Customer, CustomerBillingProfile, CustomerCompanyProfile, Fault, Link, RelationshipToPartner,
    RelationshipType, ResourceAttributes, ResourceCollection, ResourceLinks,
};
use partner_center::runtime::{self, Json, Value};
use serde_json::json;

use crate::support::{
    CUSTOMER, RESELLER, answering, customer_example, fault_example, service, spec, status,
    without_empty_lists,
};

/// Checks that nothing of an example got lost on the way in.
fn assert_whole(value: &impl Value, example: &Json) {
    let written: Json = serde_json::from_slice(&runtime::encode(value.view())).unwrap();
    assert_eq!(without_empty_lists(written), without_empty_lists(example.clone()));
}

fn assert_kind(attributes: Option<&ResourceAttributes>, kind: &str, etag: Option<&str>) {
    let attributes = attributes.unwrap();
    assert_eq!(attributes.object_type.as_deref(), Some(kind));
    assert_eq!(attributes.etag.as_deref(), etag);
    assert!(attributes.additional_properties.is_empty());
}

fn assert_link(link: Option<&Link>, uri: &str) {
    let link = link.unwrap();
    assert_eq!((link.uri.as_deref(), link.method.as_deref()), (Some(uri), Some("GET")));
    assert!(link.body.is_none() && link.additional_properties.is_empty());
}

/// Checks that the only link leads to the resource itself.
fn assert_self(links: Option<&ResourceLinks>, uri: &str) {
    let links = links.unwrap();
    assert_link(links.self_.as_ref(), uri);
    assert!(links.self_.as_ref().unwrap().headers.as_ref().unwrap().is_empty());
    assert!(links.next.is_none() && links.previous.is_none() && links.additional_properties.is_empty());
}

#[test]
fn all_that_areas_share_are_read_here() {
    let names = spec("common/examples.yaml").as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names, ["InvalidPropertyFault", "NoRelationshipFault"]);
}

#[tokio::test]
async fn customer() {
    let example = customer_example("Customer");
    let (client, _) = answering(&example);
    let customer = client.customers().by_id(CUSTOMER).get().send().await.unwrap();
    assert_whole(&customer, &example);
    assert_eq!(customer.id.as_deref(), Some(CUSTOMER));
    assert_eq!(customer.commerce_id.as_deref(), Some("71e0d5c8-3b92-4e6a-8f04-b5c7d2a91e60"));
    assert_eq!(customer.relationship_to_partner, Some(RelationshipToPartner::Reseller));
    assert_eq!(customer.allow_delegated_access, Some(true));
    assert_eq!(customer.user_credentials, None);
    assert_eq!(customer.custom_domains, ["harbourlanebooks.example"]);
    assert_eq!(customer.associated_partner_id.as_deref(), Some(RESELLER));
    assert_self(customer.links.as_ref(), "/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42");
    assert_kind(customer.attributes.as_ref(), "Customer", None);
    assert!(customer.additional_properties.is_empty());
    assert_company_profile(&customer.company_profile.unwrap());
    assert_billing_profile(&customer.billing_profile.unwrap());
}

fn assert_company_profile(profile: &CustomerCompanyProfile) {
    assert_eq!(profile.tenant_id.as_deref(), Some(CUSTOMER));
    assert_eq!(profile.domain.as_deref(), Some("harbourlanebooks.example"));
    assert_eq!(profile.company_name.as_deref(), Some("Harbour Lane Books"));
    assert_eq!(profile.organization_registration_number, None);
    assert_eq!(profile.email.as_deref(), Some("office@harbourlanebooks.example"));
    assert_self(profile.links.as_ref(), "/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42/profiles/company");
    assert_kind(profile.attributes.as_ref(), "CustomerCompanyProfile", None);
    assert!(profile.additional_properties.is_empty());
    let address = profile.address.as_ref().unwrap();
    assert_eq!(address.id, None);
    assert_eq!(address.country.as_deref(), Some("IE"));
    assert_eq!(address.region.as_deref(), Some("Connacht"));
    assert_eq!(address.city.as_deref(), Some("Galway"));
    assert_eq!(address.district, None);
    assert_eq!(address.state, None);
    assert_eq!(address.address_line1.as_deref(), Some("14 Harbour Lane"));
    assert_eq!(address.address_line2, None);
    assert_eq!(address.address_line3, None);
    assert_eq!(address.postal_code.as_deref(), Some("H91 X2K7"));
    assert_eq!(address.first_name, None);
    assert_eq!(address.middle_name, None);
    assert_eq!(address.last_name, None);
    assert_eq!(address.phone_number.as_deref(), Some("+353915550142"));
    assert_eq!(address.email_address, None);
    assert!(address.additional_properties.is_empty());
}

fn assert_billing_profile(profile: &CustomerBillingProfile) {
    assert_eq!(profile.id.as_deref(), Some("e06b9f27-4c8d-4153-9a7e-f3d5182c6b04"));
    assert_eq!(profile.first_name.as_deref(), Some("Orla"));
    assert_eq!(profile.last_name.as_deref(), Some("Brennan"));
    assert_eq!(profile.email.as_deref(), Some("accounts@harbourlanebooks.example"));
    assert_eq!(profile.culture.as_deref(), Some("en-IE"));
    assert_eq!(profile.language.as_deref(), Some("en"));
    assert_eq!(profile.company_name.as_deref(), Some("Harbour Lane Books"));
    assert_self(profile.links.as_ref(), "/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42/profiles/billing");
    assert_kind(profile.attributes.as_ref(), "CustomerBillingProfile", Some("-5173920648810274433"));
    assert!(profile.additional_properties.is_empty());
    let address = profile.default_address.as_ref().unwrap();
    assert_eq!(address.country.as_deref(), Some("IE"));
    assert_eq!(address.region, None);
    assert_eq!(address.city.as_deref(), Some("Galway"));
    assert_eq!(address.address_line1.as_deref(), Some("14 Harbour Lane"));
    assert_eq!(address.address_line2.as_deref(), Some("First floor"));
    assert_eq!(address.postal_code.as_deref(), Some("H91 X2K7"));
    assert_eq!(address.first_name.as_deref(), Some("Orla"));
    assert_eq!(address.last_name.as_deref(), Some("Brennan"));
    assert_eq!(address.phone_number.as_deref(), Some("+353915550142"));
}

/// Checks a customer as lists have it: its two texts, and nothing that only a customer on its own has.
fn assert_short(customer: &Customer, id: &str, name: &str, domain: &str) {
    assert_eq!(customer.id.as_deref(), Some(id));
    assert_eq!(customer.relationship_to_partner, Some(RelationshipToPartner::Reseller));
    assert_self(customer.links.as_ref(), &format!("/customers/{id}"));
    assert_kind(customer.attributes.as_ref(), "Customer", None);
    assert!(customer.commerce_id.is_none() && customer.billing_profile.is_none());
    assert!(customer.allow_delegated_access.is_none() && customer.user_credentials.is_none());
    assert!(customer.custom_domains.is_empty() && customer.associated_partner_id.is_none());
    assert!(customer.additional_properties.is_empty());
    let company = customer.company_profile.as_ref().unwrap();
    assert_eq!(company.tenant_id.as_deref(), Some(id));
    assert_eq!(company.company_name.as_deref(), Some(name));
    assert_eq!(company.domain.as_deref(), Some(domain), "an empty text is one");
    assert_self(company.links.as_ref(), &format!("/customers/{id}/profiles/company"));
    assert_kind(company.attributes.as_ref(), "CustomerCompanyProfile", None);
    assert!(company.address.is_none() && company.email.is_none());
    assert!(company.organization_registration_number.is_none() && company.additional_properties.is_empty());
}

#[tokio::test]
async fn first_page() {
    let example = customer_example("FirstPage");
    let (client, _) = answering(&example);
    let page: ResourceCollection<Customer> = client.customers().list().size(1).send().await.unwrap();
    assert_whole(&page, &example);
    assert_eq!((page.total_count, page.items.len()), (Some(1), 1));
    assert_short(&page.items[0], CUSTOMER, "Harbour Lane Books", "harbourlanebooks.example");
    assert_eq!(page.continuation_token.as_deref(), Some("AAEAAHh5cGFnZS0yL2N1c3RvbWVycw=="));
    assert_kind(page.attributes.as_ref(), "Collection", None);
    assert!(page.additional_properties.is_empty());
    let links = page.links.unwrap();
    assert_link(links.self_.as_ref(), "/customers?size=1");
    assert!(links.previous.is_none() && links.additional_properties.is_empty());
    assert_link(links.next.as_ref(), "/customers?size=1&seekOperation=Next");
    let headers = links.next.unwrap().headers.unwrap();
    assert_eq!(headers.len(), 1);
    assert_eq!(headers[0].key.as_deref(), Some("MS-ContinuationToken"));
    assert_eq!(headers[0].value.as_deref(), Some("AAEAAHh5cGFnZS0yL2N1c3RvbWVycw=="));
    assert!(headers[0].additional_properties.is_empty());
}

#[tokio::test]
async fn last_page() {
    let example = customer_example("LastPage");
    let (client, _) = answering(&example);
    let page = client.customers().list().send().await.unwrap();
    assert_whole(&page, &example);
    assert_eq!((page.total_count, page.items.len()), (Some(2), 2));
    assert_short(&page.items[0], CUSTOMER, "Harbour Lane Books", "harbourlanebooks.example");
    assert_short(&page.items[1], "9e41b7d0-6a2f-4f83-8c15-d20b6f9a7c31", "Quayside Cycles", "");
    assert!(page.continuation_token.is_none() && page.links.is_none());
    assert_kind(page.attributes.as_ref(), "Collection", None);
    assert!(page.additional_properties.is_empty());
}

#[tokio::test]
async fn relationships() {
    let example = customer_example("Relationships");
    let (client, _) = answering(&example);
    let page = client.customers().by_id(CUSTOMER).relationships().list().send().await.unwrap();
    assert_whole(&page, &example);
    assert_eq!((page.total_count, page.items.len()), (Some(1), 1));
    let partner = &page.items[0];
    assert_eq!(partner.id.as_deref(), Some(RESELLER));
    assert_eq!(partner.name.as_deref(), Some("Lighthouse Resellers"));
    assert_eq!(partner.relationship_type, Some(RelationshipType::IsIndirectCloudSolutionProviderOf));
    assert_eq!(partner.state.as_deref(), Some("Active"));
    assert_eq!(partner.mpn_id.as_deref(), Some("3190274"));
    assert_eq!(partner.location.as_deref(), Some("IE"));
    assert_kind(partner.attributes.as_ref(), "PartnerRelationship", None);
    assert!(partner.additional_properties.is_empty());
    assert!(page.continuation_token.is_none());
    assert_self(page.links.as_ref(), "/customers/2f7c9a34-58d1-4c06-9b6e-7a1d03e85f42/relationships");
    assert_kind(page.attributes.as_ref(), "Collection", None);
    assert!(page.additional_properties.is_empty());
}

#[tokio::test]
async fn relationship_request() {
    let example = customer_example("RelationshipRequest");
    let (client, _) = answering(&example);
    let invitation = client.customers().relationship_request().get().send().await.unwrap();
    assert_whole(&invitation, &example);
    assert_eq!(
        invitation.url.as_deref(),
        Some(
            "https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship\
             &partnerId=c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13&msppId=0&DAP=true\
             #/BillingAccounts/partner-invitation"
        )
    );
    assert_kind(invitation.attributes.as_ref(), "RelationshipRequest", None);
    assert!(invitation.additional_properties.is_empty());
}

/// Answers a call with a fault, and reads it from the error.
async fn fault(code: u16, example: &Json) -> Fault {
    let response = status(code, example);
    let (client, _) = service(move |_, _| response.clone());
    let error = client.customers().by_id(CUSTOMER).get().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), code);
    let fault: Fault = error.fault().unwrap();
    assert_whole(&fault, example);
    assert_eq!(fault.source.as_deref(), Some("PartnerFD"));
    assert!(fault.additional_properties.is_empty());
    fault
}

#[tokio::test]
async fn faults() {
    let invalid = fault(400, &fault_example("InvalidPropertyFault")).await;
    assert_eq!(invalid.code, Some(3000));
    assert_eq!(
        invalid.description.as_deref(),
        Some("The identifier in the path is not a tenant identifier.")
    );
    assert_eq!(invalid.data, [json!("customer_id")]);
    let foreign = fault(403, &fault_example("NoRelationshipFault")).await;
    assert_eq!(foreign.code, Some(20002));
    let description = "Partner c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13 does not sell to this customer.";
    assert_eq!(foreign.description.as_deref(), Some(description));
    assert_eq!(foreign.data, [json!({"partnerId": "c83a2b6f-1e57-4d90-a4f2-86b95d7e0c13"})]);
}
