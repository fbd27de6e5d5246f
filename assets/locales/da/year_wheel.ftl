year-title = Årshjul
year-lead = Det, der kommer igen hvert år i regionen: rapporter, budget og møder. Alle i regionen ser det, og det kommer i kalenderen.
year-none = Årshjulet er tomt
year-none-why = Her kommer regionens faste tidspunkter i året.
year-caption = Årshjulet for { $region }
year-day = { $day }. { $month }
year-when = Hvornår
year-what = Hvad sker der?
year-what-help = For eksempel »Rapport for 1. tertial«.
year-day-of-month = Dag
year-month = Måned
year-kind = Slags
year-audience = For hvem
year-note = Bemærkning
year-new = Nyt tidspunkt
year-add = Tilføj tidspunktet
year-edit = Ændr tidspunktet
year-remove = Fjern
year-remove-named = Fjern { $title }
year-next = { $days ->
    [0] Næste: i dag
    [one] Næste: i morgen
   *[other] Næste: om { $days } dage
}
year-usual = Almindeligt kommunalt årshjul
year-usual-lead = Tertialrapporter 30. april, 31. august og 31. december, årsberetning og efterårets budget, som et sted at begynde. Det, der allerede står her, tilføjes ikke igen.
year-usual-add = Tilføj almindeligt kommunalt årshjul
year-usual-annual-report = Årsberetning
year-usual-first-tertial = Rapport for 1. tertial
year-usual-second-tertial = Rapport for 2. tertial
year-usual-third-tertial = Rapport for 3. tertial
year-usual-budget-input = Input til budget og økonomiplan
year-usual-budget-proposal = Kommunaldirektørens forslag til budget
year-usual-budget-decided = Kommunalbestyrelsen vedtager budget og økonomiplan
moment-kind-reporting = Rapportering
moment-kind-budget = Budget
moment-kind-leadership-meeting = Ledermøde
moment-kind-council = Politisk behandling
moment-kind-other = Andet
audience-all = Alle
audience-region = Regionen
audience-municipalities = Kommunerne
