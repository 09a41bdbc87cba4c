//! The front door: files in, `now` in; exact diagnostics and pages out.

mod cases;
