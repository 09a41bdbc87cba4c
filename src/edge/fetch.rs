//! Downloads a file that was named on the command line, bounded in time and size.

use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;

use crate::base::message::Message;

/// The timeout of a download.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest download, in bytes.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// Downloads an `http` or `https` address; the error says why it failed.
pub fn from_network(address: &str, user_agent: &str) -> Result<Vec<u8>, Message> {
    let config = Config::builder().user_agent(user_agent).timeout_global(Some(PATIENCE)).max_redirects(5).build();
    let agent: Agent = config.into();
    let mut response = agent.get(address).call().map_err(|error| Message::same(error.to_string()))?;
    response.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(|error| Message::same(error.to_string()))
}
