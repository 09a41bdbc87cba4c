//! Two claims to one address, told once for two names however many addresses they clash at.

use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::source::Place;
use crate::site::plan::claim::Claim;
use crate::site::plan::content::{Content, Page};

/// Reports two claims to one address. Two names are told once, however many addresses they clash at: by a page, if there
/// is one.
pub(super) fn tell_clash(
    claim: &Claim<'_>,
    first: &Claim<'_>,
    told: &mut Vec<Clash>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of_pages = matches!(claim.planned.content, Content::Page(..));
    let (second, first) = (claim.place(), first.place());
    match told.iter_mut().find(|clash| clash.second == second && clash.first == first) {
        None => {
            diagnostics.push(collision(claim, &first));
            told.push(Clash { second, first, of_pages, rank: diagnostics.len() - 1 });
        }
        Some(clash) if of_pages && !clash.of_pages => {
            diagnostics[clash.rank] = collision(claim, &first);
            clash.of_pages = true;
        }
        Some(_) => {}
    }
}

/// Two names that want one address, and the diagnostic that tells it.
pub(super) struct Clash {
    second: Place,
    first: Place,
    /// True when it is told by the address of a page.
    of_pages: bool,
    /// The rank of the diagnostic.
    rank: usize,
}

fn collision(claim: &Claim<'_>, first: &Place) -> Diagnostic {
    let message = say!(
        en: "the address `{route}` is taken already",
        fr: "l’adresse `{route}` est déjà prise",
        route = claim.planned.route
    );
    let help = match &claim.planned.content {
        Content::Page(_, Page::Item(_)) => {
            say!(en: "give one of the two another `slug`", fr: "donnez un autre `slug` à l’un des deux")
        }
        Content::Page(..) => {
            say!(
                en: "give one of the two another name in its address",
                fr: "donnez à l’un des deux un autre nom dans son adresse"
            )
        }
        Content::Redirect { .. } => {
            say!(
                en: "delete this old address, or the page that has it now",
                fr: "supprimez cette ancienne adresse, ou la page qui l’a maintenant"
            )
        }
        Content::Languages
        | Content::RootNotFound
        | Content::Feed(..)
        | Content::Calendar(..)
        | Content::Letter(..)
        | Content::Sitemap
        | Content::Robots
        | Content::Headers
        | Content::Redirects
        | Content::Data(_)
        | Content::Copy(_)
        | Content::Picture(_)
        | Content::Share(..) => say!(en: "rename one of the two", fr: "renommez l’un des deux"),
    };
    Diagnostic::error("address-taken", claim.place(), message, help)
        .related(say!(en: "it is taken here", fr: "elle est prise ici"), first.clone())
}
