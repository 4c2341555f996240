//! Finds which source file uses names of which other file, for the tests of the structure.
//!
//! A path such as `crate::script::merge::Merged` leads to the file that defines `Merged`, also through `pub use`. It does not
//! see method calls and names that a macro makes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Module = Vec<String>;

/// The source files of a crate and the names that each takes from the others.
pub struct Imports {
    files: BTreeMap<Module, File>,
}

struct File {
    path: PathBuf,
    code: String,
    uses: Vec<Use>,
}

/// One name that a `use` declaration imports.
struct Use {
    path: Vec<String>,
    alias: String,
}

impl Imports {
    /// Reads all modules below `src`, without tests.
    pub fn read(src: &Path) -> Self {
        let mut files = BTreeMap::new();
        for path in sources(src) {
            let within = path.strip_prefix(src).unwrap().to_path_buf();
            let code = code(&fs::read_to_string(&path).unwrap());
            let uses = uses(&code);
            files.insert(module(&within), File { path: within, code, uses });
        }
        Self { files }
    }

    /// File → the files that it uses, both relative to `src`.
    pub fn arrows(&self) -> BTreeMap<&Path, BTreeSet<&Path>> {
        let targets = |(module, file): (&Module, &'_ File)| {
            let paths = file.uses.iter().map(|u| u.path.clone()).chain(inline_paths(&file.code));
            let found = paths.filter_map(|path| self.resolve(module, &path, 0));
            found.filter(|target| *target != file.path).collect::<BTreeSet<&Path>>()
        };
        self.files.iter().map(|(module, file)| (file.path.as_path(), targets((module, file)))).collect()
    }

    /// Groups of files that use each other in a circle.
    pub fn circles(&self) -> Vec<BTreeSet<&Path>> {
        let arrows = self.arrows();
        let reach: BTreeMap<&Path, BTreeSet<&Path>> =
            arrows.keys().map(|file| (*file, reachable(file, &arrows))).collect();
        let mut circles: Vec<BTreeSet<&Path>> = Vec::new();
        for (file, others) in reach.iter().filter(|(file, others)| others.contains(*file)) {
            let circle = others.iter().filter(|other| reach[*other].contains(file)).copied().collect();
            if !circles.contains(&circle) {
                circles.push(circle);
            }
        }
        circles
    }

    /// Returns the file that defines the item `path` as seen from `module`. Other crates and modules themselves give `None`.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<&Path> {
        let (first, rest) = path.split_first()?;
        let mut at: Module = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.to_vec(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            name => {
                let child = [module, &[name.to_string()]].concat();
                if self.files.contains_key(&child) {
                    child
                } else if depth < 8 {
                    let used = self.files.get(module)?.uses.iter().find(|u| u.alias == name)?;
                    let full = [&used.path[..], rest].concat();
                    return if rest.is_empty() { None } else { self.resolve(module, &full, depth + 1) };
                } else {
                    return None;
                }
            }
        };
        for (nth, name) in rest.iter().enumerate() {
            if name == "super" {
                at.pop()?;
                continue;
            }
            let child = [&at[..], std::slice::from_ref(name)].concat();
            if self.files.contains_key(&child) {
                at = child;
                continue;
            }
            let file = self.files.get(&at)?;
            if defines(&file.code, name) {
                return Some(&file.path);
            }
            let again = file.uses.iter().find(|u| u.alias == *name).filter(|_| depth < 8);
            return match again {
                Some(u) => self.resolve(&at, &[&u.path[..], &rest[nth + 1..]].concat(), depth + 1),
                None => Some(&file.path),
            };
        }
        None
    }
}

fn reachable<'a>(from: &Path, arrows: &BTreeMap<&'a Path, BTreeSet<&'a Path>>) -> BTreeSet<&'a Path> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<&Path> = arrows[from].iter().copied().collect();
    while let Some(file) = waiting.pop() {
        if found.insert(file) {
            waiting.extend(arrows[file].iter().copied());
        }
    }
    found
}

/// Returns all `.rs` files below a folder, without those of tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    super::structure::files(folder)
        .into_iter()
        .filter(|path| {
            let name = |part: &std::ffi::OsStr| part == "tests" || part == "tests.rs" || part == "testing.rs";
            !path.strip_prefix(folder).unwrap().iter().any(name)
        })
        .collect()
}

/// `script/merge/mod.rs` → `["script", "merge"]`.
fn module(file: &Path) -> Module {
    let mut parts: Module =
        file.with_extension("").iter().map(|p| p.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// Returns the text without comments and tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn uses(code: &str) -> Vec<Use> {
    let mut found = Vec::new();
    for (start, _) in code.match_indices("use ") {
        let line_start = code[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = code[line_start..start].trim();
        if !(before.is_empty() || before.starts_with("pub")) {
            continue;
        }
        let tree = &code[start + 4..];
        let tree = &tree[..tree.find(';').unwrap_or(tree.len())];
        expand(&[], tree.trim(), &mut found);
    }
    found
}

/// Adds every name of a use tree such as `a::{self, b as c}`.
fn expand(prefix: &[String], tree: &str, found: &mut Vec<Use>) {
    if let Some(open) = tree.find('{') {
        let head = segments(tree[..open].trim_end_matches("::"));
        let prefix = [prefix, &head[..]].concat();
        for part in split_list(&tree[open + 1..tree.rfind('}').unwrap_or(tree.len())]) {
            expand(&prefix, part.trim(), found);
        }
        return;
    }
    let (path, alias) = tree.split_once(" as ").map_or((tree, None), |(path, alias)| (path, Some(alias)));
    let mut path = [prefix, &segments(path)[..]].concat();
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if let Some(last) = path.last().cloned() {
        found.push(Use { alias: alias.map_or(last, |alias| alias.trim().to_string()), path });
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split("::").map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
}

/// Splits at commas outside braces.
fn split_list(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

/// Every path of two or more segments in the code, e.g. `gather::gather` or `crate::base::files::read`.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    for word in code.split(|c: char| !is_path(c)) {
        let path = segments(word);
        if path.len() > 1 {
            paths.push(path);
        }
    }
    paths
}

fn defines(code: &str, name: &str) -> bool {
    ["fn", "struct", "enum", "trait", "const", "static", "type", "macro_rules!"].iter().any(|kind| {
        let definition = format!("{kind} {name}");
        code.match_indices(&definition).any(|(at, _)| {
            !code[at + definition.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        })
    })
}
