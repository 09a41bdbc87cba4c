//! The program as its users meet it: files in, exact diagnostics, pages and exit codes out.

mod architecture;
mod built;
mod calendars;
mod cases;
mod command_line;
mod life;
mod moments;
mod permalinks;
mod published;
mod search;
mod sources;
mod status;
mod theme;
mod warm;
