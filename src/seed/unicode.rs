//! Names and texts in many scripts, long words, right-to-left words and signs that look like others.

use serde_json::{Value, json};

use super::cast;
use super::robot::{Robot, text};
use crate::access::{Place, Role};
use crate::clock::Moment;
use crate::i18n::Lang;
use crate::refusal::Outcome;

const TOWNS: &[&str] =
    &["Ærøyvåg", "Guovdavuotna – Ålesletta", "Ťażkówek", "北の村 (demo)", "قرية الشمال", "A\u{030a}sgård"];

const TITLES: &[&str] = &[
    "Ærlig talt: «blåbærsyltetøy» på én dag – 100 %",
    "Sámi giella: dieđáhus, čielggadeapmi ja ŋ đ ŧ š ž",
    "日本語の題名と 数字 １２３",
    "عنوان المشروع من اليمين إلى اليسار",
    "Emoji 👩‍⚕️🏔️ og sammensatte tegn e\u{0301}",
    "<script>alert('hei')</script> & \"sitat\" 'apostrof'",
    "=1+1;@SUM(A1)|calc",
];

/// Plays it.
pub async fn play(robot: &Robot, _today: Moment) -> Outcome<Value> {
    let administrator = robot.person(
        "Ådne Ærøy-Østby 🌲",
        "administrator@stafett.example",
        Lang::Nn,
        Role::Administrator,
        Place::INSTALLATION,
    )?;
    let network = cast::network(robot, &administrator, "Ørreskogen ⟨demo⟩ – Ávjovárri", "orreskogen", 0, TOWNS).await?;
    let mut projects = Vec::new();
    for title in TITLES {
        let made = robot
            .post(
                &network.coordinator,
                &format!("/regions/{}/projects", network.id),
                json!({"title": title, "summary": title.repeat(5)}),
            )
            .await?;
        projects.push(json!({ "id": text(&made, "id")?, "title": title }));
    }
    robot.leave()?;
    let mut sign_ins = vec![cast::sign_in(&administrator, None, None)];
    sign_ins.extend(cast::sign_ins(&network));
    Ok(json!({
        "scenario": "unicode", "regions": [cast::region_ids(&network)], "projects": projects, "sign_ins": sign_ins,
    }))
}
