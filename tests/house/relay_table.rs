//! The relay as one table, state by command, with who may give each: docs/relay.md is made from the rules and reviewed.

use std::path::Path;

use stafett::access::policy::holders;
use stafett::handovers::rules::{Command, Form, State, next};

const REVIEWED: &str = "docs/relay.md";

fn word(command: Command) -> &'static str {
    match command {
        Command::Vouch => "vouch for a check",
        Command::Offer => "offer",
        Command::Withdraw => "withdraw",
        Command::Accept(Form::Full) => "accept",
        Command::Accept(Form::WithConditions) => "accept with conditions",
        Command::Accept(Form::Later) => "accept later",
        Command::Ask => "ask",
        Command::Answer => "answer the question",
        Command::Refuse => "refuse",
        Command::HandBack => "hand back",
        Command::Complete => "complete",
        Command::Begin => "begin",
        Command::Expire => "expire",
    }
}

fn table() -> String {
    let mut text = "# The relay: state by command\n\n\
        Made from `src/handovers/rules.rs` and `src/access/policy.rs` by `tests/house/relay_table.rs`. A cell says where the \
        command\nleads; an empty one is refused with 409.\n\n"
        .to_owned();
    text.push_str("| command | given by |\n|---|---|\n");
    for command in Command::ALL {
        let by = match command.permission() {
            Some(perm) => {
                let mut roles: Vec<&str> = holders(perm).iter().map(|role| role.as_str()).collect();
                if matches!(command, Command::Accept(_) | Command::Ask | Command::Refuse | Command::HandBack) {
                    roles.push("a registered deputy; never who made the offer");
                }
                roles.join(", ")
            }
            None if *command == Command::Begin => "the first measurement or the first step that moves".to_owned(),
            None => "time".to_owned(),
        };
        text.push_str(&format!("| {} | {by} |\n", word(*command)));
    }
    text.push_str("\n| state |");
    Command::ALL.iter().for_each(|command| text.push_str(&format!(" {} |", word(*command))));
    text.push_str("\n|---|");
    Command::ALL.iter().for_each(|_| text.push_str("---|"));
    text.push('\n');
    for state in State::ALL {
        text.push_str(&format!("| `{}` |", state.as_str()));
        for command in Command::ALL {
            match next(*state, *command) {
                Some(to) => text.push_str(&format!(" `{}` |", to.as_str())),
                None => text.push_str("  |"),
            }
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_relay_is_the_one_that_was_reviewed() {
    let now = table();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(REVIEWED);
    if std::env::var_os("STAFETT_REVIEWED").is_some() {
        std::fs::write(&path, &now).expect("written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        reviewed == now,
        "{REVIEWED} is not what the rules say; read the change and accept it with STAFETT_REVIEWED=1"
    );
}
