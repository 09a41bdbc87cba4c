//! Resolves the targets of links and images: checks the scheme, then asks the resolver.

use std::borrow::Cow;
use std::ops::Range;

use crate::base::diagnostic::Severity;
use crate::base::message::{Message, say};
use crate::base::web_address::unfit;
use crate::text::markdown::rendered::Report;
use crate::text::markdown::resolver::{LinkResolver, ResolvedTarget, TargetProblem, TargetUse};
use crate::text::markdown::tree::Attribute;
use crate::text::sanitize::{SCHEMES, is_address, scheme, tidy_address};

/// Why a nested link is written without its address.
pub const LINK_IN_LINK: Message = Message::fixed(
    "a link cannot be inside another link",
    "un lien ne peut pas se trouver à l’intérieur d’un autre lien",
);

/// Resolves a target. The scheme is checked first.
pub fn resolve(links: &dyn LinkResolver, target: &str, used_as: TargetUse) -> ResolvedTarget {
    let target = tidy_address(target);
    if target.is_empty() {
        return ResolvedTarget { problem: Some(no_target(used_as)), ..ResolvedTarget::default() };
    }
    if let Some(scheme) = scheme(&target)
        && !(SCHEMES.contains(&&*scheme) && (used_as == TargetUse::Link || scheme.starts_with("http")))
    {
        return ResolvedTarget { problem: Some(bad_scheme(&scheme, used_as)), ..ResolvedTarget::default() };
    }
    let leads_away = scheme(&target).is_some() || target.replace('\\', "/").starts_with("//");
    if let Some(unfit) = unfit(&target).filter(|_| leads_away) {
        let (message, help) = unfit.message_and_help();
        let problem = TargetProblem { severity: Severity::Warning, code: "target-removed", message, help };
        return ResolvedTarget { problem: Some(problem), ..ResolvedTarget::default() };
    }
    let mut resolved = links.resolve(&target, used_as);
    if resolved.href.as_deref().is_some_and(|href| !is_address(href)) {
        resolved.href = None;
        resolved.problem.get_or_insert_with(|| no_address(&target));
    }
    resolved
}

/// The attributes of a link; `class` are the allowed classes of its author.
pub fn link_attributes(resolved: &ResolvedTarget, class: String) -> Vec<Attribute> {
    let is_external = leaves_site(resolved);
    let class: Cow<'static, str> = match (is_external, class.is_empty()) {
        (true, true) => "external".into(),
        (true, false) => format!("{class} external").into(),
        (false, _) => class.into(),
    };
    let mut attributes = Vec::new();
    if !class.is_empty() {
        attributes.push(("class", class));
    }
    if let Some(href) = &resolved.href {
        attributes.push(("href", href.clone().into()));
    }
    if is_external {
        attributes.push(("rel", "external noopener".into()));
    }
    attributes
}

/// True for a link to another site.
pub fn leaves_site(resolved: &ResolvedTarget) -> bool {
    resolved.external && resolved.href.is_some()
}

/// True for a target that must be recorded.
pub fn says_something(resolved: &ResolvedTarget) -> bool {
    resolved.external
        || resolved.file.is_some()
        || resolved.problem.is_some()
        || matches!(resolved.page, Some((_, Some(_))))
}

/// Reports an image without alternative text.
pub fn warn_image_without_text(span: Range<usize>, file: &str, report: &mut Report) {
    let help = say!(
        en: "describe what it shows between the square brackets, or write `<img src=\"…\" alt=\"\">` if it is purely decorative",
        fr: "décrivez entre les crochets ce qu’elle montre, ou écrivez `<img src=\"…\" alt=\"\">` si elle est purement décorative"
    );
    let message = say!(
        en: "the image `{file}` has no alternative text",
        fr: "l’image `{file}` n’a pas de texte de remplacement"
    );
    report.warn("image-without-text", span, message, help);
}

fn no_target(used_as: TargetUse) -> TargetProblem {
    let (message, help) = match used_as {
        TargetUse::Link => (
            say!(en: "a link that leads nowhere", fr: "un lien qui ne mène nulle part"),
            say!(en: "write where it leads, or only its text", fr: "écrivez où il mène, ou seulement son texte"),
        ),
        TargetUse::Image => (
            say!(en: "an image without a file", fr: "une image sans fichier"),
            say!(
                en: "write the name of its file between the parentheses: `![what it shows](photo.jpg)`",
                fr: "écrivez le nom de son fichier entre les parenthèses : `![ce qu’elle montre](photo.jpg)`"
            ),
        ),
    };
    TargetProblem { severity: Severity::Warning, code: "target-removed", message, help }
}

fn bad_scheme(scheme: &str, used_as: TargetUse) -> TargetProblem {
    let (what, help) = match used_as {
        TargetUse::Link => (
            say!(en: "a link", fr: "un lien"),
            say!(
                en: "write an address with `https:`, `mailto:` or `tel:`, or a path",
                fr: "écrivez une adresse avec `https:`, `mailto:` ou `tel:`, ou un chemin"
            ),
        ),
        TargetUse::Image => (
            say!(en: "an image", fr: "une image"),
            say!(
                en: "write an address with `https:`, or the name of a file beside the text",
                fr: "écrivez une adresse avec `https:`, ou le nom d’un fichier à côté du texte"
            ),
        ),
    };
    let message = say!(
        en: "{what} cannot have the scheme `{scheme}:`",
        fr: "{what} ne peut pas avoir le schéma `{scheme}:`";
        what
    );
    TargetProblem { severity: Severity::Warning, code: "target-removed", message, help }
}

fn no_address(target: &str) -> TargetProblem {
    let message = say!(en: "`{target}` is not an address", fr: "`{target}` n’est pas une adresse");
    let help = say!(
        en: "copy it from a browser: `https://host/path`",
        fr: "copiez-la depuis un navigateur : `https://hôte/chemin`"
    );
    TargetProblem { severity: Severity::Warning, code: "target-removed", message, help }
}
