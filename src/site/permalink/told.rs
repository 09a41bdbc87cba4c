//! What is said of names that would vanish.

use crate::base::diagnostic::Diagnostic;
use crate::base::message::{Message, say};
use crate::base::snapshot::{LOCK_FILE, SITE_FILE};
use crate::base::source::{Place, SourcePath, Span};
use crate::kind::item::Item;
use crate::kind::key::Key;
use crate::site::permalink::file::Line;

/// What is said of an item that is there no more, and of another one that may be it.
pub(super) fn gone_item(key: &Key, ids: &[&Line<'_>], renamed: Option<&Item>) -> Option<Diagnostic> {
    let first = ids.first()?;
    let (id, others, own) = (first.text, ids.len() - 1, &key.id);
    let message = match others {
        0 => say!(
            en: "`{id}` was published, and the item `{key}` is there no more",
            fr: "`{id}` a été publié, et l’élément `{key}` n’existe plus"
        ),
        _ => say!(
            en: "`{id}` and {others} more ids were published, and the item `{key}` is there no more",
            fr: "`{id}` a été publié, de même que d’autres identifiants ({others}), et l’élément `{key}` n’existe plus"
        ),
    };
    let help = match renamed {
        Some(Item { folder, .. }) => say!(
            en: "if `{folder}` is that item, call its folder `{own}` again: readers know it by that name, and its address is \
                 changed by `slug`; else put it back, or run `parvis retire {key}`",
            fr: "si `{folder}` est cet élément, rendez à son dossier le nom `{own}` : les lecteurs le connaissent sous ce nom, et \
                 c’est `slug` qui change son adresse ; sinon, remettez-le, ou lancez `parvis retire {key}`"
        ),
        None => say!(
            en: "put it back, or run `parvis retire {key}`, which says at each of its addresses that it is gone",
            fr: "remettez-le, ou lancez `parvis retire {key}`, qui dit à chacune de ses adresses qu’il a été retiré"
        ),
    };
    Some(recorded("id-gone", line(first), message, help, first))
}

/// That nothing answers at an address any more, nor at so many files beside it.
pub(super) fn gone_message(address: &str, beside: usize) -> Message {
    match beside {
        0 => say!(
            en: "`{address}` was published, and nothing answers there any more",
            fr: "`{address}` a été publiée, et plus rien n’y répond"
        ),
        1 => say!(
            en: "`{address}` was published with a file beside it, and nothing answers there any more",
            fr: "`{address}` a été publiée avec un fichier à côté, et plus rien n’y répond"
        ),
        _ => say!(
            en: "`{address}` was published with {beside} files beside it, and nothing answers there any more",
            fr: "`{address}` a été publiée avec {beside} fichiers à côté, et plus rien n’y répond"
        ),
    }
}

/// An error that says where the name was recorded too, unless it stands there itself.
pub(super) fn recorded(
    code: &'static str,
    place: Place,
    message: Message,
    help: Message,
    gone: &Line<'_>,
) -> Diagnostic {
    let recorded = line(gone);
    let diagnostic = Diagnostic::error(code, place, message, help);
    match gone.span.is_some() && diagnostic.place != recorded {
        true => diagnostic.related(say!(en: "it was recorded here", fr: "consignée ici"), recorded),
        false => diagnostic,
    }
}

/// Where a name was recorded: what the published site says of itself stands in no file.
pub(super) fn line(line: &Line<'_>) -> Place {
    match line.span {
        Some(span) => Place { path: SourcePath::new(LOCK_FILE), span },
        None => Place { path: SourcePath::new(SITE_FILE), span: Span::default() },
    }
}
