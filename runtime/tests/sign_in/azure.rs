//! Credentials of the Azure SDK.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::ErrorKind;
use azure_core::time::OffsetDateTime;
use clientgen_runtime::{AzureCredential, Client, Error};

use crate::support::{Log, builder, call, fine};

#[derive(Debug, Default)]
struct Fake {
    asked: Mutex<Vec<Vec<String>>>,
    life: Duration,
    fails: bool,
}

#[async_trait::async_trait]
impl TokenCredential for Fake {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let mut asked = self.asked.lock().unwrap();
        asked.push(scopes.iter().map(|scope| (*scope).to_owned()).collect());
        if self.fails {
            return Err(azure_core::Error::with_message(ErrorKind::Credential, "run `az login`"));
        }
        Ok(AccessToken::new(format!("t{}", asked.len()), OffsetDateTime::now_utc() + self.life))
    }
}

fn client(fake: &Arc<Fake>, server: &str, scope: Option<&str>) -> (Client, Log) {
    let log = Log::default();
    let mut credential = AzureCredential::new(fake.clone());
    if let Some(scope) = scope {
        credential = credential.scope(scope);
    }
    let transport = log.transport(fine, fine);
    (builder().server(server).sign_in(credential).transport(transport).build().unwrap(), log)
}

#[tokio::test]
async fn asks_for_the_scope_of_the_server_and_keeps_the_token() {
    for (server, own, scope) in [
        ("global", None, "https://api.host/.default"),
        ("china", None, "https://api.cn.host/.default"),
        ("bare", Some("own"), "own"),
    ] {
        let fake = Arc::new(Fake { life: Duration::from_secs(3600), ..Fake::default() });
        let (client, log) = client(&fake, server, own);
        call(&client).await.unwrap();
        call(&client).await.unwrap();
        assert_eq!(*fake.asked.lock().unwrap(), [[scope]]);
        assert_eq!(log.tokens(), ["Bearer t1", "Bearer t1"]);
        assert!(log.logins().is_empty());
    }
}

#[tokio::test]
async fn heeds_the_end_of_a_token() {
    let fake = Arc::new(Fake::default());
    let (client, log) = client(&fake, "global", None);
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(log.tokens(), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn passes_on_what_it_says() {
    let fake = Arc::new(Fake { fails: true, ..Fake::default() });
    let (client, log) = client(&fake, "global", None);
    let error = call(&client).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)) && error.sign_in().is_none());
    assert!(error.to_string().contains("run `az login`"), "{error}");
    assert!(log.calls().is_empty());
}

#[test]
fn needs_a_scope() {
    let built = builder()
        .server("bare")
        .sign_in(AzureCredential::new(Arc::new(Fake::default())))
        .transport(Log::default().transport(fine, fine))
        .build();
    assert!(built.unwrap_err().to_string().contains("it is not known what the token is for"));
}
