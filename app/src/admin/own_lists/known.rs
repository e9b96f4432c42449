//! What the frame knows of one's lists, for everything in it.

use super::{api::load_own_lists, look::view_link};
use crate::{
    admin::{
        api::Staff,
        patterns::{Refresh, Undo, act, act_undoable},
    },
    error::AppError,
    form::{AnyForm, FormState},
    loaded::{PageResource, loaded},
};
use contracts::identity::ListPreferences;
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use serde::de::DeserializeOwned;

/// How one likes the lists.
#[derive(Clone, Copy)]
pub struct OwnLists {
    staff: PageResource<Staff>,
    newer: RwSignal<Option<ListPreferences>>,
    refresh: Refresh,
}

impl OwnLists {
    /// Shows what is made of the newest preferences, once they are there.
    pub fn show(
        self,
        view: impl Fn(&ListPreferences) -> AnyView + Clone + Send + Sync + 'static,
    ) -> impl IntoView {
        let show = move |staff: Staff| {
            let view = view.clone();
            let known = staff.lists;
            (move || self.newer.with(|newer| view(newer.as_ref().unwrap_or(&known)))).into_any()
        };
        loaded(self.staff, || ().into_any(), show)
    }
}

/// Makes them known; those of the beginning come with the frame, so that hydration finds what the server rendered.
/// Called once by the frame.
pub fn provide_own_lists(staff: PageResource<Staff>) {
    let (refresh, newer) = (Refresh::default(), RwSignal::new(None));
    let ask = move || {
        spawn_local(async move {
            if let Ok(lists) = load_own_lists().await {
                newer.try_set(Some(lists));
            }
        });
    };
    Effect::watch(move || refresh.get(), move |_, _, _| ask(), false);
    provide_context(OwnLists { staff, newer, refresh });
}

/// A form that changes them: as [`act`], and then they are asked for again.
pub fn act_on_lists<F>(done: &'static str) -> FormState<F>
where
    F: ServerFn<Error = AppError> + DeserializeOwned,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    let form = act(done);
    ask_after(*form);
    form
}

/// As [`act_on_lists`], with a way back; they are asked for again after that, too.
pub fn act_on_lists_undoable<F>(
    done: &'static str,
    undo: impl Fn(F) -> Option<Undo> + Send + Sync + 'static,
) -> FormState<F>
where
    F: ServerFn<Error = AppError> + DeserializeOwned,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    let own = use_context::<OwnLists>();
    let form = act_undoable(done, move |sent| Some(undo(sent)?.then(move || ask_again(own))));
    ask_after(*form);
    form
}

fn ask_after(form: AnyForm) {
    let own = use_context::<OwnLists>();
    Effect::new(move |_| {
        if form.has_succeeded() {
            ask_again(own);
        }
    });
}

fn ask_again(own: Option<OwnLists>) {
    if let Some(own) = own {
        own.refresh.bump();
    }
}

/// The address that the navigation opens a list with: its default view's, where there is one.
pub fn opens_with(path: &'static str, lists: &ListPreferences) -> String {
    let list = path.trim_start_matches("/admin/");
    lists.default_of(list).map_or_else(|| path.to_owned(), |view| view_link(path, view))
}
