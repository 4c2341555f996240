//! Arguments of the commands that serve pages.

use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Studio {
    /// The project, or a folder with projects [default: the project of `--project`]
    pub dir: Option<PathBuf>,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// The port [default: always the same for a folder, if it is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Let other machines in: listen on this address, such as 0.0.0.0. The connection is not encrypted
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", hide_default_value = true)]
    pub listen: std::net::IpAddr,
}

#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The project, or a folder with projects [default: the project of `--project`]
    pub dir: Option<PathBuf>,
    /// The port [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// The address to listen on [default: all of this machine]
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0", hide_default_value = true)]
    pub listen: std::net::IpAddr,
}
