fn main() -> std::process::ExitCode {
    parvis::cli::run()
}
