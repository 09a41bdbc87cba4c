//! The table of rules by language.

/// The rules of a language.
#[derive(Debug)]
pub struct TypographyRules {
    /// The space before `;`, `!` and `?`.
    pub before_high: Option<char>,
    /// The space before `:`.
    pub before_colon: Option<char>,
    /// The space inside of « and ».
    pub in_guillemets: Option<char>,
    /// The space between groups of digits.
    pub in_numbers: Option<char>,
    /// The space between a number and its unit: `%`, `€`, `h`, `pm`, `km` …; also after an abbreviation such as `n°`.
    pub before_unit: Option<char>,
    /// Units that are words of the language: `jours`, `months`.
    pub units: &'static [&'static str],
    /// Abbreviations before a number: `n°`, `art.`
    pub before_number: &'static [&'static str],
    /// Titles before a name: `M.`
    pub before_name: &'static [&'static str],
    /// The quotation marks for `"…"`, outside and inside of another quotation.
    pub double: [(char, char); 2],
    /// The quotation marks for `'…'`.
    pub single: (char, char),
    /// Words that are written with an apostrophe in the place of their beginning.
    pub shortened: &'static [&'static str],
}

const NO_BREAK: char = '\u{a0}';
const NARROW_NO_BREAK: char = '\u{202f}';

const GERMAN: TypographyRules = TypographyRules {
    before_high: None,
    before_colon: None,
    in_guillemets: None,
    in_numbers: None,
    before_unit: None,
    units: &[],
    before_number: &[],
    before_name: &[],
    double: [('„', '“'), ('‚', '‘')],
    single: ('‚', '‘'),
    shortened: &[],
};

const TABLE: &[(&str, TypographyRules)] = &[
    ("de", GERMAN),
    (
        "en",
        TypographyRules {
            before_high: None,
            before_colon: None,
            in_guillemets: None,
            in_numbers: None,
            before_unit: Some(NO_BREAK),
            units: &[
                "second",
                "seconds",
                "minute",
                "minutes",
                "hour",
                "hours",
                "day",
                "days",
                "week",
                "weeks",
                "month",
                "months",
                "year",
                "years",
                "euro",
                "euros",
                "million",
                "billion",
                "metre",
                "metres",
                "kilometre",
                "kilometres",
            ],
            before_number: &["No.", "no.", "art.", "p.", "pp.", "vol.", "n°"],
            before_name: &["Mr.", "Dr."],
            double: [('“', '”'), ('‘', '’')],
            single: ('‘', '’'),
            shortened: &["em", "n", "til", "tis", "twas"],
        },
    ),
    (
        "fr",
        TypographyRules {
            before_high: Some(NARROW_NO_BREAK),
            before_colon: Some(NO_BREAK),
            in_guillemets: Some(NO_BREAK),
            in_numbers: Some(NARROW_NO_BREAK),
            before_unit: Some(NO_BREAK),
            units: &[
                "seconde",
                "secondes",
                "minute",
                "minutes",
                "heure",
                "heures",
                "jour",
                "jours",
                "semaine",
                "semaines",
                "mois",
                "an",
                "ans",
                "année",
                "années",
                "euro",
                "euros",
                "million",
                "millions",
                "milliard",
                "milliards",
                "mètre",
                "mètres",
                "kilomètre",
                "kilomètres",
            ],
            before_number: &["n°", "N°", "art.", "Art.", "p.", "pp.", "vol.", "chap.", "al."],
            before_name: &["M.", "MM.", "Mme", "Dr"],
            double: [('«', '»'), ('“', '”')],
            single: ('‘', '’'),
            shortened: &[],
        },
    ),
    ("lb", GERMAN),
];

/// The rules of a language; for `fr-LU` those of `fr`.
pub fn rules(lang_tag: &str) -> Option<&'static TypographyRules> {
    let language = lang_tag.split(['-', '_']).next()?;
    TABLE.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language)).map(|(_, rules)| rules)
}
