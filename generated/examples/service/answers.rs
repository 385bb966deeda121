//! What the service knows, and how it tells it.

use std::sync::LazyLock;

use hyper::http::request::Parts;
use serde_json::{Value as Json, json};

use super::check::{self, Query, Refusal};
use super::{PROVIDER, RESELLER};

static DATA: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(include_str!("data.json")).unwrap_or_default());

/// What a list leaves out of a customer.
const DETAILS: &[&str] = &[
    "commerceId",
    "billingProfile",
    "allowDelegatedAccess",
    "customDomains",
    "associatedPartnerId",
    "accountTier",
];
/// What a list leaves out of a company profile.
const COMPANY_DETAILS: &[&str] = &["address", "email"];
/// How many customers the service puts on a page at most.
const MOST: usize = 500;
/// What is before and after the number in a token: characters that have to arrive as they are.
const TOKEN: (&str, &str) = ("AAEA/c,", "+/x==");

/// Answers a request.
pub fn answer(head: &Parts) -> Result<Json, Refusal> {
    check::head(head)?;
    let text = head.uri.query().unwrap_or_default();
    let mut query = Query::read(text)?;
    let path: Vec<&str> = head.uri.path().split('/').skip(1).map(in_any_case).collect();
    let answer = match path[..] {
        ["v1", "customers"] => customers(head, text, &mut query)?,
        ["v1", "customers", "relationshiprequests"] => relationship_request(&mut query)?,
        ["v1", "customers", id] => customer(id)?,
        ["v1", "customers", id, "relationships"] => relationships(id)?,
        _ => return Err(Refusal::not_found(1000, "There is nothing at this path.")),
    };
    query.finish()?;
    Ok(answer)
}

/// A segment of a path, if it is a word in the spelling of `answer`: the service finds paths in any case.
fn in_any_case(segment: &str) -> &str {
    let words = ["v1", "customers", "relationshiprequests", "relationships"];
    words.into_iter().find(|word| word.eq_ignore_ascii_case(segment)).unwrap_or(segment)
}

/// One page of the customers that pass the filter.
fn customers(head: &Parts, text: &str, query: &mut Query) -> Result<Json, Refusal> {
    let start = start(head, query)?;
    let size = match query.take("size").map(|size| size.parse::<usize>()) {
        None | Some(Ok(0)) => MOST,
        Some(Ok(size)) => size.min(MOST),
        Some(Err(_)) => return Err(Refusal::bad_request("The size is not a whole number.", "size")),
    };
    let mut found = Vec::new();
    let filter = query.take("filter").map(|filter| parse(&filter)).transpose()?;
    for customer in list("customers") {
        if filter.as_ref().map_or(Ok(true), |filter| passes(filter, customer))? {
            found.push(customer);
        }
    }
    let items: Vec<Json> = found.iter().skip(start).take(size).map(|customer| shortened(customer)).collect();
    let mut links = json!({ "self": link(&format!("/customers?{text}")) });
    let mut page = json!({ "totalCount": items.len(), "items": items });
    let next = start + size;
    if next < found.len() {
        let token = format!("{}{next}{}", TOKEN.0, TOKEN.1);
        let rest: Vec<&str> = text.split('&').filter(|part| !part.starts_with("seekOperation=")).collect();
        links["next"] = link(&format!("/customers?{}&seekOperation=Next", rest.join("&")));
        links["next"]["headers"] = json!([{ "key": "MS-ContinuationToken", "value": token }]);
        page["continuationToken"] = json!(token);
    }
    page["links"] = links;
    page["attributes"] = json!({ "objectType": "Collection" });
    Ok(page)
}

/// Where the page begins: at a token, which needs its operation beside it, or at the first customer.
fn start(head: &Parts, query: &mut Query) -> Result<usize, Refusal> {
    let token = head.headers.get("ms-continuationtoken").map(|token| token.to_str().unwrap_or_default());
    match (query.take("seekOperation").as_deref(), token) {
        (None, None) => Ok(0),
        (Some("Next"), Some(token)) => token
            .strip_prefix(TOKEN.0)
            .and_then(|token| token.strip_suffix(TOKEN.1)?.parse().ok())
            .ok_or_else(|| Refusal::bad_request("The token is not known.", "MS-ContinuationToken")),
        (Some("Next"), None) => Err(Refusal::bad_request("The token is missing.", "MS-ContinuationToken")),
        (_, _) => Err(Refusal::bad_request("A token goes with the operation Next.", "seekOperation")),
    }
}

fn parse(filter: &str) -> Result<Json, Refusal> {
    serde_json::from_str(filter).map_err(|_| Refusal::bad_request("The filter is not JSON.", "filter"))
}

/// Whether a customer passes a filter: one comparison, or two filters joined by an operator.
fn passes(filter: &Json, customer: &Json) -> Result<bool, Refusal> {
    let refuse = |why: &str| Err(Refusal::bad_request(why, "filter"));
    let operator = filter["Operator"].as_str();
    if filter.get("LeftFilter").is_some() {
        let (left, right) =
            (passes(&filter["LeftFilter"], customer)?, passes(&filter["RightFilter"], customer)?);
        return match operator {
            Some("and") => Ok(left && right),
            Some("or") => Ok(left || right),
            _ => refuse("Filters are joined by `and` or `or`."),
        };
    }
    let (Some(field), Some(value)) = (filter["Field"].as_str(), filter["Value"].as_str()) else {
        return refuse("A filter has a Field, a Value and an Operator.");
    };
    if operator != Some("starts_with") {
        return refuse("Customers are only found with `starts_with`.");
    }
    let found = match field {
        "CompanyName" => customer["companyProfile"]["companyName"].as_str(),
        "Domain" => customer["companyProfile"]["domain"].as_str(),
        "IndirectReseller" => customer["associatedPartnerId"].as_str(),
        "IndirectCloudSolutionProvider" => Some(PROVIDER),
        _ => return refuse("Customers have no such field."),
    };
    Ok(found.is_some_and(|found| found.to_lowercase().starts_with(&value.to_lowercase())))
}

/// A customer on its own.
fn customer(id: &str) -> Result<Json, Refusal> {
    let mut customer = linked(find(id)?);
    for (part, name, kind) in [
        ("companyProfile", "company", "CustomerCompanyProfile"),
        ("billingProfile", "billing", "CustomerBillingProfile"),
    ] {
        if let Some(profile) = customer.get_mut(part) {
            profile["links"] = json!({ "self": link(&format!("/customers/{id}/profiles/{name}")) });
            profile["attributes"] = json!({ "objectType": kind });
        }
    }
    Ok(customer)
}

/// The partners that a customer has relationships with.
fn relationships(id: &str) -> Result<Json, Refusal> {
    let reseller = &find(id)?["associatedPartnerId"];
    let mut items: Vec<Json> =
        list("resellers").iter().filter(|one| one["id"] == *reseller).cloned().collect();
    for item in &mut items {
        item["attributes"] = json!({ "objectType": "PartnerRelationship" });
    }
    Ok(json!({
        "totalCount": items.len(),
        "items": items,
        "links": { "self": link(&format!("/customers/{id}/relationships")) },
        "attributes": { "objectType": "Collection" },
    }))
}

/// The link with which a customer can enter a relationship.
fn relationship_request(query: &mut Query) -> Result<Json, Refusal> {
    let provider = query.take("indirectCloudSolutionProviderId").unwrap_or_else(|| PROVIDER.to_owned());
    let reseller = query.take("indirectResellerId").unwrap_or_else(|| RESELLER.to_owned());
    check::uuid("indirectCloudSolutionProviderId", &provider)?;
    check::uuid("indirectResellerId", &reseller)?;
    if !matches!(query.take("dualRoleIndirectRelationship").as_deref(), None | Some("true" | "false")) {
        return Err(Refusal::bad_request("This is neither true nor false.", "dualRoleIndirectRelationship"));
    }
    Ok(json!({
        "url": format!(
            "https://admin.microsoft.com/Adminportal/Home?invType=IndirectResellerRelationship\
             &partnerId={provider}&indirectCSPId={reseller}#/BillingAccounts/partner-invitation"
        ),
        "attributes": { "objectType": "RelationshipRequest" },
    }))
}

fn list(name: &str) -> &'static [Json] {
    DATA[name].as_array().map_or(&[], Vec::as_slice)
}

fn find(id: &str) -> Result<&'static Json, Refusal> {
    check::uuid("customer_id", id)?;
    list("customers")
        .iter()
        .find(|customer| customer["id"] == id)
        .ok_or_else(|| Refusal::not_found(60003, format!("There is no customer {id}.")))
}

/// A customer as lists have it.
fn shortened(customer: &Json) -> Json {
    let mut customer = linked(customer);
    without(&mut customer, DETAILS);
    without(&mut customer["companyProfile"], COMPANY_DETAILS);
    customer
}

fn without(object: &mut Json, names: &[&str]) {
    if let Some(object) = object.as_object_mut() {
        object.retain(|name, _| !names.contains(&name.as_str()));
    }
}

fn linked(customer: &Json) -> Json {
    let mut customer = customer.clone();
    let own = link(&format!("/customers/{}", customer["id"].as_str().unwrap_or_default()));
    customer["links"] = json!({ "self": own });
    customer["attributes"] = json!({ "objectType": "Customer" });
    customer
}

/// A link as the service writes it, without the version.
fn link(uri: &str) -> Json {
    json!({ "uri": uri, "method": "GET", "headers": [] })
}
