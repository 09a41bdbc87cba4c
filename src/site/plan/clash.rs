//! Reports clashes: two claims to the same address, once for two places however many addresses both of them claim. Also reports claims to
//! reserved addresses.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::base::characters::{folded, is_folded};
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::reserved::{is_of_program, is_reserved};
use crate::base::route::{FilePath, Route};
use crate::base::source::{Place, Span};
use crate::site::plan::claim::Claim;
use crate::site::plan::content::{Content, Page};

/// Removes and reports the claims to addresses reserved for the program and for hosts: each place once, with the old address itself
/// rather than a file below it.
pub(super) fn refuse_reserved(claims: &mut Vec<Claim<'_>>, diagnostics: &mut Vec<Diagnostic>) {
    let is_refused = |claim: &Claim<'_>| {
        // Files in `content/static/` may configure the host.
        let is_reserved_for_claim = if claim.is_static() { is_of_program } else { is_reserved };
        is_reserved_for_claim(claim.planned.route.as_str()) && !claim.is_of_program()
    };
    if !claims.par_iter().any(is_refused) {
        return;
    }
    let mut refused: BTreeMap<Place, Route> = BTreeMap::new();
    for claim in claims.extract_if(.., |claim| is_refused(claim)) {
        let (place, route) = (claim.place(), claim.planned.route);
        match claim.planned.content {
            Content::Redirect { .. } | Content::Gone => drop(refused.insert(place, route)),
            _ => drop(refused.entry(place).or_insert(route)),
        }
    }
    diagnostics.extend(refused.into_iter().map(|(place, route)| {
        let message = say!(
            en: "the address `{route}` is reserved by the program or by hosts",
            fr: "l’adresse `{route}` est réservée par le programme ou par les hébergeurs"
        );
        let first = route.as_str().split('/').nth(1).unwrap_or_default();
        let help = say!(
            en: "delete it, or write one whose first part is not `{first}` and does not start with `_`",
            fr: "supprimez-la, ou écrivez-en une dont la première partie n’est pas `{first}` et ne commence pas par `_`"
        );
        Diagnostic::error("address-taken", place, message, help)
    }));
}

/// Reports claims to addresses that differ in case or in the normalization of accents only: many disks and hosts have a single file
/// for both. The claims are in the order of their files.
pub(super) fn report_similar(claims: &[Claim<'_>], clashes: &mut Vec<Clash>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &Claim<'_>> = HashMap::new();
    // Nearly all addresses equal their folded form, so that few have to be looked up.
    for claim in claims.iter().filter(|claim| !is_folded(claim.planned.route.as_str())) {
        let file = folded(&claim.file().to_string()).into_owned();
        let path = format!("/{file}");
        let plain = claims.binary_search_by(|other| other.file().cmp(&FilePath::of(&path)));
        let twin = plain.ok().map(|rank| &claims[rank]).or_else(|| seen.get(&file).copied());
        if let Some(twin) = twin.filter(|twin| twin.file() != claim.file() && !twin.is_beside(claim)) {
            match claim.rank(twin).is_lt() {
                true => report_clash(twin, claim, clashes, diagnostics),
                false => report_clash(claim, twin, clashes, diagnostics),
            }
        }
        seen.entry(file).or_insert(claim);
    }
}

/// Reports two claims to the same address. Two places are reported once, however many addresses both of them claim: with the address of
/// a page or an old address, if one is among them.
pub(super) fn report_clash(
    claim: &Claim<'_>,
    first: &Claim<'_>,
    clashes: &mut Vec<Clash>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of_pages = matches!(claim.planned.content, Content::Page(..) | Content::Redirect { .. } | Content::Gone);
    // A file beside its item claims at the place of the item: where the two clash, the file is to be named.
    let (claim, first) = match (claim.place() == first.place(), &claim.planned.content, &first.planned.content) {
        (true, _, Content::Copy(_)) => (first, claim),
        _ => (claim, first),
    };
    let own = |claim: &Claim<'_>, other: &Claim<'_>| match &claim.planned.content {
        Content::Copy(path) if claim.place() == other.place() => Place { path: path.clone(), span: Span::default() },
        _ => claim.place(),
    };
    let taken = first.planned.route.clone();
    let (second, first) = (own(claim, first), first.place());
    match clashes.iter_mut().find(|clash| clash.second == second && clash.first == first) {
        None => {
            diagnostics.push(clash_diagnostic(claim, &taken, second.clone(), &first));
            clashes.push(Clash { second, first, of_pages, rank: diagnostics.len() - 1 });
        }
        Some(clash) if of_pages && !clash.of_pages => {
            diagnostics[clash.rank] = clash_diagnostic(claim, &taken, second, &first);
            clash.of_pages = true;
        }
        Some(_) => {}
    }
}

/// Two places that claim the same address, and the diagnostic that reports them.
pub(super) struct Clash {
    second: Place,
    first: Place,
    /// True when it is reported with the address of a page.
    of_pages: bool,
    /// The rank of the diagnostic.
    rank: usize,
}

fn clash_diagnostic(claim: &Claim<'_>, taken: &Route, second: Place, first: &Place) -> Diagnostic {
    let route = &claim.planned.route;
    let message = match route.as_str() != taken.as_str() && folded(route.as_str()) == folded(taken.as_str()) {
        true => say!(
            en: "the address `{route}` differs from `{taken}` in capitals or accents only",
            fr: "l’adresse `{route}` ne diffère de `{taken}` que par les majuscules ou la forme des accents"
        ),
        false => say!(en: "the address `{route}` is already taken", fr: "l’adresse `{route}` est déjà prise"),
    };
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
        Content::Redirect { .. } | Content::Gone => {
            say!(
                en: "delete this old address, or the page that now uses it",
                fr: "supprimez cette ancienne adresse, ou la page qui l’occupe maintenant"
            )
        }
        Content::Copy(path) if second.path == *path => {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            say!(en: "rename `{name}`, or delete it", fr: "renommez `{name}`, ou supprimez-le")
        }
        _ => say!(en: "rename one of the two", fr: "renommez l’un des deux"),
    };
    Diagnostic::error("address-taken", second, message, help)
        .related(say!(en: "it is taken here", fr: "elle est prise ici"), first.clone())
}
