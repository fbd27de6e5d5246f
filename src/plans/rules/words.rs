//! The words that stand in the cells of a plan, in four languages.

use crate::benefits::rules::{ARISES_IN, Class, Polarity, USES_OF_GAIN};
use crate::i18n::Lang;
use crate::measurements::rules::{Direction, Frequency};

/// A text by which others are compared: small letters, and one space for whatever is neither letter nor digit.
pub fn folded(text: &str) -> String {
    let words = text.split(|sign: char| !(sign.is_alphanumeric() || "+↑↓".contains(sign)));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ")
}

/// What a cell means among some stable words: one of them as it stands, as our pages say it in any language, or as
/// templates have it otherwise.
fn meant<'a>(text: &str, texts: &str, words: &[&'a str], templates: &[(&'a str, &[&str])]) -> Option<&'a str> {
    let text = folded(text);
    if text.is_empty() {
        return None;
    }
    let on_a_page = |word: &str| {
        let key = format!("{texts}-{}", word.replace('_', "-"));
        Lang::ALL.iter().any(|lang| folded(&lang.t(&key)) == text)
    };
    let templates = || templates.iter().find(|(_, known)| known.contains(&text.as_str())).map(|(word, _)| *word);
    templates().or_else(|| words.iter().copied().find(|word| folded(word) == text || on_a_page(word)))
}

/// «Spart tid» …
pub fn class(text: &str) -> Option<Class> {
    let words: Vec<&str> = Class::ALL.iter().map(|class| class.as_str()).collect();
    let templates: &[(&str, &[&str])] = &[
        ("time_saved", &["tidsbesparelse", "tidssparing", "frigjort tid", "redusert tidsbruk"]),
        (
            "avoided_cost",
            &["unngått kostnad", "unngåtte kostnader", "reduserte kostnader", "kostnadsbesparelse", "avoided costs"],
        ),
        (
            "better_quality",
            &[
                "økt kvalitet",
                "auka kvalitet",
                "bedre kvalitet",
                "betre kvalitet",
                "bedre tjenestekvalitet",
                "kvalitet",
            ],
        ),
        ("income", &["inntekter", "økte inntekter", "auka inntekter", "økt inntekt", "øgede indtægter"]),
    ];
    meant(text, "class", &words, templates).and_then(Class::parse)
}

/// «Høyere er bedre» …
pub fn direction(text: &str) -> Option<Direction> {
    let words: Vec<&str> = Direction::ALL.iter().map(|direction| direction.as_str()).collect();
    let templates: &[(&str, &[&str])] = &[
        (
            "up",
            &[
                "høyere", "høgare", "opp", "økning", "øker", "økes", "auke", "aukar", "højere", "higher", "increase",
                "+", "↑",
            ],
        ),
        ("down", &["lavere", "lågare", "ned", "reduksjon", "reduseres", "nedgang", "lower", "decrease", "↓"]),
        ("hold", &["holdes", "skal holdes", "haldast", "skal haldast", "uendret", "uendra", "stabil", "fastholdes"]),
    ];
    meant(text, "direction", &words, templates).and_then(Direction::parse)
}

/// «Månedlig» …
pub fn frequency(text: &str) -> Option<Frequency> {
    let words: Vec<&str> = Frequency::ALL.iter().map(|frequency| frequency.as_str()).collect();
    let templates: &[(&str, &[&str])] = &[
        ("month", &["månedlig", "månadleg", "måned", "månad", "månedligt", "monthly"]),
        ("tertial", &["tertialvis", "per tertial", "pr tertial"]),
        ("half_year", &["halvårlig", "halvårleg", "halvår", "halvårligt", "half yearly", "every six months"]),
        ("year", &["årlig", "årleg", "år", "årligt", "yearly", "annual", "annually"]),
    ];
    meant(text, "frequency", &words, templates).and_then(Frequency::parse)
}

/// «Ulempe» …
pub fn polarity(text: &str) -> Option<Polarity> {
    let words: Vec<&str> = Polarity::ALL.iter().map(|polarity| polarity.as_str()).collect();
    let templates: &[(&str, &[&str])] = &[
        ("benefit", &["gevinst", "positiv", "positiv gevinst", "fordel", "positive", "+"]),
        ("disbenefit", &["ulempe", "negativ", "negativ gevinst", "negativ effekt", "negative"]),
    ];
    meant(text, "polarity", &words, templates).and_then(Polarity::parse)
}

/// Where a benefit arises, by the words that pages can translate; other words stand as they were written.
pub fn arises_in(text: &str) -> String {
    let templates: &[(&str, &[&str])] = &[
        ("own_organisation", &["egen virksomhet", "eiga verksemd", "kommunen", "internt", "ansatte"]),
        (
            "other_public_body",
            &["annen offentlig virksomhet", "anna offentleg verksemd", "andre offentlige virksomheter"],
        ),
        ("state", &["stat"]),
        ("citizens", &["innbygger", "innbyggere", "innbyggjarar", "borgere"]),
        ("business", &["næringsliv", "bedrifter"]),
        ("voluntary_sector", &["frivillighet", "frivilligheten", "frivillige"]),
    ];
    meant(text, "arises-in", ARISES_IN, templates).unwrap_or(text.trim()).to_owned()
}

/// What a gain is used for, by the words that pages can translate; other words stand as they were written.
pub fn use_of_gain(text: &str) -> String {
    let templates: &[(&str, &[&str])] = &[
        ("budget_reduction", &["budsjettreduksjon", "redusert budsjett", "budsjettkutt", "reduserte budsjetter"]),
        ("better_quality", &["økt kvalitet", "auka kvalitet", "bedre tjenester", "betre tenester"]),
        ("competence", &["kompetanseheving"]),
    ];
    meant(text, "use-of-gain", USES_OF_GAIN, templates).unwrap_or(text.trim()).to_owned()
}

/// Whether a cell says that there is no effect on the budget in cash.
pub fn says_no_cash_effect(text: &str) -> bool {
    [
        "ingen",
        "nei",
        "ingen kontanteffekt",
        "ingen budsjetteffekt",
        "ingen budsjettvirkning",
        "ingen budsjettverknad",
        "ingen verknad",
        "ingen budgeteffekt",
        "no cash effect",
        "none",
        "no",
    ]
    .contains(&folded(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_four_languages_mean_the_same() {
        for text in ["Spart tid", "spart  tid", "Sparet tid", "time_saved", "Time saved"] {
            assert_eq!(class(text), Some(Class::TimeSaved), "{text}");
        }
        for text in ["Lavere er bedre", "lågare er betre", "Lower is better", "↓"] {
            assert_eq!(direction(text), Some(Direction::Down), "{text}");
        }
        assert_eq!(direction("+"), Some(Direction::Up));
        for text in ["Halvårlig", "halvårleg", "half-year", "half_year"] {
            assert_eq!(frequency(text), Some(Frequency::HalfYear), "{text}");
        }
        assert_eq!((frequency("kvartalsvis"), class("annet"), direction("")), (None, None, None));
        assert_eq!((polarity("Ulempe"), polarity("kanskje")), (Some(Polarity::Disbenefit), None));
        assert_eq!((arises_in(" Innbyggerne ").as_str(), arises_in("Skolene").as_str()), ("citizens", "Skolene"));
        assert_eq!(
            (use_of_gain("Utvikling").as_str(), use_of_gain("Hjemmetjenesten").as_str()),
            ("development", "Hjemmetjenesten")
        );
        assert!(says_no_cash_effect("Ingen budsjetteffekt") && !says_no_cash_effect("120 000 kr"));
    }

    #[test]
    fn the_words_of_our_own_pages_are_known() {
        for lang in Lang::ALL {
            let said = |texts: &str, word: &str| lang.t(&format!("{texts}-{}", word.replace('_', "-")));
            for one in Class::ALL {
                assert_eq!(class(&said("class", one.as_str())), Some(*one), "{lang}");
            }
            for one in Frequency::ALL {
                assert_eq!(frequency(&said("frequency", one.as_str())), Some(*one), "{lang}");
            }
            for one in Direction::ALL {
                assert_eq!(direction(&said("direction", one.as_str())), Some(*one), "{lang}");
            }
            for one in ARISES_IN {
                assert_eq!(arises_in(&said("arises-in", one)), *one, "{lang}");
            }
            for one in USES_OF_GAIN {
                assert_eq!(use_of_gain(&said("use-of-gain", one)), *one, "{lang}");
            }
        }
    }
}
