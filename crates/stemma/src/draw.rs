//! The stemma drawn: SVG for the dossier, DOT and GraphML for other programs.
//!
//! In: nodes and edges. Out: text. Columns run from what lies upstream to what
//! was taken from it; rows are ordered so that few lines cross; a large stemma is
//! folded. No script, no style sheet, no remote resource; all captured text is
//! escaped.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::fold::{Folded, fold};
use crate::{Edge, EdgeKind, Node, NodeKind};

const ROW: usize = 34;
const BOX: usize = 26;
const COLUMN: usize = 270;
const WIDTH: usize = 190;
const MARGIN: usize = 12;
const LEGEND: usize = 30;
/// Width of one entry of the legend.
const KEY: usize = 165;
/// Characters of a label that fit a box.
const LABEL: usize = 27;
/// Passes of the ordering of rows.
const SWEEPS: usize = 8;

/// The stemma as one SVG element. `links[i]` is the address that node `i` leads to.
///
/// Author voices are left out: each has one line to its own page. Where there are many nodes, copies of one text
/// are one row that names them all when it is pointed at, and sources of one page alone are counted in the legend.
#[must_use]
pub fn svg(nodes: &[Node], edges: &[Edge], links: &[Option<String>]) -> String {
    let folded = fold(nodes, edges);
    let layout = Layout::of(nodes.len(), edges, &folded);
    let rows = layout.columns.iter().map(Vec::len).max().unwrap_or(0);
    let width = MARGIN * 2 + WIDTH + COLUMN * layout.columns.len().saturating_sub(1);
    let width = width.max(MARGIN * 2 + KEY * if folded.left_out > 0 { 6 } else { 4 });
    let height = MARGIN * 2 + ROW * rows + LEGEND;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" font-family=\"sans-serif\" font-size=\"12\"><title>Stemma</title>\
         <defs><marker id=\"stemma-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" fill=\"#555\"/></marker></defs>"
    );
    for edge in folded.edges.iter().map(|&at| &edges[at]) {
        let (Some(from), Some(to)) = (layout.at(edge.from), layout.at(edge.to)) else {
            continue;
        };
        let (x1, y1) = (from.0 + WIDTH, from.1 + BOX / 2);
        let (x2, y2) = (to.0, to.1 + BOX / 2);
        let bend = (x2.saturating_sub(x1) / 2).max(30);
        let (colour, stroke) = line(edge.kind);
        let dash = if edge.declared {
            ""
        } else {
            " stroke-dasharray=\"5 3\""
        };
        let _ = write!(
            out,
            "<path d=\"M{x1} {y1} C{} {y1} {} {y2} {x2} {y2}\" fill=\"none\" stroke=\"{colour}\" \
             stroke-width=\"{stroke}\"{dash} marker-end=\"url(#stemma-arrow)\"><title>{} to {}: {}{}</title></path>",
            x1 + bend,
            x2.saturating_sub(bend),
            escape(&nodes[edge.from].label),
            escape(&nodes[edge.to].label),
            kind_name(edge.kind),
            if edge.declared { "" } else { ", undeclared" },
        );
    }
    for (&index, others) in &folded.rows {
        let Some((x, y)) = layout.at(index) else { continue };
        let node = &nodes[index];
        let all: Vec<&str> = std::iter::once(index)
            .chain(others.iter().copied())
            .map(|node| nodes[node].label.as_str())
            .collect();
        let link = links.get(index).and_then(Option::as_deref);
        if let Some(link) = link {
            let _ = write!(out, "<a href=\"{}\">", escape(link));
        }
        let dash = if node.resolved {
            ""
        } else {
            " stroke-dasharray=\"3 2\""
        };
        let round = if node.report.is_some() { 2 } else { BOX / 2 };
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{BOX}\" rx=\"{round}\" fill=\"{}\" stroke=\"#444\"{dash}>\
             <title>{}: {}</title></rect><text x=\"{}\" y=\"{}\" fill=\"#111\">{}</text>",
            fill(node.kind),
            node_name(node.kind),
            escape(&all.join(", ")),
            x + 8,
            y + BOX / 2 + 4,
            escape(&row_label(&all)),
        );
        if link.is_some() {
            out.push_str("</a>");
        }
    }
    legend(&mut out, height - LEGEND / 2, folded.left_out);
    out.push_str("</svg>");
    out
}

/// The label of a row that stands for one node or for several.
fn row_label(labels: &[&str]) -> String {
    match labels {
        [one] => shortened(one, LABEL),
        [first, others @ ..] => {
            let more = format!(" and {} more", others.len());
            // Two characters fewer, as the words behind are wide ones.
            shortened(first, LABEL.saturating_sub(more.len() + 2)) + &more
        }
        [] => String::new(),
    }
}

fn legend(out: &mut String, y: usize, left_out: usize) {
    let lines = [
        (EdgeKind::Copies, "takes the words"),
        (EdgeKind::Cites, "cites"),
        (EdgeKind::Quotes, "quotes the original"),
        (EdgeKind::Corrects, "later version"),
    ];
    for (at, (kind, words)) in lines.iter().enumerate() {
        let x = MARGIN + at * KEY;
        let (colour, stroke) = line(*kind);
        let _ = write!(
            out,
            "<path d=\"M{x} {y} h26\" stroke=\"{colour}\" stroke-width=\"{stroke}\"/>\
             <text x=\"{}\" y=\"{}\" fill=\"#333\">{words}</text>",
            x + 32,
            y + 4
        );
    }
    if left_out > 0 {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" fill=\"#333\">not drawn, used by one page alone: {left_out}</text>",
            MARGIN + lines.len() * KEY,
            y + 4
        );
    }
}

/// Columns of nodes, top to bottom.
struct Layout {
    columns: Vec<Vec<usize>>,
    places: BTreeMap<usize, (usize, usize)>,
}

impl Layout {
    fn of(nodes: usize, edges: &[Edge], folded: &Folded) -> Self {
        let drawn: Vec<(usize, usize)> = folded
            .edges
            .iter()
            .map(|&at| (edges[at].from, edges[at].to))
            .collect();
        let depth = depths(nodes, &drawn);
        let last = folded.rows.keys().map(|&node| depth[node]).max().unwrap_or(0);
        let mut columns: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
        for &row in folded.rows.keys() {
            columns[depth[row]].push(row);
        }
        order_rows(&mut columns, &drawn, nodes);
        let mut places = BTreeMap::new();
        let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
        for (column, members) in columns.iter().enumerate() {
            // Short columns stand in the middle of the long ones.
            let top = MARGIN + (rows - members.len()) * ROW / 2;
            for (row, &node) in members.iter().enumerate() {
                places.insert(node, (MARGIN + column * COLUMN, top + row * ROW));
            }
        }
        Self { columns, places }
    }

    fn at(&self, node: usize) -> Option<(usize, usize)> {
        self.places.get(&node).copied()
    }
}

/// Length of the longest way from upstream to each node, and sources moved next to what they feed.
fn depths(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut waiting = vec![0usize; count];
    let mut down: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(from, to) in edges {
        waiting[to] += 1;
        down[from].push(to);
    }
    let mut depth = vec![0usize; count];
    let mut open: Vec<usize> = (0..count).filter(|&n| waiting[n] == 0).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(node) = open.pop() {
        order.push(node);
        for &next in &down[node] {
            depth[next] = depth[next].max(depth[node] + 1);
            waiting[next] -= 1;
            if waiting[next] == 0 {
                open.push(next);
            }
        }
    }
    let is_source: Vec<bool> = {
        let mut source = vec![true; count];
        edges.iter().for_each(|&(_, to)| source[to] = false);
        source
    };
    for &node in order.iter().rev() {
        if is_source[node]
            && let Some(next) = down[node].iter().map(|&n| depth[n]).min()
        {
            depth[node] = next.saturating_sub(1);
        }
    }
    depth
}

/// Rows by the mean row of neighbours, sweeping to and fro.
fn order_rows(columns: &mut [Vec<usize>], edges: &[(usize, usize)], count: usize) {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(from, to) in edges {
        near[from].push(to);
        near[to].push(from);
    }
    let mut row = vec![0.0f64; count];
    let place = |columns: &[Vec<usize>], row: &mut [f64]| {
        for members in columns {
            for (at, &node) in members.iter().enumerate() {
                row[node] = (at as f64 + 0.5) / members.len() as f64;
            }
        }
    };
    place(columns, &mut row);
    for sweep in 0..SWEEPS {
        let mut turn: Vec<usize> = (0..columns.len()).collect();
        if sweep % 2 == 1 {
            turn.reverse();
        }
        for column in turn {
            let mut members: Vec<(f64, usize)> = columns[column]
                .iter()
                .map(|&node| {
                    let mean =
                        near[node].iter().map(|&n| row[n]).sum::<f64>() / near[node].len().max(1) as f64;
                    (if near[node].is_empty() { row[node] } else { mean }, node)
                })
                .collect();
            members.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            columns[column] = members.into_iter().map(|(_, node)| node).collect();
            place(columns, &mut row);
        }
    }
}

fn line(kind: EdgeKind) -> (&'static str, &'static str) {
    match kind {
        EdgeKind::Copies | EdgeKind::Syndicates | EdgeKind::Translates | EdgeKind::Paraphrases => {
            ("#b03030", "2.2")
        }
        EdgeKind::Corrects => ("#8a6d1f", "1.6"),
        EdgeKind::Quotes | EdgeKind::Interviews => ("#2f6b4f", "1.2"),
        _ => ("#3b5f94", "1.2"),
    }
}

fn fill(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Article => "#ffffff",
        NodeKind::Wire => "#f6e7d0",
        NodeKind::Document | NodeKind::Recording | NodeKind::Event => "#dcebdc",
        NodeKind::Remarks | NodeKind::Statement => "#e2e8f4",
        NodeKind::Anonymous | NodeKind::Vague | NodeKind::Unknown | NodeKind::Author => "#eeeeee",
    }
}

fn kind_name(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Records => "records",
        EdgeKind::Transcribes => "transcribes",
        EdgeKind::Leaks => "leaks",
        EdgeKind::Publishes => "publishes",
        EdgeKind::Quotes => "quotes",
        EdgeKind::Cites => "cites",
        EdgeKind::Copies => "copies",
        EdgeKind::Paraphrases => "paraphrases",
        EdgeKind::Syndicates => "syndicates",
        EdgeKind::Translates => "translates",
        EdgeKind::Corrects => "corrects",
        EdgeKind::Interviews => "interviews",
        EdgeKind::AuthorVoice => "author_voice",
    }
}

fn node_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Event => "event",
        NodeKind::Recording => "recording",
        NodeKind::Document => "document",
        NodeKind::Remarks => "remarks",
        NodeKind::Statement => "statement",
        NodeKind::Anonymous => "anonymous",
        NodeKind::Vague => "vague",
        NodeKind::Author => "author",
        NodeKind::Unknown => "unknown",
        NodeKind::Article => "article",
        NodeKind::Wire => "wire",
    }
}

fn shortened(label: &str, most: usize) -> String {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    if label.chars().count() <= most {
        return label;
    }
    let kept: String = label.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Escapes text for markup and attribute values; characters that XML forbids and direction marks are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{FFFE}'
            | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

/// The stemma for Graphviz.
#[must_use]
pub fn dot(nodes: &[Node], edges: &[Edge]) -> String {
    let quoted = |text: &str| {
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        format!("\"{}\"", clean.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let mut out = String::from("digraph stemma {\n  rankdir=LR;\n  node [shape=box];\n");
    for (index, node) in nodes.iter().enumerate() {
        let style = if node.resolved { "" } else { ", style=dashed" };
        let _ = writeln!(
            out,
            "  n{index} [label={}, comment=\"{}\"{style}];",
            quoted(&node.label),
            node_name(node.kind)
        );
    }
    for edge in edges {
        let style = if edge.declared { "" } else { ", style=dashed" };
        let _ = writeln!(
            out,
            "  n{} -> n{} [label=\"{}\"{style}];",
            edge.from,
            edge.to,
            kind_name(edge.kind)
        );
    }
    out.push_str("}\n");
    out
}

/// The stemma as GraphML.
#[must_use]
pub fn graphml(nodes: &[Node], edges: &[Edge]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, of, kind) in [
        ("label", "node", "string"),
        ("nodekind", "node", "string"),
        ("resolved", "node", "boolean"),
        ("independent", "node", "boolean"),
        ("edgekind", "edge", "string"),
        ("declared", "edge", "boolean"),
        ("confidence", "edge", "double"),
    ] {
        let name = id.trim_start_matches("node").trim_start_matches("edge");
        let _ = writeln!(
            out,
            "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        );
    }
    out.push_str("  <graph id=\"stemma\" edgedefault=\"directed\">\n");
    for (index, node) in nodes.iter().enumerate() {
        let _ = writeln!(
            out,
            "    <node id=\"n{index}\"><data key=\"label\">{}</data><data key=\"nodekind\">{}</data>\
             <data key=\"resolved\">{}</data><data key=\"independent\">{}</data></node>",
            escape(&node.label),
            node_name(node.kind),
            node.resolved,
            node.independent,
        );
    }
    for edge in edges {
        let _ = writeln!(
            out,
            "    <edge source=\"n{}\" target=\"n{}\"><data key=\"edgekind\">{}</data><data key=\"declared\">{}</data>\
             <data key=\"confidence\">{:.3}</data></edge>",
            edge.from,
            edge.to,
            kind_name(edge.kind),
            edge.declared,
            edge.confidence,
        );
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EdgeBasis;

    fn story(pages: usize) -> (Vec<Node>, Vec<Edge>) {
        let node = |label: String, report: Option<usize>| Node {
            kind: if report.is_some() {
                NodeKind::Article
            } else {
                NodeKind::Document
            },
            label,
            report,
            primary: None,
            identity: None,
            resolved: true,
            independent: report.is_none(),
        };
        let mut nodes = vec![node("the \"leak\" <&>".to_owned(), None)];
        nodes.extend((0..pages).map(|i| node(format!("Outlet {i}"), Some(i))));
        let edges = (1..=pages)
            .map(|to| Edge {
                from: if to % 3 == 0 { to - 1 } else { 0 },
                to,
                kind: if to % 3 == 0 {
                    EdgeKind::Copies
                } else {
                    EdgeKind::Cites
                },
                declared: to % 3 != 0,
                basis: EdgeBasis::Stated,
                evidence: Vec::new(),
                confidence: 0.9,
                changes: Vec::new(),
                decided: None,
                agreements: Vec::new(),
            })
            .collect();
        (nodes, edges)
    }

    #[test]
    fn boxes_do_not_overlap_at_any_size() {
        for pages in [0, 1, 7, 70] {
            let (nodes, edges) = story(pages);
            let folded = fold(&nodes, &edges);
            let layout = Layout::of(nodes.len(), &edges, &folded);
            let mut places: Vec<(usize, usize)> = layout.places.values().copied().collect();
            places.sort_unstable();
            let drawn: usize = folded.rows.values().map(|others| others.len() + 1).sum();
            assert_eq!(drawn, if pages == 0 { 0 } else { pages + 1 });
            assert!(
                places
                    .windows(2)
                    .all(|w| w[0].0 < w[1].0 || w[0].1 + BOX < w[1].1)
            );
            for edge in folded.edges.iter().map(|&at| &edges[at]) {
                let column = |n: usize| layout.at(n).map(|(x, _)| x);
                assert!(column(edge.from) < column(edge.to));
            }
        }
    }

    #[test]
    fn captured_words_are_escaped() {
        let (nodes, edges) = story(3);
        let drawing = svg(&nodes, &edges, &[Some("#a\"b".to_owned())]);
        assert!(drawing.contains("the &quot;leak&quot; &lt;&amp;&gt;"));
        assert!(drawing.contains("href=\"#a&quot;b\""));
        assert!(!drawing.contains("<&>"));
        assert!(graphml(&nodes, &edges).contains("the &quot;leak&quot; &lt;&amp;&gt;"));
        assert!(dot(&nodes, &edges).contains("label=\"the \\\"leak\\\" <&>\""));
    }

    #[test]
    fn pages_without_a_line_are_one_row_where_there_are_many() {
        let (nodes, edges) = story(60);
        let few: Vec<Edge> = edges.into_iter().filter(|e| e.to <= 6).collect();
        let drawing = svg(&nodes, &few, &[]);
        assert!(drawing.contains(">Outlet 6 and 53 more<"), "{drawing}");
        let (nodes, _) = story(9);
        assert_eq!(svg(&nodes, &few, &[]).matches("<rect").count(), 10);
    }

    #[test]
    fn copies_of_one_text_are_one_row_where_there_are_many() {
        let (mut nodes, mut edges) = story(0);
        let page = |label: String, report: usize| Node {
            label,
            report: Some(report),
            kind: NodeKind::Article,
            ..nodes[0].clone()
        };
        let pages: Vec<Node> = (0..50).map(|i| page(format!("Outlet {i}"), i)).collect();
        nodes.extend(pages);
        let edge = |to: usize| Edge {
            from: 0,
            to,
            kind: EdgeKind::Syndicates,
            declared: to.is_multiple_of(2),
            basis: EdgeBasis::Stated,
            evidence: Vec::new(),
            confidence: 0.9,
            changes: Vec::new(),
            decided: None,
            agreements: Vec::new(),
        };
        edges.extend((1..=50).map(edge));
        let speaker = Node {
            kind: NodeKind::Remarks,
            label: "Ida Morn".to_owned(),
            ..nodes[0].clone()
        };
        nodes.push(speaker);
        edges.push(Edge {
            from: 51,
            kind: EdgeKind::Quotes,
            ..edge(1)
        });
        let drawing = svg(&nodes, &edges, &[]);
        assert!(drawing.contains(">Outlet 0 and 24 more<") && drawing.contains("Outlet 48</title>"));
        assert!(drawing.contains("not drawn, used by one page alone: 1<"));
        assert_eq!(drawing.matches("<rect").count(), 3);
        assert!(dot(&nodes, &edges).contains("Ida Morn"));
    }
}
