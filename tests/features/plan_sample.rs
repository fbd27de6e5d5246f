//! The made-up plan in `samples/gevinstrealiseringsplan.*`, as one list; with `STAFETT_REVIEWED=1` both files are written
//! anew from it.

use std::path::PathBuf;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// A benefit: title, type, for whom, benefit or disbenefit, description, preconditions, use of the gain.
pub const BENEFITS: &[(&str, [&str; 7])] = &[
    (
        "Digital hjemmeoppfølging (demo)",
        [
            "Færre hjemmebesøk for tilsyn",
            "Spart tid",
            "Egen organisasjon",
            "Gevinst",
            "Tilsyn på nett erstatter en del av besøkene.",
            "Alle brukere har nettbrett; Vaktsentralen svarer hele døgnet",
            "Bedre kvalitet",
        ],
    ),
    (
        "Digital hjemmeoppfølging (demo)",
        [
            "Tryggere hverdag hjemme",
            "Økt kvalitet",
            "Innbyggerne",
            "Gevinst",
            "Brukerne vet at noen ser til dem.",
            "",
            "Bedre kvalitet",
        ],
    ),
    (
        "Digital hjemmeoppfølging (demo)",
        [
            "Mer opplæring det første året",
            "Spart tid",
            "Egen organisasjon",
            "Ulempe",
            "Ansatte bruker tid på å lære løsningen.",
            "",
            "",
        ],
    ),
    (
        "Felles innbyggerportal (demo)",
        [
            "Færre telefoner til servicetorget",
            "Spart tid",
            "Egen organisasjon",
            "Gevinst",
            "Innbyggerne finner svaret selv.",
            "Portalen er i bruk i alle kommunene",
            "Utvikling",
        ],
    ),
    (
        "Felles innbyggerportal (demo)",
        [
            "Lavere utgifter til porto",
            "Unngått kostnad",
            "Egen organisasjon",
            "Gevinst",
            "Brev sendes digitalt.",
            "",
            "Lavere budsjett",
        ],
    ),
    (
        "Felles innbyggerportal (demo)",
        [
            "Riktigere gebyrinntekter",
            "Inntekt",
            "Egen organisasjon",
            "Gevinst",
            "Registeret holdes oppdatert av innbyggerne.",
            "",
            "Hjemmetjenesten",
        ],
    ),
    (
        "Felles innbyggerportal (demo)",
        [
            "Enklere for frivillige lag",
            "Økt kvalitet",
            "Frivillig sektor",
            "Gevinst",
            "Ett sted å søke om lån av lokaler.",
            "",
            "",
        ],
    ),
];

/// An indicator: its benefit, name, unit, direction, method, source, frequency.
pub const INDICATORS: &[(&str, [&str; 6])] = &[
    (
        "Færre hjemmebesøk for tilsyn",
        [
            "Timer til tilsynsbesøk",
            "timer per uke",
            "Lavere er bedre",
            "Sum av timer i fagsystemet",
            "Fagsystem",
            "Månedlig",
        ],
    ),
    (
        "Tryggere hverdag hjemme",
        [
            "Brukere som kjenner seg trygge",
            "prosent",
            "Høyere er bedre",
            "Spørreundersøkelse",
            "Undersøkelse",
            "Halvårlig",
        ],
    ),
    (
        "Færre telefoner til servicetorget",
        [
            "Telefoner om sakens gang",
            "telefoner",
            "Lavere er bedre",
            "Telles av sentralbordet",
            "Sentralbord",
            "Tertialvis",
        ],
    ),
    ("Lavere utgifter til porto", ["Utgifter til porto", "kr", "Lavere er bedre", "Regnskapet", "Regnskap", "Årlig"]),
    (
        "Riktigere gebyrinntekter",
        ["Gebyrer for eiendommer som manglet", "kr", "Høyere er bedre", "Regnskapet", "Regnskap", "Årlig"],
    ),
];

/// A municipality's figures: the indicator, then municipality, baseline, its day, target, its day, owner, effect on the
/// budget, first measurement, held until.
pub const PROMISES: &[(&str, [&str; 9])] = &[
    (
        "Timer til tilsynsbesøk",
        [
            "Granvang",
            "120",
            "01.01.2026",
            "72,5",
            "31.12.2026",
            "gevinsteier@fjordlandet2.example",
            "Ingen kontanteffekt",
            "28.02.2026",
            "31.12.2028",
        ],
    ),
    (
        "Timer til tilsynsbesøk",
        [
            "Havneset",
            "64,5",
            "01.01.2026",
            "40",
            "31.12.2026",
            "gevinsteier@fjordlandet3.example",
            "Ingen kontanteffekt",
            "28.02.2026",
            "",
        ],
    ),
    (
        "Timer til tilsynsbesøk",
        ["Lyngmo", "88", "15.01.2026", "55", "31.12.2026", "ny.eier@lyngmo.example", "", "28.02.2026", ""],
    ),
    (
        "Brukere som kjenner seg trygge",
        ["Granvang", "61", "01.01.2026", "75", "30.06.2027", "gevinsteier@fjordlandet2.example", "", "", ""],
    ),
    (
        "Brukere som kjenner seg trygge",
        ["Havneset", "58,5", "01.01.2026", "75", "30.06.2027", "gevinsteier@fjordlandet3.example", "", "", ""],
    ),
    (
        "Telefoner om sakens gang",
        [
            "Granvang",
            "1250",
            "01.01.2026",
            "700",
            "31.12.2027",
            "gevinsteier@fjordlandet2.example",
            "Ingen kontanteffekt",
            "30.04.2026",
            "",
        ],
    ),
    (
        "Telefoner om sakens gang",
        [
            "Lyngmo",
            "980",
            "01.01.2026",
            "600",
            "31.12.2027",
            "gevinsteier@fjordlandet4.example",
            "Ingen kontanteffekt",
            "30.04.2026",
            "",
        ],
    ),
    (
        "Utgifter til porto",
        [
            "Havneset",
            "185000",
            "31.12.2025",
            "60000",
            "31.12.2027",
            "gevinsteier@fjordlandet3.example",
            "Post 1130 settes ned i 2027",
            "31.12.2026",
            "",
        ],
    ),
    (
        "Gebyrer for eiendommer som manglet",
        [
            "Granvang",
            "0",
            "31.12.2025",
            "240000",
            "31.12.2027",
            "gevinsteier@fjordlandet2.example",
            "Inntekt på konto 1640",
            "31.12.2026",
            "",
        ],
    ),
];

/// The headings of the overview behind project and benefit.
const OVERVIEW: [&str; 6] = [
    "Gevinsttype",
    "Hvor oppstår gevinsten",
    "Gevinst eller ulempe",
    "Beskrivelse",
    "Forutsetninger",
    "Bruk av gevinsten",
];

/// The headings of the plan behind project and benefit.
const PLAN: [&str; 15] = [
    "Måleindikator",
    "Enhet",
    "Retning",
    "Målemetode",
    "Datakilde",
    "Målefrekvens",
    "Kommune",
    "Nullpunkt",
    "Dato nullpunkt",
    "Måltall",
    "Dato måltall",
    "Gevinsteier (e-post)",
    "Budsjettvirkning",
    "Første måling",
    "Skal holdes til",
];

const TITLE: [[&str; 2]; 4] = [
    ["Gevinstrealiseringsplan", ""],
    ["Region", "Fjordlandet (demo) – oppdiktede tall"],
    ["Versjon", "0,3 – utkast"],
    ["Oppdatert", "02.02.2026"],
];

fn indicator_of(benefit: &str) -> Option<&'static [&'static str; 6]> {
    INDICATORS.iter().find(|(of, _)| *of == benefit).map(|(_, indicator)| indicator)
}

/// The rows of the plan: project, benefit, then the columns of [`PLAN`]. What is the same as above is left empty.
fn plan_rows() -> Vec<Vec<&'static str>> {
    let mut rows = Vec::new();
    let mut above = "";
    for (project, benefit) in BENEFITS {
        let Some(indicator) = indicator_of(benefit[0]) else { continue };
        for (place, (_, promise)) in PROMISES.iter().filter(|(of, _)| *of == indicator[0]).enumerate() {
            let mut row = vec![if above == *project { "" } else { project }];
            above = project;
            if place == 0 {
                row.push(benefit[0]);
                row.extend(indicator);
            } else {
                row.extend([""; 7]);
            }
            row.extend(promise);
            rows.push(row);
        }
    }
    rows
}

/// The same as one table, for a file that has one: headings, then a row for each benefit and municipality.
fn one_table() -> Vec<Vec<&'static str>> {
    let mut rows = vec![["Prosjekt", "Gevinst"].into_iter().chain(OVERVIEW).chain(PLAN).collect::<Vec<_>>()];
    for (project, benefit) in BENEFITS {
        let head = || [*project].into_iter().chain(*benefit);
        let Some(indicator) = indicator_of(benefit[0]) else {
            rows.push(head().chain([""; 15]).collect());
            continue;
        };
        for (_, promise) in PROMISES.iter().filter(|(of, _)| *of == indicator[0]) {
            rows.push(head().chain(*indicator).chain(*promise).collect());
        }
    }
    rows
}

/// The sample as a text file.
pub fn csv() -> String {
    let mut text = "\u{feff}".to_owned();
    let width = one_table()[0].len();
    let title = TITLE.iter().map(|line| line.to_vec()).chain([vec![""; 2]]);
    for mut row in title.chain(one_table()) {
        row.resize(width, "");
        let cells: Vec<String> = row
            .iter()
            .map(|cell| if cell.contains([';', '"']) { format!("\"{cell}\"") } else { (*cell).to_owned() })
            .collect();
        text += &cells.join(";");
        text += "\r\n";
    }
    text
}

/// A cell as a person would have it in a spreadsheet: a number, a day or words.
fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    let parts: Vec<&str> = text.split('.').collect();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    if let ([date, month, year], Ok(number)) = (&parts[..], text.replace('.', "").parse::<u32>()) {
        assert!(number > 0);
        let on = ExcelDateTime::from_ymd(
            year.parse().expect("a year"),
            month.parse().expect("a month"),
            date.parse().expect("a day"),
        );
        sheet.write_with_format(row, column, on.expect("a day"), &day).expect("written");
    } else if let Ok(number) = text.replace(',', ".").parse::<f64>() {
        sheet.write(row, column, number).expect("written");
    } else if !text.is_empty() {
        sheet.write(row, column, text).expect("written");
    }
}

/// The sample as a workbook with a front page, an overview, the plan and a hidden list.
pub fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 2, 2).expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let front = workbook.add_worksheet().set_name("Om planen").expect("a name");
    for (row, [what, text]) in (0..).zip(TITLE) {
        front.write_with_format(row, 0, what, &bold).expect("written");
        put(front, row, 1, text);
    }
    let overview = workbook.add_worksheet().set_name("Gevinstoversikt").expect("a name");
    let headings = ["Nr", "Prosjekt", "Gevinst"].into_iter().chain(OVERVIEW).chain(["Merknad"]);
    title(overview, "Gevinstoversikt");
    for (column, heading) in (0..).zip(headings) {
        overview.write_with_format(5, column, heading, &bold).expect("written");
    }
    for (row, (_, benefit)) in (6..).zip(BENEFITS) {
        overview.write(row, 0, row - 5).expect("written");
        for (column, text) in (2..).zip(benefit) {
            put(overview, row, column, text);
        }
    }
    merged(overview, 6, 1, &BENEFITS.iter().map(|(project, _)| *project).collect::<Vec<_>>());
    let plan = workbook.add_worksheet().set_name("Gevinstplan").expect("a name");
    title(plan, "Gevinstrealiseringsplan");
    for (column, heading) in (0..).zip(["Prosjekt", "Gevinst"].into_iter().chain(PLAN)) {
        plan.write_with_format(5, column, heading, &bold).expect("written");
    }
    let rows = plan_rows();
    for (row, cells) in (6..).zip(&rows) {
        for (column, text) in (1..).zip(&cells[1..]) {
            put(plan, row, column, text);
        }
    }
    let mut project = "";
    let projects: Vec<&str> = rows
        .iter()
        .map(|row| {
            project = if row[0].is_empty() { project } else { row[0] };
            project
        })
        .collect();
    merged(plan, 6, 0, &projects);
    let lists = workbook.add_worksheet().set_name("Lister").expect("a name").set_hidden(true);
    for (row, word) in (0..).zip(["Gevinsttype", "Spart tid", "Unngått kostnad", "Økt kvalitet", "Inntekt"]) {
        lists.write(row, 0, word).expect("written");
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn title(sheet: &mut Worksheet, text: &str) {
    let large = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, text, &large).expect("written");
    for (row, [what, text]) in (1..).zip(&TITLE[1..]) {
        put(sheet, row, 0, what);
        put(sheet, row, 2, text);
    }
}

/// Writes what stands in several rows below each other once, over all of them.
fn merged(sheet: &mut Worksheet, first: u32, column: u16, texts: &[&str]) {
    let top = Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let mut from = 0;
    while from < texts.len() {
        let many = texts[from..].iter().take_while(|text| **text == texts[from]).count();
        let row = first + u32::try_from(from).expect("few");
        let last = row + u32::try_from(many).expect("few") - 1;
        if last > row {
            sheet.merge_range(row, column, last, column, texts[from], &top).expect("merged");
        } else {
            sheet.write_with_format(row, column, texts[from], &top).expect("written");
        }
        from += many;
    }
}

/// A file of the samples.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn cells(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
    calamine::Reader::worksheets(&mut workbook)
        .into_iter()
        .map(|(name, range)| (name, range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()))
        .collect()
}

#[test]
fn the_sample_files_are_what_stands_here() {
    let (text, book) = (path("gevinstrealiseringsplan.csv"), path("gevinstrealiseringsplan.xlsx"));
    if std::env::var("STAFETT_REVIEWED").is_ok() {
        std::fs::write(&text, csv()).expect("written");
        std::fs::write(&book, workbook()).expect("written");
    }
    assert_eq!(std::fs::read_to_string(&text).expect("the text"), csv());
    assert_eq!(cells(&std::fs::read(&book).expect("the workbook")), cells(&workbook()));
}
