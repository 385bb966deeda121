//! What the document says beyond types, checked on demand.

use clientgen_runtime::{Decimal, Validate};
use tests::validation::models::{Account, AccountEither, Owner, Point};

/// The account that everything holds of.
fn account() -> Account {
    Account::new("Bo", 5, ["AB"])
}

/// What is wrong, as `path: expected …`.
fn wrong(value: &impl Validate) -> Vec<String> {
    match value.validate() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_holds_is_not_reported() {
    let full = account()
        .code("ABC")
        .short_code("AB")
        .share(0.5)
        .step(0.3)
        .limits([("a".to_owned(), 0)].into())
        .owner(Owner::default().name("abc"))
        .secret("12345678")
        .price(Decimal::new(5, 1))
        .matrix([vec![9.0], vec![]]);
    assert_eq!(wrong(&full), [""; 0]);
    assert_eq!(wrong(&Account::new("äöüßé", 100, ["AB".to_owned(), "BC".to_owned()])), [""; 0]);
    assert_eq!(wrong(&Point::new(-180.0, 1e9)), [""; 0]);
}

#[test]
fn what_does_not_hold_is_reported_with_its_place() {
    let cases = [
        (Account::new("", 5, ["AB"]), "name: expected at least `1` characters"),
        (Account::new("äöüßéx", 5, ["AB"]), "name: expected at most `5` characters"),
        (Account::new("a", 0, ["AB"]), "seats: expected at least `1`"),
        (Account::new("a", 105, ["AB"]), "seats: expected at most `100`"),
        (Account::new("a", 7, ["AB"]), "seats: expected a multiple of `5`"),
        (Account::new("a", 5, Vec::<String>::new()), "codes: expected at least `1` items"),
        (Account::new("a", 5, ["AB", "AB"]), "codes: expected no item twice"),
        (Account::new("a", 5, ["ab"]), "codes[0]: expected a match of `^[A-Z]+$`"),
        (account().code("A"), "code: expected at least `2` characters"),
        (account().short_code("ABC"), "shortCode: expected at most `2` characters"),
        (account().share(0.0), "share: expected more than `0`"),
        (account().share(1.0), "share: expected less than `1`"),
        (account().step(0.35), "step: expected a multiple of `0.1`"),
        (account().limits([("a b".to_owned(), -1)].into()), "limits[\"a b\"]: expected at least `0`"),
        (account().limits([].into()), "limits: expected at least `1` properties"),
        (account().owner(Owner::default().name("abcd")), "owner.name: expected at most `3` characters"),
        (
            account().owners([Owner::default(), Owner::default().name("abcd")]),
            "owners[1].name: expected at most `3` characters",
        ),
        (
            account().either(AccountEither::from(Owner::default().name("abcd"))),
            "either.name: expected at most `3` characters",
        ),
        (account().secret("s3cret"), "secret: expected at least `8` characters"),
        (account().price(Decimal::new(49, 2)), "price: expected at least `0.5`"),
        (account().matrix([vec![1.0, 10.0]]), "matrix[0][1]: expected at most `9`"),
    ];
    for (account, expected) in cases {
        assert_eq!(wrong(&account)[0], expected);
    }
    assert_eq!(wrong(&Point::new(181.0, 0.0)), ["[0]: expected at most `180`"]);
    let several = Validate::validate(&Account::new("", 0, Vec::<String>::new())).unwrap_err();
    assert_eq!(several.iter().count(), 3);
    assert!(several.to_string().contains("; seats: expected"), "{several}");
}
