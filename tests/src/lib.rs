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

/// Types that the case `chosen_types` has instead of those of the document.
pub mod own {
    use clientgen_runtime::{Fit, Scalar, Slot, Value, View};

    /// Money, as it is written: `12.50 EUR`.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Money(pub String);

    impl Value for Money {
        fn blank() -> Self {
            Self::default()
        }

        fn slot(&mut self) -> Slot<'_> {
            Slot::Text(&mut self.0)
        }

        fn view(&self) -> View<'_> {
            View::Text(&self.0)
        }
    }

    /// A code of three letters.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Code([u8; 3]);

    impl std::fmt::Display for Code {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(&String::from_utf8_lossy(&self.0))
        }
    }

    impl Scalar for Code {
        fn set(&mut self, text: &str) -> Fit {
            match text.as_bytes().try_into() {
                Ok(letters) => {
                    self.0 = letters;
                    Fit::Taken
                }
                Err(_) => Fit::Refused("a code of three letters"),
            }
        }
    }

    impl Value for Code {
        fn blank() -> Self {
            Self::default()
        }

        fn slot(&mut self) -> Slot<'_> {
            Slot::Scalar(self)
        }

        fn view(&self) -> View<'_> {
            View::Printed(self)
        }
    }
}
