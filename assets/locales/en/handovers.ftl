handover-title-open = { $municipality } is offered the baton
handover-title = Handover to { $municipality }
handover-benefits = Benefits, baselines and targets
handover-project = About the project
handover-steps = Change steps
handover-readiness = Is everything ready? Ten checks
handover-questions = Questions and answers
handover-way = The way of the baton
handover-from-to = From { $from } to { $to } { $unit } by { $day }
handover-more = In addition
handover-more-count = { $count } more indicators
handover-effort = Own effort
handover-step-count = { $count ->
    [one] 1 change step
   *[other] { $count } change steps
}
handover-first-measurement = First measurement
handover-first-passed = That day has passed, so the measurement is overdue from when you accept. Measure at once, or ask the region for a later first day.
handover-answer-by = Answer by
handover-from-whom = From
handover-reason = Reason
handover-to-receipt = See the receipt
handover-whom-to-call = Contact { $name } in { $region } if you want a new offer.
handover-no-benefits = The project has no benefits yet.
handover-no-steps = No change steps are proposed.
handover-to-project = Go to the project
accept-heading = What is your answer?
accept-how = Answer
accept-form-full = We accept
accept-full-help = The municipality carries out the changes and measures the benefits.
accept-form-with-conditions = We accept with conditions
accept-form-later = We accept, but later
accept-conditions = Conditions
accept-conditions-help = Only when you accept with conditions.
accept-from-month = From month
accept-from-month-help = Only when you accept later. Write YYYY-MM.
accept-owner = Owner of “{ $indicator }”
accept-owner-invited = Somebody I invite below
accept-invite = Is the benefit owner not in the list?
accept-invite-help = Choose “Somebody I invite below” as benefit owner, and write who it is. The invitation is mailed when you confirm the answer.
accept-adjustments = Change a target or speak of the budget
accept-adjustments-help = Leave the fields empty where you take on what is proposed. Another target needs a reason. The region sees both.
accept-target-proposed = Proposed: { $target }
accept-target-value = The target we take on
accept-target-on = By
accept-target-reason = Why
accept-budget-year = Budget year
accept-budget-account = Account
accept-budget-amount = Change in the budget (NOK)
accept-budget-help = Write a lower budget with a minus.
accept-statement = Statement
accept-statement-help = Anything else you want on the receipt.
accept-discussed-on = Discussed in the leadership group
accept-case-number = Case number
accept-case-number-help = As it stands in the municipality’s own archive.
accept-button = Answer
ask-heading = We need clarification
ask-question = What is your question?
ask-button = Ask
refuse-heading = We do not accept
refuse-reason = Why not?
refuse-button = Refuse
check-title = Is this right?
check-full = { $municipality } accepts the baton for “{ $project }”.
check-with-conditions = { $municipality } accepts the baton for “{ $project }”, with conditions.
check-later = { $municipality } accepts the baton for “{ $project }” from { $month }.
check-by = The answer is given by { $name }, whose name stands on the receipt.
check-invited = { $name } ({ $email }), who will be invited
check-confirm = Confirm
check-back = Change the answer
adjusted-title = Proposed and accepted
adjusted-proposed = Proposed
adjusted-accepted = Accepted
adjusted-reason = Reason
adjusted-of = What
adjusted-unsaid = not said
receipt-title = Receipt
receipt-done = The baton is accepted
receipt-done-body = The content is frozen as it was read. The region has been told.
receipt-municipality = Municipality
receipt-project = Project
receipt-how = Answer
receipt-by = Answered by
receipt-on-behalf-of = On behalf of
receipt-at = Time
receipt-target = Target for “{ $indicator }”
receipt-budget = Budget consequence for “{ $indicator }”
receipt-adjusted = { $accepted } (proposed: { $proposed }). { $reason }
receipt-package = Fingerprint of the package (SHA-256)
receipt-event = Event in the log
receipt-next = What happens next?
receipt-undo = Undo: hand the baton back
receipt-json = The receipt as JSON
receipt-package-json = The package as JSON
receipt-pdf = The receipt as PDF
receipt-package-pdf = The package as PDF
receipt-archive = Archive bundle (ZIP)
receipt-signature = Signature, if you want it on paper:
next-measure = Measure “{ $indicator }”
next-steps = The change steps in the municipality
offer-heading = Offer the baton
offer-ready = Everything is ready. The chief executive gets an e-mail with a link here.
offer-missing = { $count ->
    [one] One thing is
   *[other] { $count } things are
} missing before it can be offered:
offer-button = Offer the baton
offer-again-button = Offer again
clarify-heading = The municipality asks
clarify-answer = Answer to the municipality
clarify-button = Send the answer
withdraw-heading = Withdraw the offer
withdraw-reason = Reason
withdraw-button = Withdraw
complete-heading = Report the benefits realised
complete-report = Final report (BP6)
complete-button = Complete
hand-back-heading = Hand the baton back
hand-back-help = Before the changes have begun this is an undo. The acceptance stays on record.
hand-back-reason = Reason
hand-back-button = Hand back
way-prepared = Prepared
way-offered = Offered
way-seen = Seen
way-answered = Accepted
way-begun = Under way
way-completed = Realised
step-word-done = Done
step-word-current = We are here
step-word-ahead = Ahead
step-word-stopped = Stopped
check-state-open = Not vouched for
check-state-met = Vouched for
check-state-not-relevant = Not relevant
check-answer = Answer
check-note = Note, or why not relevant
check-realistic = The benefits are still judged realistic
check-baseline = The baseline is taken
check-indicators = Final indicators, method, and who reports to whom
check-assumptions = The assumptions have an owner in the line
check-training = Training, user documentation and operating routines
check-agreements = Agreements for operation and maintenance
check-communication = Communication and anchoring
check-risks = Remaining risks with mitigation
check-open-work = Open work is accepted
check-capacity = Capacity in the line
question-open = Not answered yet
package-number = Package number
package-heading = The package
unit = Unit
missing = Missing
done-offered = The baton is offered
done-withdrawn = The offer is withdrawn
done-asked = The question is sent to the region
done-clarified = The answer is sent to the municipality
done-refused = The refusal is recorded
done-handed-back = The baton is handed back
done-completed = The benefits are reported realised
mail-handover-link = Open the handover
mail-offered-subject = The baton for “{ $project }” waits for { $municipality }
mail-offered-body = The region offers { $municipality } to take over “{ $project }”. Answer by { $day }. It takes two minutes.
mail-withdrawn-subject = The offer of “{ $project }” is withdrawn
mail-withdrawn-body = The region has withdrawn the offer of “{ $project }” to { $municipality }. You need not answer.
mail-accepted-subject = { $municipality } has accepted “{ $project }”
mail-accepted-body = { $municipality } has accepted the baton for “{ $project }”.
mail-refused-subject = { $municipality } does not accept “{ $project }”
mail-refused-body = { $municipality } has refused “{ $project }”. The reason is on the page.
mail-asked-subject = { $municipality } asks about “{ $project }”
mail-asked-body = { $municipality } needs a clarification before answering “{ $project }”.
mail-clarified-subject = An answer about “{ $project }”
mail-clarified-body = The region has answered the question from { $municipality }. Answer the offer by { $day }.
mail-handed-back-subject = { $municipality } has handed “{ $project }” back
mail-handed-back-body = { $municipality } has handed the baton for “{ $project }” back. The reason is on the page.
mail-expired-subject = The time to answer “{ $project }” is over
mail-expired-body = The offer of “{ $project }” to { $municipality } ran out on { $day } without an answer. The region can offer it again.
field-only-with-conditions = Only when accepting with conditions.
field-only-when-later = Only when accepting later.
field-not-a-hash = Must be a SHA-256 fingerprint of 64 characters.
field-check-missing = The check is not vouched for.
field-class-missing = The benefit “{ $name }” has no class.
field-arises-in-missing = The benefit “{ $name }” does not say where it arises.
field-method-missing = The indicator “{ $name }” has no method.
field-commitment-missing = The municipality has no figures for “{ $name }”.
field-owner-missing = “{ $name }” has no owner.
field-use-of-gain-missing = “{ $name }” does not say what the gain is used for.
field-met-or-not-relevant = Answer either met or not relevant.
package-renewal = Renewal
package-simplification = Simplification
paper-check = How to check this
paper-check-package = The fingerprint is the SHA-256 of the package as JSON (RFC 8785), as { $address } answers it. If one character of the package changes, so does the fingerprint.
paper-check-receipt = The archive bundle (ZIP) from { $address } holds the package, the receipt and the events of the log. It is checked off-line and without this installation:
paper-made = Made by Stafett on { $moment }, { $address }

# Sending to many
many-title = Baton handover
many-lead = { $all ->
    [one] One municipality takes part
   *[other] { $all } municipalities take part
}. Ready for the baton: { $ready }. To answer: { $open }. Accepted: { $held }.
many-nobody = No municipality takes part yet
many-nobody-why = Once a municipality takes part in the project, its baton can be prepared here.
many-prepared = { $count ->
    [one] One handover was prepared.
   *[other] { $count } handovers were prepared.
}
many-vouched = { $count ->
    [one] Vouched in one handover.
   *[other] Vouched in { $count } handovers.
}
many-sent = { $count ->
    [one] One baton was sent.
   *[other] { $count } batons were sent.
}
many-not-prepared = Not prepared
many-missing = Missing
many-ready = Ready to be sent
many-checks-missing = { $count } of 10 checks are open
many-prepare-heading = Prepare for all
many-prepare = Prepare for { $count }
many-message = Message to the chief executives
many-message-help = The same to all. Each can be changed afterwards.
many-note = Note
many-vouch-heading = Vouch for all
many-checks = Is everything ready? Ten checks
many-checks-help = What you tick stands with your name in every handover that has not been sent.
many-check-stands = Stands in { $stands } of { $drafts }
many-vouch = Vouch for { $count }
many-left = { $count ->
    [one] One is not ready and will not be sent
   *[other] { $count } are not ready and will not be sent
}
many-left-why = The table above says what is missing. They can be sent later.
many-none-ready = Nobody is ready yet.
many-to-whom = Send the baton to
many-answer-by = New last day to answer
many-answer-by-help = Leave empty to keep the day each has.
batons-title = Where are the batons?
batons-lead = { $sent } are sent: { $open } wait for an answer, { $held } are accepted.
batons-none = No batons yet
batons-none-why = When a project is prepared for a municipality, this table shows where its baton is.
batons-caption = The batons of { $region }, { $day }
batons-held-of = { $held } of { $all } accepted
batons-answer-by = by { $day }
batons-no-baton = no baton
batons-answering = From offer to answer
batons-answering-lead = Quickest answer: { $days ->
    [0] the same day
    [one] one day
   *[other] { $days } days
}.
batons-waiting = Waiting
batons-answered = Answered
batons-median = Median answer, days
batons-slowest = Slowest answer, days
differences-title = What has changed
differences-lead = { $count ->
    [one] One thing has changed
   *[other] { $count } things have changed
} since you took the baton on { $day }.
difference-project = The project
difference-about = About
difference-what = Field
difference-before = Before
difference-now = Now
difference-list = { $count ->
    [one] one entry
   *[other] { $count } entries
}
difference-benefit = Benefit
difference-change-step = Change step
difference-indicator = Indicator
difference-title = Name
difference-summary = Summary
difference-renewal = Renewal
difference-simplifications = Simplification
difference-starts-on = Start
difference-ends-on = End
difference-costs = Costs
difference-statutory = Required by law
difference-class = Class of benefit
difference-arises-in = Where it arises
difference-description = Description
difference-use-of-gain = Use of the gain
difference-assumptions = Assumptions
difference-unit = Unit
difference-direction = Direction
difference-frequency = How often
difference-accumulation = What the figure says
difference-method = How it is measured
difference-baseline = Baseline
difference-target = Target
difference-first-measurement = First measurement
difference-plan = Plan
difference-budget = Budget effect
difference-kind = Kind of step
difference-due-on = Due
handover-cost-share = Share of the costs
difference-cost-share = Cost share
receipt-handed-back = The baton was handed back
receipt-handed-back-body = The receipt shows what was accepted then. The municipality has handed the baton back since.
check-on-behalf-of = The answer is given on behalf of { $name }. Both names stand on the receipt.
receipt-owners = Benefit owners
