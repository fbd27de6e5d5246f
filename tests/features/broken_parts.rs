//! A part of home that cannot be read takes nothing else with it, and the page is whole again once it can.

use crate::harness::Browser;
use crate::on_both;

on_both!(a_part_of_home_that_breaks_leaves_the_others, |site| {
    let owner = Browser::of(&site.person("contributor", 0));
    let whole = owner.get("/").expect(200);
    assert!(whole.text.contains("class=\"task\"") && !whole.text.contains("kunne ikke leses nå"), "{}", whole.text);
    assert!(whole.etag.is_some());

    // The year cannot be read: what waits, the projects and the ways on are there, and it is said what is not.
    site.sql("ALTER TABLE year_moment RENAME TO year_moment_away");
    let executive = Browser::of(&site.person("executive", 0));
    let broken = executive.get("/").expect(200);
    assert!(broken.text.contains("«Årshjulet: de neste 30 dagene» kunne ikke leses nå"), "{}", broken.text);
    assert_eq!(broken.text.matches("kunne ikke leses nå").count(), 1, "{}", broken.text);
    assert!(broken.text.contains("id=\"mine-") && broken.text.contains("Slik går det i kommunen"), "{}", broken.text);
    assert!(broken.etag.is_none(), "nobody keeps it");

    // What waits cannot be read: the projects stand.
    site.sql("ALTER TABLE year_moment_away RENAME TO year_moment");
    site.sql("ALTER TABLE change_step RENAME TO change_step_away");
    let broken = executive.get("/").expect(200);
    assert!(broken.text.contains("«Venter på deg» kunne ikke leses nå"), "{}", broken.text);
    assert!(broken.text.contains("id=\"mine-"), "{}", broken.text);

    // And it is whole again at once, with nothing changed in between.
    site.sql("ALTER TABLE change_step_away RENAME TO change_step");
    let mended = executive.get("/").expect(200);
    assert!(!mended.text.contains("kunne ikke leses nå") && mended.etag.is_some(), "{}", mended.text);
});
