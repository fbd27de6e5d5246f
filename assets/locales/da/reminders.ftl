# Rykkere for det, der er overskredet
nudge-button = { $count ->
    [one] Ryk for én måling
   *[other] Ryk for { $count } målinger
}
nudge-title = Ryk for målinger
nudge-lead = Disse målinger er overskredet. Vælg, hvem der skal have en e-mail. Ingen rykkes for den samme måling igen, før der er gået { $days } dage.
nudge-none = Ingen målinger er overskredet
nudge-none-why = Når en måling ikke er kommet inden fristen, står den her, med hvem den venter på.
nudge-whom = Hvem skal rykkes
nudge-town = { $municipality }: { $count ->
    [one] én måling
   *[other] { $count } målinger
}
nudge-reaches = E-mail til { $names }.
nudge-unwanted = { $names } har slået påmindelser fra og får ingen e-mail.
nudge-invited = { $names } er inviteret, men har ikke logget ind endnu.
nudge-last = Rykket senest { $day }.
nudge-nobody = Ingen måler i kommunen. Bed kommunaldirektøren udpege nogen.
nudge-nobody-now = Der er ingen at rykke nu
nudge-message = Noget, du vil tilføje
nudge-message-help = Står i e-mailen, under dit navn.
field-tick-a-municipality = Sæt kryds ved mindst én kommune.
nudge-send = Send rykker
nudge-sent = { $count ->
    [one] Én e-mail er på vej
   *[other] { $count } e-mails er på vej
}
nudge-sent-next = Du ser her, når målingerne kommer. Hver linje forsvinder, når målingen er registreret.
nudge-sent-none = Ingen e-mail blev sendt
nudge-sent-none-why = Målingerne er registreret, en anden rykkede samtidig, eller de, det gælder, vil ikke have e-mail.
nudge-which = { $count ->
    [one] Hvilken måling det er
   *[other] Hvilke { $count } målinger det er
}
nudge-table = Overskredne målinger
nudge-waits-for = Venter på
nudge-days = { $days ->
    [one] én dag siden
   *[other] { $days } dage siden
}
mail-nudge-subject = { $count ->
    [one] { $region } venter på én måling
   *[other] { $region } venter på { $count } målinger
}
mail-nudge-body = { $count ->
    [one] { $sender } i { $region } minder om en måling, der er overskredet. Den tager ca. 1 minut.
   *[other] { $sender } i { $region } minder om målinger, der er overskredet. Hver af dem tager ca. 1 minut.
}
mail-nudge-message = { $sender } skriver:
