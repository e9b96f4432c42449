//! What runs in the browser: takes over the server's markup.
