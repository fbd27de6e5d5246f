# Kommunar ved sida av kvarandre, og innbyggjarane tala vert delte på.
compare-title = Samanlikn: { $indicator }
compare-lead = Kommunane står i alfabetisk rekkjefølgje, på same akse. Dette er inga rangering: sjå etter kva ein kan lære, og spør kvarandre.
compare-link = Samanlikn med andre kommunar
compare-named = Samanlikn kommunane: { $name }
compare-per = Tal
compare-total = Som målt
compare-per-thousand = Per 1 000 innbyggjarar
compare-unit = Eining
compare-unit-per-thousand = { $unit } per 1 000 innbyggjarar
compare-comparability = Kan tala samanliknast?
compare-note = Alle måler det same, slik det er definert her. Skilnader kan likevel kome av ulikt utgangspunkt, ulik storleik eller ulik praksis. Verdiar som færre enn { $least } har svart på, vert ikkje viste. Verdiar som ventar på stadfesting, er ikkje med.
compare-note-per-thousand = Tala er delte på innbyggjarane i kommunen på dagen talet gjeld. Er det ikkje ført folketal for dagen, vert det næraste før brukt, elles det første. Delinga gjev berre meining for mengd og beløp, ikkje for gjennomsnitt.
compare-baseline-days = Nullpunkta er frå
compare-from-to = { $first } til { $last }
compare-not-shown = { $count ->
    [one] Éin kommune deler ikkje tala sine med deg. Dei er ikkje med i noko som står her.
   *[other] { $count } kommunar deler ikkje tala sine med deg. Dei er ikkje med i noko som står her.
}
compare-missing = Har ikkje målt enno: { $names }.
compare-no-inhabitants = Folketal manglar for { $names }.
compare-too-few = Minst to kommunar må ha målt
compare-too-few-why = Her er det ikkje to kommunar med målingar som du kan sjå.
compare-too-few-chosen = Vel minst to kommunar som har målt.
compare-choose = Vel kommunar (alle { $all } er viste)
compare-choose-some = Vel kommunar ({ $chosen } av { $all } er viste)
compare-whom = Kommunar som skal visast
compare-everybody = Vis alle kommunane
compare-left-out = { $count ->
    [one] Éin kommune du kan sjå, er vald bort.
   *[other] { $count } kommunar du kan sjå, er valde bort.
}
compare-apart = Desse kan ikkje teiknast saman
compare-apart-why = «{ $one }» og «{ $other }» er definerte ulikt. På same akse ville dei sett ut som det same utan å vere det.
compare-differs-unit = Eining
compare-differs-method = Målemetode
compare-differs-direction = Retning
compare-differs-frequency = Kor ofte det vert målt
compare-differs-accumulation = Kva verdien er
compare-with = Vis saman med
compare-with-none = Ingen andre
compare-show = Vis
compare-own = din kommune
compare-legend = Prikka line: nullpunkt. Tynn line: plan. Ruter: mål. Tjukk line med punkt: målt. Alle har same akse.
compare-said = Målt { $last } ({ $on }) · nullpunkt { $baseline } · mål { $target }
compare-table = Tala kommune for kommune, i { $unit }
population-title = Folketal
population-lead = Vert brukt når tal vert viste per 1 000 innbyggjarar.
population-stands = Det som er ført
population-enter = Før folketal
population-inhabitants = Innbyggjarar
population-people = personar
population-on = Teljedag
population-source = Kjelde
population-source-help = Til dømes Statistisk sentralbyrå, med tabell
population-none = Ikkje ført
population-correct = Rett { $name } { $on }
population-save = Lagre folketal
sheet-comparison = Kommunar samanlikna
means-indicator-id = Id-en til indikatoren
means-per = Kva verdien er delt på: total er som målt, 1000 er per 1 000 innbyggjarar
means-inhabitants = Innbyggjarar i dag, når verdien er delt på dei
field-defined-otherwise = Definert på ein annan måte: { $what ->
    [unit] eininga
    [method] målemetoden
    [direction] retninga
    [frequency] kor ofte det vert målt
   *[accumulation] kva verdien er
}.
field-share-not-spread = Ein del er alt delt på noko og kan ikkje delast ein gong til.
field-count-stands = Det er ført folketal for denne dagen. Bruk «Rett» i tabellen.
event-population-set = Førte folketal
event-field-inhabitants = Innbyggjarar
compare-per-case = Per sak: del på talet i
compare-per-case-of = Per sak ({ $cases })
compare-unit-per-case = { $unit } per sak
compare-note-per-case = Tala er delte på kor mange saker kommunen hadde den dagen talet gjeld, slik den andre indikatoren tel dei. Er ingen saker talde den dagen, blir teljinga nærast før brukt, elles den første. Delinga gir berre meining når begge gjeld dei same sakene.
compare-no-cases = Saker er ikkje talde, eller ikkje delte, for { $names }.
compare-latest = Siste måling hos kvar
compare-latest-caption = { $unit } · { $direction }. Streken er målet til kvar. Rekkjefølgja er alfabetisk.
