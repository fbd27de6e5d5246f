# Purring på det som er forfalle
nudge-button = { $count ->
    [one] Purr på éi måling
   *[other] Purr på { $count } målingar
}
nudge-title = Purr på målingar
nudge-lead = Desse målingane er forfalne. Vel kven som skal få ein e-post. Ingen får purring på den same målinga att før det har gått { $days } dagar.
nudge-none = Ingen målingar er forfalne
nudge-none-why = Når ei måling ikkje er komen innan fristen, står ho her, med kven ho ventar på.
nudge-whom = Kven skal purrast
nudge-town = { $municipality }: { $count ->
    [one] éi måling
   *[other] { $count } målingar
}
nudge-reaches = E-post til { $names }.
nudge-unwanted = { $names } har slått av påminningar og får ingen e-post.
nudge-invited = { $names } er invitert, men har ikkje logga inn enno.
nudge-last = Purra sist { $day }.
nudge-nobody = Ingen måler i kommunen. Be kommunedirektøren peike ut nokon.
nudge-nobody-now = Det er ingen å purre no
nudge-message = Noko du vil leggje til
nudge-message-help = Står i e-posten, under namnet ditt.
field-tick-a-municipality = Kryss av for minst éin kommune.
nudge-send = Send purring
nudge-sent = { $count ->
    [one] Éin e-post er på veg
   *[other] { $count } e-postar er på veg
}
nudge-sent-next = Du ser her når målingane kjem. Kvar linje forsvinn når målinga er registrert.
nudge-sent-none = Ingen e-post vart send
nudge-sent-none-why = Målingane er registrerte, nokon andre purra samstundes, eller dei det gjeld, vil ikkje ha e-post.
nudge-which = { $count ->
    [one] Kva måling det er
   *[other] Kva { $count } målingar det er
}
nudge-table = Forfalne målingar
nudge-waits-for = Ventar på
nudge-days = { $days ->
    [one] éin dag sidan
   *[other] { $days } dagar sidan
}
mail-nudge-subject = { $count ->
    [one] { $region } ventar på éi måling
   *[other] { $region } ventar på { $count } målingar
}
mail-nudge-body = { $count ->
    [one] { $sender } i { $region } minner om ei måling som er forfallen. Ho tek ca. 1 minutt.
   *[other] { $sender } i { $region } minner om målingar som er forfalne. Kvar av dei tek ca. 1 minutt.
}
mail-nudge-message = { $sender } skriv:
