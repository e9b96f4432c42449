//! The recommendations service.
