//! `backup`, `restore`, `export`, `import`, `state-hash`: one portable file, whole or refused.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Context, Exit, opening};
use crate::access::{Access, Place};
use crate::audit::rules::hex;
use crate::audit::{self, Change, Values};
use crate::db::transaction::Sources;
use crate::db::{AnyConn, Db, canon, portable};
use crate::ids::RegionId;
use crate::refusal::{Fault, FaultKind, Outcome};

/// Counts and digests what passes through.
struct Sealing<W> {
    out: W,
    digest: Sha256,
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

/// `backup FILE`: a snapshot while others go on working. The file appears whole or not at all.
pub fn backup(context: &Context, file: &Path) -> Result<(), Exit> {
    let db = opening::connect(&context.config, Sources::system())?;
    let rows = sealed(&db, "backup", file, |conn, out| canon::write(conn, false, out))?;
    say(context, &json!({"rows": rows, "file": file}), &format!("{rows} rows in {}", file.display()));
    Ok(())
}

/// `export --region ID FILE`: one region, in the same manner.
pub fn export(context: &Context, region: &str, file: &Path) -> Result<(), Exit> {
    let id: RegionId = region.parse().map_err(|()| Exit::new(2, format!("{region} is no id of a region")))?;
    let db = opening::connect(&context.config, Sources::system())?;
    let rows = sealed(&db, "export", file, move |conn, out| portable::write(conn, id, out))
        .map_err(|exit| if exit.code == 1 { Exit::new(1, format!("there is no region {region}")) } else { exit })?;
    say(context, &json!({"rows": rows, "file": file}), &format!("{rows} rows in {}", file.display()));
    Ok(())
}

/// `import FILE`: a region that was exported elsewhere.
pub fn import(context: &Context, file: &Path) -> Result<(), Exit> {
    let (bytes, rows) = checked(file)?;
    let config = &context.config;
    opening::refuse_mistaken(config)?;
    opening::prepare_folder(config)?;
    let _alone = opening::hold_alone(config)?;
    opening::bring_up_to_date(config)?;
    let db = opening::connect(config, Sources::system())?;
    let region = db.write_here(&Access::system("import"), move |tx| {
        let Some(region) = portable::read(tx, bytes.as_slice(), rows)? else { return Ok(None) };
        let change = Change::of(Place::INSTALLATION, "region_imported", "region", region)
            .to(Values::new().with("rows", rows).with("sha256", hex(&Sha256::digest(&bytes))));
        audit::record(tx, &change)?;
        Ok(Some(region))
    })?;
    let region = region.ok_or_else(|| Exit::new(1, "this region is here already; nothing was touched"))?;
    say(context, &json!({"rows": rows, "region_id": region}), &format!("{rows} rows: region {region}"));
    Ok(())
}

type Out = Sealing<BufWriter<File>>;

/// Writes what `write` writes, with a seal, to a file that appears whole or not at all.
fn sealed(
    db: &Db,
    reason: &'static str,
    file: &Path,
    write: impl FnOnce(&mut AnyConn, &mut Out) -> Outcome<u64>,
) -> Result<u64, Exit> {
    let parts = file.with_extension("part");
    let written = db.read_here(&Access::system(reason), |conn| {
        let io = |error: std::io::Error| Fault::of(FaultKind::Disk, format!("{}: {error}", parts.display()));
        let out = BufWriter::new(create_private(&parts).map_err(io)?);
        let mut sealing = Sealing { out, digest: Sha256::new() };
        let rows = write(conn, &mut sealing)?;
        let seal = json!({"rows": rows, "sha256": hex(&sealing.digest.clone().finalize())});
        writeln!(sealing, "{seal}").map_err(io)?;
        let file = sealing.out.into_inner().map_err(|error| io(error.into_error()))?;
        file.sync_all().map_err(io)?;
        Ok(rows)
    });
    match written {
        Ok(rows) => {
            std::fs::rename(&parts, file)?;
            Ok(rows)
        }
        Err(trouble) => {
            // What is half written helps nobody.
            let _ = std::fs::remove_file(&parts);
            Err(trouble.into())
        }
    }
}

/// A backup holds everything, password hashes too: nobody else on the machine reads it.
fn create_private(path: &Path) -> std::io::Result<File> {
    // What an interrupted backup left may have been readable.
    if path.exists() {
        std::fs::remove_file(path)?;
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn say(context: &Context, value: &Value, sentence: &str) {
    if context.json {
        println!("{value}");
    } else {
        println!("{sentence}");
    }
}

/// Checks the seal at the end of a backup; answers the bytes before it and the rows it names.
fn checked(file: &Path) -> Result<(Vec<u8>, u64), Exit> {
    let damaged = || Exit::new(5, format!("{} is damaged or no backup; nothing was touched", file.display()));
    let mut bytes = Vec::new();
    BufReader::new(File::open(file)?).read_to_end(&mut bytes)?;
    if bytes.pop() != Some(b'\n') {
        return Err(damaged());
    }
    let cut = bytes.iter().rposition(|byte| *byte == b'\n').ok_or_else(damaged)? + 1;
    let seal: Value = serde_json::from_slice(&bytes[cut..]).map_err(|_| damaged())?;
    bytes.truncate(cut);
    let whole = seal["sha256"].as_str() == Some(&hex(&Sha256::digest(&bytes)));
    match seal["rows"].as_u64() {
        Some(rows) if whole => Ok((bytes, rows)),
        _ => Err(damaged()),
    }
}

/// `restore FILE [--verify-only] [--replace]`
pub fn restore(context: &Context, file: &Path, verify_only: bool, replace: bool) -> Result<(), Exit> {
    let (bytes, rows) = checked(file)?;
    if verify_only {
        say(context, &json!({"rows": rows, "whole": true}), &format!("whole: {rows} rows"));
        return Ok(());
    }
    let config = &context.config;
    opening::prepare_folder(config)?;
    let _alone = opening::hold_alone(config)?;
    opening::bring_up_to_date(config)?;
    let db = opening::connect(config, Sources::system())?;
    let access = Access::system("restore");
    let occupied = db.read_here(&access, |conn| {
        use crate::db::schema::person;
        use diesel::prelude::*;
        Ok(person::table.count().get_result::<i64>(conn)? > 0)
    })?;
    if occupied && !replace {
        return Err(Exit::new(1, "the database is not empty; say --replace to put the backup in its place"));
    }
    db.write_here(&access, move |tx| canon::read(tx, bytes.as_slice(), rows))?;
    say(context, &json!({"rows": rows}), &format!("{rows} rows restored"));
    Ok(())
}

/// `state-hash`
pub fn state_hash(context: &Context) -> Result<(), Exit> {
    let db = opening::connect(&context.config, Sources::system())?;
    let hash = db.read_here(&Access::system("state-hash"), canon::state_hash)?;
    say(context, &json!({"sha256": hash}), &hash);
    Ok(())
}
