# Asking for what is overdue
nudge-button = { $count ->
    [one] Ask for one measurement
   *[other] Ask for { $count } measurements
}
nudge-title = Ask for overdue measurements
nudge-lead = These measurements are overdue. Choose who is to get an e-mail. Nobody is asked for the same measurement again until { $days } days have passed.
nudge-none = No measurements are overdue
nudge-none-why = A measurement that has not come by its due date stands here, with whom it waits for.
nudge-whom = Who to ask
nudge-town = { $municipality }: { $count ->
    [one] one measurement
   *[other] { $count } measurements
}
nudge-reaches = E-mail to { $names }.
nudge-unwanted = { $names } switched reminders off and will get no e-mail.
nudge-invited = { $names } is invited and has not signed in yet.
nudge-last = Last asked { $day }.
nudge-nobody = Nobody measures in the municipality. Ask the chief executive to name somebody.
nudge-nobody-now = There is nobody to ask now
nudge-message = Anything to add
nudge-message-help = Stands in the e-mail, under your name.
field-tick-a-municipality = Tick at least one municipality.
nudge-send = Send e-mails
nudge-sent = { $count ->
    [one] One e-mail is on its way
   *[other] { $count } e-mails are on their way
}
nudge-sent-next = You see here when the measurements come. Each line goes once its measurement is recorded.
nudge-sent-none = No e-mail was sent
nudge-sent-none-why = The measurements are recorded, somebody else asked at the same time, or those concerned want no e-mail.
nudge-which = { $count ->
    [one] Which measurement it is
   *[other] Which { $count } measurements they are
}
nudge-table = Overdue measurements
nudge-waits-for = Waits for
nudge-days = { $days ->
    [one] one day ago
   *[other] { $days } days ago
}
mail-nudge-subject = { $count ->
    [one] { $region } waits for one measurement
   *[other] { $region } waits for { $count } measurements
}
mail-nudge-body = { $count ->
    [one] { $sender } of { $region } reminds you of a measurement that is overdue. It takes about 1 minute.
   *[other] { $sender } of { $region } reminds you of measurements that are overdue. Each takes about 1 minute.
}
mail-nudge-message = { $sender } writes:
