//! `--help` in French: the same command line in other words. The English ones stand with the commands and options themselves,
//! and are the keys to these.

use std::ffi::OsString;

use clap::{Arg, Command};

use crate::base::message::Tongue;

/// The language in which help is asked for, if the command line says it: looked for before anything else is understood of it.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Tongue> {
    let mut arguments = arguments.into_iter();
    let value = arguments.find_map(|argument| match argument.to_str()? {
        "--lang" => Some(None),
        other => other.strip_prefix("--lang=").map(|value| Some(value.to_owned())),
    })?;
    let value = value.or_else(|| arguments.next()?.into_string().ok())?;
    Some(Tongue::of(&value))
}

/// A command with all below it, in French. What is to be put into words by clap itself, such as mistakes, stays in English.
pub fn in_french(mut command: Command) -> Command {
    // Only then are the options and commands there that clap adds itself.
    command.build();
    translated(command)
}

fn translated(command: Command) -> Command {
    let (about, long, after) =
        (text(command.get_about()), text(command.get_long_about()), text(command.get_after_help()));
    let mut command = command.help_template(TEMPLATE).subcommand_help_heading("Commandes");
    command = command.subcommand_value_name("COMMANDE");
    if let Some(about) = about {
        command = command.about(french(&about));
    }
    if let Some(long) = long {
        command = command.long_about(french(&long));
    }
    if let Some(after) = after {
        command = command.after_help(french(&after));
    }
    command.mut_args(argument).mut_subcommands(translated)
}

/// As clap lays help out itself, but for its one English word.
const TEMPLATE: &str = "{before-help}{about-with-newline}\nUtilisation\u{a0}: {usage}\n\n{all-args}{after-help}";

fn argument(arg: Arg) -> Arg {
    let Some(help) = text(arg.get_help()) else { return arg };
    let takes_values = arg.get_action().takes_values();
    let values = if takes_values { arg.get_possible_values() } else { Vec::new() };
    let default: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = match default.as_slice() {
        [default] if takes_values => format!(" [par défaut\u{a0}: {default}]"),
        _ => String::new(),
    };
    let short = french(&help) + &default;
    let names = values.iter().filter_map(|value| {
        let help = french(&value.get_help()?.to_string());
        Some(format!("\n- {}\u{a0}: {help}", value.get_name()))
    });
    let long = text(arg.get_long_help()).map_or_else(|| short.clone(), |long| french(&long));
    let long = format!("{long}{}", names.collect::<String>());
    arg.help(short).long_help(long).hide_possible_values(true).hide_default_value(true)
}

fn text(styled: Option<&clap::builder::StyledStr>) -> Option<String> {
    styled.map(ToString::to_string)
}

/// A text by its paragraphs. One that is not in the table stays in English, which a test finds.
fn french(text: &str) -> String {
    let paragraph =
        |en: &str| WORDS.iter().find(|(known, _)| *known == en).map_or(en.to_owned(), |(_, fr)| (*fr).to_owned());
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// What help says, by paragraphs: English, French.
const WORDS: &[(&str, &str)] = &[
    (
        "parvis makes the public catalogue of an innovation lab: challenges, calls, events and programmes, in every language of the site, from Markdown files",
        "parvis fait le catalogue public d’un laboratoire d’innovation : défis, appels, événements et programmes, dans chaque langue du site, à partir de fichiers Markdown",
    ),
    ("Example: parvis serve", "Exemple : parvis serve"),
    (
        "Ends with 0 when all is done, with 1 when the sources have errors, with 2 when the command line or the machine does not allow it.",
        "Se termine par 0 quand tout est fait, par 1 quand les sources contiennent des erreurs, par 2 quand la ligne de commande ou la machine ne le permet pas.",
    ),
    (
        "The folder that holds `content` and `themes` [default: the nearest one upward from here]",
        "Le dossier qui contient `content` et `themes` [par défaut : le plus proche en remontant d’ici]",
    ),
    (
        "How many processors to use [default: all, or RAYON_NUM_THREADS where it is set]",
        "Combien de processeurs employer [par défaut : tous, ou RAYON_NUM_THREADS s’il est donné]",
    ),
    (
        "The language of the messages, which has nothing to do with those of the site [default: that of the environment]",
        "La langue des messages, qui n’a rien à voir avec celles du site [par défaut : celle de l’environnement]",
    ),
    ("English", "anglais"),
    ("French", "français"),
    ("Make the site and publish it to a folder", "Faire le site et le publier dans un dossier"),
    (
        "The folder is replaced as a whole once the new site is complete. When the sources have errors, or something goes wrong on the way, what was published before stays as it was.",
        "Le dossier est remplacé d’un seul coup une fois le nouveau site complet. Quand les sources contiennent des erreurs, ou qu’un incident survient en chemin, ce qui était publié reste tel quel.",
    ),
    (
        "The folder to publish to [default: `public` beside `content`]",
        "Le dossier où publier [par défaut : `public` à côté de `content`]",
    ),
    (
        "Compile as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH where it is set]",
        "Faire le site tel qu’à cet instant, comme 2026-03-01T09:00 [par défaut : maintenant, ou SOURCE_DATE_EPOCH s’il est donné]",
    ),
    (
        "Write addresses of the site under this one, instead of the `base_url` of content/site.yaml",
        "Écrire les adresses du site sous celle-ci, au lieu de la `base_url` de content/site.yaml",
    ),
    ("Show drafts and what is not published yet", "Montrer les brouillons et ce qui n’est pas encore publié"),
    ("Let warnings fail as errors do", "Faire échouer sur les avertissements comme sur les erreurs"),
    ("How mistakes in the sources are told", "Comment les fautes dans les sources sont dites"),
    (
        "For people: the line itself with the mistake underlined",
        "pour les personnes : la ligne elle-même, la faute soulignée",
    ),
    ("For programs: one JSON object a line", "pour les programmes : un objet JSON par ligne"),
    ("Print nothing but mistakes in the sources", "N’afficher que les fautes dans les sources"),
    (
        "Look for mistakes in the sources, without writing anything",
        "Chercher les fautes dans les sources, sans rien écrire",
    ),
    (
        "Says the same as `build` would. Ends with 0 when the site could be published and with 1 when it could not.",
        "Dit ce que dirait `build`. Se termine par 0 quand le site pourrait être publié et par 1 quand il ne le pourrait pas.",
    ),
    ("Example: parvis check --strict", "Exemple : parvis check --strict"),
    (
        "Show the site in a browser, and keep it up to date while you write",
        "Montrer le site dans un navigateur, et le tenir à jour pendant que vous écrivez",
    ),
    (
        "Nothing is written to disk. While the sources have errors, pages stay as they last were and say what is wrong. Links lead to this server, unless `--base-url` says otherwise. Stop it with Ctrl-C.",
        "Rien n’est écrit sur le disque. Tant que les sources contiennent des erreurs, les pages restent telles qu’elles étaient et disent ce qui ne va pas. Les liens mènent à ce serveur, sauf si `--base-url` dit autre chose. Arrêtez-le par Ctrl-C.",
    ),
    ("Example: parvis serve --drafts --port 8080", "Exemple : parvis serve --drafts --port 8080"),
    (
        "The name or address to listen on; 0.0.0.0 lets other machines see the site",
        "Le nom ou l’adresse où écouter ; 0.0.0.0 permet aux autres machines de voir le site",
    ),
    ("The port to listen on; 0 takes any free one", "Le port où écouter ; 0 prend un port libre"),
    ("Open the site in the browser", "Ouvrir le site dans le navigateur"),
    (
        "Write the skeleton of a new item, one file for each language",
        "Écrire l’ébauche d’un nouvel élément, un fichier par langue",
    ),
    (
        "The first file states the facts, the others have words only. The item is a draft until you delete its `draft` line.",
        "Le premier fichier porte les données, les autres n’ont que des mots. L’élément est un brouillon jusqu’à ce que vous supprimiez sa ligne `draft`.",
    ),
    (
        "What it is: challenge, call, event, programme, startup, organisation, update or page; or the site's own word for it",
        "Ce que c’est : challenge, call, event, programme, startup, organisation, update ou page ; ou le mot du site, comme appel",
    ),
    (
        "Its id, which names its folder: small letters, digits and `-`; folders may stand before it, as in 2027/summer",
        "Son identifiant, qui nomme son dossier : minuscules, chiffres et `-` ; des dossiers peuvent le précéder, comme dans 2027/ete",
    ),
    (
        "Its title, in all languages until you translate it [default: made from the id]",
        "Son titre, dans toutes les langues jusqu’à ce que vous le traduisiez [par défaut : tiré de l’identifiant]",
    ),
    (
        "The languages to write it in, the first one states the facts [default: all languages of the site, in its order]",
        "Les langues où l’écrire, dont la première porte les données [par défaut : toutes celles du site, dans son ordre]",
    ),
    (
        "Instead of an item, write `admin/`, with which editors write in a browser; labels are in the language of `--lang`, else in that of the site",
        "Au lieu d’un élément, écrire `admin/`, avec quoi les rédacteurs écrivent dans un navigateur ; les libellés sont dans la langue de `--lang`, sinon dans celle du site",
    ),
    (
        "Where the site is kept, for `--cms`: its repository on GitHub",
        "Où le site est conservé, pour `--cms` : son dépôt sur GitHub",
    ),
    (
        "Say what is still to be translated, or that a translation is made",
        "Dire ce qui reste à traduire, ou qu’une traduction est faite",
    ),
    (
        "Lists for each language: translations that are missing; stale ones, whose original has changed since; texts among the facts that are not in this language; words that the theme lacks, and words that it has for nothing.",
        "Donne pour chaque langue : les traductions qui manquent ; celles à revoir, dont l’original a changé depuis ; les textes des données qui ne sont pas dans cette langue ; les mots qui manquent au thème, et ceux qu’il a pour rien.",
    ),
    (
        "Note in these translations that they are made from the original as it is today",
        "Noter dans ces traductions qu’elles sont faites d’après l’original tel qu’il est aujourd’hui",
    ),
    ("How the list is told", "Comment la liste est dite"),
    ("For people", "pour les personnes"),
    ("For programs: one JSON object", "pour les programmes : un objet JSON"),
    ("End with 1 when anything is listed", "Se terminer par 1 dès que la liste contient quelque chose"),
    (
        "Examples: parvis i18n\n          parvis i18n --stamp content/calls/robots/index.en.md",
        "Exemples : parvis i18n\n           parvis i18n --stamp content/calls/robots/index.en.md",
    ),
    ("List the moments at which the site changes by itself", "Donner les moments où le site change de lui-même"),
    (
        "A call opens or closes, an event begins, an item is published or expires, a month is over: at each of these moments the site is to be published again. One a line: the instant, what happens, the item and its title, between tabs.",
        "Un appel s’ouvre ou se clôt, un événement commence, un élément est publié ou expire, un mois est passé : à chacun de ces moments, le site est à publier de nouveau. Un par ligne : l’instant, ce qui arrive, l’élément et son titre, séparés par des tabulations.",
    ),
    (
        "Print the first moment only, and of it the instant alone",
        "N’afficher que le premier moment, et de lui le seul instant",
    ),
    ("How the moments are told", "Comment les moments sont dits"),
    (
        "For people and scripts: RFC 3339 in the site's zone, what happens, the item, its title",
        "pour les personnes et les scripts : RFC 3339 dans le fuseau du site, ce qui arrive, l’élément, son titre",
    ),
    (
        "For schedulers: minute, hour, day and month in UTC, as in a crontab; the next twelve months only",
        "pour les planificateurs : minute, heure, jour et mois en UTC, comme dans une crontab ; les douze prochains mois seulement",
    ),
    (
        "The moments after this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH where it is set]",
        "Les moments qui suivent cet instant, comme 2026-03-01T09:00 [par défaut : maintenant, ou SOURCE_DATE_EPOCH s’il est donné]",
    ),
    ("Those of drafts too", "Ceux des brouillons aussi"),
    (
        "Print nothing but the moments and mistakes in the sources",
        "N’afficher que les moments et les fautes dans les sources",
    ),
    ("Print the JSON Schema of a kind's front matter", "Afficher le JSON Schema de l’en-tête d’une sorte d’éléments"),
    (
        "With it, a program such as VS Code offers keys and values while you write, and marks what is wrong. It says the same as `check` does of a single field; what concerns several files only `check` knows. Its explanations are in the language of `--lang`, else in that of the site.",
        "Avec lui, un programme tel que VS Code propose des clés et des valeurs pendant que vous écrivez, et marque ce qui est faux. Il dit la même chose que `check` d’un champ seul ; ce qui concerne plusieurs fichiers, seul `check` le sait. Ses explications sont dans la langue de `--lang`, sinon dans celle du site.",
    ),
    (
        "The kind, such as call, for the file that states the facts; call-translation for the others; or site, for site.yaml [default: all of them in one]",
        "La sorte, comme call, pour le fichier qui porte les données ; call-translation pour les autres ; ou site, pour site.yaml [par défaut : tous en un seul]",
    ),
    (
        "Examples: parvis schema call > call.schema.json\n          parvis schema --lang fr call-translation",
        "Exemples : parvis schema call > call.schema.json\n           parvis schema --lang fr call-translation",
    ),
    (
        "Let nothing vanish that the published site holds, at its address or in a folder [default: what permalinks.lock records]",
        "Ne rien laisser disparaître de ce que contient le site publié, à son adresse ou dans un dossier [par défaut : ce que consigne permalinks.lock]",
    ),
    (
        "Write into this file, in Markdown, what the build changes for visitors, compared with `--against`, else with what `--out` held before: ready as a comment under a pull request",
        "Écrire dans ce fichier, en Markdown, ce que le résultat change pour les visiteurs par rapport à `--against`, sinon à ce que contenait `--out` : prêt à servir de commentaire sous une pull request",
    ),
    (
        "What is recorded there must answer for ever: `parvis check` and `parvis build` say so where it would not. CI runs this after publishing and commits the file. It keeps what was recorded, and the lines of both sides of a merge.",
        "Ce qui y est consigné doit répondre pour toujours : `parvis check` et `parvis build` le disent quand ce n’est plus le cas. L’intégration continue lance cette commande après chaque publication et ajoute le fichier au dépôt. Elle garde ce qui était consigné, et les lignes des deux côtés d’une fusion.",
    ),
    (
        "Write nothing; end with 1 when something that is published is not recorded",
        "Ne rien écrire ; se terminer par 1 quand quelque chose de publié n’est pas consigné",
    ),
    ("Take a published item away for good", "Retirer pour de bon un élément publié"),
    (
        "Deletes its folder, and writes into content/site.yaml what its addresses answer from then on: that what stood there is gone (410), or, with `--to`, where it leads. So nothing vanishes without a word.",
        "Supprime son dossier, et écrit dans content/site.yaml ce que ses adresses répondent désormais : que ce qui s’y trouvait a été retiré (410) ou, avec `--to`, où elles mènent. Ainsi rien ne disparaît sans un mot.",
    ),
    (
        "Examples: parvis retire call/virtual-room\n          parvis retire call/virtual-room/rules.pdf --to /fr/appels/",
        "Exemples : parvis retire call/salle-virtuelle\n           parvis retire call/salle-virtuelle/reglement.pdf --to /fr/appels/",
    ),
    (
        "The item, such as call/virtual-room; or one of its files, such as call/virtual-room/rules.pdf",
        "L’élément, comme call/salle-virtuelle ; ou l’un de ses fichiers, comme call/salle-virtuelle/reglement.pdf",
    ),
    (
        "Where its addresses lead instead: a path of the site, or an address of another one",
        "Où mènent désormais ses adresses : un chemin du site, ou l’adresse d’un autre",
    ),
    ("Begin a site in an empty folder", "Commencer un site dans un dossier vide"),
    (
        "Writes what a first site needs: its settings, a home page, an example of a call, and the pages that a public body owes its visitors (contact, accessibility, legal notice, privacy) as drafts to fill in. What it writes is valid as it is.",
        "Écrit ce qu’il faut à un premier site : ses réglages, une page d’accueil, un exemple d’appel, et les pages qu’un organisme public doit à ses visiteurs (contact, accessibilité, mentions légales, données personnelles), en brouillons à compléter. Ce qui est écrit est valide tel quel.",
    ),
    (
        "Example: parvis init lab --title \"Public Innovation Lab\" --languages fr,en --base-url https://lab.example.lu",
        "Exemple : parvis init labo --title \"Laboratoire public d’innovation\" --languages fr,en --base-url https://labo.example.lu",
    ),
    (
        "The folder to begin in [default: the one you are in]",
        "Le dossier où commencer [par défaut : celui où vous êtes]",
    ),
    ("The name of the lab [default: the name of the folder]", "Le nom du laboratoire [par défaut : le nom du dossier]"),
    (
        "The languages of the site, the first one is the default",
        "Les langues du site ; la première est celle par défaut",
    ),
    (
        "Where the site will be published; it can be said later, in content/site.yaml",
        "Où le site sera publié ; cela peut être dit plus tard, dans content/site.yaml",
    ),
    (
        "A machine of your own: the settings of nginx for the languages of the site, and the script that publishes",
        "une machine à vous : les réglages de nginx pour les langues du site, et le script qui publie",
    ),
    (
        "GitHub Pages: workflows that check, build, publish and record, and that preview pull requests",
        "GitHub Pages : des workflows qui vérifient, construisent, publient et consignent, et qui montrent les pull requests en aperçu",
    ),
    (
        "GitLab Pages: a pipeline that checks merge requests, builds, publishes and records",
        "GitLab Pages : un pipeline qui vérifie les merge requests, construit, publie et consigne",
    ),
    (
        "Netlify: its file, and workflows for GitHub that record, that have it build again when the site changes with time, and that preview pull requests",
        "Netlify : son fichier, et des workflows pour GitHub qui consignent, qui le font reconstruire quand le site change avec le temps, et qui montrent les pull requests en aperçu",
    ),
    ("Example: parvis lock", "Exemple : parvis lock"),
    ("Print help (see more with '--help')", "Afficher l’aide (davantage avec « --help »)"),
    ("Print help (see a summary with '-h')", "Afficher l’aide (un résumé avec « -h »)"),
    ("Ask again for what answered so many days ago", "Redemander ce qui a répondu il y a tant de jours"),
    (
        "Ask hosts in the networks around this machine too: for trusted sources only",
        "Interroger aussi les hôtes des réseaux autour de cette machine : seulement pour des sources de confiance",
    ),
    (
        "Asks for every address that texts and facts name: one request at a time to a host, with a pause between two. What answers is asked again after some days, what does not the next time; that is kept in the cache. An address that is dead or has moved is a warning at its place in the sources. Meant for a nightly job: publishing does not wait for it.",
        "Demande chaque adresse que nomment les textes et les données : une requête à la fois par hôte, avec une pause entre deux. Ce qui répond est redemandé après quelques jours, ce qui ne répond pas la fois suivante ; c’est gardé dans le cache. Une adresse morte ou déménagée est un avertissement à sa place dans les sources. C’est fait pour une tâche de nuit : la publication n’attend pas.",
    ),
    ("Check the addresses of other sites, politely", "Vérifier, poliment, les adresses des autres sites"),
    (
        "Examples: parvis build --out public\n          parvis build --summary changes.md --against https://lab.example.lu",
        "Exemples : parvis build --out public\n           parvis build --summary changements.md --against https://lab.example.lu",
    ),
    (
        "Examples: parvis links\n          parvis links --format sarif 2> links.sarif",
        "Exemples : parvis links\n           parvis links --format sarif 2> liens.sarif",
    ),
    (
        "Examples: parvis new call virtual-room --title \"Virtual room\" --in fr,en\n          parvis new --ci github\n          parvis new --cms --repository owner/name",
        "Exemples : parvis new call salle-virtuelle --title \"Salle virtuelle\" --in fr,en\n           parvis new --ci github\n           parvis new --cms --repository proprietaire/nom",
    ),
    (
        "Examples: parvis schedule --next\n          parvis schedule --format cron\n          parvis schedule --since 2026-03-01T09:00",
        "Exemples : parvis schedule --next\n           parvis schedule --format cron\n           parvis schedule --since 2026-03-01T09:00",
    ),
    (
        "For GitHub Actions: each mistake is shown at its line of the pull request",
        "pour GitHub Actions : chaque erreur est montrée à sa ligne dans la demande de fusion",
    ),
    ("For tools that read SARIF 2.1.0: one document", "pour les outils qui lisent SARIF 2.1.0 : un seul document"),
    ("How long to wait for an answer, in seconds", "Combien de secondes attendre une réponse"),
    (
        "How long all of it may take, such as 90s, 30m or 2h; what is not asked by then comes first the next time",
        "Combien de temps tout cela peut durer, par exemple 90s, 30m ou 2h ; ce qui n’a pas été demandé d’ici là passe d’abord la prochaine fois",
    ),
    ("How many hosts to ask side by side", "Combien d’hôtes interroger en même temps"),
    (
        "Instead of an item, write the files that make this host publish the site by itself; none that is there is replaced",
        "Au lieu d’un élément, écrire les fichiers par lesquels cet hôte publie le site de lui-même ; aucun fichier présent n’est remplacé",
    ),
    (
        "Mark the site as a preview: every page says that it is not published, and search engines are to leave it out",
        "Marquer le site comme un aperçu : chaque page dit qu’elle n’est pas publiée, et les moteurs de recherche doivent la laisser de côté",
    ),
    (
        "Record as of this instant, such as 2026-03-01T09:00 [default: now, or SOURCE_DATE_EPOCH where it is set]",
        "Consigner à la date de cet instant, par exemple 2026-03-01T09:00 [par défaut : maintenant, ou SOURCE_DATE_EPOCH s’il est défini]",
    ),
    (
        "Record every address and id in permalinks.lock",
        "Consigner chaque adresse et chaque identifiant dans permalinks.lock",
    ),
    ("The pause between two requests to a host, in seconds", "La pause entre deux requêtes à un hôte, en secondes"),
    (
        "Those between this instant and now: nothing is printed where a site that was published then is still right",
        "Ceux entre cet instant et maintenant : rien n’est affiché si un site publié alors est encore juste",
    ),
    ("Print version", "Afficher la version"),
    (
        "Print this message or the help of the given subcommand(s)",
        "Afficher ce message ou l’aide de la commande indiquée",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// Every paragraph of a command and of all below it.
    fn paragraphs(command: &Command, found: &mut BTreeSet<String>) {
        let own = [command.get_about(), command.get_long_about(), command.get_after_help()];
        let options = command.get_arguments().flat_map(|arg| {
            let values = arg.get_possible_values();
            let of_values =
                values.iter().filter_map(|value| value.get_help().map(ToString::to_string)).collect::<Vec<_>>();
            [text(arg.get_help()), text(arg.get_long_help())].into_iter().flatten().chain(of_values)
        });
        for said in own.into_iter().filter_map(text).chain(options) {
            found.extend(said.split("\n\n").map(str::to_owned));
        }
        command.get_subcommands().for_each(|below| paragraphs(below, found));
    }

    #[test]
    fn everything_that_help_says_has_its_french_and_nothing_else() {
        let mut command = Cli::command();
        command.build();
        let mut said = BTreeSet::new();
        paragraphs(&command, &mut said);
        let known: BTreeSet<String> = WORDS.iter().map(|(en, _)| (*en).to_owned()).collect();
        assert_eq!(said.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "without French");
        assert_eq!(known.difference(&said).collect::<Vec<_>>(), Vec::<&String>::new(), "no longer said");
        let plain = [" :", " ;", " !", " ?", "« ", " »"];
        assert!(WORDS.iter().all(|(_, fr)| !plain.iter().any(|wrong| fr.contains(wrong))));
    }

    #[test]
    fn french_help_is_as_complete_and_the_command_line_as_sound() {
        let mut french = in_french(Cli::command());
        french.clone().debug_assert();
        let build = french.find_subcommand_mut("build").expect("a command").render_long_help().to_string();
        for part in [
            "Utilisation\u{a0}: parvis build",
            "Le dossier où publier",
            "- json\u{a0}: pour les programmes",
            "par défaut\u{a0}: human",
        ] {
            assert!(build.contains(part), "{part} in {build}");
        }
    }

    #[test]
    fn the_language_of_help_is_found_wherever_it_stands() {
        let asked = |line: &str| asked(line.split(' ').map(OsString::from));
        assert_eq!(asked("parvis --lang fr --help"), Some(Tongue::French));
        assert_eq!(asked("parvis build --lang=en -h"), Some(Tongue::English));
        assert_eq!((asked("parvis build"), asked("parvis --lang")), (None, None));
    }
}
