//! The stemma of a dossier as a drawing or as a graph for other programs.
//!
//! In: the published stemma. Out: one text in SVG, Graphviz DOT or GraphML.
//! Nothing is drawn that the record does not hold.

use std::collections::BTreeMap;

use crate::dossier::{Dossier, Stemma};

/// The stemma drawn, as one SVG element with a line for each group of copies.
#[must_use]
pub fn to_svg(dossier: &Dossier) -> String {
    svg(&dossier.stemma, &[])
}

/// The stemma for Graphviz.
#[must_use]
pub fn to_dot(dossier: &Dossier) -> String {
    let (nodes, edges) = graph(&dossier.stemma);
    stemma::draw::dot(&nodes, &edges)
}

/// The stemma as GraphML 1.0.
#[must_use]
pub fn to_graphml(dossier: &Dossier) -> String {
    let (nodes, edges) = graph(&dossier.stemma);
    stemma::draw::graphml(&nodes, &edges)
}

/// `links[i]` is the address that node `i` leads to.
pub(crate) fn svg(stemma: &Stemma, links: &[Option<String>]) -> String {
    let (nodes, edges) = graph(stemma);
    stemma::draw::svg(&nodes, &edges, links)
}

/// Nodes and edges by index, as the drawing takes them. A page's node has the index of its document's node.
fn graph(stemma: &Stemma) -> (Vec<stemma::Node>, Vec<stemma::Edge>) {
    let places: BTreeMap<&str, usize> = stemma
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| (node.id.as_str(), at))
        .collect();
    let nodes = stemma
        .nodes
        .iter()
        .enumerate()
        .map(|(at, node)| stemma::Node {
            kind: node.kind,
            label: node.label.clone(),
            report: node.doc.as_ref().map(|_| at),
            primary: None,
            identity: None,
            resolved: node.resolved,
            independent: node.independent,
        })
        .collect();
    let edges = stemma
        .edges
        .iter()
        .filter_map(|edge| {
            Some(stemma::Edge {
                from: *places.get(edge.from.as_str())?,
                to: *places.get(edge.to.as_str())?,
                kind: edge.kind,
                declared: edge.declared,
                basis: edge.basis,
                evidence: Vec::new(),
                confidence: edge.confidence as f32,
                changes: Vec::new(),
                decided: None,
                agreements: Vec::new(),
            })
        })
        .collect();
    (nodes, edges)
}
