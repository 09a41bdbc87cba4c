//! Generates sources in which each list of each kind has a given length. The output may grow with the lengths, but not with
//! the product of two of them.

use std::fmt::Write;

use parvis::base::bounds;

/// A list of the sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Languages,
    Topics,
    Redirects,
    MainMenu,
    FooterMenu,
    PhasesDeclared,
    PagesInMenu,
    Organisations,
    Updates,
    Challenges,
    Events,
    TopicsOfItem,
    Aliases,
    Files,
    Sources,
    Stages,
    Documents,
    Questions,
    Amendments,
    AmendedTexts,
    Results,
    Criteria,
    Prizes,
    Jury,
    Partners,
    OrderingParties,
    References,
    Codes,
    History,
    Places,
    Agenda,
    EventAmendments,
    Milestones,
    Assessments,
    PolicyAreas,
    Support,
    Phases,
    StartupEvents,
    Funding,
    Audience,
    Technologies,
    Issues,
    Links,
    Headings,
    TitleWords,
    SummaryWords,
}

impl List {
    /// All lists.
    pub const ALL: [Self; 46] = [
        Self::Languages,
        Self::Topics,
        Self::Redirects,
        Self::MainMenu,
        Self::FooterMenu,
        Self::PhasesDeclared,
        Self::PagesInMenu,
        Self::Organisations,
        Self::Updates,
        Self::Challenges,
        Self::Events,
        Self::TopicsOfItem,
        Self::Aliases,
        Self::Files,
        Self::Sources,
        Self::Stages,
        Self::Documents,
        Self::Questions,
        Self::Amendments,
        Self::AmendedTexts,
        Self::Results,
        Self::Criteria,
        Self::Prizes,
        Self::Jury,
        Self::Partners,
        Self::OrderingParties,
        Self::References,
        Self::Codes,
        Self::History,
        Self::Places,
        Self::Agenda,
        Self::EventAmendments,
        Self::Milestones,
        Self::Assessments,
        Self::PolicyAreas,
        Self::Support,
        Self::Phases,
        Self::StartupEvents,
        Self::Funding,
        Self::Audience,
        Self::Technologies,
        Self::Issues,
        Self::Links,
        Self::Headings,
        Self::TitleWords,
        Self::SummaryWords,
    ];
}

impl List {
    /// True for lists that are shown with each member of other lists. Their bounds are tight, because the lengths multiply.
    pub fn multiplies(self) -> bool {
        matches!(
            self,
            Self::Languages
                | Self::MainMenu
                | Self::FooterMenu
                | Self::PagesInMenu
                | Self::TopicsOfItem
                | Self::Aliases
                | Self::TitleWords
                | Self::SummaryWords
        )
    }

    /// The most members that it may have.
    pub fn most(self) -> usize {
        match self {
            Self::Languages => TAGS.len(),
            Self::MainMenu | Self::FooterMenu | Self::PagesInMenu => bounds::MENU_ENTRIES,
            Self::TopicsOfItem => bounds::ITEM_THEMES,
            Self::Aliases => bounds::ALIASES,
            // Words of five or six characters.
            Self::TitleWords => bounds::TITLE_CHARACTERS / 6 - 5,
            Self::SummaryWords => bounds::SUMMARY_CHARACTERS / 9 - 5,
            _ => bounds::LIST_MEMBERS - 1,
        }
    }
}

/// Languages with two plural forms like English, so that the English strings can be used for them.
const TAGS: [&str; 30] = [
    "fr", "en", "de", "nl", "sv", "da", "nb", "nn", "fi", "et", "hu", "el", "bg", "af", "sq", "eu", "ka", "kk", "ky",
    "mn", "mr", "ne", "so", "sw", "ta", "te", "tk", "ur", "uz", "ml",
];

/// The length of each list.
pub struct Sizes(pub [usize; List::ALL.len()]);

impl Sizes {
    /// The same length for all lists.
    pub fn all(length: usize) -> Self {
        Self([length; List::ALL.len()])
    }

    /// The same with another length of one list.
    pub fn with(mut self, list: List, length: usize) -> Self {
        self.0[list as usize] = length;
        self
    }

    /// The length of a list.
    pub fn of(&self, list: List) -> usize {
        self.0[list as usize].min(list.most())
    }

    /// The members of a list, as `member` writes them.
    fn each(&self, list: List, member: impl Fn(usize) -> String) -> String {
        (0..self.of(list)).map(member).collect()
    }

    /// A key with its list; empty for an empty list.
    fn listed(&self, key: &str, list: List, member: impl Fn(usize) -> String) -> String {
        match self.of(list) {
            0 => String::new(),
            _ => format!("{key}:\n{}", self.each(list, |n| format!("  - {}\n", member(n)))),
        }
    }

    fn tags(&self) -> &'static [&'static str] {
        &TAGS[..self.of(List::Languages).clamp(1, TAGS.len())]
    }
}

/// A day before 2026-06-01, a different one for each rank as long as there are enough.
fn day(rank: usize) -> String {
    let (year, month, day) = (2024 + rank / 336 % 2, rank / 28 % 12 + 1, rank % 28 + 1);
    format!("{year}-{month:02}-{day:02}")
}

/// The sources by path, without a theme. `english` is the theme's file of English strings, used for the other languages.
pub fn sources(sizes: &Sizes, english: &str) -> Vec<(String, String)> {
    let mut files = vec![("content/site.yaml".to_owned(), site(sizes))];
    for tag in sizes.tags().iter().filter(|tag| !matches!(**tag, "fr" | "en")) {
        files.push((format!("themes/lab/i18n/{tag}.yaml"), english.to_owned()));
    }
    let mut item = |kind: &str, id: &str, facts: &str| {
        for (rank, tag) in sizes.tags().iter().enumerate() {
            let facts = if rank == 0 { facts } else { "" };
            files.push((format!("content/{kind}/{id}/index.{tag}.md"), document(sizes, kind, id, tag, facts)));
        }
    };
    item("organisations", "lab", "type: government\n");
    item("calls", "robots", &call(sizes));
    item("calls", "needs", "direction: challenges\nordering_party: [lab]\ncloses: 2024-02-01T12:00\n");
    let history = sizes.listed("history", List::History, |n| {
        format!("{{status: {}, date: {}}}", if n % 2 == 0 { "selected" } else { "in-call" }, day(n))
    });
    item("challenges", "dust", &format!("owner: [lab]\nstatus: solved\nstatus_since: 2026-03-01\n{history}"));
    item("events", "fair", &event(sizes));
    item("programmes", "nest", &programme(sizes));
    item("startups", "broom", &startup(sizes));
    item("updates", "news", &format!("date: 2026-01-01\nabout: [call/robots]\n{}", common(sizes)));
    item("pages", "statement", &statement(sizes));
    let small = |kind: &str, id: String, facts: String| {
        (format!("content/{kind}/{id}/index.fr.md"), format!("---\ntitle: {id}\nsummary: One.\n{facts}---\nText.\n"))
    };
    for n in 0..sizes.of(List::Organisations) {
        files.push(small("organisations", format!("org-{n}"), "type: company\nparent: lab\n".to_owned()));
    }
    for n in 0..sizes.of(List::Updates) {
        files.push(small("updates", format!("update-{n}"), format!("date: {}\nabout: [call/robots]\n", day(n))));
    }
    for n in 0..sizes.of(List::Challenges) {
        let facts = format!("owner: [lab]\ncall: needs\nstatus: solved\nstatus_since: {}\n", day(n));
        files.push(small("challenges", format!("challenge-{n}"), facts));
    }
    for n in 0..sizes.of(List::Events) {
        let facts = format!("type: meetup\nhost: lab\nstart: {}\ncall: robots\nprogramme: nest\n", day(n));
        files.push(small("events", format!("event-{n}"), facts));
    }
    for n in 0..sizes.of(List::PagesInMenu) {
        let menu = if n % 2 == 0 { "main" } else { "footer" };
        files.push(small("pages", format!("page-{n}"), format!("menu: {menu}\n")));
    }
    for n in 0..sizes.of(List::Files) {
        files.push((format!("content/calls/robots/file-{n}.pdf"), format!("PDF {n}")));
    }
    files
}

fn site(sizes: &Sizes) -> String {
    let mut site = "title: Lab\ndescription: A lab\nbase_url: https://lab.example\ncontact: {email: lab@lab.example}\n\
        publisher: lab\nlicence: CC0-1.0\nlanguages:\n"
        .to_owned();
    for tag in sizes.tags() {
        let _ = writeln!(
            site,
            "- {{code: {tag}, name: {tag}, sections: {{challenges: a, calls: b, events: c, programmes: d, startups: e, \
             organisations: f, updates: g}}}}"
        );
    }
    site += &sizes.listed("themes", List::Topics, |n| format!("{{id: topic-{n}, label: Topic {n}}}"));
    site += &format!(
        "phases:\n  - {{id: idea, label: Idea, active: true}}\n{}",
        sizes.each(List::PhasesDeclared, |n| format!("  - {{id: phase-{n}, label: Phase {n}, active: true}}\n"))
    );
    site += &sizes.listed("redirects", List::Redirects, |n| format!("{{from: /old/{n}, to: /fr/}}"));
    let entry = |n: usize| format!("{{label: Entry {n}, url: \"https://lab.example/{n}\"}}");
    if sizes.of(List::MainMenu) > 0 || sizes.of(List::FooterMenu) > 0 {
        site += "menus:\n";
        site += &sizes.listed("  main", List::MainMenu, entry);
        site += &sizes.listed("  footer", List::FooterMenu, entry);
    }
    site
}

/// The facts of every kind.
fn common(sizes: &Sizes) -> String {
    let topics = sizes.of(List::TopicsOfItem).min(sizes.of(List::Topics));
    let topics: String = (0..topics).map(|n| format!("  - topic-{n}\n")).collect();
    let topics = if topics.is_empty() { topics } else { format!("themes:\n{topics}") };
    topics + &sizes.listed("sources", List::Sources, |n| format!("https://elsewhere.example/{n}"))
}

/// A language file: words, facts, and a body with links and headings.
fn document(sizes: &Sizes, kind: &str, id: &str, tag: &str, facts: &str) -> String {
    let title = sizes.each(List::TitleWords, |n| format!(" w{n}"));
    let summary = sizes.each(List::SummaryWords, |n| format!(" word{n}"));
    let aliases = match kind {
        "calls" => sizes.listed("aliases", List::Aliases, |n| format!("/was/{tag}/{id}/{n}/")),
        _ => String::new(),
    };
    let links = sizes.each(List::Links, |n| format!("[a{n}](@call/robots) "));
    let headings = sizes.each(List::Headings, |n| format!("\n\n## Part {n}\n\nText.[^1]\n"));
    let files = match (kind, id) {
        ("calls", "robots") => sizes.each(List::Files, |n| format!("[f](file-{n}.pdf)\n")),
        _ => String::new(),
    };
    format!(
        "---\ntitle: {id} {tag}{title}\nsummary: Summary{summary}.\n{aliases}{facts}---\nText in {tag}.\n\n{links}\n\n\
         {files}{headings}\n\n[^1]: A note.\n"
    )
}

fn organisation(sizes: &Sizes, n: usize) -> String {
    match sizes.of(List::Organisations) {
        0 => "lab".to_owned(),
        count => format!("org-{}", n % count),
    }
}

fn call(sizes: &Sizes) -> String {
    let mut call = "direction: solutions\ninstrument: innovation-partnership\nopens: 2024-01-01T09:00\n\
        closes: 2026-04-01T12:00\nquestions_until: 2026-03-01T12:00\nprocedure: P\nprogramme: nest\n\
        published: 2023-12-01\noutcome: awarded\noutcome_date: 2026-05-01\ncriteria_scale: points\n\
        submissions: {received: 12, shortlisted: 5, shortlisted_on: 2026-04-12}\nstages:\n\
        \x20 - {id: last, label: Last, end: 2023-12-02}\n"
        .to_owned();
    call += &sizes.each(List::Stages, |n| {
        format!("  - {{id: stage-{n}, label: Stage {n}, date: 2026-04-{}}}\n", n / 30 % 28 + 10)
    });
    call += &sizes.listed("documents", List::Documents, |n| {
        format!("{{id: document-{n}, title: Document {n}, url: \"https://lab.example/{n}.pdf\", date: {}}}", day(n))
    });
    call += &sizes.listed("questions", List::Questions, |n| {
        format!("{{date: {}, question: Question {n}?, answer: Answer *{n}*.}}", day(n))
    });
    let (moves, texts) = (sizes.of(List::Amendments), sizes.of(List::AmendedTexts));
    if moves + texts > 0 {
        call += "amendments:\n";
    }
    for n in 0..moves {
        // Each amendment moves the closing back and forth across the dates of the documents.
        let at = |n: usize| {
            if n == moves {
                "2026-04-01T12:00"
            } else if n.is_multiple_of(2) {
                "2024-01-02T12:00"
            } else {
                "2026-03-02T12:00"
            }
        };
        let _ =
            writeln!(call, "  - {{id: move-{n}, date: {}, field: closes, from: {}, to: {}}}", day(n), at(n), at(n + 1));
    }
    for n in 0..texts {
        let to = if n + 1 == texts { "P".to_owned() } else { format!("Procedure {}", n + 1) };
        let _ = writeln!(
            call,
            "  - {{id: text-{n}, date: {}, field: procedure, from: Procedure {n}, to: {to}, reason: Reason {n}}}",
            day(n)
        );
    }
    call += &sizes.listed("results", List::Results, |n| {
        format!("{{id: result-{n}, organisation: {}, date: {}, note: Note {n}}}", organisation(sizes, n), day(n))
    });
    call += &sizes.listed("criteria", List::Criteria, |n| format!("{{label: Criterion {n}, weight: 1}}"));
    call += &sizes
        .listed("prizes", List::Prizes, |n| format!("{{label: Prize {n}, amount: {{amount: {n}, currency: EUR}}}}"));
    call += &sizes.listed("jury", List::Jury, |n| format!("Member {n}"));
    call += &sizes.listed("partners", List::Partners, |n| organisation(sizes, n));
    call += "ordering_party:\n  - lab\n";
    call += &sizes.each(List::OrderingParties, |n| format!("  - {}\n", organisation(sizes, n)));
    let challenges = sizes.of(List::Challenges);
    let referred = sizes.of(List::References).min(challenges);
    call += "challenges:\n  - dust\n";
    (0..referred).for_each(|n| call += &format!("  - challenge-{n}\n"));
    call += &sizes.listed("cpv", List::Codes, |n| format!("{}", 30_000_000 + n));
    call + &common(sizes)
}

fn event(sizes: &Sizes) -> String {
    let mut event = "type: conference\nhost: lab\nstart: 2026-02-01T09:00\nend: 2026-02-01T18:00\ncall: robots\n\
        location: {mode: onsite, address: Here}\npublished: 2024-01-01\n"
        .to_owned();
    event += &sizes.listed("places", List::Places, |n| format!("Place {n}"));
    event += &sizes.listed("jury", List::Jury, |n| format!("Member {n}"));
    event += &sizes.listed("partners", List::Partners, |n| organisation(sizes, n));
    event += &sizes.listed("agenda", List::Agenda, |n| {
        format!("{{start: \"2026-02-01T{:02}:{:02}\", label: Point {n}, speaker: Speaker {n}}}", 9 + n / 60 % 9, n % 60)
    });
    event += &sizes.listed("documents", List::Documents, |n| {
        format!("{{id: document-{n}, title: Slides {n}, url: \"https://lab.example/e{n}.pdf\", date: {}}}", day(n))
    });
    let moves = sizes.of(List::EventAmendments);
    event += &sizes.listed("amendments", List::EventAmendments, |n| {
        let at = |n: usize| if n == moves { "2026-02-01T09:00".to_owned() } else { format!("{}T09:00", day(n)) };
        format!("{{id: move-{n}, date: {}, field: start, from: \"{}\", to: \"{}\"}}", day(n), at(n), at(n + 1))
    });
    event + &common(sizes)
}

fn programme(sizes: &Sizes) -> String {
    let mut programme = "type: commitment\nowner: [lab]\nstart: 2024-01-01\nhighlighted: [broom]\n".to_owned();
    programme += &sizes.listed("milestones", List::Milestones, |n| {
        format!("{{id: m-{n}, label: Milestone {n}, status: done, reached: {}}}", day(n))
    });
    programme += &sizes.listed("assessments", List::Assessments, |n| {
        format!("{{id: a-{n}, report: Report {n}, date: {}, completion: limited}}", day(n))
    });
    programme += &sizes.listed("policy_areas", List::PolicyAreas, |n| format!("Area {n}"));
    programme += &sizes.listed("support", List::Support, |n| organisation(sizes, n));
    programme += &sizes.listed("documents", List::Documents, |n| {
        format!("{{id: document-{n}, title: Plan {n}, url: \"https://lab.example/p{n}.pdf\", date: {}}}", day(n))
    });
    programme + &common(sizes)
}

fn startup(sizes: &Sizes) -> String {
    let mut startup = "programmes: [nest]\nmission: To sweep.\nphases:\n\
        \x20 - {name: idea, start: 2024-01-01}\n"
        .to_owned();
    let phases = sizes.of(List::Phases).min(sizes.of(List::PhasesDeclared));
    (0..phases).for_each(|n| startup += &format!("  - {{name: phase-{n}, start: {}}}\n", day(n + 1)));
    startup += &sizes.listed("events", List::StartupEvents, |n| format!("{{name: Event {n}, date: {}}}", day(n)));
    startup += &sizes.listed("funding", List::Funding, |n| {
        format!("{{label: Funding {n}, amount: {{amount: {n}, currency: EUR}}}}")
    });
    startup += &sizes.listed("audience", List::Audience, |n| format!("Audience {n}"));
    startup += &sizes.listed("technologies", List::Technologies, |n| format!("Technology {n}"));
    startup += &sizes.listed("sponsors", List::Partners, |n| organisation(sizes, n));
    startup + &common(sizes)
}

fn statement(sizes: &Sizes) -> String {
    let issues = sizes.listed("  issues", List::Issues, |n| {
        format!("{{kind: non-compliant, label: Issue {n}, alternative: Way {n}}}")
    });
    format!(
        "role: accessibility\nstatement:\n  organisation: Lab\n  website: Site\n  standard: EN 301 549\n  state: partial\n  \
         feedback: {{email: lab@lab.example}}\n{issues}"
    )
}
