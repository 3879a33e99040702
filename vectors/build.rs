//! Writes down where in the data each vector, flow and requirement stands, so that the crate can read one of them
//! without the thousands around it: a harness that has a process for each test does so ten thousand times.

use std::{env, error::Error, fmt::Write as _, fs, ops::Range, path::Path};

/// Where one entry of a list stands in its file.
struct Place {
    id: Range<usize>,
    /// The key of its list: `vectors`, `flows` or `requirements`.
    list: String,
    start: usize,
    end: usize,
    control: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "v1", "requirements.json", "flags.json"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut names = Vec::new();
    for entry in fs::read_dir("v1")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_name().unwrap_or_default();
            names.push(format!("v1/{}", name.to_str().ok_or("a file's name is not UTF-8")?));
        }
    }
    names.sort();
    let mut files = String::new();
    let mut places = Vec::new();
    for (file, name) in names.iter().enumerate() {
        let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{name}\")");
        writeln!(files, "    ({name:?}, include_str!({path})),")?;
        let text = fs::read_to_string(name)?;
        // A scenario is no case of a harness: nobody reads one alone.
        for place in entries(text.as_bytes()).into_iter().filter(|place| place.list != "scenarios")
        {
            let id = text.get(place.id.clone()).unwrap_or_default().to_owned();
            places.push((id, file, place));
        }
    }
    places.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let (mut vectors, mut controls) = (String::new(), String::new());
    for (index, (_, file, Place { id, list, start, end, control })) in places.iter().enumerate() {
        let flow = list == "flows";
        let Range { start: id, end: id_end } = id;
        writeln!(vectors, "    place({file}, {id}, {id_end}, {start}, {end}, {flow}),")?;
        if *control {
            writeln!(controls, "    {index},")?;
        }
    }
    let text = fs::read_to_string("requirements.json")?;
    let mut requirements = String::new();
    for Place { id, list, start, end, .. } in entries(text.as_bytes()) {
        if list == "requirements" {
            let id = text.get(id).unwrap_or_default();
            writeln!(requirements, "    ({id:?}, {start}, {end}),")?;
        }
    }
    let text = format!(
        "pub(super) static FILES: &[(&str, &str)] = &[\n{files}];\n\
         pub(super) static PLACES: &[Place] = &[\n{vectors}];\n\
         pub(super) static CONTROLS: &[usize] = &[\n{controls}];\n\
         pub(super) static REQUIREMENTS: &[(&str, usize, usize)] = &[\n{requirements}];\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundled.rs"), text)?;
    Ok(())
}

/// The objects in the lists of the outermost object. What is not JSON is told when it is parsed.
fn entries(text: &[u8]) -> Vec<Place> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut list = String::new();
    // The string before the current place, if nothing but a colon stands between them.
    let mut key = String::new();
    let mut entry: Option<Place> = None;
    let mut at = 0;
    while let Some(octet) = text.get(at) {
        match octet {
            b'"' => {
                let end = end_of_string(text, at + 1);
                let string = at + 1..end;
                at = end;
                if let (3, "id", Some(entry)) = (depth, key.as_str(), &mut entry) {
                    entry.id = string.clone();
                }
                key = String::from_utf8_lossy(text.get(string).unwrap_or_default()).into_owned();
            }
            b't' if depth == 3 && key == "control" => {
                if let Some(entry) = &mut entry {
                    entry.control = true;
                }
            }
            b'[' | b'{' => {
                depth += 1;
                if depth == 2 {
                    list = std::mem::take(&mut key);
                }
                if (depth, octet) == (3, &b'{') {
                    let list = list.clone();
                    entry = Some(Place { id: 0..0, list, start: at, end: at, control: false });
                }
                key.clear();
            }
            b']' | b'}' => {
                if depth == 3
                    && let Some(done) = entry.take()
                {
                    found.push(Place { end: at + 1, ..done });
                }
                depth -= 1;
            }
            b',' => key.clear(),
            _ => {}
        }
        at += 1;
    }
    found
}

fn end_of_string(text: &[u8], mut at: usize) -> usize {
    while let Some(octet) = text.get(at) {
        match octet {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}
