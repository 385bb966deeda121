//! Names for definitions whose heading was lost. A page lists its definitions in the order in which it describes
//! them, so the names between two that have their headings belong to the tables between those.

use crate::page::Definition;

/// Gives each definition without a name the one that the list has for its place, or all that it may have.
pub(super) fn name(definitions: &mut [Definition], listed: &[String]) {
    let place = |definition: &Definition| {
        let name = definition.name.as_ref()?;
        listed.iter().position(|listed| listed == name)
    };
    let places: Vec<Option<usize>> = definitions.iter().map(place).collect();
    let mut index = 0;
    while let Some(definition) = definitions.get(index) {
        if definition.name.is_some() {
            index += 1;
            continue;
        }
        let end = (index..definitions.len()).find(|&at| definitions[at].name.is_some());
        let end = end.unwrap_or(definitions.len());
        let after = places[..index].iter().rev().flatten().next().map_or(0, |place| place + 1);
        let before = places[end..].iter().flatten().next().copied().unwrap_or(listed.len());
        let taken = |name: &String| definitions.iter().any(|other| other.name.as_ref() == Some(name));
        let free: Vec<String> = listed
            .get(after..before)
            .unwrap_or_default()
            .iter()
            .filter(|name| !taken(name))
            .cloned()
            .collect();
        let run = &mut definitions[index..end];
        if free.len() == run.len() {
            run.iter_mut().zip(free).for_each(|(definition, name)| definition.name = Some(name));
        } else {
            for definition in run {
                definition.candidates.clone_from(&free);
            }
        }
        index = end;
    }
}
