//! The URLs of requests, nearly all of which have the same origin.

use std::sync::OnceLock;

use http::Uri;
use http::uri::{Authority, Scheme};
use reqwest::Url;

/// The origin of the first request. What is below it need not be parsed from the start, which takes longer than
/// anything else about sending a request.
#[derive(Clone, Default)]
pub(super) struct Origin(OnceLock<(Scheme, Authority, Url)>);

impl Origin {
    /// The URL of a URI, if it is of this origin.
    pub(super) fn url(&self, uri: &Uri) -> Option<Url> {
        let (scheme, authority, origin) = self.0.get()?;
        // To the letter, as that is quick; any other spelling is parsed.
        if uri.scheme() != Some(scheme) || uri.authority()?.as_str() != authority.as_str() {
            return None;
        }
        let mut url = origin.clone();
        url.set_path(uri.path());
        url.set_query(uri.query());
        Some(url)
    }

    /// Takes note of the URL of a URI, if it is the first one.
    pub(super) fn note(&self, uri: &Uri, url: &Url) {
        if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
            let origin = || {
                let mut url = url.clone();
                url.set_path("");
                url.set_query(None);
                (scheme.clone(), authority.clone(), url)
            };
            self.0.get_or_init(origin);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_what_the_whole_uri_is_parsed_as() {
        let base = "http://Host.example:8080";
        let origin = Origin::default();
        let paths = [
            "/",
            "",
            "?",
            "/?",
            "/?a=b",
            "/a/b",
            "/a//b/",
            "/a/../b",
            "/%2e%2e/b",
            "/a/.",
            "/a%2Fb?c=%20'd'",
            "/a\"b{c}",
            "/a'b(c)?d'e",
            "//x/y",
            "/x:y@z",
            "/ü?ü",
            "/a;b=c/d",
            "/C:/d",
            "?next=/a/../b?c",
        ];
        for path in paths {
            let text = format!("{base}{path}");
            let Ok(uri) = text.parse::<Uri>() else { panic!("{text} is no URI") };
            let whole = Url::parse(&uri.to_string()).unwrap();
            origin.note(&uri, &whole);
            assert_eq!(origin.url(&uri).unwrap(), whole, "{text}");
        }
    }

    #[test]
    fn is_no_other_origin() {
        let origin = Origin::default();
        let uri = |text| Uri::from_static(text);
        assert_eq!(origin.url(&uri("http://a.example/")), None);
        origin.note(&uri("http://a.example/x"), &Url::parse("http://a.example/x").unwrap());
        origin.note(&uri("http://b.example/x"), &Url::parse("http://b.example/x").unwrap());
        assert!(origin.url(&uri("http://a.example/y")).is_some());
        for other in
            ["https://a.example/", "http://a.example:81/", "http://b.example/", "http://u@a.example/", "/x"]
        {
            assert_eq!(origin.url(&uri(other)), None, "{other}");
        }
    }
}
