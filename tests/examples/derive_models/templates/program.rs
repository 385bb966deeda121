//! Reads JSON from standard input, and writes it as each function does.

use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let (mut bytes, mut out) = (Vec::new(), io::stdout());
    io::stdin().read_to_end(&mut bytes)?;
    for turn in LIBRARY::TURNS {
        if let Some(text) = turn(&bytes) {
            out.write_all(&text)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}
