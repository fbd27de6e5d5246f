//! `admin create` and `admin reset`: the way in when nobody can sign in. The password comes from standard input.

use std::io::BufRead;

use clap::Subcommand;

use super::{Context, Exit, opening};
use crate::access::{Access, Place, Role};
use crate::audit::{self, Change, Values};
use crate::db::transaction::Sources;
use crate::people::rules::{Status, check_email, check_password};
use crate::people::{passwords, store};
use crate::refusal::{Checks, Code, Refusal};

/// What to do with administrators.
#[derive(Subcommand)]
pub enum Admin {
    /// Make an administrator.
    Create {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The person's name.
        #[arg(long)]
        name: String,
    },
    /// Give an account a new password, switch it on and take its second factor away.
    Reset {
        /// The account's address.
        #[arg(long)]
        email: String,
    },
}

/// Runs the command.
pub fn run(context: &Context, what: Admin) -> Result<(), Exit> {
    let password = read_password()?;
    opening::refuse_mistaken(&context.config)?;
    opening::prepare_folder(&context.config)?;
    opening::bring_up_to_date(&context.config)?;
    let db = opening::connect(&context.config, Sources::system())?;
    crate::municipalities::register::load(&db)?;
    let access = Access::system("admin command");
    let lang = context.config.lang;
    let most = context.config.limits.password_bytes;
    let id = match what {
        Admin::Create { email, name } => {
            let mut checks = Checks::new();
            let email = check_email(&mut checks, "/email", &email);
            let name = checks.name("/name", &name);
            checks.done(()).map_err(usage)?;
            check_password(&password, &email, most).map_err(usage)?;
            let hash = passwords::hash(&password)?;
            db.write_here(&access, move |tx| {
                store::refuse_taken(tx, &email)?;
                let id = store::insert(tx, &name, &email, lang, Status::Active, Some(&hash))?;
                store::grant(tx, id, Role::Administrator, Place::INSTALLATION)?;
                let change = Change::of(Place::INSTALLATION, "administrator_created", "person", id)
                    .to(Values::new().personal("email", &email));
                audit::record(tx, &change)?;
                Ok(id)
            })?
        }
        Admin::Reset { email } => {
            check_password(&password, &email, most).map_err(usage)?;
            let hash = passwords::hash(&password)?;
            db.write_here(&access, move |tx| {
                let person = store::find_by_email(tx, &email)?.ok_or(Refusal::new(Code::NotFound))?;
                store::set_password(tx, person.id, &hash)?;
                store::set_totp(tx, person.id, None, false)?;
                audit::record(tx, &Change::of(Place::INSTALLATION, "password_reset_by_command", "person", person.id))?;
                Ok(person.id)
            })?
        }
    };
    if context.json {
        println!("{}", serde_json::json!({ "id": id }));
    } else {
        println!("done: {id}");
    }
    Ok(())
}

fn usage(refusal: Refusal) -> Exit {
    Exit::new(2, crate::refusal::Trouble::from(refusal).to_string())
}

fn read_password() -> Result<String, Exit> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        return Err(Exit::new(2, "give the password on standard input"));
    }
    Ok(password)
}
