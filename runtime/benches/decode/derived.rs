//! The models of the page with serde's derive, as other generators emit them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_count: Option<i32>,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<T>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Attributes>,
}

/// An open enum is more work with derive; a closed one is the best case for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    Advisor,
    Reseller,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attributes {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Links {
    #[serde(default, rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_: Option<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Link>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Link>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A customer and its company; `$rest` is the field for unknown properties, if any.
macro_rules! customer {
    ($module:ident, {$($rest:tt)*}) => {
        pub mod $module {
            use super::*;

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub struct Customer {
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub id: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub commerce_id: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub company_profile: Option<CompanyProfile>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub relationship_to_partner: Option<Relationship>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub allow_delegated_access: Option<bool>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub user_count: Option<i32>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub credit_limit: Option<f64>,
                #[serde(default, skip_serializing_if = "Vec::is_empty")]
                pub custom_domains: Vec<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub associated_partner_id: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub links: Option<Links>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub attributes: Option<Attributes>,
                $($rest)*
            }

            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub struct CompanyProfile {
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub tenant_id: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub domain: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub company_name: Option<String>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub links: Option<Links>,
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub attributes: Option<Attributes>,
                $($rest)*
            }
        }
    };
}

customer!(ignore, {});
customer!(keep, {
    #[serde(flatten)]
    pub additional_properties: BTreeMap<String, serde_json::Value>,
});
