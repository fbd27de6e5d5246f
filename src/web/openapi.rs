//! The OpenAPI document, made from the route table: what is not mounted is not in it, and the other way round.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::table::{API, Entry, Op, Table};
use super::workbook;
use crate::access::Perm;
use crate::paper;

/// OpenAPI 3.1 for every operation of the table.
pub fn document(table: &Table) -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.into_generator();
    let mut paths: Map<String, Value> = Map::new();
    for entry in &table.entries {
        let Some(op) = &entry.op else { continue };
        let path = entry.path.strip_prefix(API).unwrap_or(entry.path);
        let operation = operation(entry, op, &mut generator);
        if let Some(methods) = paths.entry(path.to_owned()).or_insert_with(|| Value::Object(Map::new())).as_object_mut()
        {
            methods.insert(entry.method.as_str().to_lowercase(), operation);
        }
    }
    let mut schemas = generator.take_definitions(true);
    schemas.insert("Problem".into(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Stafett",
            "version": "1",
            "description": "Realising benefits: roadmaps, handovers and measurements of a region and its municipalities.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
        },
        "servers": [{"url": API}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}
        }
    })
}

fn operation(entry: &Entry, op: &Op, generator: &mut schemars::SchemaGenerator) -> Value {
    let writes = entry.method != actix_web::http::Method::GET;
    let mut parameters: Vec<Value> = entry
        .path
        .split('/')
        // A parameter can have an ending behind it: `{id}.metadata.json`.
        .filter_map(|part| part.strip_prefix('{')?.split_once('}').map(|(name, _)| name))
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect();
    parameters.extend(
        op.query.iter().map(
            |(name, required, schema)| json!({"name": name, "in": "query", "required": required, "schema": schema}),
        ),
    );
    if let Some(required) = op.if_match {
        parameters
            .push(json!({"name": "If-Match", "in": "header", "required": required, "schema": {"type": "string"}}));
    }
    if entry.method == actix_web::http::Method::POST {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": {"type": "string", "minLength": 1, "maxLength": 200}
        }));
    }
    let mut responses = Map::new();
    for (status, schema) in &op.answers {
        let mut response = json!({"description": "Done"});
        if let Some(schema) = schema {
            response["content"] = json!({"application/json": {"schema": schema(generator)}});
            if op.also_as_file {
                response["content"]["text/csv"] = json!({"schema": {"type": "string"}});
                response["content"][workbook::MEDIA_TYPE] = json!({"schema": {"type": "string", "format": "binary"}});
            }
            if op.also_as_pdf {
                response["content"][paper::MEDIA_TYPE] = json!({"schema": {"type": "string", "format": "binary"}});
            }
        }
        if let Some(media_type) = op.bytes {
            response["content"] = json!({media_type: {"schema": {"type": "string", "format": "binary"}}});
        }
        responses.insert(status.to_string(), response);
    }
    for status in statuses(entry, op, writes) {
        responses.insert(
            status.to_string(),
            json!({
                "description": "Refused",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
            }),
        );
    }
    let security = if entry.permission == Perm::Anyone { json!([]) } else { json!([{"bearer": []}]) };
    let mut operation = json!({
        "operationId": op.id,
        "tags": [op.among.unwrap_or(entry.permission.area())],
        "x-permission": entry.permission.name(),
        "security": security,
        "parameters": parameters,
        "responses": responses,
    });
    if let Some(body) = op.body {
        operation["requestBody"] = json!({
            "required": !op.body_optional,
            "content": {"application/json": {"schema": body(generator)}}
        });
    }
    if op.takes_file {
        operation["requestBody"] = json!({
            "required": true,
            "content": {"multipart/form-data": {"schema": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
                "required": ["file"]
            }}}
        });
    }
    operation
}

fn statuses(entry: &Entry, op: &Op, writes: bool) -> Vec<u16> {
    let mut statuses = vec![400, 413, 422, 500, 503, 507];
    // A bearer that is not in force is refused even where nobody needs to sign in.
    statuses.push(401);
    if entry.permission != Perm::Anyone {
        statuses.push(403);
    }
    if entry.path.contains('{') {
        statuses.push(404);
    }
    if writes {
        statuses.extend([409, 415]);
    }
    if op.if_match.is_some() {
        statuses.extend([412, 428]);
    }
    statuses.extend(op.refuses);
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "detail", "request_id", "errors"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "request_id": {"type": "string"},
            "errors": {"type": "array", "items": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {
                    "pointer": {"type": "string"}, "sheet": {"type": "string"},
                    "row": {"type": "integer"}, "column": {"type": "integer"},
                    "code": {"type": "string"}, "message": {"type": "string"}
                }
            }}
        }
    })
}

/// The document, as every program may read it.
pub async fn serve(
    _allowed: crate::access::Allowed<crate::access::permission::Anyone>,
    _call: super::Call,
) -> super::Replied {
    static DOCUMENT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let text = DOCUMENT.get_or_init(|| document(&super::routes::table()).to_string());
    Ok(super::Answer::text("application/json", text.clone()))
}
