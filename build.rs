//! Builds what the pages need from npm, without anything generated landing in the source tree.
//!
//! The third-party CSS, the font and the icons come from npm by lock file, are installed and bundled inside `OUT_DIR`,
//! and are embedded in the binary under names that carry a hash of their content. Four Rust files come out of it:
//!
//! * `assets.rs`: `FILES` (name, media type, bytes), `APP_CSS` and `APP_JS` (addresses with hash)
//! * `fonts.rs`: the fonts that are set in PDF files, by name
//! * `icons.rs`: `enum Icon`, one variant for each line of `assets/icons.txt`
//! * `locales.rs`: `LOCALES` (language, file name, content) for each `assets/locales/<language>/*.ftl`
//!
//! Where npm cannot be used, point `PREBUILT_ASSETS` at a copy of the folder `OUT_DIR/web/out` from a build that could.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::{env, fs, io};

/// The fonts of PDF files: the name in Rust, and where npm brings them.
const FONTS: &[(&str, &str)] = &[
    ("REGULAR", "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"),
    ("STRONG", "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"),
    ("CODE", "@expo-google-fonts/source-code-pro/400Regular/SourceCodePro_400Regular.ttf"),
];

/// Why a build stopped, as one sentence that says what to do.
struct Stop(String);

fn main() {
    for watched in ["build.rs", "assets", "migrations"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rerun-if-env-changed=PREBUILT_ASSETS");
    // Functions that came out alike, such as one query for each database, are kept once. Only rustc's own linker can.
    if env::var("PROFILE").is_ok_and(|it| it == "release")
        && env::var("TARGET").is_ok_and(|it| it == "x86_64-unknown-linux-gnu")
    {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
    if let Err(Stop(sentence)) = build() {
        println!("cargo::error={sentence}");
        exit(1);
    }
}

fn build() -> Result<(), Stop> {
    let source = directory_from("CARGO_MANIFEST_DIR")?.join("assets");
    let out = directory_from("OUT_DIR")?;
    let names = icon_names(&source)?;
    let built = match env::var_os("PREBUILT_ASSETS") {
        Some(prebuilt) => {
            let folder = PathBuf::from(prebuilt);
            fs::canonicalize(&folder).map_err(|e| trouble("find PREBUILT_ASSETS in", &folder, &e))?
        }
        None => {
            let web = out.join("web");
            install(&source, &web)?;
            bundle(&source, &web, &names)?;
            web.join("out")
        }
    };
    write_if_changed(&out.join("assets.rs"), &assets_module(&built.join("files"))?)?;
    write_if_changed(&out.join("fonts.rs"), &fonts_module(&built.join("fonts"))?)?;
    write_if_changed(&out.join("icons.rs"), &icons_module(&built.join("icons"), &names)?)?;
    write_if_changed(&out.join("locales.rs"), &locales_module(&source.join("locales"))?)
}

/// Installs the locked packages in `web`, unless that has been done for exactly this lock file.
fn install(source: &Path, web: &Path) -> Result<(), Stop> {
    fs::create_dir_all(web).map_err(|e| trouble("create", web, &e))?;
    let mut wanted = String::new();
    for name in ["package.json", "package-lock.json"] {
        let text = read(&source.join(name))?;
        wanted.push_str(&text);
        write_if_changed(&web.join(name), &text)?;
    }
    let stamp = web.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if stamp.exists() {
        // Should this installation be interrupted, the next build must not take the old stamp for it.
        fs::remove_file(&stamp).map_err(|e| trouble("remove", &stamp, &e))?;
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let quiet = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(Command::new(npm).args(quiet).current_dir(web), "npm ci")?;
    fs::write(&stamp, wanted).map_err(|e| trouble("write", &stamp, &e))
}

/// Leaves the bundled files in `web/out/files`, the chosen icons in `web/out/icons`, the fonts of PDF files in
/// `web/out/fonts`.
fn bundle(source: &Path, web: &Path, names: &[String]) -> Result<(), Stop> {
    let (files, icons, fonts) = (web.join("out/files"), web.join("out/icons"), web.join("out/fonts"));
    for folder in [&files, &icons, &fonts] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|e| trouble("empty", folder, &e))?;
        }
        fs::create_dir_all(folder).map_err(|e| trouble("create", folder, &e))?;
    }
    // esbuild looks for packages beside the file that imports them, so our own files move in next to node_modules.
    let own = web.join("own");
    fs::create_dir_all(&own).map_err(|e| trouble("create", &own, &e))?;
    for path in sorted_files(source)? {
        if matches!(extension(&path), "css" | "js") {
            copy(&path, &own.join(file_name(&path)))?;
        }
    }
    run(
        Command::new("node").arg("node_modules/esbuild/bin/esbuild").current_dir(web).args([
            "own/app.css",
            "own/app.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--loader:.woff2=file",
            "--entry-names=[name]-[hash]",
            "--asset-names=[name]-[hash]",
            "--public-path=/assets",
            "--legal-comments=none",
            "--log-level=warning",
            "--outdir=out/files",
        ]),
        "esbuild",
    )?;
    for name in names {
        let file = format!("{name}.svg");
        copy(&web.join("node_modules/@navikt/aksel-icons/dist/svg").join(&file), &icons.join(&file))?;
    }
    for (_, path) in FONTS {
        copy(&web.join("node_modules").join(path), &fonts.join(file_name(Path::new(path))))?;
    }
    Ok(())
}

fn assets_module(files: &Path) -> Result<String, Stop> {
    let mut rows = String::new();
    let (mut css, mut js) = (None, None);
    for path in sorted_files(files)? {
        let name = file_name(&path);
        let mime = match extension(&path) {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "woff2" => "font/woff2",
            other => {
                return Err(Stop(format!("build.rs knows no media type for the asset {name} ({other}).")));
            }
        };
        match extension(&path) {
            "css" if name.starts_with("app-") => css = Some(name.clone()),
            "js" if name.starts_with("app-") => js = Some(name.clone()),
            _ => {}
        }
        let _ = writeln!(rows, "    ({name:?}, {mime:?}, include_bytes!({path:?})),");
    }
    let (Some(css), Some(js)) = (css, js) else {
        return Err(Stop(format!("{} holds no app-HASH.css and app-HASH.js.", files.display())));
    };
    Ok(format!(
        "/// Every file served under `/assets/`: its name with content hash, its media type, its bytes.\n\
         pub const FILES: &[(&str, &str, &[u8])] = &[\n{rows}];\n\
         /// Where the one style sheet is served.\n\
         pub const APP_CSS: &str = \"/assets/{css}\";\n\
         /// Where the one script is served.\n\
         pub const APP_JS: &str = \"/assets/{js}\";\n"
    ))
}

fn fonts_module(folder: &Path) -> Result<String, Stop> {
    let mut rows = String::new();
    for (name, path) in FONTS {
        let file = folder.join(file_name(Path::new(path)));
        if !file.is_file() {
            return Err(Stop(format!("{} is not there.", file.display())));
        }
        let _ = writeln!(rows, "/// `{path}` (OFL).\npub const {name}: &[u8] = include_bytes!({file:?});");
    }
    Ok(rows)
}

fn icons_module(folder: &Path, names: &[String]) -> Result<String, Stop> {
    let (mut variants, mut arms) = (String::new(), String::new());
    for name in names {
        let path = folder.join(format!("{name}.svg"));
        let svg = fs::read_to_string(&path).map_err(|_| {
            Stop(format!("assets/icons.txt asks for the icon {name}, but {} is not there.", path.display()))
        })?;
        let inner = inside_svg(&svg).ok_or_else(|| Stop(format!("{} is not an SVG drawing.", path.display())))?;
        let _ = writeln!(variants, "    /// Aksel's `{name}`.\n    {name},");
        let _ = writeln!(arms, "            Self::{name} => {inner:?},");
    }
    Ok(format!(
        "/// The icons in use, from Aksel (MIT). They decorate: the word beside them carries the meaning.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Icon {{\n{variants}}}\n\n\
         impl Icon {{\n    /// What stands between `<svg>` and `</svg>`, on a canvas of 24 by 24.\n    \
         const fn drawing(self) -> &'static str {{\n        match self {{\n{arms}        }}\n    }}\n}}\n"
    ))
}

/// The drawing without its frame, one line, painted in the colour of the text around it.
fn inside_svg(svg: &str) -> Option<String> {
    let frame = svg.find("<svg")?;
    let start = frame + svg[frame..].find('>')? + 1;
    let end = svg.rfind("</svg>")?;
    let inner = svg.get(start..end)?.replace('\n', " ");
    Some(
        inner
            .trim()
            .replace("fill=\"#23262A\"", "fill=\"currentColor\"")
            .replace("fill=\"black\"", "fill=\"currentColor\""),
    )
}

fn locales_module(folder: &Path) -> Result<String, Stop> {
    let mut rows = String::new();
    let mut languages: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| path.is_dir()).collect();
    languages.sort();
    for language in languages {
        for path in sorted_files(&language)? {
            if extension(&path) == "ftl" {
                let _ =
                    writeln!(rows, "    ({:?}, {:?}, include_str!({path:?})),", file_name(&language), file_name(&path));
            }
        }
    }
    Ok(format!(
        "/// Every text file: its language, its name, its content.\n\
         pub const LOCALES: &[(&str, &str, &str)] = &[\n{rows}];\n"
    ))
}

fn icon_names(source: &Path) -> Result<Vec<String>, Stop> {
    let text = read(&source.join("icons.txt"))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

fn run(command: &mut Command, what: &str) -> Result<(), Stop> {
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            for line in String::from_utf8_lossy(&output.stderr).lines() {
                println!("cargo::warning={what}: {line}");
            }
            Err(Stop(format!("{what} failed ({}); its own words are in the warnings above.", output.status)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Stop(format!(
            "{what}: {} was not found; install Node.js 20 or newer, or set PREBUILT_ASSETS to a folder of built assets.",
            command.get_program().to_string_lossy()
        ))),
        Err(error) => Err(Stop(format!("{what} could not start: {error}."))),
    }
}

fn directory_from(variable: &str) -> Result<PathBuf, Stop> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| Stop(format!("Cargo did not set {variable}.")))
}

/// What lies directly in a folder; an absent folder is an empty one.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let listing = fs::read_dir(folder).map_err(|e| trouble("list", folder, &e))?;
    listing.map(|entry| entry.map(|found| found.path()).map_err(|e| trouble("list", folder, &e))).collect()
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>, Stop> {
    let mut files: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|found| found.to_str()).unwrap_or_default()
}

fn read(path: &Path) -> Result<String, Stop> {
    fs::read_to_string(path).map_err(|e| trouble("read", path, &e))
}

fn copy(from: &Path, to: &Path) -> Result<(), Stop> {
    fs::copy(from, to).map(drop).map_err(|e| trouble("copy", from, &e))
}

/// Keeps the old modification time when nothing changed, so that rustc has nothing to do.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Stop> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|e| trouble("write", path, &e))
}

fn trouble(verb: &str, path: &Path, error: &io::Error) -> Stop {
    Stop(format!("build.rs could not {verb} {}: {error}.", path.display()))
}
