//! The tables, by hand: the same for both databases. A test compares this file with the live catalogue of both.

#![expect(missing_docs, reason = "the migrations say what each column is")]

diesel::table! {
    person (id) {
        id -> BigInt,
        name -> Text,
        email -> Text,
        email_folded -> Text,
        language -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        totp_secret -> Nullable<Text>,
        totp_confirmed -> Bool,
        totp_last_step -> Nullable<BigInt>,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    role_grant (id) {
        id -> BigInt,
        person_id -> BigInt,
        role -> Text,
        region_id -> Nullable<BigInt>,
        municipality_id -> Nullable<BigInt>,
        granted_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    session (id) {
        id -> BigInt,
        person_id -> BigInt,
        user_agent -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    api_token (id) {
        id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        secret_hash -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
        region_id -> Nullable<BigInt>,
        municipality_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    one_time_link (id) {
        id -> BigInt,
        person_id -> BigInt,
        purpose -> Text,
        token_hash -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    delegation (id) {
        id -> BigInt,
        municipality_id -> BigInt,
        region_id -> BigInt,
        executive_id -> BigInt,
        deputy_id -> BigInt,
        from_day -> Integer,
        to_day -> Integer,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    draft (person_id, path) {
        person_id -> BigInt,
        path -> Text,
        words -> Text,
        saved_at -> BigInt,
    }
}

diesel::table! {
    idempotency (person_id, idempotency_key) {
        person_id -> BigInt,
        idempotency_key -> Text,
        fingerprint -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    municipality (id) {
        id -> BigInt,
        country -> Text,
        organisation_number -> Text,
    }
}

diesel::table! {
    municipality_number (id) {
        id -> BigInt,
        municipality_id -> BigInt,
        number -> Text,
        name -> Text,
        name_search -> Text,
        name_sort -> Text,
        county_number -> Text,
        county -> Text,
        valid_from -> Integer,
        valid_to -> Nullable<Integer>,
    }
}

diesel::table! {
    region (id) {
        id -> BigInt,
        name -> Text,
        slug -> Text,
        kind -> Text,
        language -> Text,
        answer_days -> BigInt,
        slightly_behind_from -> BigInt,
        requires_totp -> Bool,
        demo -> Bool,
        created_at -> BigInt,
        version -> BigInt,
        idle_days -> BigInt,
        second_eyes -> Bool,
        unusual_tolerance -> BigInt,
        remind_days -> BigInt,
        executive_after_days -> BigInt,
        region_after_days -> BigInt,
    }
}

diesel::table! {
    region_member (id) {
        id -> BigInt,
        region_id -> BigInt,
        municipality_id -> BigInt,
        from_day -> Integer,
        to_day -> Nullable<Integer>,
        sharing -> Text,
        version -> BigInt,
    }
}

diesel::table! {
    project (id) {
        id -> BigInt,
        region_id -> BigInt,
        title -> Text,
        summary -> Text,
        renewal -> Text,
        renewal_alone_because -> Text,
        simplifications -> Text,
        phase -> Text,
        decision_points -> Text,
        starts_on -> Nullable<Integer>,
        ends_on -> Nullable<Integer>,
        costs -> Text,
        statutory -> Bool,
        theme -> Text,
        responsible_id -> Nullable<BigInt>,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
        version -> BigInt,
        phases -> Text,
    }
}

diesel::table! {
    roadmap_version (id) {
        id -> BigInt,
        region_id -> BigInt,
        number -> BigInt,
        note -> Text,
        content -> Text,
        content_sha256 -> Text,
        published_by -> Nullable<BigInt>,
        published_at -> BigInt,
    }
}

diesel::table! {
    participation (project_id, municipality_id) {
        project_id -> BigInt,
        municipality_id -> BigInt,
        region_id -> BigInt,
        state -> Text,
        reason -> Text,
        version -> BigInt,
        cost_share -> Nullable<BigInt>,
    }
}

diesel::table! {
    benefit (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        title -> Text,
        class -> Nullable<Text>,
        arises_in -> Nullable<Text>,
        polarity -> Text,
        description -> Text,
        use_of_gain -> Text,
        assumptions -> Text,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    indicator (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        benefit_id -> BigInt,
        name -> Text,
        unit -> Text,
        direction -> Text,
        frequency -> Text,
        method -> Text,
        data_source -> Text,
        decimals -> BigInt,
        created_at -> BigInt,
        version -> BigInt,
        accumulation -> Text,
    }
}

diesel::table! {
    campaign (id) {
        id -> BigInt,
        region_id -> BigInt,
        indicator_id -> BigInt,
        name -> Text,
        from_day -> Integer,
        to_day -> Integer,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    year_moment (id) {
        id -> BigInt,
        region_id -> BigInt,
        title -> Text,
        month -> Integer,
        day -> Integer,
        kind -> Text,
        audience -> Text,
        note -> Text,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    commitment (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        benefit_id -> BigInt,
        indicator_id -> BigInt,
        municipality_id -> BigInt,
        baseline_value -> BigInt,
        baseline_on -> Integer,
        target_value -> BigInt,
        target_on -> Integer,
        plan -> Text,
        owner_id -> Nullable<BigInt>,
        use_of_gain -> Text,
        budget -> Text,
        first_measurement_on -> Integer,
        accepted_in -> Nullable<BigInt>,
        created_at -> BigInt,
        version -> BigInt,
        sustain_until -> Nullable<Integer>,
    }
}

diesel::table! {
    change_step (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        municipality_id -> Nullable<BigInt>,
        template_id -> Nullable<BigInt>,
        title -> Text,
        kind -> Text,
        due_on -> Nullable<Integer>,
        owner_id -> Nullable<BigInt>,
        state -> Text,
        blocked_reason -> Text,
        created_at -> BigInt,
        version -> BigInt,
        moved_on -> Nullable<Integer>,
        evidence -> Text,
    }
}

diesel::table! {
    handover (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        municipality_id -> BigInt,
        package_number -> BigInt,
        state -> Text,
        answer_by -> Integer,
        message -> Text,
        offered_by -> Nullable<BigInt>,
        offered_at -> Nullable<BigInt>,
        seen_at -> Nullable<BigInt>,
        closed_by -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        closed_reason -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    readiness_tick (handover_id, check_name) {
        handover_id -> BigInt,
        check_name -> Text,
        met -> Bool,
        note -> Text,
        ticked_by -> Nullable<BigInt>,
        ticked_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    acceptance (handover_id, package_number) {
        handover_id -> BigInt,
        package_number -> BigInt,
        form -> Text,
        conditions -> Text,
        from_month -> Nullable<Text>,
        statement -> Text,
        executive_id -> BigInt,
        executive_name -> Text,
        on_behalf_of_id -> Nullable<BigInt>,
        on_behalf_of_name -> Nullable<Text>,
        municipality_name -> Text,
        answered_at -> BigInt,
        package -> Text,
        content_sha256 -> Text,
        audit_seq -> BigInt,
        audit_hash -> Text,
        discussed_on -> Nullable<Integer>,
        case_number -> Text,
        adjustments -> Text,
        owners -> Text,
    }
}

diesel::table! {
    clarification (id) {
        id -> BigInt,
        handover_id -> BigInt,
        question -> Text,
        asked_by -> BigInt,
        asked_at -> BigInt,
        answer -> Nullable<Text>,
        answered_by -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    measurement (id) {
        id -> BigInt,
        commitment_id -> BigInt,
        on_day -> Integer,
        value -> BigInt,
        kind -> Text,
        comment -> Nullable<Text>,
        n -> Nullable<BigInt>,
        invited -> Nullable<BigInt>,
        source -> Text,
        reason -> Nullable<Text>,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
        version -> BigInt,
        waits -> Bool,
        confirmed_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    measurement_past (measurement_id, version) {
        measurement_id -> BigInt,
        version -> BigInt,
        value -> BigInt,
        kind -> Text,
        comment -> Nullable<Text>,
        n -> Nullable<BigInt>,
        invited -> Nullable<BigInt>,
        source -> Text,
        reason -> Nullable<Text>,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
        confirmed_by -> Nullable<BigInt>,
        confirmed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    explanation (measurement_id) {
        measurement_id -> BigInt,
        commitment_id -> BigInt,
        region_id -> BigInt,
        on_day -> Integer,
        cause -> Text,
        remedy -> Text,
        explained_by -> Nullable<BigInt>,
        explained_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    series (region_id, project_id, municipality_id, commitment_id) {
        region_id -> BigInt,
        project_id -> BigInt,
        municipality_id -> BigInt,
        commitment_id -> BigInt,
        latest_on -> Nullable<Integer>,
        latest_value -> Nullable<BigInt>,
        overdue_from -> Integer,
        shortfall -> Nullable<BigInt>,
    }
}

diesel::table! {
    cell (region_id, project_id, municipality_id) {
        region_id -> BigInt,
        project_id -> BigInt,
        municipality_id -> BigInt,
        accepted -> BigInt,
        measured -> BigInt,
        on_plan -> BigInt,
        latest_on -> Nullable<Integer>,
        overdue -> Text,
        logged_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    planned_bend (region_id, municipality_id, class, unit, on_day, span) {
        region_id -> BigInt,
        municipality_id -> BigInt,
        class -> Text,
        unit -> Text,
        on_day -> Integer,
        span -> BigInt,
        constant_high -> BigInt,
        constant_low -> BigInt,
        per_day_high -> BigInt,
        per_day_low -> BigInt,
        promised -> BigInt,
    }
}

diesel::table! {
    realised_step (region_id, municipality_id, class, unit, month_end) {
        region_id -> BigInt,
        municipality_id -> BigInt,
        class -> Text,
        unit -> Text,
        month_end -> Integer,
        realised_high -> BigInt,
        realised_low -> BigInt,
        measured -> BigInt,
    }
}

diesel::table! {
    import_layout (region_id, municipality_id, headings_sha256) {
        region_id -> BigInt,
        municipality_id -> BigInt,
        headings_sha256 -> Text,
        meanings -> Text,
        used_at -> BigInt,
    }
}

diesel::table! {
    import_file (id) {
        id -> BigInt,
        region_id -> BigInt,
        municipality_id -> Nullable<BigInt>,
        name -> Text,
        sha256 -> Text,
        row_count -> BigInt,
        imported_by -> Nullable<BigInt>,
        imported_at -> BigInt,
    }
}

diesel::table! {
    event (chain_id, seq) {
        chain_id -> BigInt,
        seq -> BigInt,
        at -> BigInt,
        actor -> Nullable<Text>,
        via -> Text,
        region_id -> Nullable<BigInt>,
        municipality_id -> Nullable<BigInt>,
        action -> Text,
        object_type -> Text,
        object_id -> Text,
        old_values -> Text,
        new_values -> Text,
        request_id -> Text,
        prev_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    event_head (chain_id) {
        chain_id -> BigInt,
        seq -> BigInt,
        hash -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    event_words (commitment) {
        commitment -> Text,
        salt -> Text,
        words -> Text,
    }
}

diesel::table! {
    mail (id) {
        id -> BigInt,
        person_id -> Nullable<BigInt>,
        to_address -> Text,
        subject -> Text,
        text_body -> Text,
        html_body -> Text,
        once_key -> Text,
        created_at -> BigInt,
        next_try_at -> BigInt,
        tries -> BigInt,
        sent_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    lease (name) {
        name -> Text,
        holder -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    digest (person_id) {
        person_id -> BigInt,
        wanted -> Bool,
        looked_on -> Nullable<Integer>,
    }
}

diesel::table! {
    reminder (person_id, matter, due_on, mark) {
        person_id -> BigInt,
        matter -> Text,
        due_on -> Integer,
        mark -> Text,
        told_on -> Integer,
    }
}

diesel::table! {
    support_entry (id) {
        id -> BigInt,
        region_id -> BigInt,
        municipality_id -> BigInt,
        project_id -> Nullable<BigInt>,
        on_day -> Integer,
        hours -> BigInt,
        what -> Text,
        follow_up -> Text,
        follow_up_by -> Nullable<Integer>,
        followed_up -> Bool,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    anchoring_entry (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        municipality_id -> BigInt,
        among -> Text,
        on_day -> Integer,
        level -> Integer,
        note -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    competence (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        title -> Text,
        audience -> Text,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    competence_state (competence_id, municipality_id) {
        competence_id -> BigInt,
        municipality_id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        state -> Text,
        reason -> Text,
        updated_by -> Nullable<BigInt>,
        updated_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    common_item (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        kind -> Text,
        title -> Text,
        description -> Text,
        stands_in -> Text,
        edition -> BigInt,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    conformity (item_id, municipality_id) {
        item_id -> BigInt,
        municipality_id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        state -> Text,
        reason -> Text,
        edition -> BigInt,
        answered_by -> Nullable<BigInt>,
        answered_at -> BigInt,
        decision_note -> Text,
        decided_by -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        version -> BigInt,
    }
}

diesel::table! {
    report (id) {
        id -> BigInt,
        region_id -> BigInt,
        municipality_id -> Nullable<BigInt>,
        number -> BigInt,
        audience -> Text,
        content -> Text,
        content_sha256 -> Text,
        locked_by -> Nullable<BigInt>,
        locked_at -> BigInt,
    }
}

diesel::table! {
    headline (region_id, month) {
        region_id -> BigInt,
        month -> Integer,
        sentences -> Text,
        edited_by -> Nullable<BigInt>,
        edited_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    population (region_id, municipality_id, on_day) {
        region_id -> BigInt,
        municipality_id -> BigInt,
        on_day -> Integer,
        inhabitants -> BigInt,
        source -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    share_link (id) {
        id -> BigInt,
        region_id -> BigInt,
        municipality_id -> Nullable<BigInt>,
        shows -> Text,
        label -> Text,
        language -> Text,
        frame_origins -> Text,
        token_hash -> Text,
        made_by -> BigInt,
        made_at -> BigInt,
        expires_on -> Integer,
        revoked_by -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        used -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    example (id) {
        id -> BigInt,
        region_id -> BigInt,
        project_id -> BigInt,
        benefit_id -> BigInt,
        municipality_id -> BigInt,
        commitment_id -> BigInt,
        title -> Text,
        done -> Text,
        took -> Text,
        contact_name -> Text,
        contact_email -> Text,
        tells_effect -> Bool,
        effect -> Text,
        state -> Text,
        shared_on -> Nullable<Integer>,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::table! {
    example_reuse (example_id, municipality_id) {
        example_id -> BigInt,
        municipality_id -> BigInt,
        region_id -> BigInt,
        note -> Text,
        recorded_by -> Nullable<BigInt>,
        recorded_at -> BigInt,
    }
}

diesel::joinable!(role_grant -> person (person_id));
diesel::joinable!(digest -> person (person_id));

diesel::allow_tables_to_appear_in_same_query!(
    person,
    role_grant,
    session,
    api_token,
    one_time_link,
    delegation,
    draft,
    idempotency,
    municipality,
    municipality_number,
    region,
    region_member,
    project,
    roadmap_version,
    participation,
    benefit,
    indicator,
    commitment,
    change_step,
    handover,
    readiness_tick,
    acceptance,
    clarification,
    measurement,
    measurement_past,
    explanation,
    series,
    cell,
    planned_bend,
    realised_step,
    import_file,
    import_layout,
    event,
    event_head,
    event_words,
    mail,
    lease,
    digest,
    reminder,
    support_entry,
    anchoring_entry,
    competence,
    competence_state,
    common_item,
    conformity,
    campaign,
    year_moment,
    report,
    headline,
    population,
    share_link,
    example,
    example_reuse,
);
