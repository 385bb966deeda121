//! What an update adds, what it leaves to people, and what it does to files.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use docdrift::pages;
use docdrift::update::{Update, update};
use tempfile::TempDir;

/// A description with one operation; `SCHEMAS` stands for its schemas.
const ROOT: &str = "\
openapi: 3.1.0
info: { title: Library, version: '1' }
paths:
  /v1/shelves:
    get:
      operationId: listShelves
      responses:
        '200':
          description: The shelf.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Shelf'
components:
  schemas:
SCHEMAS";

const SHELF: &str = "    Shelf:\n      type: object\n      properties:\n        id: { type: string }\n";

/// A page about the operation, with rows for parameters and for properties.
fn page(parameters: &str, properties: &str) -> String {
    format!(
        "# Manage libraries - List shelves\n\n```http\nGET https://library.example/v1/shelves\n```\n\n\
         ## URI Parameters\n\n| Name | In | Required | Type | Description |\n|---|---|---|---|---|\n{parameters}\n\
         ## Responses\n\n| Name | Type | Description |\n|---|---|---|\n| 200 OK | Shelf | The shelf. |\n\n\
         ## Definitions\n\n### Shelf\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{properties}\n"
    )
}

/// A description and a page in a folder of their own.
struct Case {
    folder: TempDir,
}

impl Case {
    fn new(schemas: &str, page: &str) -> Case {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::write(folder.path().join("api.yaml"), ROOT.replace("SCHEMAS", schemas))
            .expect("it can be written");
        fs::write(folder.path().join("page.md"), page).expect("it can be written");
        Case { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path("api.yaml")).expect("it is there")
    }

    fn update(&self) -> Update {
        let pages = pages::read(&[self.path("page.md")]).expect("the page can be read");
        update(&[self.path("api.yaml")], &pages).expect("the description can be read")
    }

    /// Subjects and reasons of what is left.
    fn left(&self) -> Vec<(String, String)> {
        self.update().left.into_iter().map(|one| (one.difference.subject, one.reason)).collect()
    }

    /// The text that the description is to have.
    fn after(&self) -> String {
        let update = self.update();
        assert!(update.left.is_empty(), "{:?}", update.left);
        update.files.into_values().next().expect("there is a change").after
    }

    fn run(&self, options: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_docdrift"));
        command
            .current_dir(self.folder.path())
            .args(["update", "--spec", "api.yaml", "page.md"])
            .args(options);
        command.output().expect("the program runs")
    }
}

fn left(subject: &str, reason: &str) -> Vec<(String, String)> {
    vec![(subject.to_owned(), reason.to_owned())]
}

#[test]
fn a_dry_run_prints_the_difference_and_changes_nothing() {
    let case = Case::new(SHELF, &page("", "| id | string | | |\n| room | string | | |\n"));
    let before = case.text();
    let output = case.run(&["--dry-run"]);
    let expected = "\
--- a/api.yaml
+++ b/api.yaml
@@ -17,3 +17,4 @@
       type: object
       properties:
         id: { type: string }
+        room: { type: string }
added: property `room` of `Shelf`
  --> page.md:25
added 1, left 0, changed files 1
";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert!(output.status.success());
    assert_eq!(case.text(), before);
    assert!(case.run(&[]).status.success());
    assert_eq!(case.text(), before + "        room: { type: string }\n");
}

#[test]
fn what_needs_judgement_is_listed_with_its_places_and_not_edited() {
    let schemas = "    Shelf:\n      type: object\n      properties:\n        height: { type: number }\n        \
                   rooms: { type: string }\n        width: { type: number }\n";
    let rows = "| height | string | | |\n| room | string | | |\n| id | string | True | |\n";
    let case = Case::new(schemas, &page("| size | query | True | integer | |\n", rows));
    let output = case.run(&[]);
    let expected = "\
added: property `id` of `Shelf`
  --> page.md:27

left to you:
added: parameter `size` of GET /v1/shelves: the page types it as integer
  --> page.md:11
  ::: api.yaml:5
  = callers who do not give it would be refused
removed: property `width` of `Shelf`: the page does not list it
  --> page.md:21
  ::: api.yaml:22
  = what callers may use is not taken away without a look at the service
type changed: property `height` of `Shelf`: the page has string, the description number
  --> page.md:25
  ::: api.yaml:19
  = another type changes what callers write
renamed (guessed): property `rooms` of `Shelf`: the page calls it `room`
  --> page.md:26
  ::: api.yaml:21
  = the name is a guess
requiredness changed: property `id` of `Shelf`: the page requires it, the description does not
  --> page.md:27
  ::: api.yaml:20
  = what is required changes what callers write
added 1, left 5, changed files 1
";
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    assert_eq!(output.status.code(), Some(1));
    let schemas = schemas.replace("        rooms", "        id: { type: string }\n        rooms");
    assert_eq!(case.text(), ROOT.replace("SCHEMAS", &schemas));
}

#[test]
fn an_operation_without_parameters_gets_a_list_of_them() {
    let case = Case::new(SHELF, &page("| size | query | False | integer | |\n", "| id | string | | |\n"));
    let list = "      parameters:\n        - name: size\n          in: query\n          required: false\n          \
                schema:\n            type: integer\n      responses:";
    assert_eq!(case.after(), case.text().replace("      responses:", list));
}

#[test]
fn values_go_to_the_end_where_descriptions_are_matched_in_order() {
    let schemas = "    Shelf:\n      type: object\n      properties:\n        kind:\n          type: string\n          \
                   enum: [oak, steel]\n          NAMES: [Wood., Metal.]\n";
    let described = Case::new(
        &schemas.replace("NAMES", "x-enum-descriptions"),
        &page("", "| kind | enum:<ul><li>oak</li><li>pine</li><li>steel</li></ul> | | |\n"),
    );
    let subject = "value `pine` of property `kind` of `Shelf`";
    assert_eq!(described.left(), left(subject, "it is there now; describe it in `x-enum-descriptions`"));
    assert_eq!(described.run(&[]).status.code(), Some(1));
    assert!(described.text().contains("enum: [oak, steel, pine]\n"), "{}", described.text());
    let named = Case::new(
        &schemas.replace("NAMES", "x-enum-varnames"),
        &page("", "| kind | enum:<ul><li>oak</li><li>pine</li><li>steel</li></ul> | | |\n"),
    );
    assert_eq!(named.left(), left(subject, "its values have names of their own in `x-enum-varnames`"));
    assert!(named.update().files.is_empty());
}

#[test]
fn a_schema_that_is_made_of_others_gets_a_property_where_it_has_some_of_its_own() {
    let base = "    Base:\n      type: object\n      properties:\n        id: { type: string }\n";
    let rows = page("", "| id | string | | |\n| room | string | | |\n");
    let own = "    Shelf:\n      allOf:\n        - $ref: '#/components/schemas/Base'\n        - type: object\n          \
               properties: {}\n";
    let case = Case::new(&format!("{own}{base}"), &rows);
    assert_eq!(case.after(), case.text().replace("{}", "{ room: { type: string } }"));
    let none = "    Shelf:\n      allOf:\n        - $ref: '#/components/schemas/Base'\n";
    let reason = "its properties are those of the schemas that it is made of";
    assert_eq!(Case::new(&format!("{none}{base}"), &rows).left(), left("property `room` of `Shelf`", reason));
}

#[test]
fn a_definition_whose_key_is_taken_and_one_that_nothing_refers_to_are_left() {
    let note = "\n### Library.Note\n\n| Name | Type | Description |\n|---|---|---|\n| text | string | |\n";
    let rows = page("", "| id | string | | |\n| note | Library.Note | | |\n") + note;
    let taken = Case::new(&format!("{SHELF}    Note: {{ type: integer }}\n"), &rows);
    let reason = "`Note`, as `Library.Note` would be called here, is something else";
    let unused =
        ("definition `Library.Note`".to_owned(), "nothing that is described refers to it".to_owned());
    let mut expected = left("property `note` of `Shelf`", reason);
    expected.push(unused.clone());
    assert_eq!(taken.left(), expected);
    assert!(taken.update().files.is_empty());
    let alone = Case::new(SHELF, &(page("", "| id | string | | |\n") + note));
    assert_eq!(alone.left(), [unused]);
}

#[test]
fn a_value_that_others_on_the_page_do_not_have_is_left() {
    let schemas = "    Shelf:\n      type: object\n      properties:\n        kind:\n          $ref: \
                   '#/components/schemas/Kind'\n        other:\n          $ref: '#/components/schemas/Kind'\n    Kind:\n      \
                   type: string\n      enum: [oak, steel]\n";
    let values = |more: &str| format!("enum:<ul><li>oak</li>{more}<li>steel</li></ul>");
    let rows = format!("| kind | {} | | |\n| other | {} | | |\n", values("<li>pine</li>"), values(""));
    let case = Case::new(schemas, &page("", &rows));
    let reason = "with it: removed: value `pine` of property `other` of `Shelf`: the page does not list it";
    assert_eq!(case.left(), left("value `pine` of property `kind` of `Shelf`", reason));
    assert!(case.update().files.is_empty());
}

#[test]
fn files_that_cannot_be_edited_safely_are_left_as_they_are() {
    let rows = page("", "| id | string | | |\n| room | string | | |\n");
    let two = Case::new(&format!("{SHELF}---\nother: document\n"), &rows);
    let [(_, reason)] = &two.left()[..] else { panic!("{:?}", two.left()) };
    assert!(
        reason.ends_with("api.yaml: line 1: there are 2 documents; put each into a file of its own"),
        "{reason}"
    );
    let alias =
        Case::new(&format!("{SHELF}    Other: &other {{ type: string }}\n    Third: *other\n"), &rows);
    let output = alias.run(&[]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("api.yaml: line 21: aliases are not supported; write the value out"), "{error}");
}

#[test]
fn nothing_is_written_over_a_file_that_has_changed_in_the_meantime() {
    let case = Case::new(SHELF, &page("", "| id | string | | |\n| room | string | | |\n"));
    let update = case.update();
    let changed = case.text() + "# Somebody was faster.\n";
    fs::write(case.path("api.yaml"), &changed).expect("it can be written");
    let error = update.save().expect_err("it has changed").to_string();
    assert!(error.ends_with("api.yaml: has changed in the meantime; nothing is written"), "{error}");
    assert_eq!(case.text(), changed);
    assert_eq!(fs::read_dir(case.folder.path()).expect("the folder is there").count(), 2);
}

#[test]
#[cfg(unix)]
fn a_file_keeps_its_rights_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let case = Case::new(SHELF, &page("", "| id | string | | |\n| room | string | | |\n"));
    fs::rename(case.path("api.yaml"), case.path("real.yaml")).expect("it can be renamed");
    fs::set_permissions(case.path("real.yaml"), fs::Permissions::from_mode(0o640)).expect("it is ours");
    symlink("real.yaml", case.path("api.yaml")).expect("a link can be made");
    case.update().save().expect("it can be written");
    assert!(fs::symlink_metadata(case.path("api.yaml")).expect("it is there").is_symlink());
    let rights = fs::metadata(case.path("real.yaml")).expect("it is there").permissions().mode();
    assert_eq!(rights & 0o777, 0o640);
    assert!(case.text().contains("room"));
}

#[test]
fn an_operation_that_cannot_be_written_is_left_with_the_reason() {
    let rows = page("", "| id | string | | |\n").replace("/v1/shelves", "/v1/rooms");
    let case = Case::new(SHELF, &rows);
    let value: serde_json::Value = serde_yaml::from_str(&case.text()).expect("it is YAML");
    fs::write(case.path("api.yaml"), value.to_string()).expect("it can be written");
    let left = case.left();
    let [(subject, reason)] = &left[..] else { panic!("{left:?}") };
    assert_eq!(subject, "GET /v1/rooms");
    assert!(reason.ends_with("line 1: nothing can be added here, since it is in brackets"), "{reason}");
    assert!(case.update().files.is_empty());
}

#[test]
fn a_new_operation_comes_with_what_is_to_be_decided_about_it() {
    let rows = page("", "| id | string | | |\n").replace("/v1/shelves", "/v1/rooms");
    let case = Case::new(SHELF, &rows);
    let output = case.run(&["--dry-run"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("--- /dev/null\n+++ b/rooms/paths.yaml\n"), "{text}");
    assert!(
        text.contains("new operation: GET /v1/rooms\n  --> page.md:3\n\nleft to you:\nto decide: "),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(!case.path("rooms").exists());
    case.run(&[]);
    assert!(case.path("rooms/paths.yaml").exists());
    assert!(case.text().contains("  /v1/rooms:\n    $ref: rooms/paths.yaml#/"), "{}", case.text());
}

#[test]
fn a_new_operation_goes_to_the_description_of_its_server_or_of_the_nearest_paths() {
    let rows = page("", "| id | string | | |\n").replace("/v1/shelves", "/v1/shelves/{id}/rooms");
    let case = Case::new(SHELF, &rows);
    let own = case.text();
    let with = |server: &str| own.replace("paths:", &format!("servers:\n  - url: {server}\npaths:"));
    let other = with("https://other.example/").replace("/v1/shelves:", "/v2/readers:");
    let goes_to = |first: &str, second: &str| {
        fs::write(case.path("api.yaml"), second).expect("it can be written");
        fs::write(case.path("first.yaml"), first).expect("it can be written");
        let pages = pages::read(&[case.path("page.md")]).expect("the page can be read");
        let made = update(&[case.path("first.yaml"), case.path("api.yaml")], &pages).expect("it can be read");
        let changed = ["first.yaml", "api.yaml"].map(|name| made.files.contains_key(&case.path(name)));
        assert_eq!(made.done.len(), 1);
        changed
    };
    assert_eq!(goes_to(&other, &own), [false, true], "by its path");
    let same = with("https://library.example/").replace("/v1/shelves:", "/v2/books:");
    assert_eq!(goes_to(&other, &same), [false, true], "by its server");
    assert_eq!(
        goes_to(&own.replace("/v1/shelves:", "/v3/x:"), &own.replace("/v1/shelves:", "/v2/y:")),
        [true, false]
    );
}
