//! Documents in several files: however a file is called, it is one, and references go wherever they lead.

use std::fs;
use std::path::{Path, PathBuf};

use clientgen::Generated;

/// A folder with some files, made anew.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("files").join(name);
    let _ = fs::remove_dir_all(&folder);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The lines that define models.
fn models(generated: &Generated) -> Vec<String> {
    let files = generated.module();
    let lines = files.iter().flat_map(|file| file.text.lines().map(str::to_owned).collect::<Vec<_>>());
    let mut found: Vec<String> = lines
        .filter(|line| ["pub struct ", "pub enum ", "pub type "].iter().any(|start| line.starts_with(start)))
        .filter(|line| !line.starts_with("pub struct Client "))
        .map(|line| line.trim_end_matches([' ', '{', ';']).to_owned())
        .collect();
    found.sort();
    found
}

const ROOT: &str = r##"
openapi: 3.1.0
info: { title: Files, version: "1" }
paths: {}
components:
  schemas:
    Pet: { $ref: "parts/pets.yaml#/Pet" }
    Spelled: { $ref: "./none/../parts/pets.yaml#/Pet" }
    Own: { type: object, properties: { again: { $ref: "api.yaml#/components/schemas/Own" }, pet: { $ref: "#/components/schemas/Pet" } } }
    Through: { $ref: "parts/pets.yaml#/ByAnotherName/properties/name" }
    Named: { $ref: "parts/pets.yaml#named" }
    Outside: { $ref: "../common/money%20s.yaml#/Money~1Cent" }
"##;

const PETS: &str = r##"
Pet: { type: object, properties: { name: { type: object, properties: { first: { type: string } } }, own: { $ref: "../api.yaml#/components/schemas/Own" } } }
ByAnotherName: { $ref: "#/Pet" }
Named: { $anchor: named, type: object, properties: { at: { type: integer } } }
"##;

const MONEY: &str = "Money/Cent: { type: object, properties: { amount: { type: integer } } }\n";

const MODELS: [&str; 9] = [
    "pub struct MoneyCent",
    "pub struct Name",
    "pub struct Named",
    "pub struct Own",
    "pub struct Pet",
    "pub struct PetName",
    "pub type Outside = MoneyCent",
    "pub type Spelled = Pet",
    "pub type Through = Name",
];

fn documents(name: &str, text: impl Fn(&str) -> String) -> PathBuf {
    let files = [
        ("spec/api.yaml", text(ROOT)),
        ("spec/parts/pets.yaml", text(PETS)),
        ("common/money s.yaml", text(MONEY)),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    folder(name, &files)
}

#[test]
fn a_file_is_one_however_it_is_spelled() {
    let folder = documents("spelled", str::to_owned);
    let plain = clientgen::generate(&folder.join("spec/api.yaml")).unwrap();
    assert_eq!(plain.warnings().to_string(), "");
    assert_eq!(models(&plain), MODELS);
    for path in ["./spec/./api.yaml", "common/../spec/api.yaml"] {
        let other = clientgen::generate(&folder.join(path)).unwrap();
        assert_eq!(other.module(), plain.module(), "{path}");
    }
}

#[test]
fn ends_of_lines_of_windows_change_nothing() {
    let plain = clientgen::generate(&documents("plain", str::to_owned).join("spec/api.yaml")).unwrap();
    let folder = documents("windows", |text| text.replace('\n', "\r\n"));
    let windows = clientgen::generate(&folder.join("spec/api.yaml")).unwrap();
    assert_eq!(windows.module(), plain.module());
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_that_file() {
    let folder = documents("linked", str::to_owned);
    let root = folder.join("spec/api.yaml");
    let text = ROOT.replace("./none/../parts/pets.yaml", "link.yaml");
    fs::write(&root, text).unwrap();
    std::os::unix::fs::symlink("parts/pets.yaml", folder.join("spec/link.yaml")).unwrap();
    assert_eq!(models(&clientgen::generate(&root).unwrap()), MODELS);
}

#[test]
fn references_that_go_in_circles_end() {
    let text = r##"
openapi: 3.1.0
info: { title: Circles, version: "1" }
paths: {}
components: { schemas: { A: { $ref: "#/components/schemas/A/a/a/a/a/a/a/a/a" }, B: { $ref: "#/components/schemas/A/b" } } }
"##;
    let generated = clientgen::generate(&folder("circles", &[("api.yaml", text)]).join("api.yaml")).unwrap();
    assert!(generated.warnings().to_string().contains("leads nowhere"), "{}", generated.warnings());
}
