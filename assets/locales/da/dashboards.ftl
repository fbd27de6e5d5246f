tasks-today = I dag
tasks-this-week = Denne uge
tasks-later = Senere
tasks-begin = Begynd
tasks-count = { $count ->
    [one] én opgave
   *[other] { $count } opgaver
}
tasks-left-out = { $count ->
    [one] Én måling mere venter på andre i kommunen.
   *[other] { $count } målinger mere venter på andre i kommunen.
}
tasks-none = Intet venter på dig
tasks-none-next = Næste måling: { $day }.
tasks-none-why = Her kommer overdragelser, du skal svare på, og målinger, der forfalder.
task-measure = Registrér måling: { $benefit }
due-label = Frist
effort-measure = ca. 1 min
mine-title = Projekterne i { $place }
mine-projects = Dine projekter
mine-development = Givet hidtil, og de seneste { $months } måneder
mine-more = { $count ->
    [one] Ét projekt til:
   *[other] { $count } projekter til:
}
part-broken = »{ $part }« kunne ikke læses nu
part-broken-why = Resten af siden er, som den skal være. Prøv igen om lidt.
home-rest = Mere: siden sidst, projekter og regioner
my-regions = Regioner
state-not-started = Ikke startet
state-waiting = Venter på svar
state-underway = I gang
state-on-plan = På plan
state-slightly-behind = Lidt bag plan
state-behind = Bag plan
state-overdue = Overskredet
state-not-measured = Ikke målt
state-stopped = Standset
state-done = Realiseret
state-not-accepted = Ikke modtaget
region-lead = Projekter og kommuner: hvem har taget imod, hvem måler, og hvordan går det?
region-empty = Ingen projekter endnu
region-empty-why = Når køreplanen har et projekt, ser du her, hvordan det står til i hver kommune.
projector = Vis på lærred
partial-of-title = Tal fra { $seen } af { $all } kommuner
partial-of = De andre deler kun deres tal med regionen og indgår ikke i tallene her. Hvem der har modtaget stafetten, vises for alle.
partial-of-none = Hvem der har modtaget stafetten, vises for alle.
partial-sums = De andre deler kun deres tal med regionen og indgår ikke i summerne.
partial-sums-none = Hver kommune vælger selv, hvem den deler sine tal med.
card-of-some = { $text } Gælder { $seen } af { $all } kommuner.
card-hidden = Tallene deles kun med regionen.
measured-of = { $measured } af { $accepted } gevinster målt
card-held = Modtagne stafetter
card-held-means = { $held } af { $sent } sendte er modtaget.
card-coverage = Dækning
card-coverage-means = { $measured } af { $accepted } gevinster er målt.
card-on-plan = På plan
card-on-plan-means = { $on_plan } af { $measured } målte gevinster er på plan eller foran.
card-overdue = Overskredne målinger
card-overdue-means = { $overdue ->
    [0] Alle målinger, der skulle være inde, er inde.
    [one] Én måling skulle have været inde.
   *[other] { $overdue } målinger skulle have været inde.
}
matrix-caption = { $region }: projekter og kommuner, { $day }
in-all = I alt
not-participating = deltager ikke
legend-note = På plan: mindst 100 % af den planlagte gevinst på måledagen. Lidt bag plan: { $behind }–100 %. Bag plan: under { $behind } %. Det, der skal holdes, kan afvige { $tolerance } %. Overskredet: en frist er nået uden måling. Feltet siger det, der står dårligst: overskredet går forud for bag plan.
cell-on-plan = { $on_plan } af { $measured } på plan
cell-measured = { $measured } af { $accepted } målt
cell-overdue = { $overdue } af { $accepted } overskredet
row-summary = { $held } af { $sent } modtaget, { $measuring } måler
row-summary-held = { $held } af { $sent } modtaget
attention = Kræver opmærksomhed
attention-none = Intet kræver opmærksomhed nu.
attention-none-seen = Intet kræver opmærksomhed i de tal, du ser.
attention-more = Og { $count } mere. Se matricen.
reason-overdue = { $count ->
    [one] Én måling er overskredet.
   *[other] { $count } målinger er overskredet.
}
reason-stopped = Stafetten er afslået, trukket tilbage, udløbet eller givet tilbage.
files = Tallene som filer
files-matrix = Matricen
files-curve = Planlagt og realiseret, måned for måned
files-measurements = Alle målinger i regionen, en række for hver værdi
files-what = Hvad tallene er: kolonner, enheder, kilde
files-odata = Excel og Power BI henter selv tallene fra denne adresse. Lav et token på din konto, og indsæt det som adgangskode; brugernavnet kan være hvad som helst.
files-odata-link = OData til Excel og Power BI
development = Udvikling
cell-caption = Gevinster i { $project }, { $municipality }
answer-unmeasured = { $indicator } er ikke målt endnu. Fra { $baseline } til { $target }.
answer-at-baseline = { $indicator }: { $value }, som nulpunktet. Planen for dagen var { $planned }.
answer-above-baseline = { $indicator }: { $value }, { $moved } over nulpunktet. Planen for dagen var { $planned }.
answer-below-baseline = { $indicator }: { $value }, { $moved } under nulpunktet. Planen for dagen var { $planned }.
answer-attainment = Målopfyldelsen er { $share } %.
no-measurements = Ingen målinger endnu
first-awaited = Første måling ventes { $day }.
higher-is-better = højere er bedre
lower-is-better = lavere er bedre
hold-is-better = skal holdes, hvor den er
plan = Plan
measured = Målt
axis-cut = aksen begynder ikke ved nul
show-table = Vis som tabel
chart-title-unmeasured = Planen fra nulpunkt til mål
chart-title-on-plan = Seneste måling er på plan eller foran
chart-title-behind = Seneste måling er bag plan
chart-summary = Linjediagram med { $count } målinger, senest { $last }. Nulpunkt { $baseline } { $baseline_on }, mål { $target } { $target_on }.
chart-steps = Tiltag, der er gjort: { $steps }.
chart-steps-of-a-day = { $count } tiltag gjort
forecast-label = Prognose (n = { $points })
work-years = Gevinsten i seneste periode, { $hours }, svarer til { $years } årsværk om året. Ét årsværk er her { $each } timer: 37,5 timer om ugen i 226 arbejdsdage.
attainment = Målopfyldelse
series-caption = Målinger af { $benefit }
direction = Retning
frequency = Hvor ofte
class = Gevinsttype
owner = Gevinstejer
no-owner = Ingen endnu
method = Målemetode
definition = Beskrivelse
about-benefit = Om gevinsten
corrections = Rettelser
reason = Begrundelse
who = Hvem
corrected-title = Målingen er rettet
corrected = Både den gamle og den nye værdi står nedenfor.
task-answer = Svar på stafetten: { $project }
task-clarify = Svar på spørgsmål om { $project }
task-follow = Svarfrist for stafetten: { $project }
task-step = Gør: { $step }
effort-answer = ca. 2 min
idle-title = Fanget i driften
idle-home-why = Disse har stået stille, mens noget er forfaldent. Et lille skridt er nok: et tiltag videre eller én måling.
idle-since = { $days } dage uden bevægelse, { $due ->
    [one] én ting er forfalden
   *[other] { $due } ting er forfaldne
}.
idle-region-why = Kommunen har fået besked tidligere. Nu kan I hjælpe.
idle-support = Før støtte til { $municipality }
idle-more = … og { $count } til.

# Regler for målinger: spørgeskemaer
survey-answered-of = { $n } af { $invited } svarede ({ $rate } %).
survey-answered = { $n } svarede.
survey-between = Med 95 % sikkerhed mellem { $low } og { $high }.
too-few-answers-title = Seneste måling vises ikke
too-few-answers = vises ikke: færre end { $least } svar
too-few-answers-why = Målingen { $day } er registreret og svarer på fristen. Værdien vises ikke, når færre end { $least } har svaret, for så kan man se, hvad den enkelte mente. Den er heller ikke med i nogen sum.
sustain-until = Skal vare til
sustain-until-help = Sidste dag niveauet skal holdes efter måltallets dag. Tomt: så længe nogen måler.
difference-sustain-until = Skal vare til
field-not-after-target = Vælg en dag efter måltallets dag.
fallen-back = Er faldet tilbage
fallen-back-why = Toppen var { $peak } ({ $peak_on }). Seneste måling er { $value } ({ $on }): { $drop } % af gevinsten er væk igen, og to målinger i træk er mere end { $tolerance } % under toppen.
sustained = Varer
sustained-below = { $drop } % under toppen på { $peak } ({ $peak_on })
sustained-at-peak = på toppen: { $peak } ({ $peak_on })
fallen-back-list = Er faldet tilbage
fallen-back-list-why = Gevinster, der nåede måltallets dag, og som to målinger i træk har mistet mere end { $tolerance } % af det, de gav på toppen.
fallen-back-item = { $drop } % af gevinsten er væk, siden toppen { $peak_on }
how-we-calculate-short = Hvordan
how-we-calculate = Sådan regner vi
forecast-says = Prognose: { $value } den { $on }, formentlig mellem { $low } og { $high }. Den hviler på { $points } målinger.
forecast-too-few = Der er { $points } af de { $least } målinger, der skal til, før vi viser en prognose.
forecast-how = Prognosen er medianen af stigningerne mellem alle par af målinger (Theil 1950, Sen 1968), så én fejlskrevet værdi ikke vrider den. De 120 nyeste målinger tæller med.
forecast-how-band = Båndet viser, hvor spredte målingerne har været omkring linjen (fra 10 % til 90 %), og hvor usikker stigningen er (80 %). Det bliver bredere, jo længere frem det gælder. Prognosen fører det videre, der har været: den kender ikke sæsoner og er ikke et løfte.
guide-in-bokmal = Teksten er på norsk (bokmål), som brugervejledningen.
task-confirm = { $count ->
    [one] Bekræft ét tal, som en kollega har indtastet
   *[other] Bekræft { $count } tal, som kolleger har indtastet
}
task-region-overdue = { $count ->
    [one] Én måling er forfalden med { $days } dage eller mere
   *[other] { $count } målinger er forfaldne med { $days } dage eller mere
}
flow-title = Sum for året
flow-lead = Tallene siger, hvad der kom i hver periode, så de kan lægges sammen.
flow-this-year = Hidtil i { $year }
flow-last-year = I { $year }
flow-sum = { $periods ->
    [one] { $sum }. Den ene periode er inde.
   *[other] { $sum }. Alle { $periods } perioder er inde.
}
flow-sum-at-least = Mindst { $sum }. { $measured } af { $periods } perioder er inde.
flow-none-in = { $periods ->
    [one] Ikke målt. Én periode er forfalden.
   *[other] Ikke målt. { $periods } perioder er forfaldne.
}
year-soon = Årshjulet: de næste 30 dage

# Regionstavlen: sætningerne øverst, det der kræver opmærksomhed, beslutninger
headline-title = Kort fortalt
headline-partial = Nogle kommuner deler kun deres tal med regionen. Sætningerne gælder det, du kan se.
headline-edited-by = Redigeret af { $name }
headline-overdue = { $overdue ->
    [one] Én af { $accepted } gevinster har en overskredet måling.
   *[other] { $overdue } af { $accepted } gevinster har en overskredet måling.
}
headline-unexplained = { $unexplained ->
    [one] Én gevinst bag planen er uden forklaring ({ $behind } er bag planen; { $measured } af { $accepted } er målt).
   *[other] { $unexplained } gevinster bag planen er uden forklaring ({ $behind } er bag planen; { $measured } af { $accepted } er målt).
}
headline-caught = { $count ->
    [one] Én stafet er fanget i driften.
   *[other] { $count } stafetter er fanget i driften.
}
headline-fallen-back = { $count ->
    [one] Én gevinst er faldet tilbage, efter at målet var nået.
   *[other] { $count } gevinster er faldet tilbage, efter at målet var nået.
}
headline-furthest = { $class } ({ $unit }) har realiseret { $rate } % af det, der er planlagt til udgangen af måneden; { $coverage } % af gevinsterne er målt.
headline-on-plan = { $on_plan } af { $measured } målte gevinster følger planen; { $measured } af { $accepted } er målt.
headline-waiting = { $count ->
    [0] Ingen stafetter venter på svar.
    [one] Én stafet venter på svar.
   *[other] { $count } stafetter venter på svar.
}
headline-held = { $held } af { $sent } sendte stafetter er modtaget.
headline-nothing-taken-on = Ingen gevinster er modtaget endnu, så intet kan måles.
headline-edit = Ret overskrifterne
headline-lead = Sætningerne øverst på regionstavlen i { $month }.
headline-sentences = Sætninger
headline-sentences-help = Én sætning på hver linje, den vigtigste først. Højst { $most } linjer på { $max } tegn. De vises for dem, der ser alle tal i regionen; andre ser sætninger lavet af de tal, de kan se.
headline-rules = Sætningerne fra tallene
headline-rules-why = Dem laver reglerne selv af tallene nu.
headline-back = Brug sætningerne fra tallene
changed-at = Opdateret
region-choose = Vælg tema, fase, kommune eller gevinsttype
reason-unexplained = Bag planen, og ingen har forklaret hvorfor.
reason-explained = Kommunens forklaring ({ $day }): »{ $cause }«
reason-expiring = Svarfristen er snart forbi.
reason-run-out = Svarfristen er forbi.
reason-blocked = { $step } er hindret: { $why }
decisions-title = Beslutninger
decisions-made = Sidst besluttet
decisions-coming = Afventer beslutning
decision-passed = datoen er passeret
class-unclassified = Uden type

# Kommunens side
town-lead = Hvad kommunen har påtaget sig, hvordan det går, og hvad det har givet.
town-left = { $town } har ikke været med i regionen siden { $day }
town-left-why = Det, kommunen havde påtaget sig, står, som det var dengang.
gains-title = Hvad det har givet os
gains-why = Én linje for hver gevinsttype og enhed; de lægges aldrig sammen. Gevinsten hos os selv står ved siden af det, andre får.
gain-for = Gevinst for
gain-own = Egen organisation
gain-others = Borgere, erhvervsliv og andre
realised = Realiseret
planned-by-now = Planlagt ved månedens slutning
realised-share = Realiseret af plan
gains-spark = Realiseret gennem { $months } måneder, nu: { $last }
town-curve = Planlagt og realiseret
town-curve-summary = { $class }: { $realised } realiseret, { $planned } planlagt, { $coverage } % målt
town-curve-unmeasured = { $class }: ikke målt, { $planned } planlagt
all-projects = Alle projekter
town-no-curve = Ingen gevinster er modtaget endnu.
town-nothing = Ingen gevinster endnu
town-nothing-why = Når kommunen har modtaget en stafet, ser du her, hvad den giver.
town-taken-on = De projekter, vi har påtaget os
month = Måned
planned = Planlagt
my-municipalities = Sådan går det i kommunen
headline-nothing-seen = Kommunerne, der har taget imod, har ingen tal, der vises her.
realisation-title = Planlagt mod realiseret
realisation-lead = Hvad regionen har lovet af gevinst, måned for måned, og hvad der er målt. Hver gevinsttype står for sig. Gevinst er ændringen fra nulpunktet; af flere gevinster er ændringerne lagt sammen.
realisation-by-now = Hidtil
realisation-over-time = Over tid
realisation-months = { $months } måneder
realisation-none = Ingen gevinster at vise
realisation-none-why = Kurverne kommer, når en kommune har modtaget stafetten for et projekt her. Har du valgt et udsnit, kan du vælge et større.
course-forecast = Prognose: { $value } den { $on }, sandsynligvis mellem { $low } og { $high }. Den hviler på { $points } afsluttede måneder, hvor lige mange gevinster var målt.
course-no-forecast = Ingen prognose: den kræver mindst { $least } afsluttede måneder, hvor lige mange gevinster er målt.
bars-furthest = Længst fra planen: { $name }, { $share }
bars-none = Intet er målt endnu
bars-caption = Realiseret af det, der er planlagt til udgangen af måneden, { $place }. Stregen er planen, 100 %.
bars-of = { $rate } ({ $coverage } målt)
