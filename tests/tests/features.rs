//! That the table of features in the README tells the truth as far as a test can: every row names cases, and they are
//! there.

use std::fs;
use std::path::Path;

#[test]
fn every_feature_of_the_readme_has_its_case() {
    let readme = fs::read_to_string("../README.md").expect("there is a README");
    let section =
        readme.split("\n## What of OpenAPI is supported\n").nth(1).expect("the README has the table");
    let section = section.split("\n## ").next().expect("there is text after a heading");
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    let mut features = 0;
    for row in rows.filter(|row| !row.starts_with("| **")) {
        features += 1;
        let mut links = row.split("](").skip(1).filter_map(|rest| rest.split(')').next()).peekable();
        assert!(links.peek().is_some(), "no case is named: {row}");
        for link in links {
            assert!(
                link.starts_with("tests/cases/") || link.starts_with("tests/odd/"),
                "{link} is no case: {row}"
            );
            assert!(Path::new("..").join(link).is_file(), "there is no {link}: {row}");
        }
    }
    assert!(features > 40, "the table has only {features} rows");
}
