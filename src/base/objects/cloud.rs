//! Object stores of clouds: S3 and what speaks its protocol, Google Cloud Storage, Azure Blob Storage.
//!
//! Keys, region and endpoint come from the environment under the names that the providers' own tools use, e.g.
//! `AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL`, `GOOGLE_SERVICE_ACCOUNT`, `AZURE_STORAGE_ACCOUNT_KEY`.

use std::env;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{ListResult, ObjectStore, ObjectStoreExt};
use tokio::runtime::{Builder, Runtime};

use super::object::{Object, Objects};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{FileError, STATE_LIMIT};
use crate::base::http::{Connector, Server};

/// A folder of a bucket.
#[derive(Debug)]
pub(super) struct Cloud {
    store: Arc<dyn ObjectStore>,
    /// The folder in the bucket.
    folder: Path,
    /// The address, for messages.
    location: String,
    /// Waits between repeated requests. The requests themselves block.
    runtime: Runtime,
}

impl Cloud {
    /// Opens the bucket of an address such as `s3://bucket/folder`, and lists the folder: a missing object does not show that the
    /// bucket is missing too.
    pub(super) fn open(location: &str) -> Result<Self, Diagnostic> {
        let invalid = |why: String| {
            Diagnostic::error("store-invalid", format!("cannot use the store of takes `{location}`"))
                .why(why)
                .hint("check the address, and the provider's variables in the environment")
        };
        let folder = location.splitn(4, '/').nth(3).unwrap_or_default();
        let folder = Path::parse(folder.trim_matches('/')).map_err(|error| invalid(error.to_string()))?;
        let store = connect(location).map_err(|error| invalid(error.to_string()))?;
        let runtime = Builder::new_current_thread().enable_time().build();
        let runtime = runtime.map_err(|error| invalid(error.to_string()))?;
        let cloud = Self { store, folder, location: location.trim_end_matches('/').into(), runtime };
        let listed = cloud.runtime.block_on(cloud.store.list_with_delimiter(Some(&cloud.folder)));
        listed.map_err(|error| invalid(error.to_string()))?;
        Ok(cloud)
    }

    fn path(&self, name: &str) -> Path {
        Path::from_iter(self.folder.parts().chain(Path::from(name).parts()))
    }

    /// Returns the folders and objects in a folder.
    fn entries(&self, folder: &str) -> Result<ListResult, FileError> {
        let listed = self.runtime.block_on(self.store.list_with_delimiter(Some(&self.path(folder))));
        listed.map_err(|error| self.failed("list", folder, error))
    }

    fn failed(&self, verb: &'static str, name: &str, error: object_store::Error) -> FileError {
        FileError::new(verb, &PathBuf::from(format!("{}/{name}", self.location)), io::Error::other(error))
    }
}

/// Creates the client. Keys go over HTTPS only, except to this machine.
fn connect(location: &str) -> object_store::Result<Arc<dyn ObjectStore>> {
    let scheme = location.split("://").next().unwrap_or_default();
    Ok(match scheme {
        "gs" => Arc::new(
            GoogleCloudStorageBuilder::from_env()
                .with_url(location)
                .with_http_connector(Connector)
                .build()?,
        ),
        "s3" | "s3a" => {
            let endpoint = env::var("AWS_ENDPOINT_URL").or_else(|_| env::var("AWS_ENDPOINT"));
            let is_local = endpoint
                .is_ok_and(|endpoint| Server::parse(&endpoint).is_ok_and(|server| server.is_loopback()));
            let builder = AmazonS3Builder::from_env().with_url(location).with_allow_http(is_local);
            Arc::new(builder.with_http_connector(Connector).build()?)
        }
        _ => Arc::new(
            MicrosoftAzureBuilder::from_env().with_url(location).with_http_connector(Connector).build()?,
        ),
    })
}

impl Objects for Cloud {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let read = async {
            let found = self.store.get(&self.path(name)).await?;
            // A size from a server is not trusted: the client reads no more than its own limit.
            if found.meta.size > STATE_LIMIT {
                return Ok(None);
            }
            Ok(Some(found.bytes().await?.to_vec()))
        };
        match self.runtime.block_on(read) {
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            result => result.map_err(|error| self.failed("read", name, error)),
        }
    }

    fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        let written = self.runtime.block_on(self.store.put(&self.path(name), bytes.into()));
        written.map(|_| ()).map_err(|error| self.failed("write", name, error))
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        match self.runtime.block_on(self.store.delete(&self.path(name))) {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            result => result.map_err(|error| self.failed("remove", name, error)),
        }
    }

    fn folders(&self) -> Result<Vec<String>, FileError> {
        let listed = self.entries("")?.common_prefixes.into_iter();
        let mut folders: Vec<String> = listed.filter_map(|path| Some(path.filename()?.to_owned())).collect();
        folders.sort();
        Ok(folders)
    }

    fn list(&self, folder: &str) -> Result<Vec<Object>, FileError> {
        let listed = self.entries(folder)?;
        let objects = listed.objects.into_iter().filter_map(|found| {
            let name = found.location.filename()?.to_owned();
            Some(Object { name, bytes: found.size, modified: SystemTime::from(found.last_modified) })
        });
        let mut objects: Vec<Object> = objects.collect();
        objects.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(objects)
    }
}
