//! The cases of `cases/`, generated and compiled: whatever the compiler, clippy or rustdoc would warn of in
//! emitted code is an error here.

#![deny(warnings)]
#![allow(clippy::doc_markdown, reason = "a title of a document is no code")]
#![allow(clippy::module_inception, reason = "a case may have an area of its own name")]
#![allow(clippy::iter_not_returning_iterator, reason = "a document may call a property so")]
#![allow(clippy::self_named_constructors, reason = "a document may call an area so")]

include!(concat!(env!("OUT_DIR"), "/mod.rs"));

/// Two documents in one crate, the second one in a module of its own.
pub mod two {
    include!(concat!(env!("OUT_DIR"), "/two/mod.rs"));

    /// The second document.
    pub mod inner {
        include!(concat!(env!("OUT_DIR"), "/two/inner/mod.rs"));
    }
}

/// One area at a time of a document that has three.
pub mod alone {
    /// Without the others.
    pub mod orders {
        include!(concat!(env!("OUT_DIR"), "/alone/orders/mod.rs"));
    }

    /// Without the others.
    pub mod service_requests {
        include!(concat!(env!("OUT_DIR"), "/alone/service_requests/mod.rs"));
    }

    /// Without the others.
    pub mod users {
        include!(concat!(env!("OUT_DIR"), "/alone/users/mod.rs"));
    }

    /// Those that have their feature on, and those that have none.
    pub mod by_features {
        include!(concat!(env!("OUT_DIR"), "/alone/by_features/mod.rs"));
    }
}
