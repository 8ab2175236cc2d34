//! Mentions to clusters, by how likely two of them are one.
//!
//! In: likeness of pairs, 0 to 1. Out: for each mention its cluster. The two clusters
//! whose pairs are likeliest in the mean join, until no mean is above the least:
//! one likely pair between two large clusters does not join them.

/// Groups what is alike; `alike` is symmetric. Cubic at worst.
#[must_use]
pub fn clusters(mut alike: Vec<Vec<f32>>, least: f32) -> Vec<usize> {
    let n = alike.len();
    let mut cluster: Vec<usize> = (0..n).collect();
    let mut size = vec![1.0f32; n];
    let mut open: Vec<usize> = (0..n).collect();
    loop {
        let pairs = open.iter().enumerate();
        let best = pairs
            .flat_map(|(at, &left)| open[at + 1..].iter().map(move |&right| (left, right)))
            .map(|(left, right)| (alike[left][right], left, right))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((likely, left, right)) = best.filter(|&(likely, ..)| likely >= least) else {
            return cluster;
        };
        debug_assert!(likely <= 1.0);
        for &other in open.iter().filter(|&&other| other != left && other != right) {
            let mean = (alike[left][other] * size[left] + alike[right][other] * size[right])
                / (size[left] + size[right]);
            alike[left][other] = mean;
            alike[other][left] = mean;
        }
        size[left] += size[right];
        open.retain(|&other| other != right);
        for one in &mut cluster {
            if *one == right {
                *one = left;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_likely_pair_does_not_join_two_clusters() {
        let mut alike = vec![vec![0.1; 6]; 6];
        for group in [[0, 1, 2], [3, 4, 5]] {
            for (a, b) in group.iter().flat_map(|&a| group.iter().map(move |&b| (a, b))) {
                alike[a][b] = 0.8;
            }
        }
        (alike[2][3], alike[3][2]) = (0.9, 0.9);
        alike[5][4] = 0.7;
        alike[4][5] = 0.7;
        let mut apart = alike.clone();
        (apart[2][3], apart[3][2]) = (0.6, 0.6);
        let found = clusters(apart, 0.4);
        assert_eq!(found, [0, 0, 0, 3, 3, 3]);
        assert!(
            clusters(alike, 0.95)
                .iter()
                .enumerate()
                .all(|(at, &cluster)| at == cluster)
        );
        assert!(clusters(Vec::new(), 0.5).is_empty());
    }
}
