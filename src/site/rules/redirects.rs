//! Where old addresses lead in the end.

use std::collections::HashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath};
use crate::read::redirect::RedirectTarget;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, Target};
use crate::site::rules::decoded_path;

/// Where an address leads in the end.
#[derive(Clone, Copy)]
enum End<'c> {
    Somewhere,
    Nowhere(&'c str),
    Round,
}

/// Reports redirects that lead nowhere, or round in a circle.
pub fn check_redirects(catalogue: &Catalogue, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<&str, End<'_>> = HashMap::new();
    for redirect in &catalogue.site.redirects {
        let RedirectTarget::Location { to, .. } = &redirect.target else { continue };
        if !to.value.starts_with('/') {
            continue;
        }
        // Each address is looked up once, however many redirects lead over it.
        let mut way = Vec::new();
        let mut at = to.value.as_str();
        let end = loop {
            if let Some(end) = known.get(at) {
                break *end;
            }
            match plan.at(&decoded_path(at)).map(|planned| &planned.content) {
                Some(Content::Redirect { to: Target::Path(path), .. }) => {
                    way.push(at);
                    // Who comes here again before the end is known goes round.
                    known.insert(at, End::Round);
                    at = path;
                }
                Some(_) => break End::Somewhere,
                None if plan.is_of_broken(at) => break End::Somewhere,
                None => break End::Nowhere(at),
            }
        };
        known.extend(way.into_iter().map(|passed| (passed, end)));
        let place = Place { path: SourcePath::new(SITE_FILE), span: to.span };
        match end {
            End::Somewhere => {}
            End::Nowhere(at) => {
                let message = say!(en: "`{at}` leads nowhere", fr: "`{at}` ne mène nulle part");
                let help = say!(
                    en: "write an address of the site, or a whole address of another one",
                    fr: "écrivez une adresse du site, ou l’adresse entière d’un autre"
                );
                diagnostics.push(Diagnostic::warning("local-path-to-nowhere", place, message, help));
            }
            End::Round => {
                let message = say!(
                    en: "`{from}` leads back to itself",
                    fr: "`{from}` ramène à elle-même",
                    from = redirect.from.value
                );
                diagnostics.push(Diagnostic::error(
                    "redirect-loop",
                    place,
                    message,
                    say!(en: "lead it to a page", fr: "faites-la mener à une page"),
                ));
            }
        }
    }
}
