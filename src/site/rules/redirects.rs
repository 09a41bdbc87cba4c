//! Checks that redirects, and addresses of the site that are written in full, lead to a page.

use std::collections::HashMap;

use crate::base::characters::composed;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::snapshot::SITE_FILE;
use crate::base::source::{Place, SourcePath, Spanned};
use crate::read::redirect::{Redirect, RedirectTarget};
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
pub fn check_redirects<'c>(catalogue: &'c Catalogue, plan: &'c Plan, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: HashMap<&str, RedirectEnd<'_>> = HashMap::new();
    let own = |redirect: &'c Redirect| {
        let RedirectTarget::Location { to, .. } = &redirect.target else { return None };
        Some((redirect, to, catalogue.identity_base_url().path_of_target(&to.value)?))
    };
    let all: Vec<_> = catalogue.site.redirects.iter().filter_map(own).collect();
    for (redirect, to, path) in &all {
        // Each address is looked up once, however many redirects pass through it.
        let mut passed = Vec::new();
        let mut at = &**path;
        let end = loop {
            if let Some(end) = known.get(at) {
                break *end;
            }
            match plan.at(&composed(&decoded_path(at))).map(|planned| &planned.content) {
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
                diagnostics.push(nowhere(at, place));
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

/// Reports addresses of this site, among those that a file names in full, at which nothing is published. Redirects are checked by
/// themselves.
pub fn check_own_addresses(
    catalogue: &Catalogue,
    plan: &Plan,
    path: &SourcePath,
    addresses: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for address in addresses {
        let Some(local) = catalogue.identity_base_url().local_part(&address.value) else { continue };
        let wanted = decoded_path(&local);
        let is_of_redirect = || {
            catalogue.site.redirects.iter().any(
                |redirect| matches!(&redirect.target, RedirectTarget::Location { to, .. } if to.span == address.span),
            )
        };
        let is_there = plan.at(&composed(&wanted)).is_some() || plan.may_be_of_broken_item(&wanted);
        if is_there || (path.as_str() == SITE_FILE && is_of_redirect()) {
            continue;
        }
        diagnostics.push(nowhere(&local, Place { path: path.clone(), span: address.span }));
    }
}

fn nowhere(at: &str, place: Place) -> Diagnostic {
    let message = say!(en: "`{at}` leads nowhere", fr: "`{at}` ne mène nulle part");
    let help = say!(
        en: "write an address on the site, or a full address on another site",
        fr: "écrivez une adresse du site, ou l’adresse complète d’un autre site"
    );
    Diagnostic::warning("local-path-to-nowhere", place, message, help)
}
