# Kommuner ved siden av hverandre, og innbyggerne tallene deles på.
compare-title = Sammenlign: { $indicator }
compare-lead = Kommunene står i alfabetisk rekkefølge, på samme akse. Dette er ingen rangering: se etter hva som kan læres, og spør hverandre.
compare-link = Sammenlign med andre kommuner
compare-named = Sammenlign kommunene: { $name }
compare-per = Tall
compare-total = Som målt
compare-per-thousand = Per 1 000 innbyggere
compare-unit = Enhet
compare-unit-per-thousand = { $unit } per 1 000 innbyggere
compare-comparability = Kan tallene sammenlignes?
compare-note = Alle måler det samme, slik det er definert her. Forskjeller kan likevel komme av ulikt utgangspunkt, ulik størrelse eller ulik praksis. Verdier som færre enn { $least } har svart på, vises ikke. Verdier som venter på bekreftelse, er ikke med.
compare-note-per-thousand = Tallene er delt på kommunens innbyggere på dagen tallet gjelder. Er ingen folketall ført for dagen, brukes det nærmeste før, ellers det første. Delingen gir bare mening for antall og beløp, ikke for gjennomsnitt.
compare-baseline-days = Nullpunktene er fra
compare-from-to = { $first } til { $last }
compare-not-shown = { $count ->
    [one] Én kommune deler ikke tallene sine med deg. De er ikke med i noe som står her.
   *[other] { $count } kommuner deler ikke tallene sine med deg. De er ikke med i noe som står her.
}
compare-missing = Har ikke målt ennå: { $names }.
compare-no-inhabitants = Folketall mangler for { $names }.
compare-too-few = Minst to kommuner må ha målt
compare-too-few-why = Her er det ikke to kommuner med målinger som du kan se.
compare-too-few-chosen = Velg minst to kommuner som har målt.
compare-choose = Velg kommuner (alle { $all } vises)
compare-choose-some = Velg kommuner ({ $chosen } av { $all } vises)
compare-whom = Kommuner som skal vises
compare-everybody = Vis alle kommunene
compare-left-out = { $count ->
    [one] Én kommune du kan se, er valgt bort.
   *[other] { $count } kommuner du kan se, er valgt bort.
}
compare-apart = Disse kan ikke tegnes sammen
compare-apart-why = «{ $one }» og «{ $other }» er definert ulikt. På samme akse ville de sett ut som det samme uten å være det.
compare-differs-unit = Enhet
compare-differs-method = Målemetode
compare-differs-direction = Retning
compare-differs-frequency = Hvor ofte det måles
compare-differs-accumulation = Hva verdien er
compare-with = Vis sammen med
compare-with-none = Ingen andre
compare-show = Vis
compare-own = din kommune
compare-legend = Prikket linje: nullpunkt. Tynn linje: plan. Ruter: mål. Tykk linje med punkter: målt. Alle har samme akse.
compare-said = Målt { $last } ({ $on }) · nullpunkt { $baseline } · mål { $target }
compare-table = Tallene kommune for kommune, i { $unit }
population-title = Folketall
population-lead = Brukes når tall vises per 1 000 innbyggere.
population-stands = Det som er ført
population-enter = Før folketall
population-inhabitants = Innbyggere
population-people = personer
population-on = Telledag
population-source = Kilde
population-source-help = For eksempel Statistisk sentralbyrå, med tabell
population-none = Ikke ført
population-correct = Rett { $name } { $on }
population-save = Lagre folketall
sheet-comparison = Kommuner sammenlignet
means-indicator-id = Indikatorens id
means-per = Hva verdien er delt på: total er som målt, 1000 er per 1 000 innbyggere
means-inhabitants = Innbyggere i dag, når verdien er delt på dem
field-defined-otherwise = Definert på en annen måte: { $what ->
    [unit] enheten
    [method] målemetoden
    [direction] retningen
    [frequency] hvor ofte det måles
   *[accumulation] hva verdien er
}.
field-share-not-spread = En andel er alt delt på noe og kan ikke deles en gang til.
field-count-stands = Det er ført folketall for denne dagen. Bruk «Rett» i tabellen.
event-population-set = Førte folketall
event-field-inhabitants = Innbyggere
compare-per-case = Per sak: del på antallet i
compare-per-case-of = Per sak ({ $cases })
compare-unit-per-case = { $unit } per sak
compare-note-per-case = Tallene er delt på hvor mange saker kommunen hadde på dagen tallet gjelder, slik den andre indikatoren teller dem. Er ingen saker talt den dagen, brukes tellingen nærmest før, ellers den første. Delingen gir bare mening når begge gjelder de samme sakene.
compare-no-cases = Saker er ikke talt, eller ikke delt, for { $names }.
compare-latest = Siste måling hos hver
compare-latest-caption = { $unit } · { $direction }. Streken er målet til hver. Rekkefølgen er alfabetisk.
