//! One page in three forms, and what becomes of the comparison when the page or the description changes: each change has
//! to be found and named, and nothing else.

#![expect(
    clippy::assigning_clones,
    clippy::format_push_string,
    reason = "pages are small, and read best as one text"
)]

mod draft;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use docdrift::import::{Settings, import};
use docdrift::page::Page;
use docdrift::read::{Form, read};
use docdrift::spec::Spec;
use docdrift::understand::understand;
use docdrift::{Baseline, Kind, compare};
use draft::{BOOK, Draft, FORMS, LINK, NEW_SHELF, PAGE, PAIR, draft, drafts, folder, page, post, write};

fn spec() -> Spec {
    Spec::read(&folder().join("library.yaml")).expect("the description can be read")
}

/// What a comparison finds that is new since the page was recorded.
fn found(before: &Baseline, page: &Page, spec: &Spec) -> Vec<(Kind, String)> {
    let all = before.against(page, compare(page, spec));
    all.into_iter().filter(|one| one.declared.is_none()).map(|one| (one.kind, one.subject)).collect()
}

fn recorded(form: Form) -> Baseline {
    let spec = spec();
    let mut baseline = Baseline::default();
    for draft in drafts() {
        let page = page(&draft, form);
        baseline.record(&page, &compare(&page, &spec));
    }
    baseline
}

#[test]
fn the_three_forms_of_a_page_say_the_same() {
    for draft in drafts() {
        let mut pages = FORMS.map(|form| serde_json::to_value(page(&draft, form)).expect("a page is JSON"));
        pages.iter_mut().for_each(without_lines);
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[0], pages[2]);
        for form in FORMS {
            let page = page(&draft, form);
            assert_eq!(page.definitions.len(), 5, "{form:?}");
            assert_eq!(found(&recorded(form), &page, &spec()), [], "{form:?}");
        }
    }
}

fn without_lines(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            map.remove("line");
            map.values_mut().for_each(without_lines);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_lines),
        _ => {}
    }
}

/// How many ways there are to change a draft.
const WAYS: usize = 19;

/// Changes a draft in the way of a number, and says what has to be found.
fn mutate(draft: &mut Draft, seed: usize) -> Option<(Kind, String)> {
    let (way, pick, of) = (seed % WAYS, seed / WAYS, draft.of);
    let listed: Vec<usize> =
        (0..draft.parameters.len()).filter(|&at| draft.parameters[at][0] != "version").collect();
    let at = pick % draft.definitions.len();
    let (name, _, properties) = &mut draft.definitions[at];
    let which = (pick / 5) % properties.len();
    let property = |one: &str| format!("property `{one}` of `{name}`");
    let parameter = |one: &str| format!("parameter `{one}` of {of}");
    Some(match way {
        0 => {
            let new = format!("zone{pick}");
            let subject = property(&new);
            properties.push([new, "string".to_owned()]);
            (Kind::Added, subject)
        }
        1 if properties.len() > 1 => (Kind::Removed, property(&properties.remove(which)[0])),
        2 => {
            let subject = property(&properties[which][0]);
            properties[which][0] += "s";
            (Kind::Renamed, subject)
        }
        3 => {
            let [name, kind] = &mut properties[which];
            *kind = if *kind == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, property(name))
        }
        4 => {
            let values = &mut draft.definitions[0].2[0][1];
            *values += &format!("|cloth{pick}");
            (Kind::NewValue, format!("value `cloth{pick}` of property `binding` of `{BOOK}`"))
        }
        5 => {
            let values = &mut draft.definitions[0].2[0][1];
            let gone = ["hard_cover|", "paperback|", "|unknown"][pick % 3];
            *values = values.replace(gone, "");
            (Kind::Removed, format!("value `{}` of property `binding` of `{BOOK}`", gone.trim_matches('|')))
        }
        6 => {
            let row = &mut draft.parameters[listed[pick % listed.len()]];
            row[3] = if row[3] == "string" { "boolean" } else { "string" }.to_owned();
            (Kind::Type, parameter(&row[0]))
        }
        7 => {
            let row = &mut draft.parameters[listed[pick % listed.len()]];
            row[2] = if row[2].is_empty() { "True" } else { "" }.to_owned();
            (Kind::Requiredness, parameter(&row[0]))
        }
        8 => {
            let row = draft.parameters.remove(pick % draft.parameters.len());
            let kind = if row[0] == "version" { Kind::CameRound } else { Kind::Removed };
            (kind, parameter(&row[0]))
        }
        9 => {
            let new = format!("sort{pick}");
            let subject = parameter(&new);
            draft.parameters.push([&new, "query", "", "string", ""].map(str::to_owned));
            (Kind::Added, subject)
        }
        10 => answer(draft, pick),
        11 => {
            *draft.path() = draft.path().replace("shelves", &format!("shelf{pick}"));
            (Kind::Renamed, format!("path of {of}"))
        }
        12 => {
            draft.about += &format!(" It is shelf number {pick}.");
            (Kind::Wording, format!("page \"Manage libraries - {}\"", draft.title))
        }
        13 => match pick % 3 {
            0 => {
                draft.headers[1][1] = "True".to_owned();
                (Kind::Requiredness, parameter("X-Trace"))
            }
            1 => {
                draft.headers.remove(0);
                (Kind::CameRound, parameter("Authorization"))
            }
            _ => {
                let new = format!("Library.Contracts.V1.Zone{pick}");
                let subject = format!("definition `{new}`");
                draft.definitions.insert(3, (new, true, vec![["id", "string"].map(str::to_owned)]));
                (Kind::Added, subject)
            }
        },
        14 if pick == 0 => {
            draft.request = None;
            (Kind::Removed, of.to_owned())
        }
        14 if pick < draft.definitions.len() => {
            let (name, ..) = draft.definitions.remove(pick);
            (Kind::Removed, format!("definition `{name}`"))
        }
        15..=17 => body(draft, way - 15, pick),
        18 => {
            let method = ["GET", "POST", "DELETE", "PATCH"][pick % 4];
            let path = format!("/v1/libraries/{{library_id}}/rooms{pick}");
            draft.other = Some(format!("{method} https://api.library.example{path}"));
            (Kind::NewOperation, format!("{method} {path}"))
        }
        _ => return None,
    })
}

/// Changes what is said of the body of the request.
fn body(draft: &mut Draft, way: usize, pick: usize) -> (Kind, String) {
    let of = draft.of;
    let row = |one: &str| format!("property `{one}` of the request body of {of}");
    let Some(rows) = &mut draft.body else {
        let subject = format!("request body of {of}");
        draft.body = Some(vec![["reason", "", "string", &pick.to_string()].map(str::to_owned)]);
        return (Kind::Added, subject);
    };
    let which = pick % rows.len();
    match (way, pick % 6) {
        (0, 0) => {
            draft.body = None;
            (Kind::Removed, format!("request body of {of}"))
        }
        (0, 1) => {
            let new = format!("application/vnd.shelf{pick}+json");
            let subject = format!("media type `{new}` of request body of {of}");
            draft.body_media.push(new);
            (Kind::Added, subject)
        }
        (0, 2) => {
            let gone = draft.body_media.remove(pick / 6 % 2);
            (Kind::Removed, format!("media type `{gone}` of request body of {of}"))
        }
        (0, 3) => {
            rows[2][2] += &format!("|birch{pick}");
            (Kind::NewValue, format!("value `birch{pick}` of {}", row("material")))
        }
        (0, _) => {
            let gone = ["oak|", "steel|", "|pine_wood"][pick % 3];
            rows[2][2] = rows[2][2].replace(gone, "");
            (Kind::Removed, format!("value `{}` of {}", gone.trim_matches('|'), row("material")))
        }
        (1, 0 | 1) => {
            let [name, _, kind, _] = &mut rows[which];
            // The page types `code` otherwise than the description, which declares it: any third type is a change.
            let round = name == "code" && pick.is_multiple_of(6);
            *kind =
                if round || (*kind != "string" && name != "code") { "string" } else { "boolean" }.to_owned();
            (if round { Kind::CameRound } else { Kind::Type }, row(name))
        }
        (1, _) => {
            let [name, needed, ..] = &mut rows[which];
            *needed = if needed.is_empty() { "True" } else { "" }.to_owned();
            (Kind::Requiredness, row(name))
        }
        (_, 0 | 1) => (Kind::Removed, row(&rows.remove(which)[0])),
        (_, 2 | 3) => {
            let subject = row(&rows[which][0]);
            rows[which][0] += "s";
            (Kind::Renamed, subject)
        }
        _ => {
            let new = format!("zone{pick}");
            let subject = row(&new);
            rows.push([&new, "", "string", ""].map(str::to_owned));
            (Kind::Added, subject)
        }
    }
}

/// Changes what is said of answers.
fn answer(draft: &mut Draft, pick: usize) -> (Kind, String) {
    let of = draft.of;
    let code = |row: &[String; 3]| row[0].split(' ').next().unwrap_or_default().to_owned();
    match pick % 4 {
        0 => {
            draft.statuses.push([format!("5{:02} Failed", pick % 100), String::new(), "Failed.".to_owned()]);
            (Kind::Added, format!("status 5{:02} of {of}", pick % 100))
        }
        1 => {
            let gone = draft.statuses.remove(1);
            (Kind::Removed, format!("status {} of {of}", code(&gone)))
        }
        2 => {
            draft.statuses[0][1] = [BOOK, LINK, PAGE, PAIR][pick / 4 % 4].to_owned();
            (Kind::Type, format!("body of status {} of {of}", code(&draft.statuses[0])))
        }
        _ => {
            let gone = draft.media.remove(pick / 4 % draft.media.len());
            (Kind::Removed, format!("media type `{gone}` of {of}"))
        }
    }
}

#[test]
fn every_change_to_a_page_is_found_and_nothing_else() {
    let spec = spec();
    let (mut changes, mut wrong) = (0, Vec::new());
    let mut seen = HashSet::new();
    for form in FORMS {
        let before = recorded(form);
        for seed in 0..WAYS * 30 * 2 {
            let mut draft = drafts()[seed % 2].clone();
            let Some(expected) = mutate(&mut draft, seed / 2) else { continue };
            if !seen.insert(write(&draft, form)) {
                continue;
            }
            changes += 1;
            let found = found(&before, &page(&draft, form), &spec);
            if found != [expected.clone()] {
                wrong.push(format!("{form:?} {seed}: {expected:?} expected, {found:?} found"));
            }
        }
    }
    println!("{changes} changes to pages, {} not found or not found alone", wrong.len());
    assert!(changes >= 500 && wrong.is_empty(), "{changes} changes\n{}", wrong.join("\n"));
}

#[test]
fn a_page_that_is_not_there_any_more_is_gone() {
    let gone = recorded(Form::Text).gone(&[]);
    assert_eq!(gone.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::PageGone; 2]);
}

/// The description with one line of its schemas changed.
fn changed(line: usize, change: &str) -> Spec {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let root = fs::read_to_string(folder().join("library.yaml")).expect("the description can be read");
    let schemas = fs::read_to_string(folder().join("schemas.yaml")).expect("the schemas can be read");
    let lines = schemas.lines().enumerate().map(|(at, text)| if at == line { change } else { text });
    fs::write(temporary.path().join("library.yaml"), root).expect("a file can be written");
    let text = lines.collect::<Vec<_>>().join("\n");
    fs::write(temporary.path().join("schemas.yaml"), text).expect("a file can be written");
    Spec::read(&temporary.path().join("library.yaml")).expect("the changed description can be read")
}

#[test]
fn every_change_to_the_description_is_found_and_nothing_else() {
    let schemas = fs::read_to_string(folder().join("schemas.yaml")).expect("the schemas can be read");
    let (mut changes, mut wrong, mut owner) = (0, Vec::new(), "");
    let get = page(&draft(), Form::Text);
    let how_to = fs::read_to_string(folder().join("../pages/create-book.md")).expect("the page can be read");
    let how_to = understand("page", &read(Form::Markdown, &how_to));
    // What is sent is described as the body of its request.
    let sent = [
        (NEW_SHELF, drafts()[1].of, page(&post(), Form::Text)),
        ("Library.Contracts.V1.NewBook", "POST /v1/libraries/{library_id}/books", how_to),
    ];
    let (mut before, all) = (recorded(Form::Text), spec());
    before.record(&sent[1].2, &compare(&sent[1].2, &all));
    for (at, line) in schemas.lines().enumerate() {
        // A type without a title is an enumeration, and compared where it is used.
        owner = if line.starts_with(' ') { line.strip_prefix("  title: ").unwrap_or(owner) } else { "" };
        let sent = sent.iter().find(|one| one.0 == owner);
        let of = sent.map_or(format!("`{owner}`"), |one| format!("the request body of {}", one.1));
        let page = sent.map_or(&get, |one| &one.2);
        let mut check = |change: &str, kind: Kind, subject: String| {
            changes += 1;
            let found = found(&before, page, &changed(at, change));
            // How-to pages begin the names of what is sent with a capital.
            let named = |one: &(Kind, String)| one.0 == kind && one.1.eq_ignore_ascii_case(&subject);
            if found.len() != 1 || !found.iter().all(named) {
                wrong.push(format!("{}: {change:?}: {kind:?} {subject} expected, {found:?} found", at + 1));
            }
        };
        if let Some((name, kind)) = line.strip_prefix("    ").and_then(|line| line.split_once(": { type: ")) {
            if name.starts_with(' ') || name == "items" {
                continue;
            }
            let of = |name: &str| format!("property `{name}` of {of}");
            if kind.contains("x-deviation") {
                check(&line.replace("type: string", "type: integer"), Kind::CameRound, of(name));
                check(&line.replace("type: string", "type: boolean"), Kind::Type, of(name));
                continue;
            }
            if kind.contains("readOnly") {
                check(&line.replace(", readOnly: true", ""), Kind::Removed, of(name));
                continue;
            }
            let other = if kind.starts_with("string") { "integer" } else { "string" };
            check("", Kind::Added, of(name));
            check(&format!("    {name}s: {{ type: {kind}"), Kind::Renamed, of(&format!("{name}s")));
            check(&format!("    {name}: {{ type: {other} }}"), Kind::Type, of(name));
        } else if let Some(value) = line.strip_prefix("    - ").filter(|value| !value.starts_with("page")) {
            let of = |value: &str| format!("value `{value}` of property `binding` of `{BOOK}`");
            check("", Kind::NewValue, of(value));
            check(&format!("{line}\n    - cloth"), Kind::Removed, of("cloth"));
        }
    }
    println!("{changes} changes to the description, {} not found or not found alone", wrong.len());
    assert!(changes >= 30 && wrong.is_empty(), "{changes} changes\n{}", wrong.join("\n"));
}

/// What a page and the description that it is imported to say differently, but for the definitions that the import says
/// it leaves out.
fn lost(page: &Page, folder: &Path) -> Vec<String> {
    let root = folder.join("openapi.yaml");
    let import = import(std::slice::from_ref(page), &root, &Settings::default()).expect("it is imported");
    assert_eq!(import.files.is_empty(), page.operations.is_empty(), "{import:#?}");
    for file in &import.files {
        fs::create_dir_all(file.path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(&file.path, &file.text).expect("a file can be written");
    }
    let left_out = |subject: &str| {
        let name = subject.trim_start_matches("definition ");
        import
            .notes
            .iter()
            .any(|note| note.text == format!("{name} is not written: no new operation leads to it"))
    };
    let spec =
        if import.files.is_empty() { Spec::default() } else { Spec::read(&root).expect("it can be read") };
    let open =
        compare(page, &spec).into_iter().filter(|one| one.declared.is_none() && !left_out(&one.subject));
    open.map(|one| format!("{}: {}: {}", one.kind, one.subject, one.detail)).collect()
}

#[test]
fn every_changed_page_is_imported_as_it_is() {
    let (mut imports, mut wrong) = (0, Vec::new());
    let mut seen = HashSet::new();
    for seed in 0..WAYS * 25 * 2 {
        let mut draft = drafts()[seed % 2].clone();
        mutate(&mut draft, seed / 2);
        let form = FORMS[seed % FORMS.len()];
        if seen.insert(write(&draft, form)) {
            imports += 1;
            let folder = tempfile::TempDir::new().expect("a folder can be made");
            let lost = lost(&page(&draft, form), folder.path());
            wrong.extend(lost.into_iter().map(|lost| format!("{form:?} {seed}: {lost}")));
        }
    }
    println!("{imports} changed pages imported, {} differences left", wrong.len());
    assert!(imports >= 500 && wrong.is_empty(), "{imports} imports\n{}", wrong.join("\n"));
}
