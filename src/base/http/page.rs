//! Fetches a page that a person names on the command line. Redirects are followed and returned, so they can be shown.

use std::time::Duration;

use ureq::{Agent, ResponseExt as _};

use super::types::NetError;

/// Redirects to follow. Addresses that were shortened use two or three.
const REDIRECTS: u32 = 6;
/// Time limit, up to the last byte.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A fetched page.
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    /// The encoding that the server states.
    pub(crate) charset: Option<String>,
    /// The address of the page, after all redirects.
    pub(crate) url: String,
}

/// Fetches a page of at most `limit` bytes. Nothing but the address is sent: no cookies and no name of a browser.
pub(crate) fn fetch_page(url: &str, limit: usize) -> Result<Page, NetError> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(REDIRECTS)
        // A redirect must not leave the encrypted connection.
        .https_only(url.starts_with("https://"))
        .timeout_global(Some(TIMEOUT))
        .user_agent(concat!("aloud/", env!("CARGO_PKG_VERSION")))
        .build();
    let failed = |why: String| {
        let hint = "save the page from your browser as HTML, and name that file";
        NetError::new(
            "article-not-fetched",
            format!("the page at the address `{url}` cannot be fetched: {why}"),
            hint,
        )
    };
    let mut response =
        Agent::new_with_config(config).get(url).call().map_err(|error| failed(error.to_string()))?;
    let status = response.status().as_u16();
    if status != 200 {
        return Err(failed(format!("the server answered {status}")));
    }
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let charset = kind
        .to_ascii_lowercase()
        .split_once("charset=")
        .map(|(_, charset)| charset.trim_matches('"').to_string());
    let url = response.get_uri().to_string();
    let body = response.body_mut().with_config().limit(limit as u64).read_to_vec();
    Ok(Page { bytes: body.map_err(|error| failed(error.to_string()))?, charset, url })
}
