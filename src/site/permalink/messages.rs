//! Diagnostics of permalinks that would disappear.

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::snapshot::{LOCK_FILE, SITE_FILE};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::site::permalink::lock_file::LockLine;

/// The diagnostic of a missing item, and of another one that may be the same item under a new name.
pub(super) fn missing_item(key: &Key, ids: &[&LockLine<'_>], renamed: Option<&Item>) -> Option<Diagnostic> {
    let first = ids.first()?;
    let (id, others, own) = (first.text, ids.len() - 1, &key.id);
    let message = match others {
        0 => say!(
            en: "`{id}` was published, and the item `{key}` no longer exists",
            fr: "`{id}` a été publié, et la fiche `{key}` n’existe plus"
        ),
        1 => say!(
            en: "`{id}` and 1 more id were published, and the item `{key}` no longer exists",
            fr: "`{id}` a été publié, de même qu’un autre identifiant, et la fiche `{key}` n’existe plus"
        ),
        _ => say!(
            en: "`{id}` and {others} more ids were published, and the item `{key}` no longer exists",
            fr: "`{id}` a été publié, de même que {others} autres identifiants, et la fiche `{key}` n’existe plus"
        ),
    };
    let help = match renamed {
        Some(Item { folder, .. }) => say!(
            en: "if `{folder}` is that item, rename its folder back to `{own}`, since readers know it by that name (to change only its address, use `slug`); otherwise restore it, or run `parvis retire {key}`",
            fr: "si `{folder}` est cette fiche, rendez à son dossier le nom `{own}`, car les lecteurs la connaissent sous ce nom (pour changer seulement son adresse, employez `slug`) ; sinon, rétablissez-la, ou lancez `parvis retire {key}`"
        ),
        None => say!(
            en: "restore it, or run `parvis retire {key}`, so that each of its addresses says that it is gone",
            fr: "rétablissez-la, ou lancez `parvis retire {key}`, pour que chacune de ses adresses indique qu’elle a été retirée"
        ),
    };
    Some(error_with_line("id-gone", line_place(first), message, help, first))
}

/// The message about an address at which nothing is published any more, nor at `beside` files beside it.
pub(super) fn missing_address(address: &str, beside: usize) -> Message {
    match beside {
        0 => say!(
            en: "`{address}` was published, and would no longer work",
            fr: "`{address}` a été publiée, et ne mènerait plus à rien"
        ),
        1 => say!(
            en: "`{address}` was published with a file beside it, and would no longer work",
            fr: "`{address}` a été publiée avec un fichier joint, et ne mènerait plus à rien"
        ),
        _ => say!(
            en: "`{address}` was published with {beside} files beside it, and would no longer work",
            fr: "`{address}` a été publiée avec {beside} fichiers joints, et ne mènerait plus à rien"
        ),
    }
}

/// An error that also shows the line of the permalink in the lock file, unless it is reported there.
pub(super) fn error_with_line(
    code: &'static str,
    place: Place,
    message: Message,
    help: Message,
    missing: &LockLine<'_>,
) -> Diagnostic {
    let recorded = line_place(missing);
    let diagnostic = Diagnostic::error(code, place, message, help);
    match missing.span.is_some() && diagnostic.place != recorded {
        true => diagnostic.related(say!(en: "it was recorded here", fr: "consignée ici"), recorded),
        false => diagnostic,
    }
}

/// The place of a line. Lines from the manifest of the published site are in no file; their place is `site.yaml`.
pub(super) fn line_place(line: &LockLine<'_>) -> Place {
    match line.span {
        Some(span) => Place { path: SourcePath::new(LOCK_FILE), span },
        None => Place { path: SourcePath::new(SITE_FILE), span: Span::default() },
    }
}
