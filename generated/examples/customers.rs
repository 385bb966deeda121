//! Shows the customers of an indirect reseller, one of them in full, and what an error looks like.
//!
//! ```sh
//! cargo run --example customers
//! ```
//!
//! That needs no account: the example starts a small service of its own and talks to that. To talk to the real
//! one, put a token into the environment:
//!
//! | variable | what it is |
//! |---|---|
//! | `PARTNER_CENTER_TOKEN` | an access token of a signed-in user of an indirect provider |
//! | `PARTNER_CENTER_SERVER` | `global`, unless it is to be `china` |
//! | `PARTNER_CENTER_RESELLER` | the tenant identifier of an indirect reseller; without it all customers are listed |
//!
//! Nothing is written: all calls are reads.

mod service;

use std::borrow::Cow;
use std::env;
use std::error::Error as StdError;
use std::process::ExitCode;

use comfy_table::{LineStyle, Table, presets};
use futures_util::TryStreamExt;
use partner_center::models::{
    Address, Customer, CustomerSearchField, Fault, FieldFilterOperation, PartnerRelationship,
    RelationshipToPartner, RelationshipType, SimpleCustomerFilter,
};
use partner_center::{Client, Error, Result};
use uuid::Uuid;

use service::Service;

/// How many customers come with one answer: few, so that there is a second page to see.
const PAGE: i32 = 3;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let explanation = error.downcast_ref().map_or_else(|| error.to_string(), explained);
            eprintln!("\n{explanation}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn StdError>> {
    let correlation_id = Uuid::new_v4().to_string();
    let Ok(token) = env::var("PARTNER_CENTER_TOKEN") else {
        let service = Service::start().await?;
        println!(
            "PARTNER_CENTER_TOKEN is not set, so this is a small service of our own, at {}.",
            service.url()
        );
        let client = Client::builder().base_url(&service.url()).bearer(service::TOKEN).build()?;
        let client = client.with_correlation_id(correlation_id).with_locale("en-US");
        return Ok(tour(&client, Some(service::RESELLER)).await?);
    };
    let server = env::var("PARTNER_CENTER_SERVER").unwrap_or_else(|_| "global".to_owned());
    let client = Client::builder().server(&server).bearer(token).build()?.with_correlation_id(correlation_id);
    Ok(tour(&client, env::var("PARTNER_CENTER_RESELLER").ok().as_deref()).await?)
}

/// Makes one call after the other.
async fn tour(client: &Client, reseller: Option<&str>) -> Result<()> {
    match reseller {
        Some(reseller) => println!("\nThe customers of the reseller {reseller}:\n"),
        None => println!("\nAll customers:\n"),
    }
    let customers = list(client, reseller).await?;
    print_customers(&customers);
    if let Some(id) = customers.first().and_then(|customer| customer.id.as_deref()) {
        print_customer(&client.customers().by_id(id).get().send().await?);
        // Lists are streams too, for whoever prefers combinators.
        let partners: Vec<_> =
            client.customers().by_id(id).relationships().list().items().try_collect().await?;
        print_partners(&partners);
    }
    invite(client, reseller).await?;
    stumble(client).await;
    Ok(())
}

/// The customers of all pages, which are fetched as they are needed.
async fn list(client: &Client, reseller: Option<&str>) -> Result<Vec<Customer>> {
    let mut request = client.customers().list().size(PAGE);
    if let Some(reseller) = reseller {
        let field = CustomerSearchField::IndirectReseller;
        request =
            request.filter(SimpleCustomerFilter::new(field, reseller, FieldFilterOperation::StartsWith));
    }
    let mut items = request.items();
    let mut customers = Vec::new();
    while let Some(customer) = items.next().await {
        customers.push(customer?);
    }
    Ok(customers)
}

fn print_customers(customers: &[Customer]) {
    let mut table = Table::new();
    let line = LineStyle::none().fill('─').junction('─');
    table
        .load_style(presets::NOTHING.header_separator(line))
        .set_header(["Company", "Domain", "We are", "Tenant"]);
    for customer in customers {
        let company = customer.company_profile.clone().unwrap_or_default();
        table.add_row([
            shown(company.company_name.as_deref()).into(),
            shown(company.domain.as_deref()).into(),
            customer.relationship_to_partner.as_ref().map_or("–".into(), in_words),
            shown(customer.id.as_deref()).into(),
        ]);
    }
    println!("{}\n\n{} customers, fetched {PAGE} at a time.", table.trim_fmt(), customers.len());
}

/// What we are to a customer. The service may have found another word for it since this was written.
fn in_words(relationship: &RelationshipToPartner) -> Cow<'_, str> {
    let words = match relationship {
        RelationshipToPartner::Advisor => "their advisor",
        RelationshipToPartner::MicrosoftSupport => "their support",
        RelationshipToPartner::None => "nobody to them",
        RelationshipToPartner::Reseller | RelationshipToPartner::Syndication => "their reseller",
        RelationshipToPartner::Unknown => "not known",
        other => return format!("{other} (new to us)").into(),
    };
    words.into()
}

fn print_customer(customer: &Customer) {
    let company = customer.company_profile.clone().unwrap_or_default();
    let billing = customer.billing_profile.clone().unwrap_or_default();
    let name = joined(" ", [&billing.first_name, &billing.last_name]);
    println!("\n{}:\n", shown(company.company_name.as_deref()));
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for (label, value) in [
        ("Address", company.address.as_ref().map(on_one_line).unwrap_or_default()),
        ("E-mail", company.email.unwrap_or_default()),
        ("Domains", customer.custom_domains.join(", ")),
        ("Bills go to", joined(", ", [&Some(name), &billing.email])),
        ("Written in", billing.culture.unwrap_or_default()),
        ("We may help", if customer.allow_delegated_access == Some(true) { "yes" } else { "no" }.to_owned()),
    ] {
        table.add_row([label, shown(Some(&value))]);
    }
    for (name, value) in &customer.additional_properties {
        table.add_row([format!("New: {name}"), value.to_string()]);
    }
    println!("{}", table.trim_fmt());
}

fn print_partners(partners: &[PartnerRelationship]) {
    println!("\nPartners that this customer has a relationship with:\n");
    for partner in partners {
        let role = match &partner.relationship_type {
            Some(RelationshipType::IsIndirectCloudSolutionProviderOf) => "indirect reseller",
            Some(RelationshipType::IsIndirectResellerOf) => "indirect provider",
            Some(other) => other.as_str(),
            None => "partner",
        };
        let [name, state] = [&partner.name, &partner.state].map(|text| shown(text.as_deref()));
        let number = shown(partner.mpn_id.as_deref());
        println!(" {name}, {role} (partner number {number}, {})", state.to_lowercase());
    }
}

/// Shows the link with which a new customer can accept the partner.
async fn invite(client: &Client, reseller: Option<&str>) -> Result<()> {
    let mut request = client.customers().relationship_request().get();
    if let Some(reseller) = reseller {
        request = request.indirect_reseller_id(reseller);
    }
    let invitation = request.send().await?;
    println!("\nA new customer accepts us at\n\n {}", shown(invitation.url.as_deref()));
    Ok(())
}

/// Asks for a customer that is not there, and shows what comes of it.
async fn stumble(client: &Client) {
    let nobody = Uuid::nil().to_string();
    println!("\nAsking for a customer that is not there:\n");
    match client.customers().by_id(nobody).get().send().await {
        Ok(_) => println!(" To our surprise, there is one."),
        Err(error) => println!("{}", explained(&error)),
    }
}

/// What there is in an error for the person who sees it, for the program and for the log.
fn explained(error: &Error) -> String {
    let mut lines = Vec::new();
    if let (Some(status), Some(fault)) = (error.status(), error.fault::<Fault>()) {
        lines.push(format!(" The service says: {}", shown(fault.description.as_deref())));
        lines.push(format!(
            " A program looks at: status {}, code {}",
            status.as_u16(),
            fault.code.unwrap_or_default()
        ));
    }
    if let Some(id) = error.request_id() {
        lines.push(format!(" A support case needs: request {id}"));
    }
    lines.push(format!(" A log holds: {error}"));
    lines.join("\n")
}

fn on_one_line(address: &Address) -> String {
    let city = joined(" ", [&address.city, &address.postal_code]);
    joined(", ", [&address.address_line1, &address.address_line2, &Some(city), &address.country])
}

/// Joins the parts that are there.
fn joined<const N: usize>(separator: &str, parts: [&Option<String>; N]) -> String {
    let parts: Vec<&str> =
        parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

/// A text, or a dash in its place.
fn shown(text: Option<&str>) -> &str {
    text.filter(|text| !text.is_empty()).unwrap_or("–")
}
