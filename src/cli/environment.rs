//! The environment of a run, read once: working directory, clock, variables, terminal.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};

use crate::base::message::{Message, UiLang, say};
use crate::base::moment::Moment;
use crate::edge::failure::{Failure, USE};
use crate::edge::system::terminal_width;
use crate::edge::terminal::DiagnosticStyle;

/// The environment of a run.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The working directory.
    pub here: PathBuf,
    /// How diagnostics are rendered on standard error.
    pub style: DiagnosticStyle,
    /// The cache folder, if there is one.
    pub cache: Option<PathBuf>,
    /// The top of the repository on a GitHub runner.
    pub workspace: Option<PathBuf>,
    /// The language of the messages.
    pub ui_lang: UiLang,
    /// The language of `--lang`.
    requested_lang: Option<UiLang>,
    source_date_epoch: Option<OsString>,
}

impl Environment {
    /// Reads the environment. Fails if the working directory has been deleted.
    pub fn read(requested_lang: Option<UiLang>, default: UiLang) -> Result<Self, Failure> {
        let here = std::env::current_dir().map_err(|error| {
            Failure::of(
                say!(en: "work in", fr: "de travailler dans"),
                say!(en: "the current folder", fr: "le dossier courant"),
                Message::same(error.to_string()),
            )
        })?;
        let ui_lang = requested_lang.unwrap_or(default);
        let is_terminal = std::io::stderr().is_terminal();
        let says = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        // https://no-color.org
        let colour = is_terminal && says("NO_COLOR").is_none() && says("TERM").is_none_or(|term| term != "dumb");
        let style = DiagnosticStyle { colour, width: terminal_width().filter(|_| is_terminal), ui_lang };
        let cache = cache(&here);
        let workspace = says("GITHUB_WORKSPACE").map(PathBuf::from);
        Ok(Self {
            here,
            style,
            cache,
            workspace,
            ui_lang,
            requested_lang,
            source_date_epoch: std::env::var_os("SOURCE_DATE_EPOCH"),
        })
    }

    /// The language of generated explanations for the editors of a site with these languages: that of `--lang`, else the site's,
    /// so that the output does not depend on the machine.
    pub fn explaining(&self, tags: &[String]) -> UiLang {
        self.requested_lang.unwrap_or_else(|| UiLang::of(tags.first().map_or("", String::as_str)))
    }

    /// The instant of `SOURCE_DATE_EPOCH`, if set, in seconds since 1970
    /// (<https://reproducible-builds.org/specs/source-date-epoch/>).
    pub fn fixed_now(&self) -> Result<Option<Moment>, Failure> {
        let Some(value) = &self.source_date_epoch else { return Ok(None) };
        let moment = value.to_str().and_then(|text| text.parse().ok()).and_then(Moment::from_unix_seconds);
        moment.map(Some).ok_or_else(|| {
            let what = format!("SOURCE_DATE_EPOCH={}", value.to_string_lossy());
            let why = say!(
                en: "it is not a whole number of seconds since 1970",
                fr: "ce n’est pas un nombre entier de secondes depuis 1970"
            );
            Failure::new(USE, what, why)
        })
    }
}

/// `PARVIS_CACHE`, else a folder in the user's cache directory: on Linux by the XDG Base Directory Specification,
/// `$XDG_CACHE_HOME` or `~/.cache`.
fn cache(here: &Path) -> Option<PathBuf> {
    match std::env::var_os("PARVIS_CACHE").filter(|value| !value.is_empty()) {
        Some(named) => Some(here.join(named)),
        None => Some(choose_native_strategy().ok()?.cache_dir().join("parvis")),
    }
}

/// The user's language for messages: POSIX, Base Definitions, 8.2.
pub fn ui_lang() -> UiLang {
    let chosen = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os);
    let chosen = chosen.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    UiLang::of(&chosen.to_string_lossy())
}

/// The current time by the system clock.
pub fn clock() -> Moment {
    let seconds = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX),
    };
    Moment::from_unix_seconds(seconds).expect("a clock that is right shows a year of four digits")
}
