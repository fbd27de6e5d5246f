//! Many figures at once: the grid, and what is pasted from a spreadsheet.

use crate::harness::{Browser, Site};
use crate::on_both;

/// The grid of the municipality whose handover is in realisation, for its contributor, and its first free cell.
fn open(site: &Site) -> (Browser, String, String) {
    let contributor = site.person("contributor", 0);
    let region = site.id("regions", 0);
    let municipality = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id");
    let path = format!("/regions/{region}/grid/{municipality}?all=1");
    let browser = Browser::of(&contributor);
    let page = browser.get(&path).expect(200).text;
    let cell = free_cells(&page).into_iter().next().expect("a free cell");
    (browser, path, cell)
}

fn free_cells(page: &str) -> Vec<String> {
    page.split("name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.starts_with("cell_"))
        .map(str::to_owned)
        .collect()
}

fn value_on(site: &Site, cell: &str) -> Option<String> {
    let (commitment, on) = cell.trim_start_matches("cell_").split_once('_').expect("a cell");
    let list = site.person("contributor", 0).get(&format!("/api/v1/commitments/{commitment}/measurements?limit=200"));
    let items = list.expect(200).json["items"].as_array().expect("items").clone();
    items.iter().find(|one| one["on"] == on).map(|one| one["value"].as_str().expect("a value").to_owned())
}

on_both!(what_can_be_saved_is_saved_and_the_rest_says_why, |site| {
    let (browser, path, _) = open(site);
    let cells = free_cells(&browser.get(&path).expect(200).text);
    let [good, wrong, odd, zero, ..] = cells.as_slice() else { panic!("four free cells: {cells:?}") };
    let answer = browser.post(&path, &[(good, "31,5"), (wrong, "tretti"), (odd, "99999"), (zero, "")]);
    let page = answer.expect(422).text;
    assert_eq!(value_on(site, good).as_deref(), Some("31.5"), "what was right is saved");
    assert_eq!((value_on(site, wrong), value_on(site, odd)), (None, None));
    for (cell, typed) in [(wrong, "tretti"), (odd, "99999")] {
        assert!(page.contains(&format!("href=\"#{cell}\"")), "{cell} stands in the summary");
        assert!(page.contains(&format!("value=\"{typed}\"")), "what was typed is still there");
    }
    assert!(page.contains("ganger større"), "the odd one is asked about: {page}");
    // The same sent once more: the odd value stands, an empty cell is no zero, and a zero is one.
    let sure = odd.replacen("cell_", "sure_", 1);
    browser.post(&path, &[(odd, "99999"), (&sure, "99999"), (wrong, ""), (zero, "0")]).expect(422);
    assert_eq!(value_on(site, odd).as_deref(), Some("99999"));
    // Sending what is there already changes nothing; another value for a measured day is never written over it.
    browser.post(&path, &[(good, "31,50")]).expect(303);
    let page = browser.post(&path, &[(good, "12")]).expect(422).text;
    assert!(page.contains("31,5"), "{page}");
    assert_eq!(value_on(site, good).as_deref(), Some("31.5"));
    assert_eq!(site.run(&["doctor"], "").0, 0);
    assert_eq!(site.run(&["audit", "verify"], "").0, 0);
});

on_both!(a_zero_is_a_value_and_an_empty_cell_is_none, |site| {
    let (browser, path, cell) = open(site);
    let sure = cell.replacen("cell_", "sure_", 1);
    browser.post(&path, &[(&cell, " ")]).expect(303);
    assert_eq!(value_on(site, &cell), None);
    browser.post(&path, &[(&cell, "0"), (&sure, "0")]).expect(303);
    assert_eq!(value_on(site, &cell).as_deref(), Some("0"));
});

on_both!(a_pasted_block_is_shown_cell_by_cell_before_it_is_saved, |site| {
    let (browser, path, cell) = open(site);
    let (commitment, on) = cell.trim_start_matches("cell_").split_once('_').expect("a cell");
    let (grid, query) = path.split_once('?').expect("a query");
    let paste = format!("{grid}/paste?{query}");
    let month = &on[..7];
    let text = format!("Gevinst\t{month}\t1999-01\n{commitment}\t31,5\t7\nUkjent\t1\t2\n");
    let page = browser.post(&paste, &[("text", &text)]).expect(200).text;
    for words in ["Blir lagret: 1. Blir utelatt: 3.", "31,5", "Fant ingen gevinst", "Lagre én verdi"] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert_eq!(value_on(site, &cell), None, "looking saves nothing");
    let seen =
        page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("what was seen");
    // Somebody measures meanwhile: what was seen is not what would be saved, so it is shown anew.
    let body = serde_json::json!({"on": on, "value": "30"});
    site.person("contributor", 0).post(&format!("/api/v1/commitments/{commitment}/measurements"), &body).expect(201);
    let again = browser.post(&paste, &[("text", &text), ("confirmed", "yes"), ("seen", seen)]).expect(409).text;
    assert!(again.contains("30") && again.contains("→"), "{again}");
    assert_eq!(value_on(site, &cell).as_deref(), Some("30"));
    let seen = again.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("seen");
    browser.post(&paste, &[("text", &text), ("confirmed", "yes"), ("seen", seen)]).expect(303);
    assert_eq!(value_on(site, &cell).as_deref(), Some("31.5"), "a correction, with its history");
    // Without the corner above the names the months stand in the same columns.
    let cornerless = format!("{month}\t1999-01\n{commitment}\t31,5\t7\n");
    let page = browser.post(&paste, &[("text", &cornerless)]).expect(422).text;
    assert!(page.contains("Blir lagret: 0. Blir utelatt: 1."), "the one is there already: {page}");
    // Where rows are named and the months cannot be read, nothing is placed by where it stands.
    for headings in ["Gevinst\tuke 36", "Gevinst\t202609", "Gevinst\tSum"] {
        let guessed = format!("{headings}\n{commitment}\t40\n");
        let page = browser.post(&paste, &[("text", &guessed)]).expect(422).text;
        assert!(page.contains("Månedene i første rad kan ikke leses"), "{headings}: {page}");
    }
    // Nothing that can be used: refused, with what was pasted still there.
    let page = browser.post(&paste, &[("text", "Ukjent\tx\n")]).expect(422).text;
    assert!(page.contains("Ukjent\tx"), "{page}");
    browser.post(&paste, &[("text", " ")]).expect(422);
});

on_both!(the_same_mistake_in_every_cell_is_asked_about_in_every_cell, |site| {
    let (browser, path, _) = open(site);
    let cells = free_cells(&browser.get(&path).expect(200).text);
    assert!(cells.len() > 2, "{cells:?}");
    let fields: Vec<(&str, &str)> = cells.iter().map(|cell| (cell.as_str(), "99999")).collect();
    let page = browser.post(&path, &fields).expect(422).text;
    assert!(page.contains(&format!("Ikke lagret: {}.", cells.len())), "{page}");
    assert!(cells.iter().all(|cell| value_on(site, cell).is_none()));
    // What is no cell of ours stands in nobody's way.
    let one = [("cell_xx_2026-01-01", "5"), ("cell_0000000000zzz_9999-12-31", "5"), (cells[0].as_str(), "31")];
    browser.post(&path, &one).expect(422);
    assert_eq!(value_on(site, &cells[0]).as_deref(), Some("31"));
});

on_both!(the_grid_is_the_municipalitys_own, |site| {
    let (_, path, cell) = open(site);
    let stranger = Browser::of(&site.person_in("contributor", 0, 1));
    stranger.get(&path).expect(404);
    stranger.post(&path, &[(&cell, "1")]).expect(404);
    Browser::of(&site.person("coordinator", 0)).get(&path).expect(403);
    assert_eq!(value_on(site, &cell), None);
});
