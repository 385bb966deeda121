//! What can be done with the types: kept, cloned, moved to other threads.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::future::Future;

use futures_util::Stream;
use partner_center::customers::{Customers, Get, GetRelationshipRequest, List, ListRelationships};
use partner_center::models::{Customer, CustomerFilter, Fault, ResourceCollection};
use partner_center::runtime::{self, Builder, Call};
use partner_center::{Client, Error, Items, Pages, Position, Response, Result};
use serde_json::json;

use crate::support::answering;

fn is_shared<T: Clone + Debug + Send + Sync + 'static>() {}
fn is_plain<T: Clone + Debug + PartialEq + Send + Sync + 'static>() {}
fn is_sent<T: Debug + Send + Unpin + 'static>() {}
fn is_future<T: Future<Output = Result<O>> + Send + 'static, O>() {}
fn is_stream<T: Stream<Item = Result<I>> + Send + 'static, I>() {}
fn is_error<T: StdError + Send + Sync + 'static>() {}

#[test]
fn hold_across_threads() {
    is_shared::<Client>();
    is_shared::<Customers>();
    is_shared::<List>();
    is_shared::<Get>();
    is_shared::<ListRelationships>();
    is_shared::<GetRelationshipRequest>();
    is_shared::<Response<Customer>>();
    is_plain::<Customer>();
    is_plain::<CustomerFilter>();
    is_plain::<ResourceCollection<Customer>>();
    is_plain::<Fault>();
    is_plain::<Position>();
    is_sent::<Builder<Client>>();
    is_sent::<Call<Customer>>();
    is_sent::<Pages<ResourceCollection<Customer>>>();
    is_sent::<Items<ResourceCollection<Customer>, Customer>>();
    is_future::<Call<Customer>, _>();
    is_stream::<Pages<ResourceCollection<Customer>>, _>();
    is_stream::<Items<ResourceCollection<Customer>, Customer>, _>();
    is_error::<Error>();
}

#[tokio::test]
async fn a_request_can_be_sent_twice() {
    let (client, log) = answering(&json!({}));
    let list = client.customers().list().size(5);
    drop(client);
    let other = tokio::spawn(list.clone().send());
    list.size(6).send().await.unwrap();
    other.await.unwrap().unwrap();
    let mut queries: Vec<_> =
        log.requests().iter().map(|request| request.uri().query().unwrap().to_owned()).collect();
    queries.sort();
    assert_eq!(queries, ["size=5", "size=6"]);
}

#[test]
fn nothing_is_sent_unasked() {
    let (client, log) = answering(&json!({}));
    drop(client.customers().list().send());
    drop(client.customers().list().items());
    assert!(log.requests().is_empty());
}

#[tokio::test]
async fn a_client_is_a_view_of_the_one_below() {
    let (client, log) = answering(&json!({}));
    let core: runtime::Client = client.as_ref().with_header("X-Team", "billing");
    Client::from(core).customers().list().send().await.unwrap();
    assert_eq!(log.header("X-Team"), [Some("billing".to_owned())]);
}
