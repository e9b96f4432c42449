use std::{any::Any, sync::Arc};

/// What a page asks for, of whatever type: the same as before when it is equal.
#[derive(Clone)]
pub(super) struct Asked(Arc<dyn Key>);

trait Key: Send + Sync {
    fn any(&self) -> &dyn Any;
    fn is(&self, other: &dyn Key) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Key for S {
    fn any(&self) -> &dyn Any {
        self
    }

    fn is(&self, other: &dyn Key) -> bool {
        other.any().downcast_ref::<S>() == Some(self)
    }
}

impl Asked {
    pub(super) fn new<S: PartialEq + Send + Sync + 'static>(source: S) -> Self {
        Self(Arc::new(source))
    }

    pub(super) fn read<S: Clone + 'static>(&self) -> Option<S> {
        self.0.any().downcast_ref().cloned()
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&*other.0)
    }
}
