//! What a client asks of the crate that it is a part of.

/// Says which features of the runtime a client needs. One that is off is an error of the compiler that says so, in
/// place of many about what is not there.
#[doc(hidden)]
#[macro_export]
macro_rules! needs {
    (@ decimal) => {
        $crate::__needs_decimal! {}
    };
    (@ jiff) => {
        $crate::__needs_jiff! {}
    };
    (@ regex) => {
        $crate::__needs_regex! {}
    };
    (@ xml) => {
        $crate::__needs_xml! {}
    };
    ($($feature:ident),*) => {
        $($crate::needs! { @ $feature })*
    };
}

#[cfg(feature = "decimal")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {};
}

#[cfg(not(feature = "decimal"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_decimal {
    () => {
        ::core::compile_error!(
            "the client needs the feature `decimal` of clientgen-runtime: name it in Cargo.toml"
        );
    };
}

#[cfg(feature = "jiff")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_jiff {
    () => {};
}

#[cfg(not(feature = "jiff"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_jiff {
    () => {
        ::core::compile_error!(
            "the client needs the feature `jiff` of clientgen-runtime: name it in Cargo.toml"
        );
    };
}

#[cfg(feature = "regex")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_regex {
    () => {};
}

#[cfg(not(feature = "regex"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_regex {
    () => {
        ::core::compile_error!(
            "the client needs the feature `regex` of clientgen-runtime: name it in Cargo.toml"
        );
    };
}

#[cfg(feature = "xml")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_xml {
    () => {};
}

#[cfg(not(feature = "xml"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_xml {
    () => {
        ::core::compile_error!(
            "the client needs the feature `xml` of clientgen-runtime: name it in Cargo.toml"
        );
    };
}
