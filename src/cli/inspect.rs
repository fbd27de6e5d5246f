//! Commands that only look: `routes`, `openapi`, `config`, `healthcheck`, `version`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::{Context, Exit};
use crate::web::{openapi, routes};

/// `routes`
pub fn routes(context: &Context) -> Result<(), Exit> {
    let table = routes::table();
    if context.json {
        let list: Vec<_> = table
            .entries
            .iter()
            .map(|entry| {
                serde_json::json!({
                    "method": entry.method.as_str(), "path": entry.path, "permission": entry.permission.name(),
                })
            })
            .collect();
        println!("{}", serde_json::Value::Array(list));
    } else {
        for entry in &table.entries {
            println!("{:7} {:70} {}", entry.method.as_str(), entry.path, entry.permission.name());
        }
    }
    Ok(())
}

/// `openapi`
pub fn openapi() -> Result<(), Exit> {
    let document = openapi::document(&routes::table());
    println!("{}", serde_json::to_string_pretty(&document).unwrap_or_default());
    Ok(())
}

/// `config`
pub fn config(context: &Context) -> Result<(), Exit> {
    let settings = context.config.explain();
    let limits = context.config.limits.list();
    if context.json {
        let settings: Vec<_> = settings
            .iter()
            .map(|(name, value, source)| serde_json::json!({"name": name, "value": value, "source": source}))
            .collect();
        let limits: Vec<_> = limits
            .iter()
            .map(|(name, value, default)| {
                let setting = format!("STAFETT_LIMITS_{}", name.to_uppercase());
                serde_json::json!({"name": name, "setting": setting, "value": value, "default": default})
            })
            .collect();
        println!("{}", serde_json::json!({"settings": settings, "limits": limits}));
    } else {
        for (name, value, source) in settings {
            println!("{name:28} {value:50} {source}");
        }
        for (name, value, default) in limits {
            println!("STAFETT_LIMITS_{:32} {value:12} (default {default})", name.to_uppercase());
        }
    }
    Ok(())
}

/// `healthcheck`
pub fn healthcheck(context: &Context) -> Result<(), Exit> {
    let address = context.config.listen;
    let away = |error: std::io::Error| Exit::new(1, format!("{address}: {error}"));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2)).map_err(away)?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).map_err(away)?;
    stream
        .write_all(format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
        .map_err(away)?;
    let mut head = [0_u8; 12];
    stream.read_exact(&mut head).map_err(away)?;
    let ready = head.ends_with(b"200");
    if context.json {
        println!("{}", serde_json::json!({ "ready": ready }));
    } else {
        println!("{}", if ready { "ready" } else { "not ready" });
    }
    if ready { Ok(()) } else { Err(Exit::new(1, "not ready")) }
}

/// `version`
pub fn version(context: &Context) -> Result<(), Exit> {
    let version = env!("CARGO_PKG_VERSION");
    if context.json {
        println!("{}", serde_json::json!({"name": "stafett", "version": version, "contract": 1}));
    } else {
        println!("stafett {version} (contract 1)");
    }
    Ok(())
}
