//! The arguments of `aloud store`.

use std::time::Duration;

use clap::Subcommand;

use crate::cli::arg_values::age;

#[derive(Debug, clap::Args)]
pub struct Store {
    #[command(subcommand)]
    pub command: Command,
    /// The store: a folder, or an address such as s3://bucket/takes [default: that of ALOUD_STORE]
    #[arg(long, global = true, value_name = "LOCATION")]
    pub store: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Count the takes
    Stats,
    /// Copy the project's takes to the store, e.g. those made before there was one
    Push,
    /// Read every take and list the damaged ones
    Verify,
    /// Delete old takes; a build that needs one speaks it again
    Prune {
        /// Delete takes that were stored longer ago than this, e.g. 90d or 12h
        #[arg(long, value_name = "AGE", value_parser = age)]
        older_than: Duration,
        /// Show how many would be deleted, without deleting them
        #[arg(long)]
        dry_run: bool,
    },
}
