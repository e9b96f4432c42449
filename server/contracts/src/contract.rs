/// Declares a contract: the trait, and (feature `rpc`) its client over a [`crate::rpc::Transport`] and
/// its dispatcher, so that one definition serves one process and many.
macro_rules! contract {
    (
        $(#[$doc:meta])*
        pub trait $trait_name:ident as $wire:literal {
            $($(#[$mdoc:meta])* async fn $method:ident(&self $(, $arg:ident: $ty:ty)* $(,)?) -> Result<$ret:ty>;)*
        }
    ) => {
        $(#[$doc])*
        #[async_trait::async_trait]
        pub trait $trait_name: Send + Sync {
            $($(#[$mdoc])* async fn $method(&self $(, $arg: $ty)*) -> $crate::Result<$ret>;)*
        }

        #[cfg(feature = "rpc")]
        #[async_trait::async_trait]
        impl<T: $crate::rpc::Transport> $trait_name for $crate::rpc::Remote<T> {
            $(async fn $method(&self $(, $arg: $ty)*) -> $crate::Result<$ret> {
                $crate::rpc::call(&self.0, $wire, stringify!($method), ($($arg,)*)).await
            })*
        }

        /// Each method, and the types of what it takes: for a table that says who may call it.
        #[cfg(feature = "rpc")]
        pub const METHODS: &[(&str, &[&str])] = &[$((stringify!($method), &[$(stringify!($ty)),*])),*];

        /// Answers one call that came over the wire; `None` when there is no such method.
        #[cfg(feature = "rpc")]
        pub async fn dispatch(
            service: &dyn $trait_name,
            method: &str,
            arguments: serde_json::Value,
        ) -> Option<$crate::Result<serde_json::Value>> {
            match method {
                $(stringify!($method) => {
                    let parsed = $crate::rpc::arguments::<($($ty,)*)>(arguments);
                    let ($($arg,)*) = match parsed {
                        Ok(parsed) => parsed,
                        Err(error) => return Some(Err(error)),
                    };
                    Some(service.$method($($arg),*).await.and_then($crate::rpc::answer))
                })*
                _ => None,
            }
        }
    };
}
pub(crate) use contract;
