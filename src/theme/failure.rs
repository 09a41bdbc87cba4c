//! Errors of tera as diagnostics at their place in the template.

use tera::{Error, ErrorKind, ReportError};

use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::message::{Message, say};
use crate::base::snapshot::Snapshot;
use crate::base::source::{Place, SourcePath, Span};

/// The source file of a template known to tera as `lab/base.html`.
pub fn source_of(template: &str) -> SourcePath {
    let (theme, name) = template.split_once('/').unwrap_or(("", template));
    SourcePath::new(format!("themes/{theme}/templates/{name}"))
}

/// An error while loading the theme; `at` is the place of errors without one.
pub fn of_loading(error: &Error, snapshot: &Snapshot, at: &Place) -> Vec<Diagnostic> {
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let place = find(snapshot, current, parent, at);
            vec![no_template(place, parent, &[])]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let next = chain.get(1).or_else(|| chain.first()).map_or("", String::as_str);
            let place = find(snapshot, tpl, next, at);
            let message = say!(
                en: "the template `{tpl}` includes itself: {circle}",
                fr: "le modèle `{tpl}` s’inclut lui-même : {circle}",
                circle = chain.join(" → ")
            );
            vec![template_error(
                place,
                message,
                say!(en: "remove one of these from the cycle", fr: "retirez l’un d’eux de la boucle"),
            )]
        }
        ErrorKind::Msg(message) => of_reports(message, snapshot, at),
        _ => vec![of_rendering(error, &[], at)],
    }
}

/// An error while rendering a page; `page` is the place of errors without one.
pub fn of_rendering(error: &Error, templates: &[String], page: &Place) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => of_report(report),
        ErrorKind::TemplateNotFound(name) => no_template(page.clone(), name, templates),
        _ => template_error(
            page.clone(),
            lower(&error.to_string()),
            say!(en: "fix the template", fr: "corrigez le modèle"),
        ),
    }
}

/// There is no template of this name.
pub fn no_template(place: Place, name: &str, templates: &[String]) -> Diagnostic {
    let bare = templates.iter().map(|template| template.split_once('/').map_or(template.as_str(), |(_, name)| name));
    let help = match nearest(name, bare) {
        Some(near) => {
            say!(
                en: "write `{near}`, or add the file `{name}` to the `templates` of the visual theme",
                fr: "écrivez `{near}`, ou ajoutez le fichier `{name}` aux `templates` du thème graphique"
            )
        }
        None => {
            say!(
                en: "add the file `{name}` to the `templates` of the visual theme",
                fr: "ajoutez le fichier `{name}` aux `templates` du thème graphique"
            )
        }
    };
    template_error(place, say!(en: "there is no template `{name}`", fr: "le modèle `{name}` n’existe pas"), help)
}

fn template_error(place: Place, message: Message, help: Message) -> Diagnostic {
    Diagnostic::error("template-error", place, message, help)
}

fn of_report(report: &ReportError) -> Diagnostic {
    let range = &report.span().range;
    let place = Place { path: source_of(report.filename()), span: Span::new(range.start, range.end) };
    template_error(place, lower(report.message()), help_for(report.message()))
}

fn help_for(message: &str) -> Message {
    if message.contains("not defined") || message.contains("undefined") {
        say!(
            en: "use a name that this page has, or test it first with `{{% if … %}}`; docs/views.md lists them all",
            fr: "employez un nom que cette page connaît, ou testez-le d’abord avec `{{% if … %}}` ; docs/views.md les donne tous"
        )
    } else {
        say!(en: "fix the template here", fr: "corrigez le modèle à cet endroit")
    }
}

/// Errors that tera finds across templates come as one text of several reports.
fn of_reports(text: &str, snapshot: &Snapshot, at: &Place) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for report in text.split("\n\nerror: ") {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default().trim_start_matches("error: ");
        let place =
            lines.next().and_then(|line| line.trim().strip_prefix("--> ")).and_then(|line| place(line, snapshot));
        let help = say!(
            en: "use a name that exists; components are in `templates/components`, filters are those of tera and `fill`",
            fr: "employez un nom qui existe ; les composants sont dans `templates/components`, les filtres sont ceux de tera et `fill`"
        );
        let place = place.or_else(|| named_twice(message, snapshot)).unwrap_or_else(|| at.clone());
        diagnostics.push(template_error(place, lower(message), help));
    }
    diagnostics
}

/// The place of `lab/base.html:3:7`, extended over the name at that position.
fn place(locus: &str, snapshot: &Snapshot) -> Option<Place> {
    let mut parts = locus.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = source_of(parts.next()?);
    let text = snapshot.text(&path)?;
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let inside: usize = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let at = start + inside;
    let name = text[at..].find(|c: char| !(c.is_alphanumeric() || "_.\"'-/".contains(c))).unwrap_or(0).max(1);
    Some(Place { path, span: Span::new(at, (at + name).min(text.len())) })
}

/// The second definition of a component: "Component `a` is defined in both `lab/a.html` and `lab/b.html`".
fn named_twice(message: &str, snapshot: &Snapshot) -> Option<Place> {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let [component, _, second] = names.as_slice() else { return None };
    let path = source_of(second);
    let wanted = format!("component {component}");
    let at = snapshot.text(&path)?.find(&wanted)?;
    Some(Place { path, span: Span::new(at, at + wanted.len()) })
}

fn find(snapshot: &Snapshot, template: &str, wanted: &str, otherwise: &Place) -> Place {
    let path = source_of(template);
    let Some(text) = snapshot.text(&path) else { return otherwise.clone() };
    let bare = wanted.rsplit('/').next().unwrap_or(wanted);
    let at = [wanted, bare].into_iter().find_map(|wanted| text.find(wanted).map(|at| Span::new(at, at + wanted.len())));
    Place { path, span: at.unwrap_or_default() }
}

/// A sentence of tera as a clause in the style of parvis; tera has English only.
fn lower(message: &str) -> Message {
    let message = message.trim_end_matches('.').replace('\n', " ");
    let mut characters = message.chars();
    let text = characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect());
    Message::same(text)
}
