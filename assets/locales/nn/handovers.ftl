handover-title-open = { $municipality } får stafettpinnen
handover-title = Overlevering til { $municipality }
handover-benefits = Gevinstar, nullpunkt og mål
handover-project = Om prosjektet
handover-steps = Endringstiltak
handover-readiness = Er alt klart? Ti punkt
handover-questions = Spørsmål og svar
handover-way = Vegen til stafettpinnen
handover-from-to = Frå { $from } til { $to } { $unit } innan { $day }
handover-more = I tillegg
handover-more-count = { $count } måleindikatorar til
handover-effort = Eigen innsats
handover-step-count = { $count ->
    [one] 1 endringstiltak
   *[other] { $count } endringstiltak
}
handover-first-measurement = Første måling
handover-first-passed = Den dagen er passert, så målinga er forfallen frå de tek imot. Mål med ein gong, eller be regionen om ein seinare første dag.
handover-answer-by = Svar innan
handover-from-whom = Frå
handover-reason = Grunngiving
handover-to-receipt = Sjå kvitteringa
handover-whom-to-call = Ta kontakt med { $name } i { $region } om de vil ha eit nytt tilbod.
handover-no-benefits = Prosjektet har ingen gevinstar enno.
handover-no-steps = Ingen endringstiltak er foreslått.
handover-to-project = Gå til prosjektet
accept-heading = Kva svarar de?
accept-how = Svar
accept-form-full = Vi tek imot
accept-full-help = Kommunen gjennomfører endringane og måler gevinstane.
accept-form-with-conditions = Vi tek imot med atterhald
accept-form-later = Vi tek imot, men seinare
accept-conditions = Atterhald
accept-conditions-help = Berre når de tek imot med atterhald.
accept-from-month = Frå månad
accept-from-month-help = Berre når de tek imot seinare. Skriv ÅÅÅÅ-MM.
accept-owner = Gevinsteigar for «{ $indicator }»
accept-owner-invited = Ein eg inviterer nedanfor
accept-invite = Er ikkje gevinsteigaren i lista?
accept-invite-help = Vel «Ein eg inviterer nedanfor» som gevinsteigar, og skriv kven det er. Når du stadfestar svaret, går invitasjonen på e-post.
accept-adjustments = Endre måltal eller sei noko om budsjettet
accept-adjustments-help = Lat felta stå tomme der de tek på dykk det som er føreslått. Eit anna måltal treng ei grunngjeving. Regionen ser begge.
accept-target-proposed = Føreslått: { $target }
accept-target-value = Måltalet vi tek på oss
accept-target-on = Innan
accept-target-reason = Kvifor
accept-budget-year = Budsjettår
accept-budget-account = Konto
accept-budget-amount = Endring i budsjettet (kr)
accept-budget-help = Eit lågare budsjett skriv de med minus.
accept-statement = Merknad
accept-statement-help = Noko anna de vil ha med på kvitteringa.
accept-discussed-on = Handsama i leiargruppa
accept-case-number = Saksnummer
accept-case-number-help = Slik det står i kommunen sitt eige arkiv.
accept-button = Svar
ask-heading = Vi treng avklaring
ask-question = Kva lurer de på?
ask-button = Be om avklaring
refuse-heading = Vi tek ikkje imot
refuse-reason = Kvifor ikkje?
refuse-button = Avslå
check-title = Stemmer dette?
check-full = { $municipality } tek imot stafettpinnen for «{ $project }».
check-with-conditions = { $municipality } tek imot stafettpinnen for «{ $project }», med atterhald.
check-later = { $municipality } tek imot stafettpinnen for «{ $project }» frå { $month }.
check-by = Svaret blir gitt av { $name }, og namnet står på kvitteringa.
check-invited = { $name } ({ $email }), som blir invitert
check-confirm = Stadfest
check-back = Endre svaret
adjusted-title = Føreslått og motteke
adjusted-proposed = Føreslått
adjusted-accepted = Motteke
adjusted-reason = Grunngjeving
adjusted-of = Kva
adjusted-unsaid = ikkje sagt
receipt-title = Kvittering
receipt-done = Stafettpinnen er motteken
receipt-done-body = Innhaldet er frose slik det vart lese. Regionen har fått beskjed.
receipt-municipality = Kommune
receipt-project = Prosjekt
receipt-how = Svar
receipt-by = Svara på av
receipt-on-behalf-of = På vegner av
receipt-at = Tidspunkt
receipt-target = Måltal for «{ $indicator }»
receipt-budget = Budsjettverknad for «{ $indicator }»
receipt-adjusted = { $accepted } (føreslått: { $proposed }). { $reason }
receipt-package = Fingeravtrykket til pakken (SHA-256)
receipt-event = Hending i loggen
receipt-next = Kva skjer no?
receipt-undo = Angre: gi stafettpinnen tilbake
receipt-json = Kvitteringa som JSON
receipt-package-json = Pakka som JSON
receipt-pdf = Kvitteringa som PDF
receipt-package-pdf = Pakka som PDF
receipt-archive = Arkivpakke (ZIP)
receipt-signature = Signatur, om de vil ha han på papir:
next-measure = Mål «{ $indicator }»
next-steps = Endringstiltaka i kommunen
offer-heading = Send stafettpinnen
offer-ready = Alt er klart. Kommunedirektøren får ein e-post med lenkje hit.
offer-missing = { $count ->
    [one] Éin ting manglar
   *[other] { $count } ting manglar
} før han kan sendast:
offer-button = Send stafettpinnen
offer-again-button = Send på nytt
clarify-heading = Kommunen spør
clarify-answer = Svar til kommunen
clarify-button = Send svaret
withdraw-heading = Trekk tilbodet
withdraw-reason = Grunngiving
withdraw-button = Trekk tilbodet
complete-heading = Meld at gevinstane er realiserte
complete-report = Sluttrapport (BP6)
complete-button = Fullfør
hand-back-heading = Gi stafettpinnen tilbake
hand-back-help = Før endringane er i gang, er dette ei angring. Mottaket blir ståande i loggen.
hand-back-reason = Grunngiving
hand-back-button = Gi tilbake
way-prepared = Klargjort
way-offered = Sendt
way-seen = Sett
way-answered = Motteken
way-begun = I gang
way-completed = Realisert
step-word-done = Ferdig
step-word-current = Her er vi
step-word-ahead = Står att
step-word-stopped = Stansa
check-state-open = Ikkje stadfesta
check-state-met = Stadfesta
check-state-not-relevant = Ikkje relevant
check-answer = Svar
check-note = Merknad, eller kvifor ikkje relevant
check-realistic = Gevinstane blir framleis vurderte som realistiske
check-baseline = Nullpunktet er målt
check-indicators = Endelege indikatorar, metode og kven som rapporterer til kven
check-assumptions = Føresetnadene har ein eigar i linja
check-training = Opplæring, brukardokumentasjon og driftsrutinar
check-agreements = Avtalar om drift og vedlikehald
check-communication = Kommunikasjon og forankring
check-risks = Attståande risiko med tiltak
check-open-work = Ope arbeid er godteke
check-capacity = Kapasitet i linja
question-open = Ikkje svara på enno
package-number = Pakke nummer
package-heading = Pakken
unit = Eining
missing = Manglar
done-offered = Stafettpinnen er send
done-withdrawn = Tilbodet er trekt
done-asked = Spørsmålet er sendt til regionen
done-clarified = Svaret er sendt til kommunen
done-refused = Avslaget er registrert
done-handed-back = Stafettpinnen er gitt tilbake
done-completed = Gevinstane er melde realiserte
mail-handover-link = Opne overleveringa
mail-offered-subject = Stafettpinnen for «{ $project }» ventar på { $municipality }
mail-offered-body = Regionen tilbyr { $municipality } å ta over «{ $project }». Svar innan { $day }. Det tek to minutt.
mail-withdrawn-subject = Tilbodet om «{ $project }» er trekt
mail-withdrawn-body = Regionen har trekt tilbodet til { $municipality } om «{ $project }». De treng ikkje svare.
mail-accepted-subject = { $municipality } har teke imot «{ $project }»
mail-accepted-body = { $municipality } har teke imot stafettpinnen for «{ $project }».
mail-refused-subject = { $municipality } tek ikkje imot «{ $project }»
mail-refused-body = { $municipality } har avslått «{ $project }». Grunngivinga står på sida.
mail-asked-subject = { $municipality } spør om «{ $project }»
mail-asked-body = { $municipality } treng ei avklaring før dei kan svare på «{ $project }».
mail-clarified-subject = Svar på spørsmålet om «{ $project }»
mail-clarified-body = Regionen har svara på spørsmålet frå { $municipality }. Svar på tilbodet innan { $day }.
mail-handed-back-subject = { $municipality } har gitt «{ $project }» tilbake
mail-handed-back-body = { $municipality } har gitt stafettpinnen for «{ $project }» tilbake. Grunngivinga står på sida.
mail-expired-subject = Svarfristen for «{ $project }» er ute
mail-expired-body = Tilbodet til { $municipality } om «{ $project }» gjekk ut { $day } utan svar. Regionen kan sende det på nytt.
field-only-with-conditions = Berre når de tek imot med atterhald.
field-only-when-later = Berre når de tek imot seinare.
field-not-a-hash = Må vere eit SHA-256-fingeravtrykk, 64 teikn.
field-check-missing = Punktet er ikkje stadfesta.
field-class-missing = Gevinsten «{ $name }» manglar type.
field-arises-in-missing = Gevinsten «{ $name }» manglar kvar han oppstår.
field-method-missing = Indikatoren «{ $name }» manglar målemetode.
field-commitment-missing = Kommunen har ikkje tal for «{ $name }».
field-owner-missing = «{ $name }» manglar gevinsteigar.
field-use-of-gain-missing = «{ $name }» seier ikkje kva gevinsten skal brukast til.
field-met-or-not-relevant = Svar anten stadfesta eller ikkje relevant.
package-renewal = Fornying
package-simplification = Forenkling
paper-check = Slik blir det kontrollert
paper-check-package = Fingeravtrykket er SHA-256 av pakka som JSON (RFC 8785), slik { $address } gir henne. Blir eitt teikn i pakka endra, blir fingeravtrykket eit anna.
paper-check-receipt = Arkivpakka (ZIP) frå { $address } held pakka, kvitteringa og hendingane i loggen. Ho blir kontrollert utan nett og utan denne installasjonen:
paper-made = Laga av Stafett { $moment }, { $address }

# Sending to many
many-title = Stafettveksling
many-lead = { $all ->
    [one] Éin kommune deltek
   *[other] { $all } kommunar deltek
}. Klare til å få stafettpinnen: { $ready }. Skal svare: { $open }. Har teke imot: { $held }.
many-nobody = Ingen kommunar deltek enno
many-nobody-why = Når ein kommune deltek i prosjektet, kan stafettpinnen gjerast klar her.
many-prepared = { $count ->
    [one] Éi stafettveksling er klargjord.
   *[other] { $count } stafettvekslingar er klargjorde.
}
many-vouched = { $count ->
    [one] Kryssa av i éi stafettveksling.
   *[other] Kryssa av i { $count } stafettvekslingar.
}
many-sent = { $count ->
    [one] Éin stafettpinne er send.
   *[other] { $count } stafettpinnar er sende.
}
many-not-prepared = Ikkje klargjord
many-missing = Manglar
many-ready = Klar til å sendast
many-checks-missing = { $count } av 10 punkt er ikkje kryssa av
many-prepare-heading = Klargjer for alle
many-prepare = Klargjer for { $count }
many-message = Melding til kommunedirektørane
many-message-help = Den same til alle. Kvar kan endrast etterpå.
many-note = Merknad
many-vouch-heading = Kryss av for alle
many-checks = Er alt klart? Ti punkt
many-checks-help = Det du kryssar av, står med namnet ditt i kvar stafettveksling som ikkje er send.
many-check-stands = Kryssa av i { $stands } av { $drafts }
many-vouch = Kryss av for { $count }
many-left = { $count ->
    [one] Éin er ikkje klar og blir ikkje send
   *[other] { $count } er ikkje klare og blir ikkje sende
}
many-left-why = Tabellen over seier kva som manglar. Dei kan sendast seinare.
many-none-ready = Ingen er klare enno.
many-to-whom = Send stafettpinnen til
many-answer-by = Ny svarfrist
many-answer-by-help = La feltet stå tomt for å halde på fristen kvar har.
batons-title = Kvar er stafettpinnane?
batons-lead = { $sent } er sende: { $open } ventar på svar, { $held } er tekne imot.
batons-none = Ingen stafettpinnar enno
batons-none-why = Når eit prosjekt blir klargjort for ein kommune, viser tabellen kvar stafettpinnen er.
batons-caption = Stafettpinnane i { $region }, { $day }
batons-held-of = { $held } av { $all } tekne imot
batons-answer-by = innan { $day }
batons-no-baton = ingen stafettpinne
batons-answering = Frå tilbod til svar
batons-answering-lead = Raskaste svar: { $days ->
    [0] same dag
    [one] éin dag
   *[other] { $days } dagar
}.
batons-waiting = Ventar på svar
batons-answered = Svara på
batons-median = Midtarste svar, dagar
batons-slowest = Seinaste svar, dagar
differences-title = Dette er endra
differences-lead = { $count ->
    [one] Éin ting er endra
   *[other] { $count } ting er endra
} sidan de tok imot { $day }.
difference-project = Prosjektet
difference-about = Kva
difference-what = Felt
difference-before = Før
difference-now = No
difference-list = { $count ->
    [one] éi oppføring
   *[other] { $count } oppføringar
}
difference-benefit = Gevinst
difference-change-step = Endringstiltak
difference-indicator = Måleindikator
difference-title = Namn
difference-summary = Samandrag
difference-renewal = Fornying
difference-simplifications = Forenkling
difference-starts-on = Start
difference-ends-on = Slutt
difference-costs = Kostnader
difference-statutory = Lovpålagd
difference-class = Type gevinst
difference-arises-in = Kvar han oppstår
difference-description = Omtale
difference-use-of-gain = Bruk av gevinsten
difference-assumptions = Føresetnader
difference-unit = Eining
difference-direction = Retning
difference-frequency = Kor ofte
difference-accumulation = Kva talet seier
difference-method = Slik blir det målt
difference-baseline = Nullpunkt
difference-target = Måltal
difference-first-measurement = Første måling
difference-plan = Plan
difference-budget = Budsjettverknad
difference-kind = Type tiltak
difference-due-on = Frist
handover-cost-share = Del av kostnadene
difference-cost-share = Kostnadsdel
receipt-handed-back = Stafettpinnen er gjeven tilbake
receipt-handed-back-body = Kvitteringa viser det som vart motteke den gongen. Kommunen har sidan gjeve stafettpinnen tilbake.
check-on-behalf-of = Svaret blir gitt på vegner av { $name }. Begge namna står på kvitteringa.
receipt-owners = Gevinsteigarar
