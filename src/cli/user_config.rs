//! Applies the user's own configuration to a run of the program.

use std::collections::BTreeMap;

use aloud::base::error::Error;
use aloud::base::files::{self, AllowedLinks};
use aloud::base::key_variables::{rename_key_variables, renamed_key_variable};
use aloud::project::user_config::UserConfig;
use aloud::project::{Project, needs};

use super::args::Global;

/// Allows the links that the command line or the configuration names, and reads keys from the variables that it names.
pub fn apply(global: &Global) -> Result<(), Error> {
    let config = UserConfig::of_user().map_err(Error::Problems)?;
    files::allow_links(AllowedLinks { all: global.follow_links, targets: config.links });
    rename_key_variables(config.keys);
    Ok(())
}

/// Returns the keys of a project that come from another variable than the project names: name in the project → variable.
pub fn renamed_keys(project: &Project) -> BTreeMap<String, &'static str> {
    let names = needs::key_variables(project).into_iter();
    names.filter_map(|name| renamed_key_variable(&name).map(|variable| (name, variable))).collect()
}

/// Prints which keys come from another variable.
pub fn print_renamed_keys(project: &Project) {
    for (name, variable) in renamed_keys(project) {
        errln!("the key `{name}` is read from `{variable}`, as your configuration says");
    }
}
