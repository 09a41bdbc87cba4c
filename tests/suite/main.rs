//! The integration tests, one binary.

mod theme;
