//! Reads and writes a page of 500 customers: our value layer beside serde's derive on the same models.
//!
//! `lean` is what the generator emits. `ignore` reads over unknown properties, `keep` keeps them.

mod derived;
mod emitted;

use std::hint::black_box;

use clientgen_runtime::{Value, decode, encode};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// A page such as the service sends, with some properties that the models do not have.
fn page() -> Vec<u8> {
    let items: Vec<_> = (0..500)
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
    let page = json!({ "totalCount": 500, "items": items, "attributes": { "objectType": "Collection" } });
    // In the order of the models, as the service writes it, and not by the alphabet.
    let page: derived::Page<derived::keep::Customer> =
        serde_json::from_value(page).expect("the page is a page");
    serde_json::to_vec(&page).expect("the page can be written")
}

/// Both ways to read and write the page as one and the same model.
fn compare<L, D>(group: &mut BenchmarkGroup<'_, WallTime>, bytes: &[u8])
where
    L: Value + PartialEq,
    D: DeserializeOwned + Serialize,
{
    let lean: L = decode(bytes).expect("the lean models read the page");
    let derived: D = serde_json::from_slice(bytes).expect("the derived models read the page");
    let written: serde_json::Value = serde_json::from_slice(&encode(lean.view())).expect("JSON");
    assert_eq!(written, serde_json::to_value(&derived).expect("JSON"), "both write the same");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("decode/lean", |b| {
        b.iter(|| decode::<L>(black_box(bytes)).expect("the page"));
    });
    group.bench_function("decode/derive", |b| {
        b.iter(|| serde_json::from_slice::<D>(black_box(bytes)).expect("the page"));
    });
    group.bench_function("encode/lean", |b| b.iter(|| encode(black_box(&lean).view())));
    group.bench_function("encode/derive", |b| {
        b.iter(|| serde_json::to_vec(black_box(&derived)).expect("the page"));
    });
}

fn customers(criterion: &mut Criterion) {
    let bytes = page();
    let mut group = criterion.benchmark_group("ignore");
    compare::<emitted::Page<emitted::ignore::Customer>, derived::Page<derived::ignore::Customer>>(
        &mut group, &bytes,
    );
    group.finish();
    let mut group = criterion.benchmark_group("keep");
    compare::<emitted::Page<emitted::keep::Customer>, derived::Page<derived::keep::Customer>>(
        &mut group, &bytes,
    );
    group.finish();
}

criterion_group!(benches, customers);
criterion_main!(benches);
