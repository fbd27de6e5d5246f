handover-title-open = { $municipality } får stafetten
handover-title = Overdragelse til { $municipality }
handover-benefits = Gevinster, nulpunkt og mål
handover-project = Om projektet
handover-steps = Forandringstiltag
handover-readiness = Er alt klart? Ti punkter
handover-questions = Spørgsmål og svar
handover-way = Stafettens vej
handover-from-to = Fra { $from } til { $to } { $unit } inden { $day }
handover-more = Desuden
handover-more-count = { $count } indikatorer mere
handover-effort = Egen indsats
handover-step-count = { $count ->
    [one] 1 forandringstiltag
   *[other] { $count } forandringstiltag
}
handover-first-measurement = Første måling
handover-first-passed = Den dag er passeret, så målingen er overskredet, fra I tager imod. Mål med det samme, eller bed regionen om en senere første dag.
handover-answer-by = Svar inden
handover-from-whom = Fra
handover-reason = Begrundelse
handover-to-receipt = Se kvitteringen
handover-whom-to-call = Kontakt { $name } i { $region }, hvis I vil have et nyt tilbud.
handover-no-benefits = Projektet har ingen gevinster endnu.
handover-no-steps = Ingen forandringstiltag er foreslået.
handover-to-project = Gå til projektet
accept-heading = Hvad svarer I?
accept-how = Svar
accept-form-full = Vi modtager
accept-full-help = Kommunen gennemfører forandringerne og måler gevinsterne.
accept-form-with-conditions = Vi modtager med forbehold
accept-form-later = Vi modtager, men senere
accept-conditions = Forbehold
accept-conditions-help = Kun når I modtager med forbehold.
accept-from-month = Fra måned
accept-from-month-help = Kun når I modtager senere. Skriv ÅÅÅÅ-MM.
accept-owner = Gevinstejer for «{ $indicator }»
accept-owner-invited = En jeg inviterer nedenfor
accept-invite = Er gevinstejeren ikke på listen?
accept-invite-help = Vælg »En jeg inviterer nedenfor« som gevinstejer, og skriv hvem det er. Når du bekræfter svaret, sendes invitationen på e-mail.
accept-adjustments = Ændr måltal eller sig noget om budgettet
accept-adjustments-help = Lad felterne stå tomme, hvor I påtager jer det foreslåede. Et andet måltal kræver en begrundelse. Regionen ser begge.
accept-target-proposed = Foreslået: { $target }
accept-target-value = Måltallet vi påtager os
accept-target-on = Inden
accept-target-reason = Hvorfor
accept-budget-year = Budgetår
accept-budget-account = Konto
accept-budget-amount = Ændring i budgettet (kr.)
accept-budget-help = Et lavere budget skrives med minus.
accept-statement = Bemærkning
accept-statement-help = Andet I vil have med på kvitteringen.
accept-discussed-on = Behandlet i ledergruppen
accept-case-number = Sagsnummer
accept-case-number-help = Som det står i kommunens eget arkiv.
accept-button = Svar
ask-heading = Vi har brug for afklaring
ask-question = Hvad er jeres spørgsmål?
ask-button = Bed om afklaring
refuse-heading = Vi modtager ikke
refuse-reason = Hvorfor ikke?
refuse-button = Afslå
check-title = Er dette rigtigt?
check-full = { $municipality } modtager stafetten for «{ $project }».
check-with-conditions = { $municipality } modtager stafetten for «{ $project }» med forbehold.
check-later = { $municipality } modtager stafetten for «{ $project }» fra { $month }.
check-by = Svaret gives af { $name }, og navnet står på kvitteringen.
check-invited = { $name } ({ $email }), som bliver inviteret
check-confirm = Bekræft
check-back = Ret svaret
adjusted-title = Foreslået og modtaget
adjusted-proposed = Foreslået
adjusted-accepted = Modtaget
adjusted-reason = Begrundelse
adjusted-of = Hvad
adjusted-unsaid = ikke sagt
receipt-title = Kvittering
receipt-done = Stafetten er modtaget
receipt-done-body = Indholdet er frosset, som det blev læst. Regionen har fået besked.
receipt-municipality = Kommune
receipt-project = Projekt
receipt-how = Svar
receipt-by = Besvaret af
receipt-on-behalf-of = På vegne af
receipt-at = Tidspunkt
receipt-target = Måltal for »{ $indicator }«
receipt-budget = Budgetvirkning for »{ $indicator }«
receipt-adjusted = { $accepted } (foreslået: { $proposed }). { $reason }
receipt-package = Pakkens fingeraftryk (SHA-256)
receipt-event = Hændelse i loggen
receipt-next = Hvad sker nu?
receipt-undo = Fortryd: giv stafetten tilbage
receipt-json = Kvitteringen som JSON
receipt-package-json = Pakken som JSON
receipt-pdf = Kvitteringen som PDF
receipt-package-pdf = Pakken som PDF
receipt-archive = Arkivpakke (ZIP)
receipt-signature = Underskrift, hvis I vil have den på papir:
next-measure = Mål «{ $indicator }»
next-steps = Forandringstiltagene i kommunen
offer-heading = Send stafetten
offer-ready = Alt er klart. Kommunaldirektøren får en e-mail med link hertil.
offer-missing = { $count ->
    [one] Én ting mangler
   *[other] { $count } ting mangler
}, før den kan sendes:
offer-button = Send stafetten
offer-again-button = Send igen
clarify-heading = Kommunen spørger
clarify-answer = Svar til kommunen
clarify-button = Send svaret
withdraw-heading = Træk tilbuddet
withdraw-reason = Begrundelse
withdraw-button = Træk tilbuddet
complete-heading = Meld at gevinsterne er realiseret
complete-report = Slutrapport (BP6)
complete-button = Afslut
hand-back-heading = Giv stafetten tilbage
hand-back-help = Før forandringerne er i gang, er dette en fortrydelse. Modtagelsen bliver stående i loggen.
hand-back-reason = Begrundelse
hand-back-button = Giv tilbage
way-prepared = Klargjort
way-offered = Sendt
way-seen = Set
way-answered = Modtaget
way-begun = I gang
way-completed = Realiseret
step-word-done = Færdig
step-word-current = Her er vi
step-word-ahead = Forestår
step-word-stopped = Standset
check-state-open = Ikke bekræftet
check-state-met = Bekræftet
check-state-not-relevant = Ikke relevant
check-answer = Svar
check-note = Bemærkning, eller hvorfor ikke relevant
check-realistic = Gevinsterne vurderes stadig som realistiske
check-baseline = Nulpunktet er målt
check-indicators = Endelige indikatorer, metode og hvem der rapporterer til hvem
check-assumptions = Forudsætningerne har en ejer i linjen
check-training = Oplæring, brugerdokumentation og driftsrutiner
check-agreements = Aftaler om drift og vedligeholdelse
check-communication = Kommunikation og forankring
check-risks = Resterende risici med tiltag
check-open-work = Åbent arbejde er accepteret
check-capacity = Kapacitet i linjen
question-open = Ikke besvaret endnu
package-number = Pakke nummer
package-heading = Pakken
unit = Enhed
missing = Mangler
done-offered = Stafetten er sendt
done-withdrawn = Tilbuddet er trukket
done-asked = Spørgsmålet er sendt til regionen
done-clarified = Svaret er sendt til kommunen
done-refused = Afslaget er registreret
done-handed-back = Stafetten er givet tilbage
done-completed = Gevinsterne er meldt realiseret
mail-handover-link = Åbn overdragelsen
mail-offered-subject = Stafetten for «{ $project }» venter på { $municipality }
mail-offered-body = Regionen tilbyder { $municipality } at overtage «{ $project }». Svar inden { $day }. Det tager to minutter.
mail-withdrawn-subject = Tilbuddet om «{ $project }» er trukket
mail-withdrawn-body = Regionen har trukket tilbuddet til { $municipality } om «{ $project }». I behøver ikke svare.
mail-accepted-subject = { $municipality } har modtaget «{ $project }»
mail-accepted-body = { $municipality } har modtaget stafetten for «{ $project }».
mail-refused-subject = { $municipality } modtager ikke «{ $project }»
mail-refused-body = { $municipality } har afslået «{ $project }». Begrundelsen står på siden.
mail-asked-subject = { $municipality } spørger om «{ $project }»
mail-asked-body = { $municipality } har brug for en afklaring, før de kan svare på «{ $project }».
mail-clarified-subject = Svar på spørgsmålet om «{ $project }»
mail-clarified-body = Regionen har svaret på spørgsmålet fra { $municipality }. Svar på tilbuddet inden { $day }.
mail-handed-back-subject = { $municipality } har givet «{ $project }» tilbage
mail-handed-back-body = { $municipality } har givet stafetten for «{ $project }» tilbage. Begrundelsen står på siden.
mail-expired-subject = Svarfristen for «{ $project }» er udløbet
mail-expired-body = Tilbuddet til { $municipality } om «{ $project }» udløb { $day } uden svar. Regionen kan sende det igen.
field-only-with-conditions = Kun når I modtager med forbehold.
field-only-when-later = Kun når I modtager senere.
field-not-a-hash = Skal være et SHA-256-fingeraftryk på 64 tegn.
field-check-missing = Punktet er ikke bekræftet.
field-class-missing = Gevinsten «{ $name }» mangler type.
field-arises-in-missing = Gevinsten «{ $name }» mangler, hvor den opstår.
field-method-missing = Indikatoren «{ $name }» mangler målemetode.
field-commitment-missing = Kommunen har ikke tal for «{ $name }».
field-owner-missing = «{ $name }» mangler gevinstejer.
field-use-of-gain-missing = «{ $name }» siger ikke, hvad gevinsten skal bruges til.
field-met-or-not-relevant = Svar enten bekræftet eller ikke relevant.
package-renewal = Fornyelse
package-simplification = Forenkling
paper-check = Sådan kontrolleres det
paper-check-package = Fingeraftrykket er SHA-256 af pakken som JSON (RFC 8785), sådan som { $address } giver den. Ændres ét tegn i pakken, bliver fingeraftrykket et andet.
paper-check-receipt = Arkivpakken (ZIP) fra { $address } rummer pakken, kvitteringen og hændelserne i loggen. Den kontrolleres uden net og uden denne installation:
paper-made = Lavet af Stafett { $moment }, { $address }

# Sending to many
many-title = Stafetskifte
many-lead = { $all ->
    [one] Én kommune deltager
   *[other] { $all } kommuner deltager
}. Klar til at få stafetten: { $ready }. Skal svare: { $open }. Har modtaget: { $held }.
many-nobody = Ingen kommuner deltager endnu
many-nobody-why = Når en kommune deltager i projektet, kan stafetten gøres klar her.
many-prepared = { $count ->
    [one] Ét stafetskifte er klargjort.
   *[other] { $count } stafetskift er klargjort.
}
many-vouched = { $count ->
    [one] Krydset af i ét stafetskifte.
   *[other] Krydset af i { $count } stafetskift.
}
many-sent = { $count ->
    [one] Én stafet er sendt.
   *[other] { $count } stafetter er sendt.
}
many-not-prepared = Ikke klargjort
many-missing = Mangler
many-ready = Klar til at blive sendt
many-checks-missing = { $count } af 10 punkter er ikke krydset af
many-prepare-heading = Klargør for alle
many-prepare = Klargør for { $count }
many-message = Besked til kommunaldirektørerne
many-message-help = Den samme til alle. Hver kan ændres bagefter.
many-note = Bemærkning
many-vouch-heading = Kryds af for alle
many-checks = Er alt klar? Ti punkter
many-checks-help = Det du krydser af, står med dit navn i hvert stafetskift, der ikke er sendt.
many-check-stands = Krydset af i { $stands } af { $drafts }
many-vouch = Kryds af for { $count }
many-left = { $count ->
    [one] Én er ikke klar og bliver ikke sendt
   *[other] { $count } er ikke klar og bliver ikke sendt
}
many-left-why = Tabellen ovenfor siger, hvad der mangler. De kan sendes senere.
many-none-ready = Ingen er klar endnu.
many-to-whom = Send stafetten til
many-answer-by = Ny svarfrist
many-answer-by-help = Lad feltet stå tomt for at beholde fristen, hver har.
batons-title = Hvor er stafetterne?
batons-lead = { $sent } er sendt: { $open } venter på svar, { $held } er taget imod.
batons-none = Ingen stafetter endnu
batons-none-why = Når et projekt klargøres til en kommune, viser tabellen, hvor stafetten er.
batons-caption = Stafetterne i { $region }, { $day }
batons-held-of = { $held } af { $all } taget imod
batons-answer-by = senest { $day }
batons-no-baton = ingen stafet
batons-answering = Fra tilbud til svar
batons-answering-lead = Hurtigste svar: { $days ->
    [0] samme dag
    [one] én dag
   *[other] { $days } dage
}.
batons-waiting = Venter på svar
batons-answered = Besvaret
batons-median = Midterste svar, dage
batons-slowest = Seneste svar, dage
differences-title = Dette er ændret
differences-lead = { $count ->
    [one] Én ting er ændret
   *[other] { $count } ting er ændret
}, siden I tog imod den { $day }.
difference-project = Projektet
difference-about = Hvad
difference-what = Felt
difference-before = Før
difference-now = Nu
difference-list = { $count ->
    [one] én post
   *[other] { $count } poster
}
difference-benefit = Gevinst
difference-change-step = Tiltag
difference-indicator = Måleindikator
difference-title = Navn
difference-summary = Resumé
difference-renewal = Fornyelse
difference-simplifications = Forenkling
difference-starts-on = Start
difference-ends-on = Slut
difference-costs = Omkostninger
difference-statutory = Lovpligtig
difference-class = Type gevinst
difference-arises-in = Hvor den opstår
difference-description = Beskrivelse
difference-use-of-gain = Brug af gevinsten
difference-assumptions = Forudsætninger
difference-unit = Enhed
difference-direction = Retning
difference-frequency = Hvor ofte
difference-accumulation = Hvad tallet siger
difference-method = Sådan måles det
difference-baseline = Nulpunkt
difference-target = Måltal
difference-first-measurement = Første måling
difference-plan = Plan
difference-budget = Budgetvirkning
difference-kind = Type tiltag
difference-due-on = Frist
handover-cost-share = Andel af omkostningerne
difference-cost-share = Omkostningsandel
receipt-handed-back = Stafetten er givet tilbage
receipt-handed-back-body = Kvitteringen viser, hvad der blev modtaget dengang. Kommunen har siden givet stafetten tilbage.
check-on-behalf-of = Svaret gives på vegne af { $name }. Begge navne står på kvitteringen.
receipt-owners = Gevinstejere
