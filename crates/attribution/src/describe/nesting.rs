//! Which statement stands in the content of which.

use text::Span;

use crate::Statement;

/// Sets the parent of every statement. Statements must be in order of content,
/// outer before inner. Cost is bounded by the depth of nesting.
pub(crate) fn set_parents(statements: &mut [Statement]) {
    let covers: Vec<Span> = statements.iter().map(Statement::content_cover).collect();
    let mut open: Vec<usize> = Vec::new();
    for index in 0..statements.len() {
        let cover = covers[index];
        // What ended before this one begins can hold nothing that follows.
        open.retain(|&outer| covers[outer].end() > cover.start());
        let parent = open
            .iter()
            .rev()
            .copied()
            .find(|&outer| holds(&statements[outer], &statements[index]));
        statements[index].parent = parent;
        if open.len() < 64 {
            open.push(index);
        }
    }
}

fn holds(outer: &Statement, inner: &Statement) -> bool {
    let inside = |span: &Span| outer.content.iter().any(|piece| piece.contains(*span));
    let content = inner.content.iter().all(inside);
    let cue_inside = inner.cue.iter().all(inside);
    let smaller = outer.content_cover() != inner.content_cover() || !inner.cue.is_empty();
    let marked = !inner.cue.is_empty() || !inner.source.is_empty();
    content && cue_inside && smaller && marked && !outer.content.is_empty()
}
