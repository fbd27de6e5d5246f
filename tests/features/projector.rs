//! Pages on a projector: the figures without menus or ways on, asked for again without a script, until that is stopped.

use crate::harness::Browser;
use crate::on_both;

on_both!(a_page_on_a_projector_has_no_menus_updates_itself_and_has_a_way_back, |site| {
    let region = site.id("regions", 0);
    let town = site.seed["regions"][0]["municipalities"][0]["id"].as_str().expect("an id");
    let browser = Browser::of(&site.person("coordinator", 0));
    for page in [
        format!("/regions/{region}"),
        format!("/regions/{region}/municipalities/{town}"),
        format!("/projects?region={region}"),
        format!("/indicators/{}/compare?per=total", site.id("indicators", 0)),
    ] {
        let joint = if page.contains('?') { "&amp;" } else { "?" };
        let desk = browser.get(&page).expect(200);
        assert_eq!(desk.header("refresh"), "");
        assert!(desk.text.contains(&format!("href=\"{page}{joint}visning=projektor\"")), "{page} leads to a projector");
        let wall = browser.get(&format!("{page}{}visning=projektor", joint.replace("amp;", ""))).expect(200);
        assert_eq!(wall.header("refresh"), "300", "{page}");
        let main = wall.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page");
        let links: Vec<&str> = main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let still = format!("{page}{joint}visning=projektor&amp;oppdatering=nei");
        assert_eq!(links, [page.as_str(), still.as_str()], "back, and standing still, and nothing else");
        assert!(!wall.text.contains("<nav") && !main.contains("<form"), "{page}");
        let stopped = browser.get(&still.replace("amp;", "")).expect(200);
        assert_eq!(stopped.header("refresh"), "");
        assert!(stopped.text.contains("Oppdater hvert femte minutt"));
    }
});
