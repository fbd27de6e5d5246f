tasks-today = I dag
tasks-this-week = Denne uken
tasks-later = Senere
tasks-begin = Begynn
tasks-count = { $count ->
    [one] én oppgave
   *[other] { $count } oppgaver
}
tasks-left-out = { $count ->
    [one] Én måling til venter på andre i kommunen.
   *[other] { $count } målinger til venter på andre i kommunen.
}
tasks-none = Ingenting venter på deg
tasks-none-next = Neste måling: { $day }.
tasks-none-why = Her kommer overleveringer du skal svare på, og målinger som forfaller.
task-measure = Registrer måling: { $benefit }
due-label = Frist
effort-measure = ca. 1 min
mine-title = Prosjektene i { $place }
mine-projects = Prosjektene dine
mine-development = Gitt hittil, og de siste { $months } månedene
mine-more = { $count ->
    [one] Ett prosjekt til:
   *[other] { $count } prosjekter til:
}
part-broken = «{ $part }» kunne ikke leses nå
part-broken-why = Resten av siden er som den skal. Prøv igjen om litt.
home-rest = Mer: siden sist, prosjekter og regioner
my-regions = Regioner
state-not-started = Ikke startet
state-waiting = Venter på svar
state-underway = I gang
state-on-plan = På plan
state-slightly-behind = Litt bak plan
state-behind = Bak plan
state-overdue = Forfalt
state-not-measured = Ikke målt
state-stopped = Stanset
state-done = Realisert
state-not-accepted = Ikke mottatt
region-lead = Prosjekter og kommuner: hvem har tatt imot, hvem måler, og hvordan går det?
region-empty = Ingen prosjekter ennå
region-empty-why = Når veikartet har et prosjekt, ser du her hvordan det står til i hver kommune.
projector = Vis på lerret
partial-of-title = Tall fra { $seen } av { $all } kommuner
partial-of = De andre deler tallene sine bare med regionen, og er ikke med i tallene her. Hvem som har tatt imot stafettpinnen, vises for alle.
partial-of-none = Hvem som har tatt imot stafettpinnen, vises for alle.
partial-sums = De andre deler tallene sine bare med regionen, og er ikke med i summene.
partial-sums-none = Hver kommune velger selv hvem den deler tallene sine med.
card-of-some = { $text } Gjelder { $seen } av { $all } kommuner.
card-hidden = Tallene deles bare med regionen.
measured-of = { $measured } av { $accepted } gevinster målt
card-held = Mottatte stafettpinner
card-held-means = { $held } av { $sent } sendte er tatt imot.
card-coverage = Dekning
card-coverage-means = { $measured } av { $accepted } gevinster er målt.
card-on-plan = På plan
card-on-plan-means = { $on_plan } av { $measured } målte gevinster er på plan eller foran.
card-overdue = Forfalte målinger
card-overdue-means = { $overdue ->
    [0] Alle målinger som skulle vært inne, er inne.
    [one] Én måling skulle vært inne.
   *[other] { $overdue } målinger skulle vært inne.
}
matrix-caption = { $region }: prosjekter og kommuner, { $day }
in-all = I alt
not-participating = deltar ikke
legend-note = På plan: minst 100 % av planlagt gevinst på måledagen. Litt bak plan: { $behind }–100 %. Bak plan: under { $behind } %. Det som skal holdes, kan avvike { $tolerance } %. Forfalt: en frist er nådd uten måling. Ruten sier det som står dårligst: forfalt går foran bak plan.
cell-on-plan = { $on_plan } av { $measured } på plan
cell-measured = { $measured } av { $accepted } målt
cell-overdue = { $overdue } av { $accepted } forfalt
row-summary = { $held } av { $sent } mottatt, { $measuring } måler
row-summary-held = { $held } av { $sent } mottatt
attention = Krever oppmerksomhet
attention-none = Ingenting krever oppmerksomhet nå.
attention-none-seen = Ingenting krever oppmerksomhet i tallene du ser.
attention-more = Og { $count } til. Se matrisen.
reason-overdue = { $count ->
    [one] Én måling er forfalt.
   *[other] { $count } målinger er forfalt.
}
reason-stopped = Stafettpinnen er avslått, trukket, utløpt eller gitt tilbake.
files = Tallene som filer
files-matrix = Matrisen
files-curve = Planlagt og realisert, måned for måned
files-measurements = Alle målinger i regionen, én rad for hver verdi
files-what = Hva tallene er: kolonner, enheter, kilde
files-odata = Excel og Power BI henter tallene selv fra denne adressen. Lag et token på kontoen din, og lim det inn som passord; brukernavnet kan være hva som helst.
files-odata-link = OData for Excel og Power BI
development = Utvikling
cell-caption = Gevinster i { $project }, { $municipality }
answer-unmeasured = { $indicator } er ikke målt ennå. Fra { $baseline } til { $target }.
answer-at-baseline = { $indicator }: { $value }, som nullpunktet. Planen for dagen var { $planned }.
answer-above-baseline = { $indicator }: { $value }, { $moved } over nullpunktet. Planen for dagen var { $planned }.
answer-below-baseline = { $indicator }: { $value }, { $moved } under nullpunktet. Planen for dagen var { $planned }.
answer-attainment = Måloppnåelsen er { $share } %.
no-measurements = Ingen målinger ennå
first-awaited = Første måling ventes { $day }.
higher-is-better = høyere er bedre
lower-is-better = lavere er bedre
hold-is-better = skal holdes der den er
plan = Plan
measured = Målt
axis-cut = aksen begynner ikke på null
show-table = Vis som tabell
chart-title-unmeasured = Planen fra nullpunkt til mål
chart-title-on-plan = Siste måling er på plan eller foran
chart-title-behind = Siste måling er bak plan
chart-summary = Linjediagram med { $count } målinger, sist { $last }. Nullpunkt { $baseline } { $baseline_on }, mål { $target } { $target_on }.
chart-steps = Tiltak som er gjort: { $steps }.
chart-steps-of-a-day = { $count } tiltak gjort
forecast-label = Prognose (n = { $points })
work-years = Gevinsten i siste periode, { $hours }, svarer til { $years } årsverk i året. Ett årsverk er her { $each } timer: 37,5 timer i uken i 226 arbeidsdager.
attainment = Måloppnåelse
series-caption = Målinger av { $benefit }
direction = Retning
frequency = Hvor ofte
class = Gevinsttype
owner = Gevinsteier
no-owner = Ingen ennå
method = Målemetode
definition = Beskrivelse
about-benefit = Om gevinsten
corrections = Rettelser
reason = Begrunnelse
who = Hvem
corrected-title = Målingen er rettet
corrected = Både den gamle og den nye verdien står under.
task-answer = Svar på stafettpinnen: { $project }
task-clarify = Svar på spørsmål om { $project }
task-follow = Svarfrist for stafettpinnen: { $project }
task-step = Gjør: { $step }
effort-answer = ca. 2 min
idle-title = Fanget i drift
idle-home-why = Disse har stått stille mens noe er forfalt. Et lite steg holder: et tiltak videre, eller én måling.
idle-since = { $days } dager uten bevegelse, { $due ->
    [one] én ting er forfalt
   *[other] { $due } ting er forfalt
}.
idle-region-why = Kommunen har fått beskjed tidligere. Nå kan dere hjelpe.
idle-support = Før støtte til { $municipality }
idle-more = … og { $count } til.

# Regler for målinger: spørreundersøkelser
survey-answered-of = { $n } av { $invited } svarte ({ $rate } %).
survey-answered = { $n } svarte.
survey-between = Med 95 % sikkerhet mellom { $low } og { $high }.
too-few-answers-title = Siste måling vises ikke
too-few-answers = vises ikke: færre enn { $least } svar
too-few-answers-why = Målingen { $day } er registrert og svarer på fristen. Verdien vises ikke når færre enn { $least } har svart, for da kan en se hva den enkelte mente. Den er heller ikke med i noen sum.
sustain-until = Skal vare til
sustain-until-help = Siste dag nivået skal holdes etter måltallets dag. Stå tomt: så lenge noen måler.
difference-sustain-until = Skal vare til
field-not-after-target = Velg en dag etter måltallets dag.
fallen-back = Har falt tilbake
fallen-back-why = Toppen var { $peak } ({ $peak_on }). Siste måling er { $value } ({ $on }): { $drop } % av gevinsten er borte igjen, og to målinger på rad er mer enn { $tolerance } % under toppen.
sustained = Varer
sustained-below = { $drop } % under toppen på { $peak } ({ $peak_on })
sustained-at-peak = på topp: { $peak } ({ $peak_on })
fallen-back-list = Har falt tilbake
fallen-back-list-why = Gevinster som nådde måltallets dag, og som to målinger på rad har mistet mer enn { $tolerance } % av det de ga på topp.
fallen-back-item = { $drop } % av gevinsten er borte, siden toppen { $peak_on }
how-we-calculate-short = Hvordan
how-we-calculate = Slik regner vi
forecast-says = Prognose: { $value } den { $on }, trolig mellom { $low } og { $high }. Den hviler på { $points } målinger.
forecast-too-few = Det er { $points } av de { $least } målingene som må til før vi viser en prognose.
forecast-how = Prognosen er medianen av stigningene mellom alle par av målinger (Theil 1950, Sen 1968), så én feilskrevet verdi ikke vrir den. De 120 nyeste målingene regnes med.
forecast-how-band = Båndet viser hvor spredte målingene har vært rundt linjen (fra 10 % til 90 %), og hvor usikker stigningen er (80 %). Det blir bredere jo lenger fram det gjelder. Prognosen viderefører det som har vært: den kjenner ikke sesonger, og er ikke et løfte.
guide-in-bokmal = Teksten er på bokmål.
task-confirm = { $count ->
    [one] Bekreft ett tall som en kollega har ført
   *[other] Bekreft { $count } tall som kolleger har ført
}
task-region-overdue = { $count ->
    [one] Én måling er forfalt med { $days } dager eller mer
   *[other] { $count } målinger er forfalt med { $days } dager eller mer
}
flow-title = Sum for året
flow-lead = Tallene sier hva som kom i hver periode, så de kan legges sammen.
flow-this-year = Hittil i { $year }
flow-last-year = I { $year }
flow-sum = { $periods ->
    [one] { $sum }. Den ene perioden er inne.
   *[other] { $sum }. Alle { $periods } perioder er inne.
}
flow-sum-at-least = Minst { $sum }. { $measured } av { $periods } perioder er inne.
flow-none-in = { $periods ->
    [one] Ikke målt. Én periode er forfalt.
   *[other] Ikke målt. { $periods } perioder er forfalt.
}
year-soon = Årshjulet: de neste 30 dagene

# Regiontavlen: setningene øverst, det som krever oppmerksomhet, beslutninger
headline-title = Kort fortalt
headline-partial = Noen kommuner deler tallene sine bare med regionen. Setningene gjelder det du kan se.
headline-edited-by = Redigert av { $name }
headline-overdue = { $overdue ->
    [one] Én av { $accepted } gevinster har en forfalt måling.
   *[other] { $overdue } av { $accepted } gevinster har en forfalt måling.
}
headline-unexplained = { $unexplained ->
    [one] Én gevinst bak plan er uten forklaring ({ $behind } er bak plan; { $measured } av { $accepted } er målt).
   *[other] { $unexplained } gevinster bak plan er uten forklaring ({ $behind } er bak plan; { $measured } av { $accepted } er målt).
}
headline-caught = { $count ->
    [one] Én stafettpinne er fanget i drift.
   *[other] { $count } stafettpinner er fanget i drift.
}
headline-fallen-back = { $count ->
    [one] Én gevinst har falt tilbake etter at målet var nådd.
   *[other] { $count } gevinster har falt tilbake etter at målet var nådd.
}
headline-furthest = { $class } ({ $unit }) har realisert { $rate } % av det som er planlagt til utgangen av måneden; { $coverage } % av gevinstene er målt.
headline-on-plan = { $on_plan } av { $measured } målte gevinster er på plan; { $measured } av { $accepted } er målt.
headline-waiting = { $count ->
    [0] Ingen stafettpinner venter på svar.
    [one] Én stafettpinne venter på svar.
   *[other] { $count } stafettpinner venter på svar.
}
headline-held = { $held } av { $sent } sendte stafettpinner er mottatt.
headline-nothing-taken-on = Ingen gevinster er tatt imot ennå, så ingenting kan måles.
headline-edit = Rediger overskriftene
headline-lead = Setningene øverst på regiontavlen i { $month }.
headline-sentences = Setninger
headline-sentences-help = Én setning på hver linje, den viktigste først. Høyst { $most } linjer på { $max } tegn. De vises for dem som ser alle tallene i regionen; andre ser setninger laget av tallene de kan se.
headline-rules = Setningene fra tallene
headline-rules-why = Disse lager reglene selv av tallene nå.
headline-back = Bruk setningene fra tallene
changed-at = Oppdatert
region-choose = Velg tema, fase, kommune eller gevinsttype
reason-unexplained = Bak plan, og ingen har forklart hvorfor.
reason-explained = Kommunens forklaring ({ $day }): «{ $cause }»
reason-expiring = Svarfristen er snart ute.
reason-run-out = Svarfristen er ute.
reason-blocked = { $step } er hindret: { $why }
decisions-title = Beslutninger
decisions-made = Sist besluttet
decisions-coming = Venter på beslutning
decision-passed = datoen er passert
class-unclassified = Uten type

# Kommunens side
town-lead = Hva kommunen har tatt på seg, hvordan det går, og hva det har gitt.
town-left = { $town } har ikke vært med i regionen siden { $day }
town-left-why = Det kommunen hadde tatt på seg, står som det var da.
gains-title = Hva det har gitt oss
gains-why = Én linje for hver gevinsttype og enhet; de legges aldri sammen. Gevinsten hos oss selv står ved siden av det andre får.
gain-for = Gevinst for
gain-own = Egen organisasjon
gain-others = Innbyggere, næringsliv og andre
realised = Realisert
planned-by-now = Planlagt ved månedens slutt
realised-share = Realisert av plan
gains-spark = Realisert gjennom { $months } måneder, nå: { $last }
town-curve = Planlagt og realisert
town-curve-summary = { $class }: { $realised } realisert, { $planned } planlagt, { $coverage } % målt
town-curve-unmeasured = { $class }: ikke målt, { $planned } planlagt
all-projects = Alle prosjekter
town-no-curve = Ingen gevinster er tatt imot ennå.
town-nothing = Ingen gevinster ennå
town-nothing-why = Når kommunen har tatt imot en stafettpinne, ser du her hva den gir.
town-taken-on = Prosjektene vi har tatt på oss
month = Måned
planned = Planlagt
my-municipalities = Slik går det i kommunen
headline-nothing-seen = Kommunene som har tatt imot, har ingen tall som vises her.
realisation-title = Planlagt mot realisert
realisation-lead = Hva regionen har lovet av gevinst, måned for måned, og hva som er målt. Hver gevinsttype står for seg. Gevinst er endringen fra nullpunktet; av flere gevinster er endringene lagt sammen.
realisation-by-now = Hittil
realisation-over-time = Over tid
realisation-months = { $months } måneder
realisation-none = Ingen gevinster å vise
realisation-none-why = Kurvene kommer når en kommune har tatt imot stafettpinnen for et prosjekt her. Har du valgt et utsnitt, kan du velge et større.
course-forecast = Prognose: { $value } den { $on }, trolig mellom { $low } og { $high }. Den hviler på { $points } ferdige måneder der like mange gevinster var målt.
course-no-forecast = Ingen prognose: den krever minst { $least } ferdige måneder der like mange gevinster er målt.
bars-furthest = Lengst fra planen: { $name }, { $share }
bars-none = Ingenting er målt ennå
bars-caption = Realisert av det som er planlagt til utgangen av måneden, { $place }. Streken er planen, 100 %.
bars-of = { $rate } ({ $coverage } målt)
