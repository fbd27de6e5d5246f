//! Who has left the region: what they reached stays in the sums, and nobody is asked to do anything about it.

use super::played::{measure, region, second_takes_its_baton, town};
use crate::harness::{Browser, Person};
use crate::on_both;

fn page(who: &Person, path: &str) -> String {
    Browser::of(who).get(path).expect(200).text
}

on_both!(the_region_is_not_asked_to_look_after_who_has_left, |site| {
    second_takes_its_baton(site);
    measure(site, 1, "2025-08-01", "60");
    let coordinator = site.person("coordinator", 0);
    let name = site.seed["regions"][0]["municipalities"][1]["name"].as_str().expect("a name").to_owned();
    let path = format!("/regions/{}", region(site));
    let pressing = |page: &str| {
        let rest = page.split_once("Krever oppmerksomhet").expect("what needs attention").1;
        rest.split("<h2").next().unwrap_or_default().to_owned()
    };
    assert!(pressing(&page(&coordinator, &path)).contains(&name), "while it is a member");
    coordinator.delete(&format!("/api/v1/regions/{}/members/{}", region(site), town(site, 1))).expect(204);
    let after = pressing(&page(&coordinator, &path));
    assert!(!after.contains(&name) && !after.contains("<strong>:") && !after.contains(">: "), "{after}");
    // Its own page is as it was, and says so.
    let own = page(&coordinator, &format!("{path}/municipalities/{}", town(site, 1)));
    assert!(own.contains(&format!("{name} har ikke vært med i regionen siden")), "{own}");
    assert!(!own.contains("Ingen gevinster er tatt imot ennå"), "{own}");
    // The sums hold what it measured.
    let curve = format!("/api/v1/regions/{}/curve?from=2025-08&to=2025-08", region(site));
    let realised = &coordinator.get(&curve).expect(200).json["classes"][0]["points"][0]["realised"];
    assert_ne!(realised, "0", "{realised}");
});
