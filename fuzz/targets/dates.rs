//! Dates and instants: what is read is written back as it was, and an instant is the same in every form it is told in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parvis::base::moment::instant::{DayMeans, Instant};
use parvis::base::moment::{PartialDate, Zone};

fuzz_target!(|text: &str| {
    if let Ok(date) = PartialDate::parse(text) {
        assert_eq!(date.to_string(), text);
        assert!(date.first_day() <= date.last_day());
    }
    for zone in ["Europe/Luxembourg", "America/St_Johns", "UTC"] {
        let zone = Zone::named(zone).expect("a zone of the database");
        if let Ok(date) = PartialDate::parse(text) {
            assert!(date.start(&zone) <= date.end(&zone), "{text}");
        }
        for day_means in [DayMeans::Start, DayMeans::End] {
            match Instant::parse(text, &zone, day_means) {
                Ok(instant) => {
                    assert!(instant.clock.is_none() || instant.to_the_hour);
                    let told = instant.moment.rfc3339(&zone);
                    assert_eq!(instant.moment.rfc822(&zone).lines().count(), 1);
                    // Before standard time, offsets had seconds, which formats of exchange cannot say.
                    let year: i32 = told[..4].parse().expect("a year of four digits");
                    if (1950..9999).contains(&year) {
                        let again = Instant::parse(&told, &zone, day_means).expect("what is told is an instant");
                        assert_eq!(again.moment, instant.moment, "{text} is told as {told}");
                    }
                }
                Err(error) => assert!(!error.message.is_empty() && !error.help.is_empty(), "{text}"),
            }
        }
    }
});
