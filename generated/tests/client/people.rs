//! Profiles, users and their licences: bodies, queries and answers of forms that lists of customers do not have.

use partner_center::Error;
use partner_center::models::{FieldFilterOperation, UserState};
use partner_center::models::{
    LicenseAssignment, LicenseGroupQuery, LicenseUpdate, NewCustomerUser, PasswordProfile, UserFilter,
};
use partner_center::runtime::Json;
use serde_json::json;

use crate::support::{CUSTOMER, answering, customer_example, example, header, ok, service, status};

const USER: &str = "6d0e9b35-2c48-4f71-a5b7-c9e83d1f6402";

#[tokio::test]
async fn a_profile_goes_back_as_it_came() {
    let mut example = customer_example("BillingProfile");
    example["loyalty"] = json!({"since": 2019});
    let (client, log) = answering(&example);
    let customers = client.customers();
    let billing = customers.by_id(CUSTOMER).profiles().billing();
    let profile = billing.get().send().await.unwrap();
    billing.replace(profile.clone()).with_etag(&profile).send().await.unwrap();
    let [_, replace] = <[_; 2]>::try_from(log.requests()).unwrap();
    assert_eq!(replace.method(), "PUT");
    assert_eq!(replace.uri().path(), format!("/v1/customers/{CUSTOMER}/profiles/billing"));
    assert_eq!(header(&replace, "If-Match").unwrap(), "\"-5173920648810274433\"");
    assert_eq!(serde_json::from_slice::<Json>(replace.body()).unwrap(), example);
}

#[tokio::test]
async fn a_first_password_is_sent_and_not_shown() {
    let (client, log) = service(|_, _| status(201, &example("users/examples.yaml", "CreatedUser")));
    let password = PasswordProfile::default().password("made-up-Pa55phrase").force_change_password(true);
    let user = NewCustomerUser::new(
        "IE",
        "orla@harbourlanebooks.example",
        "Orla",
        "Brennan",
        "Orla Brennan",
        password,
    );
    assert!(!format!("{user:?}").contains("Pa55"));
    let created = client.customers().by_id(CUSTOMER).users().create(user).send().await.unwrap();
    assert!(!format!("{created:?}").contains("Pa55"));
    assert_eq!((created.id.as_deref(), created.state), (Some(USER), Some(UserState::Active)));
    let mut expected = example("users/examples.yaml", "NewUser");
    expected.as_object_mut().unwrap().remove("attributes");
    assert_eq!(serde_json::from_slice::<Json>(log.only().body()).unwrap(), expected);
}

#[tokio::test]
async fn deleted_users_are_found_by_their_state() {
    let (client, log) = answering(&example("users/examples.yaml", "DeletedUsers"));
    let filter = UserFilter::new("Inactive", FieldFilterOperation::Equals);
    let users = client.customers().by_id(CUSTOMER).users().list().filter(filter).send().await.unwrap();
    let [user] = users.items.as_slice() else { panic!("{users:?}") };
    assert_eq!(user.state, Some(UserState::Inactive));
    assert_eq!(user.soft_deletion_time.as_ref().unwrap().as_str(), "2026-02-14T09:12:41Z");
    let query = log.only().uri().query().unwrap().to_owned();
    assert_eq!(
        query,
        "filter=%7B%22Field%22%3A%22UserState%22%2C%22Value%22%3A%22Inactive%22%2C%22Operator%22%3A%22equals%22%7D"
    );
}

#[tokio::test]
async fn groups_of_licences_are_keys_of_their_own() {
    let (client, log) = answering(&example("licenses/examples.yaml", "SubscribedSkus"));
    let groups = [LicenseGroupQuery::Group1, LicenseGroupQuery::Group2];
    let list = client.customers().by_id(CUSTOMER).subscribed_skus().list().license_group_ids(groups);
    let skus = list.send().await.unwrap();
    assert_eq!((skus.items[0].available_units, skus.items[0].total_units), (Some(4), Some(5)));
    assert_eq!(log.only().uri().query(), Some("licenseGroupIds=Group1&licenseGroupIds=Group2"));
}

#[tokio::test]
async fn warnings_of_licences_are_errors_for_those_who_look() {
    let update =
        || LicenseUpdate::default().licenses_to_assign([LicenseAssignment::default().sku_id("8b3f1e70")]);
    let (client, _) = service(|_, number| match number {
        0 | 1 => status(201, &json!({"licenseWarnings": [{"code": "LW1", "message": "Switched off."}]})),
        _ => ok(&example("licenses/examples.yaml", "UpdatedLicenses")),
    });
    let licenses = client.customers().by_id(CUSTOMER).users().by_id(USER).licenses();
    let answer = licenses.update(update()).send().await.unwrap();
    assert_eq!(answer.license_warnings.unwrap()[0].code.as_deref(), Some("LW1"));
    let error = licenses.update(update()).send().checked().await.unwrap_err();
    assert!(matches!(error, Error::Business(_)), "{error:?}");
    licenses.update(update()).send().checked().await.unwrap();
}
