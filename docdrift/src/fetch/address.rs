//! Addresses: which ones are asked at all, and what a file in the cache is called.

use url::{Host, Url};

use crate::understand::fingerprint;

/// How long the readable part of a file name may be.
const READABLE: usize = 60;

/// Reads an address that may be asked: `https`, or `http` on this machine if that is allowed, and without a password.
pub(super) fn allowed(address: &str, loopback: bool) -> Result<Url, String> {
    let mut url = Url::parse(address).map_err(|error| format!("it is no address: {error}"))?;
    url.set_fragment(None);
    check(&url, loopback)?;
    Ok(url)
}

/// The address that a redirect leads to.
pub(super) fn redirected(from: &Url, location: &str, loopback: bool) -> Result<Url, String> {
    let mut url = from.join(location).map_err(|error| format!("it leads to `{location}`: {error}"))?;
    url.set_fragment(None);
    check(&url, loopback).map_err(|reason| format!("it leads to {url}: {reason}"))?;
    Ok(url)
}

fn check(url: &Url, loopback: bool) -> Result<(), String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("addresses with a user or password are not asked".to_owned());
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if loopback && is_here(url) => Ok(()),
        _ => Err("only https is asked".to_owned()),
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A name for a file, whatever is in the address: what can be read of it, and a number that makes it the only one.
pub(super) fn file_name(address: &str) -> String {
    let last = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let last = last.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let readable: String = last.chars().take(READABLE).map(plain).collect();
    format!("{}-{:016x}.page", readable.trim_matches('-'), fingerprint(address))
}

#[cfg(test)]
mod tests {
    use super::{allowed, file_name, redirected};

    #[test]
    fn a_file_name_is_safe_whatever_the_address() {
        let long = format!("https://docs.example/{}", "a".repeat(5000));
        let addresses = [
            "https://docs.example/../../etc/passwd",
            "https://docs.example/a/%2e%2e%2f%00",
            "https://docs.example/con",
            "https://docs.example/..",
            "https://docs.example/",
            "https://docs.example/?view=C:\\Windows",
            "https://docs.example/Größe/日本語",
            ".",
            "",
            &long,
        ];
        let names = addresses.map(file_name);
        for name in &names {
            assert!(name.len() < 100, "{name}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.'), "{name}");
            assert!(name.strip_suffix(".page").is_some_and(|stem| !stem.contains('.')), "{name}");
        }
        let mut distinct = names.to_vec();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), addresses.len());
    }

    #[test]
    fn only_https_is_asked_and_this_machine_on_request() {
        assert!(allowed("https://docs.example/page#part", false).is_ok_and(|url| url.fragment().is_none()));
        for refused in [
            "http://docs.example/page",
            "http://127.0.0.1:8080/",
            "file:///etc/passwd",
            "ftp://docs.example/",
            "https://user:secret@docs.example/",
            "page.html",
        ] {
            assert!(allowed(refused, false).is_err(), "{refused}");
        }
        assert!(allowed("http://127.0.0.1:8080/", true).is_ok());
        assert!(allowed("http://localhost:8080/", true).is_ok());
        assert!(allowed("http://localhost.docs.example/", true).is_err());
        assert!(allowed("http://docs.example/", true).is_err());
        let from = allowed("https://docs.example/a/b", false).expect("it is an address");
        assert!(
            redirected(&from, "../c?d#e", false).is_ok_and(|url| url.as_str() == "https://docs.example/c?d")
        );
        assert!(redirected(&from, "http://docs.example/c", false).is_err());
    }
}
