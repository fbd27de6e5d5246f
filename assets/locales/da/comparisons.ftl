# Kommuner ved siden af hinanden, og de indbyggere, som tallene deles på.
compare-title = Sammenlign: { $indicator }
compare-lead = Kommunerne står i alfabetisk rækkefølge på samme akse. Det er ingen rangliste: se efter, hvad der kan læres, og spørg hinanden.
compare-link = Sammenlign med andre kommuner
compare-named = Sammenlign kommunerne: { $name }
compare-per = Tal
compare-total = Som målt
compare-per-thousand = Per 1.000 indbyggere
compare-unit = Enhed
compare-unit-per-thousand = { $unit } per 1.000 indbyggere
compare-comparability = Kan tallene sammenlignes?
compare-note = Alle måler det samme, sådan som det er defineret her. Forskelle kan alligevel skyldes forskelligt udgangspunkt, størrelse eller praksis. Værdier, som færre end { $least } har svaret på, vises ikke. Værdier, der venter på bekræftelse, er ikke med.
compare-note-per-thousand = Tallene er delt med kommunens indbyggere på den dag, tallet gælder. Er der ikke registreret folketal for dagen, bruges det nærmeste før, ellers det første. Delingen giver kun mening for antal og beløb, ikke for gennemsnit.
compare-baseline-days = Nulpunkterne er fra
compare-from-to = { $first } til { $last }
compare-not-shown = { $count ->
    [one] Én kommune deler ikke sine tal med dig. De er ikke med i noget, der står her.
   *[other] { $count } kommuner deler ikke deres tal med dig. De er ikke med i noget, der står her.
}
compare-missing = Har ikke målt endnu: { $names }.
compare-no-inhabitants = Folketal mangler for { $names }.
compare-too-few = Mindst to kommuner skal have målt
compare-too-few-why = Her er der ikke to kommuner med målinger, som du kan se.
compare-too-few-chosen = Vælg mindst to kommuner, der har målt.
compare-choose = Vælg kommuner (alle { $all } vises)
compare-choose-some = Vælg kommuner ({ $chosen } af { $all } vises)
compare-whom = Kommuner, der skal vises
compare-everybody = Vis alle kommunerne
compare-left-out = { $count ->
    [one] Én kommune, du kan se, er valgt fra.
   *[other] { $count } kommuner, du kan se, er valgt fra.
}
compare-apart = Disse kan ikke tegnes sammen
compare-apart-why = »{ $one }« og »{ $other }« er defineret forskelligt. På samme akse ville de ligne det samme uden at være det.
compare-differs-unit = Enhed
compare-differs-method = Målemetode
compare-differs-direction = Retning
compare-differs-frequency = Hvor ofte der måles
compare-differs-accumulation = Hvad værdien er
compare-with = Vis sammen med
compare-with-none = Ingen andre
compare-show = Vis
compare-own = din kommune
compare-legend = Prikket linje: nulpunkt. Tynd linje: plan. Rude: mål. Tyk linje med punkter: målt. Alle har samme akse.
compare-said = Målt { $last } ({ $on }) · nulpunkt { $baseline } · mål { $target }
compare-table = Tallene kommune for kommune, i { $unit }
population-title = Folketal
population-lead = Bruges, når tal vises per 1.000 indbyggere.
population-stands = Det, der er registreret
population-enter = Registrer folketal
population-inhabitants = Indbyggere
population-people = personer
population-on = Optællingsdag
population-source = Kilde
population-source-help = For eksempel Danmarks Statistik, med tabel
population-none = Ikke registreret
population-correct = Ret { $name } { $on }
population-save = Gem folketal
sheet-comparison = Kommuner sammenlignet
means-indicator-id = Indikatorens id
means-per = Hvad værdien er delt med: total er som målt, 1000 er per 1.000 indbyggere
means-inhabitants = Indbyggere i dag, når værdien er delt med dem
field-defined-otherwise = Defineret på en anden måde: { $what ->
    [unit] enheden
    [method] målemetoden
    [direction] retningen
    [frequency] hvor ofte der måles
   *[accumulation] hvad værdien er
}.
field-share-not-spread = En andel er allerede divideret med noget og kan ikke divideres igen.
field-count-stands = Der er registreret folketal for denne dag. Brug »Ret« i tabellen.
event-population-set = Registrerede folketal
event-field-inhabitants = Indbyggere
compare-per-case = Pr. sag: divider med antallet i
compare-per-case-of = Pr. sag ({ $cases })
compare-unit-per-case = { $unit } pr. sag
compare-note-per-case = Tallene er divideret med, hvor mange sager kommunen havde den dag, tallet gælder, som den anden indikator tæller dem. Er ingen sager talt den dag, bruges tællingen nærmest før, ellers den første. Divisionen giver kun mening, når begge gælder de samme sager.
compare-no-cases = Sager er ikke talt, eller ikke delt, for { $names }.
compare-latest = Seneste måling hos hver
compare-latest-caption = { $unit } · { $direction }. Stregen er hver enkelts mål. Rækkefølgen er alfabetisk.
