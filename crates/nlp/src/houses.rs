//! The world's main news agencies and outlets by name.
//!
//! In: `data/houses.tsv`. Out: its rows. `stemma` reads credits by them, and
//! here names of several words are outlets wherever they stand.

/// A news agency or an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHouse {
    /// Its main name.
    pub name: &'static str,
    /// Does it sell its text to others?
    pub agency: bool,
    /// Other names.
    pub aliases: Vec<&'static str>,
    /// Hosts of its site.
    pub hosts: Vec<&'static str>,
}

/// All of them, in the order of the file.
pub fn known_houses() -> impl Iterator<Item = KnownHouse> {
    include_str!("../data/houses.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, kind) = (columns.next()?, columns.next()?);
            let mut list = |by: char| -> Vec<&str> {
                let column = columns.next().unwrap_or_default();
                column.split(by).filter(|item| !item.is_empty()).collect()
            };
            Some(KnownHouse {
                name,
                agency: kind == "agency",
                aliases: list('|'),
                hosts: list(','),
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_a_name_and_a_kind() {
        let lines = include_str!("../data/houses.tsv").lines();
        let rows = lines.filter(|line| !line.starts_with('#')).count();
        assert_eq!(known_houses().count(), rows);
        assert!(known_houses().all(|house| !house.name.is_empty()));
        let reuters = known_houses().find(|house| house.name == "Reuters");
        assert!(reuters.is_some_and(|house| house.agency && house.hosts.contains(&"reuters.com")));
    }
}
