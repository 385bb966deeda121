//! Reads and writes a page of 500 customers: our value layer beside serde's derive on the same models.
//!
//! `lean` is what the generator emits. `ignore` reads over unknown properties, `keep` keeps them.

mod derived;
mod emitted;
mod sample;

use std::hint::black_box;

use clientgen_runtime::{Value, decode, encode};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    let bytes = sample::page(500);
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
