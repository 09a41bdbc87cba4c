//! Checks the number of pages in a menu: every page contains the menus.

use crate::base::bounds::MENU_ENTRIES;
use crate::base::diagnostic::Diagnostic;
use crate::base::message::say;
use crate::base::source::Place;
use crate::kind::page::Menu;
use crate::site::catalogue::Catalogue;
use crate::site::listing::pages_of_menu;

/// Reports pages beyond the maximum of a menu. A menu that `site.yaml` lists is checked when that is read.
pub(super) fn check_menus(catalogue: &Catalogue, diagnostics: &mut Vec<Diagnostic>) {
    for (menu, written) in [(Menu::Main, &catalogue.site.main_menu), (Menu::Footer, &catalogue.site.footer_menu)] {
        if written.is_some() {
            continue;
        }
        for page in pages_of_menu(catalogue, menu).into_iter().skip(MENU_ENTRIES) {
            let words = page.original_words();
            let place = Place { path: words.path.clone(), span: words.fence };
            let message = say!(
                en: "this menu would have more than {MENU_ENTRIES} pages",
                fr: "ce menu aurait plus de {MENU_ENTRIES} pages"
            );
            let help = say!(
                en: "write `menu: none`, or choose the entries under `menus` in `site.yaml`",
                fr: "écrivez `menu: none`, ou choisissez les entrées sous `menus` dans `site.yaml`"
            );
            diagnostics.push(Diagnostic::error("too-many", place, message, help));
        }
    }
}
