//! Writes the crates that `tests/compile/run` compiles: the models of one document in three styles.
//!
//! ```text
//! derive_models DOCUMENT RUNTIME FOLDER COPIES...
//! ```
//!
//! `lean` is what the generator emits, on the runtime. `derive` has the same types with serde's derive, on
//! `serde_json`. `plain` has the same types and neither reads nor writes them: what is left cannot be saved. Each
//! holds the models as often as `COPIES` says, so that small documents can stand for large ones, and functions
//! that read and write what the operations give back, so that a build makes all the code that a client needs.
//! `empty` is a crate with nothing in it: what it costs is paid by every crate.

mod annotate;
mod emitted;
mod package;
mod read;
mod style;

use std::env;
use std::error::Error;
use std::path::Path;

use emitted::Emitted;
use package::Package;
use style::Style;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [document, runtime, folder, copies @ ..] = arguments.as_slice() else {
        return Err("usage: derive_models DOCUMENT RUNTIME FOLDER COPIES...".into());
    };
    let copies: Vec<usize> = copies.iter().map(|count| count.parse()).collect::<Result<_, _>>()?;
    let (runtime, folder) = (std::path::absolute(runtime)?, Path::new(folder));
    let emitted = Emitted::new(&clientgen::generate(Path::new(document))?.module())?;
    let (runtime, roots) = (runtime.as_path(), emitted.roots.as_slice());
    let mut names = vec![package::write_empty(folder)?];
    for style in Style::ALL {
        let files = style.files(&emitted)?;
        for &copies in &copies {
            names.push(Package { style, copies, files: &files, roots, runtime }.write(folder)?);
        }
    }
    package::write_workspace(folder, &names)?;
    println!("{} types, {} roots", emitted.types, emitted.roots.len());
    Ok(())
}
