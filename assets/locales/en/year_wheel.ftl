year-title = Annual cycle
year-lead = What comes back every year in the region: reports, budget and meetings. Everybody in the region sees it, and it comes in the calendar.
year-none = The annual cycle is empty
year-none-why = Here come the fixed moments of the region’s year.
year-caption = The annual cycle of { $region }
year-day = { $day } { $month }
year-when = When
year-what = What happens?
year-what-help = For example “Report for the first tertial”.
year-day-of-month = Day
year-month = Month
year-kind = Kind
year-audience = For whom
year-note = Note
year-new = New moment
year-add = Add the moment
year-edit = Change the moment
year-remove = Remove
year-remove-named = Remove { $title }
year-next = { $days ->
    [0] Next: today
    [one] Next: tomorrow
   *[other] Next: in { $days } days
}
year-usual = The usual municipal year
year-usual-lead = Tertial reports on 30 April, 31 August and 31 December, the annual report and the budget of the autumn, as somewhere to begin. What is here already is not added again.
year-usual-add = Add the usual municipal year
year-usual-annual-report = Annual report
year-usual-first-tertial = Report for the first tertial
year-usual-second-tertial = Report for the second tertial
year-usual-third-tertial = Report for the third tertial
year-usual-budget-input = Input to budget and financial plan
year-usual-budget-proposal = The executive’s budget proposal
year-usual-budget-decided = The council adopts budget and financial plan
moment-kind-reporting = Reporting
moment-kind-budget = Budget
moment-kind-leadership-meeting = Leadership meeting
moment-kind-council = Council
moment-kind-other = Other
audience-all = Everybody
audience-region = The region
audience-municipalities = The municipalities
