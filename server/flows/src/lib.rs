//! Processes across services.
