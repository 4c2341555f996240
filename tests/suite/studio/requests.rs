//! Attacks on the studio and on shared episodes: requests of other pages, machines and names, links, and paths outside.

use super::*;

#[test]
fn requests_of_other_pages_machines_and_names_are_refused() {
    let project = Project::undisclosed(STORY);
    project.write("secret.txt", "secret");
    let studio = Studio::start(&project);
    let (host, token, address) = (&studio.host, &studio.token, studio.project());
    let port = host.rsplit_once(':').unwrap().1;
    let cookie = format!("Cookie: aloud-studio-{port}={token}");
    let get = |path: &str, host: &str, headers: &str| {
        studio.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"), b"")
    };
    let script = address.clone() + "/script";
    // The cookie of the page is enough to read.
    assert_eq!(get(&script, host, &format!("{cookie}\r\n")).status, 200);
    // Without the token nothing is served, not even the page.
    for path in ["/", "/client/main.js", "/api/projects", script.as_str(), "/api/events"] {
        assert_eq!(get(path, host, "").status, 401, "{path}");
        assert_eq!(get(path, host, "Cookie: aloud-studio=1\r\n").status, 401, "{path}");
    }
    assert_eq!(get("/?token=0000", host, "").status, 401);
    let signed_in = get(&format!("/?token={token}"), host, "");
    assert_eq!((signed_in.status, signed_in.header("location")), (303, Some("/")));
    let set = signed_in.header("set-cookie").unwrap();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    // DNS rebinding: the right address under a stranger's name.
    for name in [
        format!("evil.example:{port}"),
        "evil.example".into(),
        format!("127.0.0.1.evil.example:{port}"),
        String::new(),
    ] {
        assert_eq!(get(&script, &name, &format!("{cookie}\r\n")).status, 421, "{name}");
    }
    // Requests from another page, also from another port of this machine.
    let before = project.text("script.toml");
    let edit = json!({"revision": studio.script()["revision"], "edits": [{"edit": "omit", "segment": 0}]})
        .to_string();
    for origin in
        ["Origin: http://evil.example\r\n", "Origin: null\r\n", "Origin: http://127.0.0.1:1\r\n", ""]
    {
        let head = format!(
            "POST {address}/edits HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n{origin}Content-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            edit.len()
        );
        assert_eq!(studio.raw(&head, edit.as_bytes()).status, 403, "{origin}");
    }
    assert_eq!(project.text("script.toml"), before);
    // No path leads out of the project.
    for path in [
        "/files/out/../../secret.txt",
        "/files/out/..%2f..%2fsecret.txt",
        "/files/out/%2e%2e/secret.txt",
        "/files/../secret.txt",
        "/files/./secret.txt",
        "/files/.aloud/lock",
        "/files/out/.hidden",
        "/files/%2e/secret.txt",
        "/files/out/..%5csecret.txt",
        "/takes/..%2f..%2fsecret.txt",
        "/takes/00",
        "/files/out/a%00b",
    ] {
        assert_eq!(studio.get(&(address.clone() + path)).status, 404, "{path}");
    }
    assert_eq!(studio.get("/api/projects/..%2f..").status, 404);
    assert_eq!(studio.get("/client/../Cargo.toml").status, 404);
    // Bodies are bounded, whatever length they claim.
    let huge = "x".repeat(2 << 20);
    assert_eq!(studio.post(&(address.clone() + "/edits"), &json!({"revision": huge})).status, 413);
    let head = format!(
        "POST {address}/edits HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    );
    let chunks = format!("{:x}\r\n{huge}\r\n0\r\n\r\n", huge.len());
    assert!([413, 0].contains(&studio.raw(&head, chunks.as_bytes()).status));
    assert_eq!(studio.post(&(address.clone() + "/edits"), &json!([1, 2])).status, 422);
    // Every answer forbids scripts and frames from elsewhere.
    let page = studio.get("/");
    let policy = page.header("content-security-policy").unwrap();
    for rule in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(rule), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    // The server is still well.
    assert_eq!(studio.get(&script).status, 200);
}

#[cfg(unix)]
#[test]
fn idle_connections_take_no_place_from_others() {
    let project = Project::undisclosed(STORY);
    let studio = Studio::start(&project);
    let connect = || std::net::TcpStream::connect(&studio.host).unwrap();
    let page = connect();
    page.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let cookie = format!("Authorization: Bearer {}", studio.token);
    let events = format!("GET /api/events HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n\r\n", studio.host);
    (&page).write_all(events.as_bytes()).unwrap();
    let mut opened = [0; 1];
    (&page).read_exact(&mut opened).unwrap();
    let idle: Vec<_> = (0..300).map(|_| connect()).collect();
    assert_eq!(studio.get("/api/projects").status, 200);
    // The events of an open page go on.
    let mut reader = BufReader::new(&page);
    studio.post(
        &(studio.project() + "/edits"),
        &json!({"revision": studio.script()["revision"], "edits": [{"edit": "omit", "segment": 0}]}),
    );
    let mut line = String::new();
    while !line.contains(r#""event":"script""#) {
        line.clear();
        assert_ne!(reader.read_line(&mut line).unwrap(), 0, "the connection was closed");
    }
    drop(idle);
}

#[test]
fn links_in_the_published_folder_are_not_followed() {
    let project = Project::undisclosed(STORY);
    project.build();
    project.write("secret.txt", "secret");
    std::os::unix::fs::symlink(project.path("secret.txt"), project.path("out/link.txt")).unwrap();
    let studio = Studio::start(&project);
    let address = studio.project();
    assert_eq!(studio.get(&(address.clone() + "/files/out/link.txt")).status, 404);
    // A published page may be a stranger's: it gets no rights of the studio.
    let page = studio.get(&(address + "/files/out/episode.html"));
    assert!(page.header("content-security-policy").unwrap().starts_with("sandbox;"), "{page:?}");
}

#[test]
fn served_episodes_can_be_read_and_nothing_else() {
    let project = Project::undisclosed(STORY);
    project.write("secret.txt", "secret");
    project.build();
    let server = Studio::run(&project, &["serve", "--json", "--listen", "127.0.0.1"]);
    let get = |path: &str, more: &str| {
        server.raw(
            &format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{more}Connection: close\r\n\r\n", server.host),
            b"",
        )
    };
    let first = get("/", "");
    assert_eq!((first.status, first.header("location")), (303, Some("/%2D/episode.html")));
    assert_eq!(get("/%2D/episode.html", "").body, project.read("out/episode.html"));
    let part = get("/-/episode.wav", "Range: bytes=-4\r\n");
    let wav = project.read("out/episode.wav");
    assert_eq!((part.status, &part.body[..]), (206, &wav[wav.len() - 4..]));
    for path in [
        "/-/../script.toml",
        "/-/..%2fscript.toml",
        "/../secret.txt",
        "/script.toml",
        "/-/.aloud",
        "/voices/episode.wav",
        "/api/projects",
        "/client/main.js",
        "/%2e%2e/episode.html",
    ] {
        assert_eq!(get(path, "").status, 404, "{path}");
    }
    let post =
        format!("POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", server.host);
    assert_eq!(server.raw(&post, b"").status, 403);
    let rebound = "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(rebound, b"").status, 421);
}
