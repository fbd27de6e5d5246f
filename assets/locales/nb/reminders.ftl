# Purring på det som er forfalt
nudge-button = { $count ->
    [one] Purr på én måling
   *[other] Purr på { $count } målinger
}
nudge-title = Purr på målinger
nudge-lead = Disse målingene er forfalt. Velg hvem som skal få en e-post. Ingen får purring på den samme målingen igjen før det har gått { $days } dager.
nudge-none = Ingen målinger er forfalt
nudge-none-why = Når en måling ikke er kommet innen fristen, står den her, med hvem den venter på.
nudge-whom = Hvem skal purres
nudge-town = { $municipality }: { $count ->
    [one] én måling
   *[other] { $count } målinger
}
nudge-reaches = E-post til { $names }.
nudge-unwanted = { $names } har slått av påminnelser og får ingen e-post.
nudge-invited = { $names } er invitert, men har ikke logget inn ennå.
nudge-last = Purret sist { $day }.
nudge-nobody = Ingen måler i kommunen. Be kommunedirektøren peke ut noen.
nudge-nobody-now = Det er ingen å purre nå
nudge-message = Noe du vil legge til
nudge-message-help = Står i e-posten, under navnet ditt.
field-tick-a-municipality = Kryss av for minst én kommune.
nudge-send = Send purring
nudge-sent = { $count ->
    [one] Én e-post er på vei
   *[other] { $count } e-poster er på vei
}
nudge-sent-next = Du ser her når målingene kommer. Hver linje forsvinner når målingen er registrert.
nudge-sent-none = Ingen e-post ble sendt
nudge-sent-none-why = Målingene er registrert, noen andre purret samtidig, eller de det gjelder, vil ikke ha e-post.
nudge-which = { $count ->
    [one] Hvilken måling det er
   *[other] Hvilke { $count } målinger det er
}
nudge-table = Forfalte målinger
nudge-waits-for = Venter på
nudge-days = { $days ->
    [one] én dag siden
   *[other] { $days } dager siden
}
mail-nudge-subject = { $count ->
    [one] { $region } venter på én måling
   *[other] { $region } venter på { $count } målinger
}
mail-nudge-body = { $count ->
    [one] { $sender } i { $region } minner om en måling som er forfalt. Den tar ca. 1 minutt.
   *[other] { $sender } i { $region } minner om målinger som er forfalt. Hver av dem tar ca. 1 minutt.
}
mail-nudge-message = { $sender } skriver:
