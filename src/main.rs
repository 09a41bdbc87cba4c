//! The binary: parse, run, exit code.

/// Pages are made of many small things that live for a moment, on all cores at once: the system's allocator spends a third of
/// a large build on them, this one a tenth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    parvis::cli::run()
}
