handover-title-open = { $municipality } får stafettpinnen
handover-title = Overlevering til { $municipality }
handover-benefits = Gevinster, nullpunkt og mål
handover-project = Om prosjektet
handover-steps = Endringstiltak
handover-readiness = Er alt klart? Ti punkter
handover-questions = Spørsmål og svar
handover-way = Stafettpinnens vei
handover-from-to = Fra { $from } til { $to } { $unit } innen { $day }
handover-more = I tillegg
handover-more-count = { $count } måleindikatorer til
handover-effort = Egen innsats
handover-step-count = { $count ->
    [one] 1 endringstiltak
   *[other] { $count } endringstiltak
}
handover-first-measurement = Første måling
handover-first-passed = Den dagen er passert, så målingen er forfalt fra dere tar imot. Mål med en gang, eller be regionen om en senere første dag.
handover-answer-by = Svar innen
handover-from-whom = Fra
handover-reason = Begrunnelse
handover-to-receipt = Se kvitteringen
handover-whom-to-call = Ta kontakt med { $name } i { $region } hvis dere vil ha et nytt tilbud.
handover-no-benefits = Prosjektet har ingen gevinster ennå.
handover-no-steps = Ingen endringstiltak er foreslått.
handover-to-project = Gå til prosjektet
accept-heading = Hva svarer dere?
accept-how = Svar
accept-form-full = Vi tar imot
accept-full-help = Kommunen gjennomfører endringene og måler gevinstene.
accept-form-with-conditions = Vi tar imot med forbehold
accept-form-later = Vi tar imot, men senere
accept-conditions = Forbehold
accept-conditions-help = Bare når dere tar imot med forbehold.
accept-from-month = Fra måned
accept-from-month-help = Bare når dere tar imot senere. Skriv ÅÅÅÅ-MM.
accept-owner = Gevinsteier for «{ $indicator }»
accept-owner-invited = En jeg inviterer nedenfor
accept-invite = Er ikke gevinsteieren i listen?
accept-invite-help = Velg «En jeg inviterer nedenfor» som gevinsteier, og skriv hvem det er. Når du bekrefter svaret, går invitasjonen på e-post.
accept-adjustments = Endre måltall eller si noe om budsjettet
accept-adjustments-help = La feltene stå tomme der dere tar på dere det som er foreslått. Et annet måltall trenger en begrunnelse. Regionen ser begge.
accept-target-proposed = Foreslått: { $target }
accept-target-value = Måltallet vi tar på oss
accept-target-on = Innen
accept-target-reason = Hvorfor
accept-budget-year = Budsjettår
accept-budget-account = Konto
accept-budget-amount = Endring i budsjettet (kr)
accept-budget-help = Et lavere budsjett skrives med minus.
accept-statement = Merknad
accept-statement-help = Noe annet dere vil ha med på kvitteringen.
accept-discussed-on = Behandlet i ledergruppen
accept-case-number = Saksnummer
accept-case-number-help = Slik det står i kommunens eget arkiv.
accept-button = Svar
ask-heading = Vi trenger avklaring
ask-question = Hva lurer dere på?
ask-button = Be om avklaring
refuse-heading = Vi tar ikke imot
refuse-reason = Hvorfor ikke?
refuse-button = Avslå
check-title = Stemmer dette?
check-full = { $municipality } tar imot stafettpinnen for «{ $project }».
check-with-conditions = { $municipality } tar imot stafettpinnen for «{ $project }», med forbehold.
check-later = { $municipality } tar imot stafettpinnen for «{ $project }» fra { $month }.
check-by = Svaret gis av { $name }, og navnet står på kvitteringen.
check-invited = { $name } ({ $email }), som blir invitert
check-confirm = Bekreft
check-back = Endre svaret
adjusted-title = Foreslått og mottatt
adjusted-proposed = Foreslått
adjusted-accepted = Mottatt
adjusted-reason = Begrunnelse
adjusted-of = Hva
adjusted-unsaid = ikke sagt
receipt-title = Kvittering
receipt-done = Stafettpinnen er mottatt
receipt-done-body = Innholdet er frosset slik det ble lest. Regionen har fått beskjed.
receipt-municipality = Kommune
receipt-project = Prosjekt
receipt-how = Svar
receipt-by = Besvart av
receipt-on-behalf-of = På vegne av
receipt-at = Tidspunkt
receipt-target = Måltall for «{ $indicator }»
receipt-budget = Budsjettvirkning for «{ $indicator }»
receipt-adjusted = { $accepted } (foreslått: { $proposed }). { $reason }
receipt-package = Pakkens fingeravtrykk (SHA-256)
receipt-event = Hendelse i loggen
receipt-next = Hva skjer nå?
receipt-undo = Angre: gi stafettpinnen tilbake
receipt-json = Kvitteringen som JSON
receipt-package-json = Pakken som JSON
receipt-pdf = Kvitteringen som PDF
receipt-package-pdf = Pakken som PDF
receipt-archive = Arkivpakke (ZIP)
receipt-signature = Signatur, om dere vil ha den på papir:
next-measure = Mål «{ $indicator }»
next-steps = Endringstiltakene i kommunen
offer-heading = Send stafettpinnen
offer-ready = Alt er klart. Kommunedirektøren får en e-post med lenke hit.
offer-missing = { $count ->
    [one] Én ting mangler
   *[other] { $count } ting mangler
} før den kan sendes:
offer-button = Send stafettpinnen
offer-again-button = Send på nytt
clarify-heading = Kommunen spør
clarify-answer = Svar til kommunen
clarify-button = Send svaret
withdraw-heading = Trekk tilbudet
withdraw-reason = Begrunnelse
withdraw-button = Trekk tilbudet
complete-heading = Meld at gevinstene er realisert
complete-report = Sluttrapport (BP6)
complete-button = Fullfør
hand-back-heading = Gi stafettpinnen tilbake
hand-back-help = Før endringene er i gang, er dette en angring. Mottaket blir stående i loggen.
hand-back-reason = Begrunnelse
hand-back-button = Gi tilbake
way-prepared = Klargjort
way-offered = Sendt
way-seen = Sett
way-answered = Mottatt
way-begun = I gang
way-completed = Realisert
step-word-done = Ferdig
step-word-current = Her er vi
step-word-ahead = Gjenstår
step-word-stopped = Stanset
check-state-open = Ikke bekreftet
check-state-met = Bekreftet
check-state-not-relevant = Ikke relevant
check-answer = Svar
check-note = Merknad, eller hvorfor ikke relevant
check-realistic = Gevinstene vurderes fortsatt som realistiske
check-baseline = Nullpunktet er målt
check-indicators = Endelige indikatorer, metode og hvem som rapporterer til hvem
check-assumptions = Forutsetningene har en eier i linjen
check-training = Opplæring, brukerdokumentasjon og driftsrutiner
check-agreements = Avtaler om drift og vedlikehold
check-communication = Kommunikasjon og forankring
check-risks = Gjenstående risiko med tiltak
check-open-work = Åpent arbeid er godtatt
check-capacity = Kapasitet i linjen
question-open = Ikke besvart ennå
package-number = Pakke nummer
package-heading = Pakken
unit = Enhet
missing = Mangler
done-offered = Stafettpinnen er sendt
done-withdrawn = Tilbudet er trukket
done-asked = Spørsmålet er sendt til regionen
done-clarified = Svaret er sendt til kommunen
done-refused = Avslaget er registrert
done-handed-back = Stafettpinnen er gitt tilbake
done-completed = Gevinstene er meldt realisert
mail-handover-link = Åpne overleveringen
mail-offered-subject = Stafettpinnen for «{ $project }» venter på { $municipality }
mail-offered-body = Regionen tilbyr { $municipality } å ta over «{ $project }». Svar innen { $day }. Det tar to minutter.
mail-withdrawn-subject = Tilbudet om «{ $project }» er trukket
mail-withdrawn-body = Regionen har trukket tilbudet til { $municipality } om «{ $project }». Dere trenger ikke svare.
mail-accepted-subject = { $municipality } har tatt imot «{ $project }»
mail-accepted-body = { $municipality } har tatt imot stafettpinnen for «{ $project }».
mail-refused-subject = { $municipality } tar ikke imot «{ $project }»
mail-refused-body = { $municipality } har avslått «{ $project }». Begrunnelsen står på siden.
mail-asked-subject = { $municipality } spør om «{ $project }»
mail-asked-body = { $municipality } trenger en avklaring før de kan svare på «{ $project }».
mail-clarified-subject = Svar på spørsmålet om «{ $project }»
mail-clarified-body = Regionen har svart på spørsmålet fra { $municipality }. Svar på tilbudet innen { $day }.
mail-handed-back-subject = { $municipality } har gitt «{ $project }» tilbake
mail-handed-back-body = { $municipality } har gitt stafettpinnen for «{ $project }» tilbake. Begrunnelsen står på siden.
mail-expired-subject = Svarfristen for «{ $project }» er ute
mail-expired-body = Tilbudet til { $municipality } om «{ $project }» gikk ut { $day } uten svar. Regionen kan sende det på nytt.
field-only-with-conditions = Bare når dere tar imot med forbehold.
field-only-when-later = Bare når dere tar imot senere.
field-not-a-hash = Må være et SHA-256-fingeravtrykk, 64 tegn.
field-check-missing = Punktet er ikke bekreftet.
field-class-missing = Gevinsten «{ $name }» mangler type.
field-arises-in-missing = Gevinsten «{ $name }» mangler hvor den oppstår.
field-method-missing = Indikatoren «{ $name }» mangler målemetode.
field-commitment-missing = Kommunen har ikke tall for «{ $name }».
field-owner-missing = «{ $name }» mangler gevinsteier.
field-use-of-gain-missing = «{ $name }» sier ikke hva gevinsten skal brukes til.
field-met-or-not-relevant = Svar enten bekreftet eller ikke relevant.
package-renewal = Fornying
package-simplification = Forenkling
paper-check = Slik kontrolleres det
paper-check-package = Fingeravtrykket er SHA-256 av pakken som JSON (RFC 8785), slik { $address } gir den. Endres ett tegn i pakken, blir fingeravtrykket et annet.
paper-check-receipt = Arkivpakken (ZIP) fra { $address } holder pakken, kvitteringen og hendelsene i loggen. Den kontrolleres uten nett og uten denne installasjonen:
paper-made = Laget av Stafett { $moment }, { $address }

# Sending to many
many-title = Stafettveksling
many-lead = { $all ->
    [one] Én kommune deltar
   *[other] { $all } kommuner deltar
}. Klare til å få stafettpinnen: { $ready }. Skal svare: { $open }. Har tatt imot: { $held }.
many-nobody = Ingen kommuner deltar ennå
many-nobody-why = Når en kommune deltar i prosjektet, kan stafettpinnen gjøres klar her.
many-prepared = { $count ->
    [one] Én stafettveksling er klargjort.
   *[other] { $count } stafettvekslinger er klargjort.
}
many-vouched = { $count ->
    [one] Krysset av i én stafettveksling.
   *[other] Krysset av i { $count } stafettvekslinger.
}
many-sent = { $count ->
    [one] Én stafettpinne er sendt.
   *[other] { $count } stafettpinner er sendt.
}
many-not-prepared = Ikke klargjort
many-missing = Mangler
many-ready = Klar til å sendes
many-checks-missing = { $count } av 10 punkter er ikke krysset av
many-prepare-heading = Klargjør for alle
many-prepare = Klargjør for { $count }
many-message = Melding til kommunedirektørene
many-message-help = Den samme til alle. Hver kan endres etterpå.
many-note = Merknad
many-vouch-heading = Kryss av for alle
many-checks = Er alt klart? Ti punkter
many-checks-help = Det du krysser av, står med ditt navn i hver stafettveksling som ikke er sendt.
many-check-stands = Krysset av i { $stands } av { $drafts }
many-vouch = Kryss av for { $count }
many-left = { $count ->
    [one] Én er ikke klar og blir ikke sendt
   *[other] { $count } er ikke klare og blir ikke sendt
}
many-left-why = Tabellen over sier hva som mangler. De kan sendes senere.
many-none-ready = Ingen er klare ennå.
many-to-whom = Send stafettpinnen til
many-answer-by = Ny svarfrist
many-answer-by-help = La feltet stå tomt for å beholde fristen hver har.
batons-title = Hvor er stafettpinnene?
batons-lead = { $sent } er sendt: { $open } venter på svar, { $held } er tatt imot.
batons-none = Ingen stafettpinner ennå
batons-none-why = Når et prosjekt klargjøres for en kommune, viser tabellen hvor stafettpinnen er.
batons-caption = Stafettpinnene i { $region }, { $day }
batons-held-of = { $held } av { $all } tatt imot
batons-answer-by = innen { $day }
batons-no-baton = ingen stafettpinne
batons-answering = Fra tilbud til svar
batons-answering-lead = Raskeste svar: { $days ->
    [0] samme dag
    [one] én dag
   *[other] { $days } dager
}.
batons-waiting = Venter på svar
batons-answered = Besvart
batons-median = Midterste svar, dager
batons-slowest = Seneste svar, dager
differences-title = Dette er endret
differences-lead = { $count ->
    [one] Én ting er endret
   *[other] { $count } ting er endret
} siden dere tok imot { $day }.
difference-project = Prosjektet
difference-about = Hva
difference-what = Felt
difference-before = Før
difference-now = Nå
difference-list = { $count ->
    [one] én oppføring
   *[other] { $count } oppføringer
}
difference-benefit = Gevinst
difference-change-step = Endringstiltak
difference-indicator = Måleindikator
difference-title = Navn
difference-summary = Sammendrag
difference-renewal = Fornying
difference-simplifications = Forenkling
difference-starts-on = Start
difference-ends-on = Slutt
difference-costs = Kostnader
difference-statutory = Lovpålagt
difference-class = Type gevinst
difference-arises-in = Hvor den oppstår
difference-description = Beskrivelse
difference-use-of-gain = Bruk av gevinsten
difference-assumptions = Forutsetninger
difference-unit = Enhet
difference-direction = Retning
difference-frequency = Hvor ofte
difference-accumulation = Hva tallet sier
difference-method = Slik måles det
difference-baseline = Nullpunkt
difference-target = Måltall
difference-first-measurement = Første måling
difference-plan = Plan
difference-budget = Budsjettvirkning
difference-kind = Type tiltak
difference-due-on = Frist
handover-cost-share = Andel av kostnadene
difference-cost-share = Kostnadsandel
receipt-handed-back = Stafettpinnen er gitt tilbake
receipt-handed-back-body = Kvitteringen viser det som ble mottatt den gangen. Kommunen har siden gitt stafettpinnen tilbake.
check-on-behalf-of = Svaret gis på vegne av { $name }. Begge navnene står på kvitteringen.
receipt-owners = Gevinsteiere
