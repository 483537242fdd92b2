//! What a misspelt word was probably meant to be.

/// The known name that differs from `word` by the fewest letters, if it is a likely slip.
#[must_use]
pub fn nearest<'n>(word: &str, known: &[&'n str]) -> Option<&'n str> {
    let word = word.to_ascii_lowercase().replace(['-', ' '], "_");
    known
        .iter()
        .map(|name| (edit_distance(&word, name), *name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

/// Levenshtein distance over characters, with a bound on the work for hostile keys.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        let mut next = vec![before];
        for (b, above) in right.iter().zip(row.iter().skip(1)) {
            let cost = diagonal + usize::from(a != *b);
            before = cost.min(before + 1).min(above + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distance_counts_slips() {
        for (left, right, distance) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("amuont", "amount", 2),
            ("same", "same", 0),
        ] {
            assert_eq!(edit_distance(left, right), distance, "{left} {right}");
        }
    }
}
