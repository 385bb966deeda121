//! A client as the generator emits it, and a service that records what it is asked.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use clientgen_runtime::{
    Api, Builder, Bytes, Call, Client, Draft, Field, Fill, Header, Items, Json, LinkRules, Method, Model,
    Operation, Pages, Paging, RawResponse, Request, Result, Server, Slot, TokenFrom, TokenRule, TokenTo,
    Value, View, model, segment,
};

pub static API: Api = Api {
    name: "partner-center",
    version: "0.1.0",
    servers: &[
        Server { name: "global", url: "https://api.host", variables: &[], authority: None },
        Server { name: "china", url: "https://api.cn.host", variables: &[], authority: None },
    ],
    headers: &[
        Header { name: "MS-RequestId", fill: Fill::Uuid },
        Header { name: "MS-CorrelationId", fill: Fill::Uuid },
        Header { name: "MS-Contract-Version", fill: Fill::Constant("v1") },
        Header { name: "X-Locale", fill: Fill::Scope },
    ],
    request_id: Some("MS-RequestId"),
    correlation_id: Some("MS-CorrelationId"),
    links: LinkRules { prefix: Some("v1"), known: &["v1", "webhooks", "auditactivity", "partner"] },
    idempotency_keys: &["MS-RequestId"],
    ..Api::BLANK
};

const HEADERS: &[&str] = &["MS-RequestId", "MS-CorrelationId", "MS-Contract-Version", "X-Locale"];

macro_rules! models {
    ($($name:ident { $($index:literal $field:ident: $type:ty = $wire:literal,)+ })+) => { $(
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name { $(pub $field: $type,)+ }

        impl Model for $name {
            fn blank() -> Self {
                Self::default()
            }

            fn fields(&self) -> &'static [Field] {
                const { &[$(Field::optional($wire)),+] }
            }

            fn slot_at(&mut self, field: usize) -> Slot<'_> {
                match field {
                    $($index => self.$field.slot(),)+
                    _ => Slot::Ignore,
                }
            }

            fn view_at(&self, field: usize) -> View<'_> {
                match field {
                    $($index => self.$field.view(),)+
                    _ => View::Absent,
                }
            }
        }
        model!($name);
    )+ };
}

models! {
    Customer { 0 id: Option<String> = "id", 1 name: Option<String> = "companyName", }
    Customers {
        0 items: Vec<Customer> = "items",
        1 links: Option<PageLinks> = "links",
        2 continuation_token: Option<String> = "continuationToken",
        3 total_count: Option<i32> = "totalCount",
    }
    PageLinks { 0 next: Option<Link> = "next", }
    Link { 0 uri: Option<String> = "uri", 1 headers: Vec<Pair> = "headers", }
    Pair { 0 key: Option<String> = "key", 1 value: Option<String> = "value", }
    Fault { 0 code: Option<Json> = "code", 1 description: Option<String> = "description", }
}

#[derive(Clone, Debug)]
#[must_use]
pub struct GetCustomer {
    pub client: Client,
    pub id: String,
    pub request_id: Option<String>,
}

pub fn get(client: &Client, id: &str) -> GetCustomer {
    GetCustomer { client: client.clone(), id: id.to_owned(), request_id: None }
}

impl GetCustomer {
    const OPERATION: &Operation = &Operation {
        id: "Customers_Get",
        method: Method::GET,
        path: "/v1/customers/{customer_id}",
        headers: HEADERS,
    };

    pub fn request_id(mut self, id: &str) -> Self {
        self.request_id = Some(id.to_owned());
        self
    }

    pub fn to_request(&self) -> Result<Request> {
        let customer_id = segment("customer_id", &self.id)?;
        Draft::new(Self::OPERATION, format!("/v1/customers/{customer_id}"))
            .header("MS-RequestId", &self.request_id)
            .finish()
    }

    pub fn send(self) -> Call<Customer> {
        self.client.call(self.to_request())
    }

    pub fn send_as<T: clientgen_runtime::FromResponse>(self) -> Call<T> {
        self.client.call(self.to_request())
    }
}

#[derive(Clone, Debug)]
#[must_use]
pub struct ListCustomers {
    client: Client,
    size: Option<i32>,
    request_id: Option<String>,
    correlation_id: Option<String>,
    offset: Option<u64>,
    paging: &'static Paging,
}

pub static LINKS_AND_TOKENS: Paging = Paging {
    items: &["items"],
    next_link: &["links", "next", "uri"],
    next_headers: &["links", "next", "headers"],
    token: Some(TokenRule {
        from: TokenFrom::Property(&["continuationToken"]),
        to: TokenTo::Header("MS-ContinuationToken"),
        query: &[("seekOperation", "Next")],
    }),
    ..Paging::NONE
};

pub fn list(client: &Client) -> ListCustomers {
    ListCustomers {
        client: client.clone(),
        size: None,
        offset: None,
        request_id: None,
        correlation_id: None,
        paging: &LINKS_AND_TOKENS,
    }
}

pub const LIST: &Operation =
    &Operation { id: "Customers_List", method: Method::GET, path: "/v1/customers", headers: HEADERS };

impl ListCustomers {
    pub fn size(mut self, size: i32) -> Self {
        self.size = Some(size);
        self
    }

    pub fn request_id(mut self, id: &str) -> Self {
        self.request_id = Some(id.to_owned());
        self
    }

    pub fn correlation_id(mut self, id: &str) -> Self {
        self.correlation_id = Some(id.to_owned());
        self
    }

    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    pub fn paging(mut self, paging: &'static Paging) -> Self {
        self.paging = paging;
        self
    }

    pub fn to_request(&self) -> Result<Request> {
        Draft::new(LIST, "/v1/customers")
            .query("size", &self.size)
            .query("offset", &self.offset)
            .header("MS-RequestId", &self.request_id)
            .header("MS-CorrelationId", &self.correlation_id)
            .finish()
    }

    pub fn pages(self) -> Pages<Customers> {
        Pages::new(&self.client, self.to_request(), self.paging)
    }

    pub fn items(self) -> Items<Customers, Customer> {
        self.pages().into_items(|page| page.items)
    }
}

/// What a service was asked.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Request>>>);

impl Log {
    pub fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap().clone()
    }

    pub fn only(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    pub fn uris(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.uri().to_string()).collect()
    }

    /// The values of a header, request by request.
    pub fn header(&self, name: &str) -> Vec<Option<String>> {
        self.requests().iter().map(|request| header(request, name)).collect()
    }

    pub fn transport(
        &self,
        answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static,
    ) -> impl clientgen_runtime::Transport {
        let log = self.0.clone();
        move |request: Request| {
            let mut log = log.lock().unwrap();
            let response = answer(&request, log.len());
            log.push(request);
            ready(Ok::<_, Infallible>(response))
        }
    }
}

pub fn header(request: &Request, name: &str) -> Option<String> {
    Some(request.headers().get(name)?.to_str().unwrap().to_owned())
}

/// A service that gives `answer` to its requests, which it numbers from 0.
pub fn service(answer: impl Fn(&Request, usize) -> RawResponse + Send + Sync + 'static) -> (Client, Log) {
    let log = Log::default();
    let client = builder().transport(log.transport(answer)).build().unwrap();
    (client, log)
}

/// A service that always answers 200 with a body.
pub fn answering(body: &'static str) -> (Client, Log) {
    service(move |_, _| json(200, body))
}

pub fn builder() -> Builder<Client> {
    Builder::new(&API).bearer("s3cret")
}

pub fn json(status: u16, body: impl Into<String>) -> RawResponse {
    typed(status, "application/json; charset=utf-8", body.into())
}

pub fn typed(status: u16, content_type: &str, body: impl Into<Bytes>) -> RawResponse {
    http::Response::builder().status(status).header("Content-Type", content_type).body(body.into()).unwrap()
}
