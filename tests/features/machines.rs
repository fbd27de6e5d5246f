//! A machine posts its monthly figures, as `docs/machines.md` says.

use std::process::Command;

use serde_json::json;

use crate::harness::Site;
use crate::on_both;

/// What the example says, and how it ends.
fn robot(site: &Site, token: &str, arguments: &[&str]) -> (i32, String) {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/robot.py");
    let out = Command::new("python3")
        .arg(script)
        .args(arguments)
        .env("STAFETT_URL", site.url(""))
        .env("STAFETT_TOKEN", token)
        .output()
        .expect("python3 runs");
    let said = [out.stdout, out.stderr].concat();
    (out.status.code().unwrap_or(-1), String::from_utf8_lossy(&said).into_owned())
}

on_both!(a_robot_posts_its_monthly_figures_and_may_do_so_twice, |site| {
    let contributor = site.person("contributor", 0);
    let commitment = site.id("commitments", 0);
    let asked = json!({"name": "Timeroboten", "scopes": ["measure"], "expires_at": "2027-01-31T00:00:00.000Z"});
    let made = contributor.post("/api/v1/tokens", &asked).expect(201).json;
    let token = made["secret"].as_str().expect("a secret");
    let figure = format!("{commitment}=41.5");
    let said = |arguments: &[&str]| robot(site, token, arguments);
    assert_eq!(said(&["2025-06", &figure]), (0, "1 posted, 0 there already\n".into()));
    assert_eq!(said(&["2025-06", &figure]), (0, "0 posted, 1 there already\n".into()));
    let list = contributor.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
    let june = list["items"].as_array().expect("items").iter().find(|one| one["on"] == "2025-06-30").cloned();
    let june = june.expect("June");
    assert_eq!((&june["value"], &june["version"], &june["source"]), (&json!("41.5"), &json!(1), &json!("api")));
    // Another value is for people to correct; an unknown commitment and a wrong token are said, and nothing is recorded.
    let (code, words) = said(&["2025-06", &format!("{commitment}=40")]);
    assert!(code == 1 && words.contains("41.5"), "{words}");
    assert_eq!(said(&["2025-07", &figure, "0000000000zzz=1"]).0, 1);
    assert_eq!(robot(site, "galt", &["2025-07", &figure]).0, 1);
    for wrong in [&["2025-07"][..], &["2025-13", &figure], &["juli", &figure], &["2025-07", "uten tall"]] {
        assert_eq!(said(wrong).0, 2, "{wrong:?}");
    }
    let after = contributor.get(&format!("/api/v1/commitments/{commitment}/measurements")).expect(200).json;
    assert_eq!(after["items"], list["items"]);
});
