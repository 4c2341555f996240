//! Runs an HTTP server on the loopback interface. The test defines its answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

/// A request as the client sent it.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Method and path.
    pub line: String,
    /// One header a line, names in lower case.
    pub headers: String,
    pub body: String,
}

impl Request {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }

    #[track_caller]
    pub fn has(&self, header: &str) {
        assert!(self.headers.lines().any(|line| line == header), "no `{header}` in {}", self.headers);
    }
}

pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server. `answer` gets each request with its number, counted from 0, and returns the bytes of the response.
    pub fn new(answer: impl Fn(usize, &Request) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let received = Arc::clone(&requests);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Some(request) = read(&stream) else { continue };
                let nth = received.lock().unwrap().len();
                received.lock().unwrap().push(request.clone());
                let _ = stream.write_all(&answer(nth, &request));
            }
        });
        Self { url, requests }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

pub fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut request = Request::default();
    reader.read_line(&mut request.line).ok()?;
    request.line = request.line.trim_end().trim_end_matches(" HTTP/1.1").to_string();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        if name == "content-length" {
            length = value.parse().ok()?;
        }
        request.headers += &format!("{name}: {value}\n");
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    // A form may contain sound.
    request.body = String::from_utf8_lossy(&body).into_owned();
    Some(request)
}

/// Returns a response with a `Content-Length`.
pub fn response(status: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Returns a response with chunked transfer encoding.
pub fn chunked(content_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    );
    let chunks = body.chunks(1_000).flat_map(|chunk| {
        [format!("{:x}\r\n", chunk.len()).into_bytes(), chunk.to_vec(), b"\r\n".to_vec()].concat()
    });
    head.into_bytes().into_iter().chain(chunks).chain(*b"0\r\n\r\n").collect()
}

/// Returns a buzz as mono samples of 16 bits.
pub fn pcm(rate: u32, seconds: f64) -> Vec<u8> {
    let period = rate / 200;
    let sample = |n: u32| if n % period < period / 2 { 6_000_i16 } else { -6_000 };
    (0..(f64::from(rate) * seconds) as u32).flat_map(|n| sample(n).to_le_bytes()).collect()
}

/// Returns a WAV of mono samples with 16 bits. `claimed` is the size of the samples in the header, which may be wrong.
pub fn wav(rate: u32, samples: &[u8], claimed: u32) -> Vec<u8> {
    let numbers = |list: &[u32]| list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    [
        b"RIFF".as_slice(),
        &numbers(&[claimed.saturating_add(36)]),
        b"WAVEfmt ",
        &numbers(&[16, 0x0001_0001, rate, rate * 2, 0x0010_0002]),
        b"data",
        &numbers(&[claimed]),
        samples,
    ]
    .concat()
}

/// Returns a complete WAV with two seconds of sound.
pub fn speech_wav(rate: u32) -> Vec<u8> {
    let samples = pcm(rate, 2.0);
    wav(rate, &samples, samples.len() as u32)
}
