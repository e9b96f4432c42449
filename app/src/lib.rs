//! The isomorphic user interface.
pub mod components;
