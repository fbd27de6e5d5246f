tasks-today = I dag
tasks-this-week = Denne veka
tasks-later = Seinare
tasks-begin = Byrja
tasks-count = { $count ->
    [one] éi oppgåve
   *[other] { $count } oppgåver
}
tasks-left-out = { $count ->
    [one] Éi måling til ventar på andre i kommunen.
   *[other] { $count } målingar til ventar på andre i kommunen.
}
tasks-none = Ingenting ventar på deg
tasks-none-next = Neste måling: { $day }.
tasks-none-why = Her kjem overleveringar du skal svare på, og målingar som forfell.
task-measure = Registrer måling: { $benefit }
due-label = Frist
effort-measure = ca. 1 min
mine-title = Prosjekta i { $place }
mine-projects = Prosjekta dine
mine-development = Gjeve hittil, og dei siste { $months } månadene
mine-more = { $count ->
    [one] Eitt prosjekt til:
   *[other] { $count } prosjekt til:
}
part-broken = «{ $part }» kunne ikkje lesast no
part-broken-why = Resten av sida er som ho skal. Prøv igjen om litt.
home-rest = Meir: sidan sist, prosjekt og regionar
my-regions = Regionar
state-not-started = Ikkje starta
state-waiting = Ventar på svar
state-underway = I gang
state-on-plan = På plan
state-slightly-behind = Litt bak plan
state-behind = Bak plan
state-overdue = Forfallen
state-not-measured = Ikkje målt
state-stopped = Stansa
state-done = Realisert
state-not-accepted = Ikkje motteken
region-lead = Prosjekt og kommunar: kven har teke imot, kven måler, og korleis går det?
region-empty = Ingen prosjekt enno
region-empty-why = Når vegkartet har eit prosjekt, ser du her korleis det står til i kvar kommune.
projector = Vis på lerret
partial-of-title = Tal frå { $seen } av { $all } kommunar
partial-of = Dei andre deler tala sine berre med regionen, og er ikkje med i tala her. Kven som har teke imot stafettpinnen, blir vist for alle.
partial-of-none = Kven som har teke imot stafettpinnen, blir vist for alle.
partial-sums = Dei andre deler tala sine berre med regionen, og er ikkje med i summane.
partial-sums-none = Kvar kommune vel sjølv kven ho deler tala sine med.
card-of-some = { $text } Gjeld { $seen } av { $all } kommunar.
card-hidden = Tala blir delte berre med regionen.
measured-of = { $measured } av { $accepted } gevinstar målte
card-held = Mottekne stafettpinnar
card-held-means = { $held } av { $sent } sende er tekne imot.
card-coverage = Dekning
card-coverage-means = { $measured } av { $accepted } gevinstar er målte.
card-on-plan = På plan
card-on-plan-means = { $on_plan } av { $measured } målte gevinstar er på plan eller framfor.
card-overdue = Forfalne målingar
card-overdue-means = { $overdue ->
    [0] Alle målingar som skulle vore inne, er inne.
    [one] Éi måling skulle vore inne.
   *[other] { $overdue } målingar skulle vore inne.
}
matrix-caption = { $region }: prosjekt og kommunar, { $day }
in-all = I alt
not-participating = deltek ikkje
legend-note = På plan: minst 100 % av planlagd gevinst på måledagen. Litt bak plan: { $behind }–100 %. Bak plan: under { $behind } %. Det som skal haldast, kan avvike { $tolerance } %. Forfallen: ein frist er nådd utan måling. Ruta seier det som står dårlegast: forfallen går føre bak plan.
cell-on-plan = { $on_plan } av { $measured } på plan
cell-measured = { $measured } av { $accepted } målt
cell-overdue = { $overdue } av { $accepted } forfalne
row-summary = { $held } av { $sent } mottekne, { $measuring } måler
row-summary-held = { $held } av { $sent } mottekne
attention = Krev merksemd
attention-none = Ingenting krev merksemd no.
attention-none-seen = Ingenting krev merksemd i tala du ser.
attention-more = Og { $count } til. Sjå matrisa.
reason-overdue = { $count ->
    [one] Éi måling er forfallen.
   *[other] { $count } målingar er forfalne.
}
reason-stopped = Stafettpinnen er avslått, trekt, utgått eller gitt tilbake.
files = Tala som filer
files-matrix = Matrisa
files-curve = Planlagt og realisert, månad for månad
files-measurements = Alle målingar i regionen, éi rad for kvar verdi
files-what = Kva tala er: kolonnar, einingar, kjelde
files-odata = Excel og Power BI hentar tala sjølve frå denne adressa. Lag eit token på kontoen din, og lim det inn som passord; brukarnamnet kan vere kva som helst.
files-odata-link = OData for Excel og Power BI
development = Utvikling
cell-caption = Gevinstar i { $project }, { $municipality }
answer-unmeasured = { $indicator } er ikkje målt enno. Frå { $baseline } til { $target }.
answer-at-baseline = { $indicator }: { $value }, som nullpunktet. Planen for dagen var { $planned }.
answer-above-baseline = { $indicator }: { $value }, { $moved } over nullpunktet. Planen for dagen var { $planned }.
answer-below-baseline = { $indicator }: { $value }, { $moved } under nullpunktet. Planen for dagen var { $planned }.
answer-attainment = Måloppnåinga er { $share } %.
no-measurements = Ingen målingar enno
first-awaited = Første måling er venta { $day }.
higher-is-better = høgare er betre
lower-is-better = lågare er betre
hold-is-better = skal haldast der han er
plan = Plan
measured = Målt
axis-cut = aksen byrjar ikkje på null
show-table = Vis som tabell
chart-title-unmeasured = Planen frå nullpunkt til mål
chart-title-on-plan = Siste måling er på plan eller framfor
chart-title-behind = Siste måling er bak plan
chart-summary = Linjediagram med { $count } målingar, sist { $last }. Nullpunkt { $baseline } { $baseline_on }, mål { $target } { $target_on }.
chart-steps = Tiltak som er gjorde: { $steps }.
chart-steps-of-a-day = { $count } tiltak gjorde
forecast-label = Prognose (n = { $points })
work-years = Gevinsten i siste periode, { $hours }, svarer til { $years } årsverk i året. Eitt årsverk er her { $each } timar: 37,5 timar i veka i 226 arbeidsdagar.
attainment = Måloppnåing
series-caption = Målingar av { $benefit }
direction = Retning
frequency = Kor ofte
class = Gevinsttype
owner = Gevinsteigar
no-owner = Ingen enno
method = Målemetode
definition = Skildring
about-benefit = Om gevinsten
corrections = Rettingar
reason = Grunngiving
who = Kven
corrected-title = Målinga er retta
corrected = Både den gamle og den nye verdien står under.
task-answer = Svar på stafettpinnen: { $project }
task-clarify = Svar på spørsmål om { $project }
task-follow = Svarfrist for stafettpinnen: { $project }
task-step = Gjer: { $step }
effort-answer = ca. 2 min
idle-title = Fanga i drift
idle-home-why = Desse har stått stille medan noko er forfalle. Eit lite steg held: eit tiltak vidare, eller éi måling.
idle-since = { $days } dagar utan rørsle, { $due ->
    [one] éin ting er forfallen
   *[other] { $due } ting er forfalne
}.
idle-region-why = Kommunen har fått beskjed tidlegare. No kan de hjelpe.
idle-support = Før støtte til { $municipality }
idle-more = … og { $count } til.

# Reglar for målingar: spørjeundersøkingar
survey-answered-of = { $n } av { $invited } svarte ({ $rate } %).
survey-answered = { $n } svarte.
survey-between = Med 95 % tryggleik mellom { $low } og { $high }.
too-few-answers-title = Siste måling blir ikkje vist
too-few-answers = blir ikkje vist: færre enn { $least } svar
too-few-answers-why = Målinga { $day } er registrert og svarer på fristen. Verdien blir ikkje vist når færre enn { $least } har svart, for då kan ein sjå kva den enkelte meinte. Han er heller ikkje med i nokon sum.
sustain-until = Skal vare til
sustain-until-help = Siste dag nivået skal haldast etter dagen for måltalet. Tomt: så lenge nokon måler.
difference-sustain-until = Skal vare til
field-not-after-target = Vel ein dag etter dagen for måltalet.
fallen-back = Har falle tilbake
fallen-back-why = Toppen var { $peak } ({ $peak_on }). Siste måling er { $value } ({ $on }): { $drop } % av gevinsten er borte att, og to målingar på rad er meir enn { $tolerance } % under toppen.
sustained = Varer
sustained-below = { $drop } % under toppen på { $peak } ({ $peak_on })
sustained-at-peak = på topp: { $peak } ({ $peak_on })
fallen-back-list = Har falle tilbake
fallen-back-list-why = Gevinstar som nådde dagen for måltalet, og som to målingar på rad har mista meir enn { $tolerance } % av det dei gav på topp.
fallen-back-item = { $drop } % av gevinsten er borte, sidan toppen { $peak_on }
how-we-calculate-short = Korleis
how-we-calculate = Slik reknar vi
forecast-says = Prognose: { $value } den { $on }, truleg mellom { $low } og { $high }. Han kviler på { $points } målingar.
forecast-too-few = Det er { $points } av dei { $least } målingane som må til før vi viser ein prognose.
forecast-how = Prognosen er medianen av stigningane mellom alle par av målingar (Theil 1950, Sen 1968), så éin feilskriven verdi ikkje vrir han. Dei 120 nyaste målingane er rekna med.
forecast-how-band = Bandet viser kor spreidde målingane har vore rundt linja (frå 10 % til 90 %), og kor usikker stigninga er (80 %). Det blir breiare jo lenger fram det gjeld. Prognosen fører vidare det som har vore: han kjenner ikkje sesongar, og er ikkje ein lovnad.
guide-in-bokmal = Teksten er på bokmål, som brukarrettleiinga.
task-confirm = { $count ->
    [one] Stadfest eitt tal som ein kollega har ført
   *[other] Stadfest { $count } tal som kollegaer har ført
}
task-region-overdue = { $count ->
    [one] Éi måling er forfallen med { $days } dagar eller meir
   *[other] { $count } målingar er forfalne med { $days } dagar eller meir
}
flow-title = Sum for året
flow-lead = Tala seier kva som kom i kvar periode, så dei kan leggjast saman.
flow-this-year = Hittil i { $year }
flow-last-year = I { $year }
flow-sum = { $periods ->
    [one] { $sum }. Den eine perioden er inne.
   *[other] { $sum }. Alle { $periods } periodane er inne.
}
flow-sum-at-least = Minst { $sum }. { $measured } av { $periods } periodar er inne.
flow-none-in = { $periods ->
    [one] Ikkje målt. Éin periode er forfallen.
   *[other] Ikkje målt. { $periods } periodar er forfalne.
}
year-soon = Årshjulet: dei neste 30 dagane

# Regiontavla: setningane øvst, det som krev merksemd, avgjerder
headline-title = Kort fortalt
headline-partial = Nokre kommunar deler tala sine berre med regionen. Setningane gjeld det du kan sjå.
headline-edited-by = Redigert av { $name }
headline-overdue = { $overdue ->
    [one] Éin av { $accepted } gevinstar har ei forfallen måling.
   *[other] { $overdue } av { $accepted } gevinstar har ei forfallen måling.
}
headline-unexplained = { $unexplained ->
    [one] Éin gevinst bak plan er utan forklaring ({ $behind } er bak plan; { $measured } av { $accepted } er målte).
   *[other] { $unexplained } gevinstar bak plan er utan forklaring ({ $behind } er bak plan; { $measured } av { $accepted } er målte).
}
headline-caught = { $count ->
    [one] Éin stafettpinne er fanga i drift.
   *[other] { $count } stafettpinnar er fanga i drift.
}
headline-fallen-back = { $count ->
    [one] Éin gevinst har falle tilbake etter at målet var nådd.
   *[other] { $count } gevinstar har falle tilbake etter at målet var nådd.
}
headline-furthest = { $class } ({ $unit }) har realisert { $rate } % av det som er planlagt til utgangen av månaden; { $coverage } % av gevinstane er målte.
headline-on-plan = { $on_plan } av { $measured } målte gevinstar er på plan; { $measured } av { $accepted } er målte.
headline-waiting = { $count ->
    [0] Ingen stafettpinnar ventar på svar.
    [one] Éin stafettpinne ventar på svar.
   *[other] { $count } stafettpinnar ventar på svar.
}
headline-held = { $held } av { $sent } sende stafettpinnar er mottekne.
headline-nothing-taken-on = Ingen gevinstar er tekne imot enno, så ingenting kan målast.
headline-edit = Rediger overskriftene
headline-lead = Setningane øvst på regiontavla i { $month }.
headline-sentences = Setningar
headline-sentences-help = Éi setning på kvar linje, den viktigaste først. Høgst { $most } linjer på { $max } teikn. Dei blir viste for dei som ser alle tala i regionen; andre ser setningar laga av tala dei kan sjå.
headline-rules = Setningane frå tala
headline-rules-why = Desse lagar reglane sjølve av tala no.
headline-back = Bruk setningane frå tala
changed-at = Oppdatert
region-choose = Vel tema, fase, kommune eller gevinsttype
reason-unexplained = Bak plan, og ingen har forklart kvifor.
reason-explained = Forklaringa frå kommunen ({ $day }): «{ $cause }»
reason-expiring = Svarfristen er snart ute.
reason-run-out = Svarfristen er ute.
reason-blocked = { $step } er hindra: { $why }
decisions-title = Avgjerder
decisions-made = Sist avgjort
decisions-coming = Ventar på avgjerd
decision-passed = datoen er passert
class-unclassified = Utan type

# Sida til kommunen
town-lead = Kva kommunen har teke på seg, korleis det går, og kva det har gitt.
town-left = { $town } har ikkje vore med i regionen sidan { $day }
town-left-why = Det kommunen hadde teke på seg, står som det var då.
gains-title = Kva det har gitt oss
gains-why = Éi linje for kvar gevinsttype og eining; dei blir aldri lagde saman. Gevinsten hos oss sjølve står ved sida av det andre får.
gain-for = Gevinst for
gain-own = Eigen organisasjon
gain-others = Innbyggjarar, næringsliv og andre
realised = Realisert
planned-by-now = Planlagt ved slutten av månaden
realised-share = Realisert av plan
gains-spark = Realisert gjennom { $months } månader, no: { $last }
town-curve = Planlagt og realisert
town-curve-summary = { $class }: { $realised } realisert, { $planned } planlagt, { $coverage } % målt
town-curve-unmeasured = { $class }: ikkje målt, { $planned } planlagt
all-projects = Alle prosjekt
town-no-curve = Ingen gevinstar er tekne imot enno.
town-nothing = Ingen gevinstar enno
town-nothing-why = Når kommunen har teke imot ein stafettpinne, ser du her kva han gir.
town-taken-on = Prosjekta vi har teke på oss
month = Månad
planned = Planlagt
my-municipalities = Slik går det i kommunen
headline-nothing-seen = Kommunane som har teke imot, har ingen tal som blir viste her.
realisation-title = Planlagt mot realisert
realisation-lead = Kva regionen har lova av gevinst, månad for månad, og kva som er målt. Kvar gevinsttype står for seg. Gevinst er endringa frå nullpunktet; av fleire gevinstar er endringane lagde saman.
realisation-by-now = Hittil
realisation-over-time = Over tid
realisation-months = { $months } månader
realisation-none = Ingen gevinstar å vise
realisation-none-why = Kurvene kjem når ein kommune har teke imot stafettpinnen for eit prosjekt her. Har du valt eit utsnitt, kan du velje eit større.
course-forecast = Prognose: { $value } den { $on }, truleg mellom { $low } og { $high }. Ho kviler på { $points } ferdige månader der like mange gevinstar var målte.
course-no-forecast = Ingen prognose: ho krev minst { $least } ferdige månader der like mange gevinstar er målte.
bars-furthest = Lengst frå planen: { $name }, { $share }
bars-none = Ingenting er målt enno
bars-caption = Realisert av det som er planlagt til utgangen av månaden, { $place }. Streken er planen, 100 %.
bars-of = { $rate } ({ $coverage } målt)
