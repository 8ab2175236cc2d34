//! The published record of a story.
