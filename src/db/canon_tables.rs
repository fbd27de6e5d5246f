// Made from schema.rs; a test compares the two.
kept! {
    person ["id"] true { id: 'n', name: 't', email: 't', email_folded: 't', language: 't', status: 't', password_hash: 's', totp_secret: 's', totp_confirmed: 'b', totp_last_step: 'n', created_at: 'n', version: 'n' }
    role_grant ["id"] true { id: 'n', person_id: 'n', role: 't', region_id: 'n', municipality_id: 'n', granted_at: 'n', ended_at: 'n' }
    session ["id"] false { id: 'n', person_id: 'n', user_agent: 't', created_at: 'n', expires_at: 'n', revoked_at: 'n' }
    api_token ["id"] false { id: 'n', person_id: 'n', name: 't', secret_hash: 't', scopes: 't', created_at: 'n', expires_at: 'n', revoked_at: 'n', region_id: 'n', municipality_id: 'n' }
    one_time_link ["id"] false { id: 'n', person_id: 'n', purpose: 't', token_hash: 't', created_at: 'n', expires_at: 'n', used_at: 'n' }
    delegation ["id"] true { id: 'n', municipality_id: 'n', region_id: 'n', executive_id: 'n', deputy_id: 'n', from_day: 'n', to_day: 'n', created_at: 'n', ended_at: 'n' }
    draft ["person_id, path"] false { person_id: 'n', path: 't', words: 't', saved_at: 'n' }
    idempotency ["person_id, idempotency_key"] false { person_id: 'n', idempotency_key: 't', fingerprint: 't', answer: 't', created_at: 'n' }
    municipality ["id"] true { id: 'n', country: 't', organisation_number: 't' }
    municipality_number ["id"] true { id: 'n', municipality_id: 'n', number: 't', name: 't', name_search: 't', name_sort: 't', county_number: 't', county: 't', valid_from: 'n', valid_to: 'n' }
    region ["id"] true { id: 'n', name: 't', slug: 't', kind: 't', language: 't', answer_days: 'n', slightly_behind_from: 'n', requires_totp: 'b', demo: 'b', created_at: 'n', version: 'n', idle_days: 'n', second_eyes: 'b', unusual_tolerance: 'n', remind_days: 'n', executive_after_days: 'n', region_after_days: 'n' }
    region_member ["id"] true { id: 'n', region_id: 'n', municipality_id: 'n', from_day: 'n', to_day: 'n', sharing: 't', version: 'n' }
    project ["id"] true { id: 'n', region_id: 'n', title: 't', summary: 't', renewal: 't', renewal_alone_because: 't', simplifications: 't', phase: 't', decision_points: 't', starts_on: 'n', ends_on: 'n', costs: 't', statutory: 'b', theme: 't', responsible_id: 'n', created_by: 'n', created_at: 'n', version: 'n', phases: 't' }
    roadmap_version ["id"] true { id: 'n', region_id: 'n', number: 'n', note: 't', content: 't', content_sha256: 't', published_by: 'n', published_at: 'n' }
    participation ["project_id, municipality_id"] true { project_id: 'n', municipality_id: 'n', region_id: 'n', state: 't', reason: 't', version: 'n', cost_share: 'n' }
    benefit ["id"] true { id: 'n', region_id: 'n', project_id: 'n', title: 't', class: 't', arises_in: 't', polarity: 't', description: 't', use_of_gain: 't', assumptions: 't', created_at: 'n', version: 'n' }
    indicator ["id"] true { id: 'n', region_id: 'n', project_id: 'n', benefit_id: 'n', name: 't', unit: 't', direction: 't', frequency: 't', method: 't', data_source: 't', decimals: 'n', created_at: 'n', version: 'n', accumulation: 't' }
    commitment ["id"] true { id: 'n', region_id: 'n', project_id: 'n', benefit_id: 'n', indicator_id: 'n', municipality_id: 'n', baseline_value: 'n', baseline_on: 'n', target_value: 'n', target_on: 'n', plan: 't', owner_id: 'n', use_of_gain: 't', budget: 't', first_measurement_on: 'n', accepted_in: 'n', created_at: 'n', version: 'n', sustain_until: 'n' }
    change_step ["id"] true { id: 'n', region_id: 'n', project_id: 'n', municipality_id: 'n', template_id: 'n', title: 't', kind: 't', due_on: 'n', owner_id: 'n', state: 't', blocked_reason: 't', created_at: 'n', version: 'n', moved_on: 'n', evidence: 't' }
    handover ["id"] true { id: 'n', region_id: 'n', project_id: 'n', municipality_id: 'n', package_number: 'n', state: 't', answer_by: 'n', message: 't', offered_by: 'n', offered_at: 'n', seen_at: 'n', closed_by: 'n', closed_at: 'n', closed_reason: 't', created_by: 'n', created_at: 'n', version: 'n' }
    readiness_tick ["handover_id, check_name"] true { handover_id: 'n', check_name: 't', met: 'b', note: 't', ticked_by: 'n', ticked_at: 'n', version: 'n' }
    acceptance ["handover_id, package_number"] true { handover_id: 'n', package_number: 'n', form: 't', conditions: 't', from_month: 't', statement: 't', executive_id: 'n', executive_name: 't', on_behalf_of_id: 'n', on_behalf_of_name: 't', municipality_name: 't', answered_at: 'n', package: 't', content_sha256: 't', audit_seq: 'n', audit_hash: 't', discussed_on: 'n', case_number: 't', adjustments: 't', owners: 't' }
    clarification ["id"] true { id: 'n', handover_id: 'n', question: 't', asked_by: 'n', asked_at: 'n', answer: 't', answered_by: 'n', answered_at: 'n' }
    measurement ["id"] true { id: 'n', commitment_id: 'n', on_day: 'n', value: 'n', kind: 't', comment: 't', n: 'n', invited: 'n', source: 't', reason: 't', recorded_by: 'n', recorded_at: 'n', version: 'n', waits: 'b', confirmed_by: 'n', confirmed_at: 'n' }
    measurement_past ["measurement_id, version"] true { measurement_id: 'n', version: 'n', value: 'n', kind: 't', comment: 't', n: 'n', invited: 'n', source: 't', reason: 't', recorded_by: 'n', recorded_at: 'n', confirmed_by: 'n', confirmed_at: 'n' }
    explanation ["measurement_id"] true { measurement_id: 'n', commitment_id: 'n', region_id: 'n', on_day: 'n', cause: 't', remedy: 't', explained_by: 'n', explained_at: 'n', version: 'n' }
    series ["region_id, project_id, municipality_id, commitment_id"] true { region_id: 'n', project_id: 'n', municipality_id: 'n', commitment_id: 'n', latest_on: 'n', latest_value: 'n', overdue_from: 'n', shortfall: 'n' }
    cell ["region_id, project_id, municipality_id"] true { region_id: 'n', project_id: 'n', municipality_id: 'n', accepted: 'n', measured: 'n', on_plan: 'n', latest_on: 'n', overdue: 't', logged_at: 'n' }
    planned_bend ["region_id, municipality_id, class, unit, on_day, span"] false { region_id: 'n', municipality_id: 'n', class: 't', unit: 't', on_day: 'n', span: 'n', constant_high: 'n', constant_low: 'n', per_day_high: 'n', per_day_low: 'n', promised: 'n' }
    realised_step ["region_id, municipality_id, class, unit, month_end"] false { region_id: 'n', municipality_id: 'n', class: 't', unit: 't', month_end: 'n', realised_high: 'n', realised_low: 'n', measured: 'n' }
    import_file ["id"] true { id: 'n', region_id: 'n', municipality_id: 'n', name: 't', sha256: 't', row_count: 'n', imported_by: 'n', imported_at: 'n' }
    import_layout ["region_id, municipality_id, headings_sha256"] true { region_id: 'n', municipality_id: 'n', headings_sha256: 't', meanings: 't', used_at: 'n' }
    event ["chain_id, seq"] true { chain_id: 'n', seq: 'n', at: 'n', actor: 't', via: 't', region_id: 'n', municipality_id: 'n', action: 't', object_type: 't', object_id: 't', old_values: 't', new_values: 't', request_id: 't', prev_hash: 't', hash: 't' }
    event_head ["chain_id"] true { chain_id: 'n', seq: 'n', hash: 't', at: 'n' }
    event_words ["commitment"] true { commitment: 't', salt: 't', words: 't' }
    mail ["id"] false { id: 'n', person_id: 'n', to_address: 't', subject: 't', text_body: 't', html_body: 't', once_key: 't', created_at: 'n', next_try_at: 'n', tries: 'n', sent_at: 'n', last_error: 't' }
    lease ["name"] false { name: 't', holder: 't', expires_at: 'n' }
    digest ["person_id"] false { person_id: 'n', wanted: 'b', looked_on: 'n' }
    reminder ["person_id, matter, due_on, mark"] false { person_id: 'n', matter: 't', due_on: 'n', mark: 't', told_on: 'n' }
    support_entry ["id"] true { id: 'n', region_id: 'n', municipality_id: 'n', project_id: 'n', on_day: 'n', hours: 'n', what: 't', follow_up: 't', follow_up_by: 'n', followed_up: 'b', recorded_by: 'n', recorded_at: 'n', version: 'n' }
    anchoring_entry ["id"] true { id: 'n', region_id: 'n', project_id: 'n', municipality_id: 'n', among: 't', on_day: 'n', level: 'n', note: 't', recorded_by: 'n', recorded_at: 'n', version: 'n' }
    competence ["id"] true { id: 'n', region_id: 'n', project_id: 'n', title: 't', audience: 't', created_at: 'n', version: 'n' }
    competence_state ["competence_id, municipality_id"] true { competence_id: 'n', municipality_id: 'n', region_id: 'n', project_id: 'n', state: 't', reason: 't', updated_by: 'n', updated_at: 'n', version: 'n' }
    common_item ["id"] true { id: 'n', region_id: 'n', project_id: 'n', kind: 't', title: 't', description: 't', stands_in: 't', edition: 'n', created_at: 'n', version: 'n' }
    conformity ["item_id, municipality_id"] true { item_id: 'n', municipality_id: 'n', region_id: 'n', project_id: 'n', state: 't', reason: 't', edition: 'n', answered_by: 'n', answered_at: 'n', decision_note: 't', decided_by: 'n', decided_at: 'n', version: 'n' }
    campaign ["id"] true { id: 'n', region_id: 'n', indicator_id: 'n', name: 't', from_day: 'n', to_day: 'n', created_at: 'n', version: 'n' }
    year_moment ["id"] true { id: 'n', region_id: 'n', title: 't', month: 'n', day: 'n', kind: 't', audience: 't', note: 't', created_at: 'n', version: 'n' }
    report ["id"] true { id: 'n', region_id: 'n', municipality_id: 'n', number: 'n', audience: 't', content: 't', content_sha256: 't', locked_by: 'n', locked_at: 'n' }
    headline ["region_id, month"] true { region_id: 'n', month: 'n', sentences: 't', edited_by: 'n', edited_at: 'n', version: 'n' }
    population ["region_id, municipality_id, on_day"] true { region_id: 'n', municipality_id: 'n', on_day: 'n', inhabitants: 'n', source: 't', recorded_by: 'n', recorded_at: 'n', version: 'n' }
    share_link ["id"] false { id: 'n', region_id: 'n', municipality_id: 'n', shows: 't', label: 't', language: 't', frame_origins: 't', token_hash: 't', made_by: 'n', made_at: 'n', expires_on: 'n', revoked_by: 'n', revoked_at: 'n', used: 'n', last_used_at: 'n' }
    example ["id"] true { id: 'n', region_id: 'n', project_id: 'n', benefit_id: 'n', municipality_id: 'n', commitment_id: 'n', title: 't', done: 't', took: 't', contact_name: 't', contact_email: 't', tells_effect: 'b', effect: 't', state: 't', shared_on: 'n', created_by: 'n', created_at: 'n', version: 'n' }
    example_reuse ["example_id, municipality_id"] true { example_id: 'n', municipality_id: 'n', region_id: 'n', note: 't', recorded_by: 'n', recorded_at: 'n' }
}
