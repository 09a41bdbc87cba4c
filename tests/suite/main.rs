//! The program as its users meet it: files in, exact diagnostics, pages and exit codes out.

mod architecture;
mod built;
mod calendars;
mod circles;
mod command_line;
mod french;
mod growth;
mod hostile;
mod life;
mod links;
mod messages;
mod moments;
mod ocds;
mod outside;
mod permalinks;
mod pictures;
mod program;
mod project;
mod published;
mod search;
mod sources;
mod status;
mod summary;
mod theme;
mod translations;
mod warm;
