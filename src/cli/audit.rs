//! `audit verify` and `audit anchor`: is the event log whole?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde::{Deserialize, Serialize};

use super::{Context, Exit, opening};
use crate::access::Access;
use crate::audit::rules::{BEGINNING, sha256_hex};
use crate::audit::store::{self, Head, Readable};
use crate::clock::Moment;
use crate::db::transaction::Sources;
use crate::db::{AnyConn, Db};
use crate::ids::encode;
use crate::refusal::Outcome;

/// What to do with the log.
#[derive(Subcommand)]
pub enum Audit {
    /// Recompute every hash; exit 5 when something was touched.
    Verify {
        /// An anchor taken earlier: what it names must still be there.
        #[arg(long, value_name = "FILE")]
        anchor: Option<PathBuf>,
    },
    /// Print where every chain stands, to be kept elsewhere.
    Anchor,
}

/// Where all chains stand: kept outside the database, it shows when a tail was cut or the whole was rolled back.
#[derive(Serialize, Deserialize)]
struct Anchor {
    /// Events in all chains together.
    seq: i64,
    /// Hash over all chains' heads.
    hash: String,
    /// When the newest was written.
    at: Moment,
    /// Each chain's head, by region id; `installation` for the installation's own.
    chains: BTreeMap<String, Link>,
}

#[derive(Serialize, Deserialize, PartialEq, Clone)]
struct Link {
    seq: i64,
    hash: String,
    at: Moment,
}

/// Runs the command.
pub fn run(context: &Context, what: &Audit) -> Result<(), Exit> {
    let db = opening::connect(&context.config, Sources::system())?;
    match what {
        Audit::Anchor => {
            let anchor = anchor(&db)?;
            println!("{}", serde_json::to_string(&anchor).unwrap_or_default());
            Ok(())
        }
        Audit::Verify { anchor } => verify(context, &db, anchor.as_deref()),
    }
}

fn name(chain: i64) -> String {
    if chain == store::INSTALLATION { "installation".into() } else { encode(chain) }
}

fn anchor(db: &Db) -> Result<Anchor, Exit> {
    let heads = db.read_here(&Access::system("audit"), |conn| {
        store::chains(conn)?
            .into_iter()
            .map(|chain| Ok((chain, store::head(conn, chain)?)))
            .collect::<Outcome<Vec<_>>>()
    })?;
    let chains: BTreeMap<String, Link> =
        heads.into_iter().map(|(chain, Head { seq, hash, at })| (name(chain), Link { seq, hash, at })).collect();
    let text: String = chains.iter().map(|(name, link)| format!("{name} {} {}\n", link.seq, link.hash)).collect();
    Ok(Anchor {
        seq: chains.values().map(|link| link.seq).sum(),
        hash: sha256_hex(text.as_bytes()),
        at: chains.values().map(|link| link.at).max().unwrap_or_default(),
        chains,
    })
}

fn verify(context: &Context, db: &Db, anchor: Option<&Path>) -> Result<(), Exit> {
    let kept: Option<Anchor> = match anchor {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Exit::new(2, format!("--anchor {}: {error}", path.display())))?;
            Some(
                serde_json::from_str(&text)
                    .map_err(|_| Exit::new(2, format!("--anchor {}: not an anchor", path.display())))?,
            )
        }
    };
    let (events, mut broken) = db.read_here(&Access::system("audit"), |conn| {
        let mut events = 0_i64;
        let mut broken = Vec::new();
        for chain in store::chains(conn)? {
            events +=
                check_chain(conn, chain, kept.as_ref().and_then(|kept| kept.chains.get(&name(chain))), &mut broken)?;
        }
        broken.extend(crate::handovers::proof::broken(conn)?);
        broken.extend(crate::projects::versions::proof::broken(conn)?);
        broken.extend(crate::reports::proof::broken(conn)?);
        for commitment in store::broken_words(conn)? {
            broken.push(format!("words under {commitment} were changed"));
        }
        if let Some(kept) = &kept {
            let known: Vec<String> = store::chains(conn)?.into_iter().map(name).collect();
            for missing in kept.chains.iter().filter(|(name, link)| link.seq > 0 && !known.contains(name)) {
                broken.push(format!("chain {} is gone", missing.0));
            }
        }
        Ok((events, broken))
    })?;
    broken.sort();
    if context.json {
        println!("{}", serde_json::json!({"events": events, "broken": broken}));
    } else if broken.is_empty() {
        println!("{events} events, all whole");
    }
    if broken.is_empty() { Ok(()) } else { Err(Exit::new(5, broken.join("; "))) }
}

const AT_ONCE: i64 = 5_000;

/// Walks a chain from its beginning; answers how many events it has.
fn check_chain(conn: &mut AnyConn, chain: i64, kept: Option<&Link>, broken: &mut Vec<String>) -> Outcome<i64> {
    let mut before = (0_i64, BEGINNING.to_owned());
    let mut newest = Moment::default();
    let mut anchored = kept.is_none_or(|link| link.seq == 0);
    'walk: loop {
        let events = store::events_after(conn, chain, &Readable::Whole, before.0, AT_ONCE)?;
        if events.is_empty() {
            break;
        }
        for event in events {
            let place = event.region_id.map_or(store::INSTALLATION, crate::ids::RegionId::number);
            if !event.follows((before.0, &before.1)) || place != chain {
                broken.push(format!("chain {}: event {} does not follow event {}", name(chain), event.seq, before.0));
                break 'walk;
            }
            if let Some(link) = kept
                && link.seq == event.seq
            {
                anchored = link.hash == event.hash;
            }
            newest = event.at;
            before = (event.seq, event.hash);
        }
    }
    let head = store::head(conn, chain)?;
    if (head.seq, head.hash.as_str(), head.at) != (before.0, before.1.as_str(), newest) {
        broken.push(format!("chain {}: the head says event {}, the events end at {}", name(chain), head.seq, before.0));
    }
    if !anchored {
        broken.push(format!("chain {}: the anchored event is not there", name(chain)));
    }
    Ok(before.0)
}
