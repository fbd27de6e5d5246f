year-title = Årshjul
year-lead = Det som kommer igjen hvert år i regionen: rapporter, budsjett og møter. Alle i regionen ser det, og det kommer i kalenderen.
year-none = Årshjulet er tomt
year-none-why = Her kommer regionens faste tidspunkter i året.
year-caption = Årshjulet for { $region }
year-day = { $day }. { $month }
year-when = Når
year-what = Hva skjer?
year-what-help = For eksempel «Rapport for 1. tertial».
year-day-of-month = Dag
year-month = Måned
year-kind = Slag
year-audience = For hvem
year-note = Merknad
year-new = Nytt tidspunkt
year-add = Legg til tidspunktet
year-edit = Endre tidspunktet
year-remove = Fjern
year-remove-named = Fjern { $title }
year-next = { $days ->
    [0] Neste: i dag
    [one] Neste: i morgen
   *[other] Neste: om { $days } dager
}
year-usual = Vanlig kommunalt årshjul
year-usual-lead = Tertialrapporter 30. april, 31. august og 31. desember, årsberetning og høstens budsjett, som et sted å begynne. Det som alt står her, legges ikke til igjen.
year-usual-add = Legg til vanlig kommunalt årshjul
year-usual-annual-report = Årsberetning
year-usual-first-tertial = Rapport for 1. tertial
year-usual-second-tertial = Rapport for 2. tertial
year-usual-third-tertial = Rapport for 3. tertial
year-usual-budget-input = Innspill til budsjett og økonomiplan
year-usual-budget-proposal = Kommunedirektørens forslag til budsjett
year-usual-budget-decided = Kommunestyret vedtar budsjett og økonomiplan
moment-kind-reporting = Rapportering
moment-kind-budget = Budsjett
moment-kind-leadership-meeting = Ledermøte
moment-kind-council = Politisk behandling
moment-kind-other = Annet
audience-all = Alle
audience-region = Regionen
audience-municipalities = Kommunene
