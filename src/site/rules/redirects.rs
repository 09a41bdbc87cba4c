//! Checks that redirects lead to a page.

use std::collections::HashMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath};
use crate::read::redirect::RedirectTarget;
use crate::site::catalogue::Catalogue;
use crate::site::plan::Plan;
use crate::site::plan::content::{Content, RedirectDestination};
use crate::site::rules::decoded_path;

/// The end of a chain of redirects.
#[derive(Clone, Copy)]
enum RedirectEnd<'c> {
    /// Something that is published.
    Found,
    /// This address, at which nothing is published.
    Missing(&'c str),
    /// None: the chain returns to an address of its own.
    Loop,
}

/// Reports redirects that lead to nothing, or back to themselves.
pub fn check_redirects(catalogue: &Catalogue, plan: &Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<&str, RedirectEnd<'_>> = HashMap::new();
    for redirect in &catalogue.site.redirects {
        let RedirectTarget::Location { to, .. } = &redirect.target else { continue };
        if !to.value.starts_with('/') {
            continue;
        }
        // Each address is looked up once, however many redirects pass through it.
        let mut passed = Vec::new();
        let mut at = to.value.as_str();
        let end = loop {
            if let Some(end) = known.get(at) {
                break *end;
            }
            match plan.at(&decoded_path(at)).map(|planned| &planned.content) {
                Some(Content::Redirect { to: RedirectDestination::Path(path), .. }) => {
                    passed.push(at);
                    // Reaching this address again before the end is known means a loop.
                    known.insert(at, RedirectEnd::Loop);
                    at = path;
                }
                Some(_) => break RedirectEnd::Found,
                None if plan.may_be_of_broken_item(at) => break RedirectEnd::Found,
                None => break RedirectEnd::Missing(at),
            }
        };
        known.extend(passed.into_iter().map(|address| (address, end)));
        let place = Place { path: SourcePath::new(SITE_FILE), span: to.span };
        match end {
            RedirectEnd::Found => {}
            RedirectEnd::Missing(at) => {
                let message = say!(en: "`{at}` leads nowhere", fr: "`{at}` ne mène nulle part");
                let help = say!(
                    en: "write an address on the site, or a full address on another site",
                    fr: "écrivez une adresse du site, ou l’adresse complète d’un autre site"
                );
                diagnostics.push(Diagnostic::warning("local-path-to-nowhere", place, message, help));
            }
            RedirectEnd::Loop => {
                let message = say!(
                    en: "`{from}` leads back to itself",
                    fr: "`{from}` renvoie à elle-même",
                    from = redirect.from.value
                );
                diagnostics.push(Diagnostic::error(
                    "redirect-loop",
                    place,
                    message,
                    say!(en: "make it lead to a page", fr: "faites-la mener à une page"),
                ));
            }
        }
    }
}
