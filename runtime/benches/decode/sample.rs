//! A page to read.

use serde_json::json;

use crate::derived;

/// A page of customers such as the service sends, with some properties that the models do not have.
pub fn page(customers: u32) -> Vec<u8> {
    let items: Vec<_> = (0..customers)
        .map(|n| {
            let id = format!("{n:08x}-4f5c-4b8e-9a37-0c2f1e7d{n:04x}");
            json!({
                "id": id,
                "commerceId": format!("{n:08x}-0000-4b8e-9a37-1c2f1e7d{n:04x}"),
                "companyProfile": {
                    "tenantId": id,
                    "domain": format!("contoso{n}.onmicrosoft.com"),
                    "companyName": format!("Contoso \"{n}\" GmbH & Co. KG"),
                    "organizationRegistrationNumber": null,
                    "links": { "self": { "uri": format!("/customers/{id}/profiles/company"), "method": "GET", "headers": [] } },
                    "attributes": { "objectType": "CustomerCompanyProfile" }
                },
                "relationshipToPartner": if n % 7 == 0 { "advisor" } else { "reseller" },
                "allowDelegatedAccess": n % 3 == 0,
                "userCount": n * 3,
                "creditLimit": f64::from(n) + 0.25,
                "customDomains": [format!("contoso{n}.com"), format!("contoso{n}.de")],
                "associatedPartnerId": null,
                "partnerSince": "2019-04-01T08:30:00Z",
                "tier": { "name": "gold", "discount": 0.1 },
                "links": {
                    "self": { "uri": format!("/customers/{id}"), "method": "GET", "headers": [] },
                    "next": { "uri": format!("/customers?seek={n}"), "method": "GET",
                              "headers": [{ "key": "MS-ContinuationToken", "value": format!("token{n}") }] }
                },
                "attributes": { "etag": format!("eyJpZCI6{n:08x}"), "objectType": "Customer" }
            })
        })
        .collect();
    let page =
        json!({ "totalCount": customers, "items": items, "attributes": { "objectType": "Collection" } });
    // In the order of the models, as the service writes it, and not by the alphabet.
    let page: derived::Page<derived::keep::Customer> =
        serde_json::from_value(page).expect("the page is a page");
    serde_json::to_vec(&page).expect("the page can be written")
}
