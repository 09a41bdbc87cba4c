//! `parvis schedule`: lists when the site changes by itself, for schedulers that publish it then.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::base::message::{count, say};
use crate::base::moment::Zone;
use crate::cli::environment::Environment;
use crate::cli::exit_status::ExitStatus;
use crate::cli::print;
use crate::cli::session::{CompileArgs, Session};
use crate::compile::memo::Memo;
use crate::compile::{compile, site_zone};
use crate::edge::failure::Failure;
use crate::site::schedule::ScheduledChange;

/// List the times at which the site changes by itself
///
/// A call opens or closes, an event starts, an item is published or expires, a month ends: at each of these times the site
/// must be published again. One per line: the instant, the change, the item and its title, separated by tabs.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples: parvis schedule --next\n          parvis schedule --format cron\n          parvis schedule --since 2026-03-01T09:00"
)]
pub struct Schedule {
    /// Print only the instant of the next change
    #[arg(long)]
    next: bool,
    /// Format of the list
    #[arg(long, value_enum, default_value_t = ScheduleFormat::Text, value_name = "FORMAT")]
    format: ScheduleFormat,
    /// List the changes after this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH if set]
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// List the changes between this instant and now: nothing is printed if a site published then is still accurate
    #[arg(long, value_name = "INSTANT", conflicts_with = "format")]
    since: Option<String>,
    /// Include the changes of drafts
    #[arg(long)]
    drafts: bool,
    /// Print only the list, errors and warnings
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ScheduleFormat {
    /// For people and scripts: RFC 3339 in the site’s zone, the change, the item, its title
    Text,
    /// For schedulers: minute, hour, day and month in UTC, in crontab format; the next twelve months only
    Cron,
}

/// Runs the command.
pub fn run(root: Option<&Path>, args: &Schedule, environment: &Environment) -> Result<ExitStatus, Failure> {
    let open = |at: &Option<String>| {
        Session::open(root, &CompileArgs::as_of(at.clone(), args.drafts, args.quiet), environment)
    };
    let session = open(if args.since.is_some() { &args.since } else { &args.at })?;
    let snapshot = session.read()?;
    let compilation = compile(&snapshot, &session.options, &mut Memo::default());
    session.report(&compilation.diagnostics, &snapshot);
    if session.fails(&compilation.diagnostics) {
        return Ok(ExitStatus::SourceErrors);
    }
    let zone = site_zone(&snapshot);
    let mut coming = compilation.scheduled_changes.as_slice();
    if args.since.is_some() {
        let mut present = snapshot.clone();
        open(&args.at)?.set_now(&mut present)?;
        coming = &coming[..coming.partition_point(|coming| coming.moment <= present.now)];
    }
    let lines = match args.format {
        ScheduleFormat::Text if args.next => {
            coming.first().map(|first| first.moment.rfc3339(&zone)).into_iter().collect()
        }
        ScheduleFormat::Text => coming.iter().map(|coming| line(coming, &zone)).collect(),
        ScheduleFormat::Cron => {
            let horizon = snapshot.now.year_later();
            let (near, far) = coming.split_at(coming.partition_point(|coming| coming.moment < horizon));
            if !far.is_empty() && !args.next {
                let (en, fr) =
                    (["moment left out", "moments left out"], ["moment non affiché", "moments non affichés"]);
                let left = count(far.len(), en, fr);
                session.status(&say!(
                    en: "note: {left}, more than a year ahead: a crontab line has no year",
                    fr: "note : {left}, à plus d’un an d’ici : une ligne de crontab n’a pas d’année";
                    left
                ));
            }
            let shown = if args.next { 1 } else { usize::MAX };
            cron(near, &zone).into_iter().take(shown).collect::<Vec<_>>()
        }
    };
    lines.iter().try_for_each(|line| print::result(line))?;
    Ok(ExitStatus::Success)
}

/// `2027-01-11T09:00:00+01:00`, change, item and title, separated by tabs.
fn line(coming: &ScheduledChange, zone: &Zone) -> String {
    let title: Vec<&str> = coming.title.split_whitespace().collect();
    format!("{}\t{}\t{}\t{}", coming.moment.rfc3339(zone), word(coming), item(coming), title.join(" "))
}

/// A crontab line for each minute with changes, which are listed after `#`.
fn cron(coming: &[ScheduledChange], zone: &Zone) -> Vec<String> {
    let mut lines = Vec::new();
    for minute in coming.chunk_by(|one, next| one.moment.cron() == next.moment.cron()) {
        let instants = minute.chunk_by(|one, next| one.moment == next.moment).map(|same| {
            let happening: Vec<String> = same.iter().map(|one| format!("{} {}", word(one), item(one))).collect();
            format!("{} {}", same[0].moment.rfc3339(zone), happening.join(", "))
        });
        lines.push(format!("{}  # {}", minute[0].moment.cron(), instants.collect::<Vec<_>>().join("; ")));
    }
    lines
}

fn word(coming: &ScheduledChange) -> &'static str {
    coming.change.into()
}

/// The key of the item, or `site`.
fn item(coming: &ScheduledChange) -> String {
    coming.item.as_ref().map_or_else(|| "site".to_owned(), ToString::to_string)
}
