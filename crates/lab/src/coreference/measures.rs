//! How well clusters of mentions agree: MUC, B-cubed, CEAF-e and their mean.
//!
//! In: clusters as lists of mention numbers, a mention found by both sides under
//! one number. Out: counts that add up over documents, as in the CoNLL-2012
//! scorer (Pradhan et al. 2014). Clusters of one mention are the caller's to drop.

use std::collections::BTreeMap;

/// Mentions that are one entity, by number; no number stands in two clusters of one side.
pub type Cluster = Vec<usize>;

/// A sum over a maximum, for one side.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    sum: f64,
    of: f64,
}

impl Share {
    fn value(self) -> f64 {
        if self.of > 0.0 { self.sum / self.of } else { 0.0 }
    }
}

/// Recall and precision of one measure.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measure {
    recall: Share,
    precision: Share,
}

impl Measure {
    fn add(&mut self, recall: (f64, f64), precision: (f64, f64)) {
        for (share, (sum, of)) in [(&mut self.recall, recall), (&mut self.precision, precision)] {
            share.sum += sum;
            share.of += of;
        }
    }

    /// Of what the gold has, how much was found: 0 to 1.
    #[must_use]
    pub fn recall(&self) -> f64 {
        self.recall.value()
    }

    /// Of what was found, how much is right: 0 to 1.
    #[must_use]
    pub fn precision(&self) -> f64 {
        self.precision.value()
    }

    /// Their harmonic mean.
    #[must_use]
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// The measures over all documents that were added.
#[derive(Debug, Clone, Copy, Default)]
pub struct Agreement {
    /// Links (Vilain et al. 1995).
    pub muc: Measure,
    /// Mentions (Bagga and Baldwin 1998).
    pub b_cubed: Measure,
    /// Entities, with the likeness that Luo (2005) calls φ4.
    pub ceaf_e: Measure,
    /// Mentions alone, however they are grouped.
    pub mentions: Measure,
}

impl Agreement {
    /// Adds one document.
    pub fn add(&mut self, gold: &[Cluster], own: &[Cluster]) {
        let (of_gold, of_own) = (owners(gold), owners(own));
        self.muc.add(links(gold, &of_own), links(own, &of_gold));
        self.b_cubed
            .add(b_cubed(gold, own, &of_own), b_cubed(own, gold, &of_gold));
        let alike = aligned(gold, own);
        self.ceaf_e
            .add((alike, gold.len() as f64), (alike, own.len() as f64));
        let shared = of_gold.keys().filter(|at| of_own.contains_key(at)).count() as f64;
        self.mentions
            .add((shared, of_gold.len() as f64), (shared, of_own.len() as f64));
    }

    /// The mean F1 of the three measures: "CoNLL F1".
    #[must_use]
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

fn owners(clusters: &[Cluster]) -> BTreeMap<usize, usize> {
    let members = |(at, cluster): (usize, &Cluster)| {
        cluster
            .iter()
            .map(move |&mention| (mention, at))
            .collect::<Vec<_>>()
    };
    clusters.iter().enumerate().flat_map(members).collect()
}

/// Links of the clusters that the other side has too, and all of them.
fn links(clusters: &[Cluster], of_other: &BTreeMap<usize, usize>) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for cluster in clusters {
        let mut parts: Vec<usize> = cluster.iter().filter_map(|m| of_other.get(m).copied()).collect();
        let lost = cluster.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        kept += cluster.len() - parts.len() - lost;
        all += cluster.len() - 1;
    }
    (kept as f64, all as f64)
}

fn b_cubed(clusters: &[Cluster], other: &[Cluster], of_other: &BTreeMap<usize, usize>) -> (f64, f64) {
    let (mut sum, mut all) = (0.0, 0);
    for cluster in clusters {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for there in cluster.iter().filter_map(|m| of_other.get(m)) {
            *shared.entry(*there).or_default() += 1;
        }
        debug_assert!(
            shared.keys().all(|&there| there < other.len()),
            "owners are of the other side"
        );
        sum += shared.values().map(|&n| (n * n) as f64).sum::<f64>() / cluster.len() as f64;
        all += cluster.len();
    }
    (sum, all as f64)
}

/// The greatest sum of likenesses in an alignment one to one.
fn aligned(gold: &[Cluster], own: &[Cluster]) -> f64 {
    let of_own = owners(own);
    let size = gold.len().max(own.len());
    let mut cost = vec![vec![0.0; size]; size];
    for (row, cluster) in cost.iter_mut().zip(gold) {
        for &there in cluster.iter().filter_map(|m| of_own.get(m)) {
            row[there] -= 2.0 / (cluster.len() + own[there].len()) as f64;
        }
    }
    -least_cost(&cost)
}

/// Cost of the cheapest assignment of rows to columns (Kuhn 1955, with potentials: cubic in the size).
fn least_cost(cost: &[Vec<f64>]) -> f64 {
    let size = cost.len();
    let (mut of_row, mut of_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    // Row of each column, from 1; column 0 holds the row that is being placed.
    let mut placed = vec![0; size + 1];
    for row in 1..=size {
        placed[0] = row;
        let mut slack = vec![f64::INFINITY; size + 1];
        let mut came_from = vec![0; size + 1];
        let mut done = vec![false; size + 1];
        let mut column = 0;
        while placed[column] != 0 {
            done[column] = true;
            let from = placed[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for to in (1..=size).filter(|&to| !done[to]) {
                let reduced = cost[from - 1][to - 1] - of_row[from] - of_column[to];
                if reduced < slack[to] {
                    slack[to] = reduced;
                    came_from[to] = column;
                }
                if slack[to] < step {
                    step = slack[to];
                    next = to;
                }
            }
            for to in 0..=size {
                if done[to] {
                    of_row[placed[to]] += step;
                    of_column[to] -= step;
                } else {
                    slack[to] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            placed[column] = placed[came_from[column]];
            column = came_from[column];
        }
    }
    (1..=size).map(|to| cost[placed[to] - 1][to - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the reference scorer's paper (Pradhan et al. 2014).
    #[test]
    fn agrees_with_the_reference_scorer() {
        let gold = vec![vec![1, 2, 3], vec![4, 5, 6, 7]];
        let own = vec![vec![1, 2], vec![3, 4, 8], vec![6, 7, 9, 10]];
        let mut agreement = Agreement::default();
        agreement.add(&gold, &own);
        for (measure, recall, precision) in [
            (agreement.muc, 2.0 / 5.0, 2.0 / 6.0),
            (
                agreement.b_cubed,
                (5.0 / 3.0 + 5.0 / 4.0) / 7.0,
                (2.0 + 2.0 / 3.0 + 1.0) / 9.0,
            ),
            (agreement.ceaf_e, (0.8 + 0.5) / 2.0, (0.8 + 0.5) / 3.0),
        ] {
            assert!((measure.recall() - recall).abs() < 1e-9, "{measure:?}");
            assert!((measure.precision() - precision).abs() < 1e-9, "{measure:?}");
        }
    }

    #[test]
    fn the_same_clusters_agree_wholly() {
        let clusters = vec![vec![1, 5], vec![2, 3, 9]];
        let mut agreement = Agreement::default();
        agreement.add(&clusters, &clusters);
        assert!((agreement.conll() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn one_cluster_for_all_has_full_recall_of_links_only() {
        let mut agreement = Agreement::default();
        agreement.add(&[vec![1, 2], vec![3, 4]], &[vec![1, 2, 3, 4]]);
        assert!((agreement.muc.recall() - 1.0).abs() < 1e-9);
        assert!(agreement.b_cubed.precision() < 0.6);
    }
}
