year-title = Årshjul
year-lead = Det som kjem att kvart år i regionen: rapportar, budsjett og møte. Alle i regionen ser det, og det kjem i kalenderen.
year-none = Årshjulet er tomt
year-none-why = Her kjem dei faste tidspunkta regionen har i året.
year-caption = Årshjulet for { $region }
year-day = { $day }. { $month }
year-when = Når
year-what = Kva skjer?
year-what-help = Til dømes «Rapport for 1. tertial».
year-day-of-month = Dag
year-month = Månad
year-kind = Slag
year-audience = For kven
year-note = Merknad
year-new = Nytt tidspunkt
year-add = Legg til tidspunktet
year-edit = Endre tidspunktet
year-remove = Fjern
year-remove-named = Fjern { $title }
year-next = { $days ->
    [0] Neste: i dag
    [one] Neste: i morgon
   *[other] Neste: om { $days } dagar
}
year-usual = Vanleg kommunalt årshjul
year-usual-lead = Tertialrapportar 30. april, 31. august og 31. desember, årsmelding og budsjettet om hausten, som ein stad å byrje. Det som alt står her, blir ikkje lagt til på nytt.
year-usual-add = Legg til vanleg kommunalt årshjul
year-usual-annual-report = Årsmelding
year-usual-first-tertial = Rapport for 1. tertial
year-usual-second-tertial = Rapport for 2. tertial
year-usual-third-tertial = Rapport for 3. tertial
year-usual-budget-input = Innspel til budsjett og økonomiplan
year-usual-budget-proposal = Budsjettforslaget frå kommunedirektøren
year-usual-budget-decided = Kommunestyret vedtek budsjett og økonomiplan
moment-kind-reporting = Rapportering
moment-kind-budget = Budsjett
moment-kind-leadership-meeting = Leiarmøte
moment-kind-council = Politisk behandling
moment-kind-other = Anna
audience-all = Alle
audience-region = Regionen
audience-municipalities = Kommunane
