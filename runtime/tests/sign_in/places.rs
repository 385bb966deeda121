//! Where to sign in follows from the server, and mistakes are told before anything is sent.

use clientgen_runtime::{Builder, Client, Error, SignIn};

use crate::support::{Log, builder, call, fine, token};

fn sign_in() -> SignIn<clientgen_runtime::ClientSecret> {
    SignIn::client_secret("contoso.com", "app", "s")
}

async fn asked(builder: Builder<Client>) -> (String, String, String) {
    let log = Log::default();
    let client = builder.transport(log.transport(|_, number| token(number), fine)).build().unwrap();
    call(&client).await.unwrap();
    let (login, form) = (log.logins()[0].uri().to_string(), log.forms()[0].clone());
    let audience = form.split('&').find(|pair| pair.starts_with("scope=") || pair.starts_with("resource="));
    (log.calls()[0].uri().host().unwrap().to_owned(), login, audience.unwrap().to_owned())
}

#[tokio::test]
async fn the_server_says_where() {
    let global =
        ("https://login.host/contoso.com/oauth2/v2.0/token", "scope=https%3A%2F%2Fapi.host%2F.default");
    let china = ("https://login.cn.host/contoso.com/oauth2/token", "resource=https%3A%2F%2Fapi.cn.host");
    let own = ("https://login.own/contoso.com/oauth2/v2.0/token", "scope=own");
    let at_own = || sign_in().authority("https://login.own/").scope("own");
    for (builder, host, (login, audience)) in [
        (builder().sign_in(sign_in()), "api.host", global),
        (builder().server("global").sign_in(sign_in()), "api.host", global),
        (builder().server("china").sign_in(sign_in()), "api.cn.host", china),
        // In any order.
        (builder().sign_in(sign_in()).server("china"), "api.cn.host", china),
        // A proxy before it.
        (builder().server("china").base_url("https://proxy.host/x").sign_in(sign_in()), "proxy.host", china),
        (builder().server("bare").sign_in(at_own()), "bare.host", own),
        (builder().base_url("https://test.host").sign_in(at_own()), "test.host", own),
        (builder().server("china").sign_in(at_own()), "api.cn.host", own),
    ] {
        let (found_host, found_login, found_audience) = asked(builder).await;
        assert_eq!(
            (found_host.as_str(), found_login.as_str(), found_audience.as_str()),
            (host, login, audience)
        );
    }
}

#[test]
fn mistakes_are_told() {
    let unknown = "it is not known where to sign in: choose a `server` that says so, or set the `authority`";
    for (builder, text) in [
        // A client of some other place does not send its secret to the default authority.
        (builder().base_url("https://test.host").sign_in(sign_in()), unknown),
        (builder().server("bare").sign_in(sign_in()), unknown),
        (
            builder().server("bare").sign_in(sign_in().authority("https://login.own")),
            "it is not known what the token is for: choose a `server` that says so, or set the `scope`",
        ),
        (builder().sign_in(sign_in().scope(" ")), "it is not known what the token is for"),
        (builder().sign_in(sign_in().v1().scope("x")), "the v1 form takes a `resource`, not a `scope`"),
        (builder().sign_in(SignIn::client_secret("t", "", "s")), "the client id is empty"),
        (builder().sign_in(SignIn::client_secret("t", "app", "")), "the client secret is empty"),
        (builder().sign_in(SignIn::client_secret("t", "app", "  \n")), "the client secret is empty"),
        (builder().sign_in(SignIn::refresh_token("t", "app", "")), "the refresh token is empty"),
        (builder().sign_in(SignIn::refresh_token("t", "app", "r").secret("")), "the client secret is empty"),
    ] {
        let error = builder.transport(Log::default().transport(fine, fine)).build().unwrap_err();
        assert!(matches!(error, Error::Request(_)));
        assert!(error.to_string().contains(text), "{error}");
    }
    for tenant in ["", ".", "..", "a/b", "a?b", "a b", "a%2fb", "a\\b", "https://contoso.com"] {
        let sign_in = SignIn::client_secret(tenant, "app", "s");
        let built = builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build();
        assert!(built.unwrap_err().to_string().contains("is no tenant: it is a domain or an id"), "{tenant}");
    }
}

#[test]
fn an_authority_is_safe() {
    for authority in [
        "",
        "login.host",
        "//login.host",
        "http://login.host",
        "http://127.0.0.1.evil",
        "ftp://login.host",
        "https://login.host/tenant",
        "https://login.host?x",
        "https://login.host#x",
        "https://login.host#",
        "https://hunter2@login.host",
    ] {
        let sign_in = sign_in().authority(authority);
        let built = builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build();
        let error = built.unwrap_err().to_string();
        assert!(error.contains("authority") && !error.contains("hunter2"), "{authority}: {error}");
    }
    for authority in [
        "https://login.host",
        "https://login.host:8443/",
        "http://127.0.0.1:1",
        "http://localhost:1",
        "http://[::1]:1",
    ] {
        let sign_in = sign_in().authority(authority);
        builder().sign_in(sign_in).transport(Log::default().transport(fine, fine)).build().unwrap();
    }
}

#[tokio::test]
async fn a_credential_of_its_own_serves_several_clients() {
    let log = Log::default();
    let credential = sign_in()
        .authority("https://login.host")
        .scope("s")
        .into_credential(log.transport(|_, number| token(number), fine))
        .unwrap();
    for _ in 0..2 {
        let client: Client =
            builder().credential(credential.clone()).transport(log.transport(fine, fine)).build().unwrap();
        call(&client).await.unwrap();
    }
    assert_eq!((log.logins().len(), log.tokens()), (1, vec!["Bearer t0".to_owned(); 2]));
}
