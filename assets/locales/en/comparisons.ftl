# Municipalities beside each other, and the inhabitants that figures are divided by.
compare-title = Compare: { $indicator }
compare-lead = The municipalities stand in alphabetical order, on the same axis. This is no ranking: look for what can be learned, and ask each other.
compare-link = Compare with other municipalities
compare-named = Compare the municipalities: { $name }
compare-per = Figures
compare-total = As measured
compare-per-thousand = Per 1,000 inhabitants
compare-unit = Unit
compare-unit-per-thousand = { $unit } per 1,000 inhabitants
compare-comparability = Can the figures be compared?
compare-note = Everybody measures the same, as it is defined here. Differences can still come from different starting points, sizes or practice. Values that fewer than { $least } answered are not shown. Values that wait to be confirmed are not counted.
compare-note-per-thousand = The figures are divided by the municipality's inhabitants on the day they are for. Where none were entered for the day, the nearest count before it is used, otherwise the first. Dividing only makes sense for counts and amounts, not for averages.
compare-baseline-days = The baselines are from
compare-from-to = { $first } to { $last }
compare-not-shown = { $count ->
    [one] One municipality does not share its figures with you. They are in nothing that stands here.
   *[other] { $count } municipalities do not share their figures with you. They are in nothing that stands here.
}
compare-missing = Have not measured yet: { $names }.
compare-no-inhabitants = Inhabitants are missing for { $names }.
compare-too-few = At least two municipalities must have measured
compare-too-few-why = There are not two municipalities here with measurements that you can see.
compare-too-few-chosen = Choose at least two municipalities that have measured.
compare-choose = Choose municipalities (all { $all } shown)
compare-choose-some = Choose municipalities ({ $chosen } of { $all } shown)
compare-whom = Municipalities to show
compare-everybody = Show all municipalities
compare-left-out = { $count ->
    [one] One municipality that you can see is left out.
   *[other] { $count } municipalities that you can see are left out.
}
compare-apart = These cannot be drawn together
compare-apart-why = “{ $one }” and “{ $other }” are defined differently. On one axis they would look like the same without being it.
compare-differs-unit = Unit
compare-differs-method = Method
compare-differs-direction = Direction
compare-differs-frequency = How often it is measured
compare-differs-accumulation = What the value is
compare-with = Show together with
compare-with-none = No other
compare-show = Show
compare-own = your municipality
compare-legend = Dotted line: baseline. Thin line: plan. Diamond: target. Thick line with points: measured. All have the same axis.
compare-said = Measured { $last } ({ $on }) · baseline { $baseline } · target { $target }
compare-table = The figures, municipality by municipality, in { $unit }
population-title = Inhabitants
population-lead = Used when figures are shown per 1,000 inhabitants.
population-stands = What has been entered
population-enter = Enter inhabitants
population-inhabitants = Inhabitants
population-people = people
population-on = Day of the count
population-source = Source
population-source-help = For example Statistics Norway, with the table
population-none = Not entered
population-correct = Correct { $name } { $on }
population-save = Save inhabitants
sheet-comparison = Municipalities compared
means-indicator-id = The indicator's id
means-per = What the value is divided by: total is as measured, 1000 is per 1,000 inhabitants
means-inhabitants = Inhabitants today, where the value is divided by them
field-defined-otherwise = Defined in another way: { $what ->
    [unit] the unit
    [method] the method
    [direction] the direction
    [frequency] how often it is measured
   *[accumulation] what the value is
}.
field-share-not-spread = A share is divided by something already and cannot be divided again.
field-count-stands = Inhabitants were entered for this day already. Use “Correct” in the table.
event-population-set = Entered inhabitants
event-field-inhabitants = Inhabitants
compare-per-case = Per case: divide by the count in
compare-per-case-of = Per case ({ $cases })
compare-unit-per-case = { $unit } per case
compare-note-per-case = The figures are divided by how many cases the municipality had on the day of the figure, as the other indicator counts them. Where none were counted that day, the nearest count before it is used, else the first. Dividing only makes sense when both are about the same cases.
compare-no-cases = Cases are not counted, or not shared, for { $names }.
compare-latest = The latest measurement of each
compare-latest-caption = { $unit } · { $direction }. The line is the target of each. The order is alphabetical.
