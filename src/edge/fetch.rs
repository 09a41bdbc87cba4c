//! One file from the network, for whoever named it on the command line. Bounded in time and size; what cannot be
//! had is said in words.

use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;

use crate::base::message::Message;

/// How long a site may take to hand over a file.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest file that is taken, in bytes.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// What stands at an address, `http` or `https`; else why it could not be had.
pub fn from_network(address: &str, user_agent: &str) -> Result<Vec<u8>, Message> {
    let config = Config::builder().user_agent(user_agent).timeout_global(Some(PATIENCE)).max_redirects(5).build();
    let agent: Agent = config.into();
    let mut response = agent.get(address).call().map_err(|error| Message::same(error.to_string()))?;
    response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(|error| Message::same(error.to_string()))
}
