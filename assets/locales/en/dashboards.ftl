tasks-today = Today
tasks-this-week = This week
tasks-later = Later
tasks-begin = Begin
tasks-count = { $count ->
    [one] one task
   *[other] { $count } tasks
}
tasks-left-out = { $count ->
    [one] One more measurement waits for others in the municipality.
   *[other] { $count } more measurements wait for others in the municipality.
}
tasks-none = Nothing is waiting for you
tasks-none-next = Next measurement: { $day }.
tasks-none-why = Handovers to answer and measurements due will show here.
task-measure = Record a measurement: { $benefit }
due-label = Due
effort-measure = about 1 min
mine-title = Projects in { $place }
mine-projects = Your projects
mine-development = Given so far, and the last { $months } months
mine-more = { $count ->
    [one] One more project:
   *[other] { $count } more projects:
}
part-broken = “{ $part }” could not be read now
part-broken-why = The rest of the page is as it should be. Try again in a while.
home-rest = More: since last time, projects and regions
my-regions = Regions
state-not-started = Not started
state-waiting = Awaiting answer
state-underway = Underway
state-on-plan = On plan
state-slightly-behind = Slightly behind plan
state-behind = Behind plan
state-overdue = Overdue
state-not-measured = Not measured
state-stopped = Stopped
state-done = Realised
state-not-accepted = Not accepted
region-lead = Projects and municipalities: who has accepted, who measures, and how is it going?
region-empty = No projects yet
region-empty-why = Once the roadmap has a project, you see here how it stands in each municipality.
projector = Show on a projector
partial-of-title = Figures from { $seen } of { $all } municipalities
partial-of = The others share their figures with the region only and are not part of the figures here. Who has accepted the baton is shown for all.
partial-of-none = Who has accepted the baton is shown for all.
partial-sums = The others share their figures with the region only and are not part of the sums.
partial-sums-none = Each municipality chooses for itself whom it shares its figures with.
card-of-some = { $text } Covers { $seen } of { $all } municipalities.
card-hidden = The figures are shared with the region only.
measured-of = { $measured } of { $accepted } benefits measured
card-held = Batons accepted
card-held-means = { $held } of { $sent } sent are accepted.
card-coverage = Coverage
card-coverage-means = { $measured } of { $accepted } benefits are measured.
card-on-plan = On plan
card-on-plan-means = { $on_plan } of { $measured } measured benefits are on plan or ahead.
card-overdue = Overdue measurements
card-overdue-means = { $overdue ->
    [0] Every measurement that should be in, is in.
    [one] One measurement should have been in.
   *[other] { $overdue } measurements should have been in.
}
matrix-caption = { $region }: projects and municipalities, { $day }
in-all = In all
not-participating = does not take part
legend-note = On plan: at least 100% of the planned gain on the day of measuring. Slightly behind: { $behind }–100%. Behind: under { $behind }%. What is to be kept may differ by { $tolerance }%. Overdue: a due date is reached without a measurement. A cell says the worst of what it holds: overdue comes before behind plan.
cell-on-plan = { $on_plan } of { $measured } on plan
cell-measured = { $measured } of { $accepted } measured
cell-overdue = { $overdue } of { $accepted } overdue
row-summary = { $held } of { $sent } accepted, { $measuring } measuring
row-summary-held = { $held } of { $sent } accepted
attention = Needs attention
attention-none = Nothing needs attention now.
attention-none-seen = Nothing needs attention in the figures you see.
attention-more = And { $count } more. See the matrix.
reason-overdue = { $count ->
    [one] One measurement is overdue.
   *[other] { $count } measurements are overdue.
}
reason-stopped = The baton was refused, withdrawn, expired or handed back.
files = The figures as files
files-matrix = The matrix
files-curve = Planned and realised, month by month
files-measurements = All measurements in the region, one row for each value
files-what = What the figures are: columns, units, source
files-odata = Excel and Power BI fetch the figures themselves from this address. Make a token on your account and paste it as the password; the user name can be anything.
files-odata-link = OData for Excel and Power BI
development = Development
cell-caption = Benefits of { $project }, { $municipality }
answer-unmeasured = { $indicator } is not measured yet. From { $baseline } to { $target }.
answer-at-baseline = { $indicator }: { $value }, as at the baseline. The plan for that day was { $planned }.
answer-above-baseline = { $indicator }: { $value }, { $moved } above the baseline. The plan for that day was { $planned }.
answer-below-baseline = { $indicator }: { $value }, { $moved } below the baseline. The plan for that day was { $planned }.
answer-attainment = Attainment is { $share }%.
no-measurements = No measurements yet
first-awaited = The first measurement is expected on { $day }.
higher-is-better = higher is better
lower-is-better = lower is better
hold-is-better = to be kept where it is
plan = Plan
measured = Measured
axis-cut = the axis does not begin at zero
show-table = Show as a table
chart-title-unmeasured = The plan from baseline to target
chart-title-on-plan = The latest measurement is on plan or ahead
chart-title-behind = The latest measurement is behind plan
chart-summary = Line chart with { $count } measurements, latest { $last }. Baseline { $baseline } on { $baseline_on }, target { $target } on { $target_on }.
chart-steps = Steps that were done: { $steps }.
chart-steps-of-a-day = { $count } steps done
forecast-label = Forecast (n = { $points })
work-years = The gain of the last period, { $hours }, is { $years } work-years a year. A work-year is { $each } hours here: 37.5 hours a week in 226 working days.
attainment = Attainment
series-caption = Measurements of { $benefit }
direction = Direction
frequency = How often
class = Kind of benefit
owner = Benefit owner
no-owner = Nobody yet
method = Method
definition = Description
about-benefit = About the benefit
corrections = Corrections
reason = Reason
who = Who
corrected-title = The measurement is corrected
corrected = Both the old and the new value stand below.
task-answer = Answer the baton: { $project }
task-clarify = Answer a question about { $project }
task-follow = Answer due on the baton: { $project }
task-step = Do: { $step }
effort-answer = about 2 min
idle-title = Caught in daily operations
idle-home-why = These have stood still while something is due. A small step is enough: one change step further, or one measurement.
idle-since = { $days } days without a movement, { $due ->
    [one] one thing is overdue
   *[other] { $due } things are overdue
}.
idle-region-why = The municipality was told earlier. Now you can help.
idle-support = Record support for { $municipality }
idle-more = … and { $count } more.

# Rules of measuring: surveys
survey-answered-of = { $n } of { $invited } answered ({ $rate } %).
survey-answered = { $n } answered.
survey-between = With 95 % confidence between { $low } and { $high }.
too-few-answers-title = The latest measurement is not shown
too-few-answers = not shown: fewer than { $least } answers
too-few-answers-why = The measurement of { $day } is recorded and answers its due date. Its value is not shown when fewer than { $least } have answered, because one could then see what each of them thought. Nor is it part of any sum.
sustain-until = To last until
sustain-until-help = The last day on which the level is to be held after the target’s day. Leave empty: as long as somebody measures.
difference-sustain-until = To last until
field-not-after-target = Choose a day after the target’s day.
fallen-back = Has fallen back
fallen-back-why = The peak was { $peak } ({ $peak_on }). The latest measurement is { $value } ({ $on }): { $drop } % of the gain has gone again, and two measurements running are more than { $tolerance } % below the peak.
sustained = Lasts
sustained-below = { $drop } % below the peak of { $peak } ({ $peak_on })
sustained-at-peak = at its peak: { $peak } ({ $peak_on })
fallen-back-list = Have fallen back
fallen-back-list-why = Benefits that came to their target’s day and have since, two measurements running, lost more than { $tolerance } % of what they gave at their peak.
fallen-back-item = { $drop } % of the gain has gone since the peak of { $peak_on }
how-we-calculate-short = How
how-we-calculate = How we calculate
forecast-says = Forecast: { $value } on { $on }, probably between { $low } and { $high }. It rests on { $points } measurements.
forecast-too-few = There are { $points } of the { $least } measurements that it takes before we show a forecast.
forecast-how = The forecast is the median of the slopes between all pairs of measurements (Theil 1950, Sen 1968), so that one mistyped value does not turn it. The 120 newest measurements count.
forecast-how-band = The band shows how scattered the measurements have been around the line (from 10 % to 90 %), and how unsure its slope is (80 %). It widens the farther ahead it is. The forecast carries the past on: it knows no seasons, and is no promise.
guide-in-bokmal = The text is in Norwegian (bokmål), as the user guide is.
task-confirm = { $count ->
    [one] Confirm one figure that a colleague entered
   *[other] Confirm { $count } figures that colleagues entered
}
task-region-overdue = { $count ->
    [one] One measurement is overdue by { $days } days or more
   *[other] { $count } measurements are overdue by { $days } days or more
}
flow-title = Sum for the year
flow-lead = The figures say what came in during each period, so they can be added up.
flow-this-year = So far in { $year }
flow-last-year = In { $year }
flow-sum = { $periods ->
    [one] { $sum }. The one period is in.
   *[other] { $sum }. All { $periods } periods are in.
}
flow-sum-at-least = At least { $sum }. { $measured } of { $periods } periods are in.
flow-none-in = { $periods ->
    [one] Not measured. One period is due.
   *[other] Not measured. { $periods } periods are due.
}
year-soon = The annual cycle: the next 30 days

# The region's dashboard: the sentences on top, what needs attention, decisions
headline-title = In short
headline-partial = Some municipalities share their figures with the region only. The sentences are about what you can see.
headline-edited-by = Edited by { $name }
headline-overdue = { $overdue ->
    [one] One of { $accepted } benefits has an overdue measurement.
   *[other] { $overdue } of { $accepted } benefits have an overdue measurement.
}
headline-unexplained = { $unexplained ->
    [one] One benefit behind plan has no explanation ({ $behind } behind plan; { $measured } of { $accepted } measured).
   *[other] { $unexplained } benefits behind plan have no explanation ({ $behind } behind plan; { $measured } of { $accepted } measured).
}
headline-caught = { $count ->
    [one] One baton is caught in daily operations.
   *[other] { $count } batons are caught in daily operations.
}
headline-fallen-back = { $count ->
    [one] One benefit has fallen back after its target was due.
   *[other] { $count } benefits have fallen back after their target was due.
}
headline-furthest = { $class } ({ $unit }) has realised { $rate } % of what is planned for the end of the month; { $coverage } % of the benefits are measured.
headline-on-plan = { $on_plan } of { $measured } measured benefits are on plan; { $measured } of { $accepted } are measured.
headline-waiting = { $count ->
    [0] No batons are waiting for an answer.
    [one] One baton is waiting for an answer.
   *[other] { $count } batons are waiting for an answer.
}
headline-held = { $held } of { $sent } batons sent have been accepted.
headline-nothing-taken-on = No benefits have been taken on yet, so nothing can be measured.
headline-edit = Edit the headlines
headline-lead = The sentences on top of the region's dashboard in { $month }.
headline-sentences = Sentences
headline-sentences-help = One sentence to a line, the most important first. At most { $most } lines of { $max } characters. They are shown to those who see all figures in the region; others see sentences made from the figures they can see.
headline-rules = The sentences from the figures
headline-rules-why = The rules make these from the figures as they are now.
headline-back = Use the sentences from the figures
changed-at = Updated
region-choose = Choose theme, phase, municipality or kind of benefit
reason-unexplained = Behind plan, and nobody has explained why.
reason-explained = The municipality's explanation ({ $day }): “{ $cause }”
reason-expiring = The time to answer is nearly over.
reason-run-out = The time to answer is over.
reason-blocked = { $step } is blocked: { $why }
decisions-title = Decisions
decisions-made = Decided last
decisions-coming = Awaiting a decision
decision-passed = the day has passed
class-unclassified = No kind

# A municipality's page
town-lead = What the municipality has taken on, how it goes, and what it has given.
town-left = { $town } has not been a member of the region since { $day }
town-left-why = What the municipality had taken on stands as it was then.
gains-title = What it has given us
gains-why = One line for each kind of benefit and unit; they are never added together. The gain for ourselves stands beside what others get.
gain-for = Gain for
gain-own = Own organisation
gain-others = Citizens, business and others
realised = Realised
planned-by-now = Planned for the end of the month
realised-share = Realised of plan
gains-spark = Realised over { $months } months, now: { $last }
town-curve = Planned and realised
town-curve-summary = { $class }: { $realised } realised, { $planned } planned, { $coverage } % measured
town-curve-unmeasured = { $class }: not measured, { $planned } planned
all-projects = All projects
town-no-curve = No benefits have been taken on yet.
town-nothing = No benefits yet
town-nothing-why = When the municipality has accepted a baton, you will see here what it gives.
town-taken-on = The projects we have taken on
month = Month
planned = Planned
my-municipalities = How the municipality is doing
headline-nothing-seen = The municipalities that have taken the baton have no figures to show here.
realisation-title = Planned against realised
realisation-lead = What the region has promised, month by month, and what has been measured. Each class of benefit stands by itself. Benefit is the change from the baseline; of several benefits the changes are added up.
realisation-by-now = So far
realisation-over-time = Over time
realisation-months = { $months } months
realisation-none = No benefits to show
realisation-none-why = The curves come when a municipality has accepted the baton for a project here. If you chose a part, you can choose a larger one.
course-forecast = Forecast: { $value } on { $on }, probably between { $low } and { $high }. It rests on { $points } finished months in which as many benefits were measured.
course-no-forecast = No forecast: it takes at least { $least } finished months in which as many benefits are measured.
bars-furthest = Furthest from its plan: { $name }, { $share }
bars-none = Nothing has been measured yet
bars-caption = Realised of what is planned for the end of the month, { $place }. The line is the plan, 100 %.
bars-of = { $rate } ({ $coverage } measured)
