//! The cases of `cases/`, generated and compiled: whatever the compiler, clippy or rustdoc would warn of in
//! emitted code is an error here.

#![deny(warnings)]

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
