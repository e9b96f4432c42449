//! What happens while a page of the back office is open, as the server tells it over one stream per tab. Nothing moves by
//! itself: a few words say that there is something new, and it is shown when they are pressed. Without scripts there is
//! none of it.

use super::{
    open_items::OpenNews,
    patterns::{Refresh, plural},
};
use leptos::{
    html,
    prelude::*,
    wasm_bindgen::{JsCast, closure::Closure},
    web_sys::{Event, EventSource, MessageEvent, MouseEvent},
};
use leptos_router::hooks::use_location;
use std::time::Duration;

/// What the stream's events are called, and what browsers say of it by themselves.
const EVENTS: [&str; 6] = ["start", "order", "stock", "given_up", "missed", "error"];
/// The page comes first.
const SETTLED: Duration = Duration::from_secs(5);
/// A tab that nobody looks at for so long needs no stream; browsers open six connections to a shop at most.
const AWAY: Duration = Duration::from_secs(60);
/// A stream that was refused is asked for again after so long.
const AGAIN: Duration = Duration::from_secs(60);

/// What is shown that something new may come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Orders.
    Orders,
    /// Units.
    Stock,
}

/// What happened since a page was fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Heard {
    count: u64,
    /// There may be more than was told.
    missed: bool,
}

impl Heard {
    fn told(self, about: Subject) -> Option<String> {
        let (one, many) = match about {
            Subject::Orders => ("new order", "new orders"),
            Subject::Stock => ("change in stock", "changes in stock"),
        };
        match (self.count, self.missed) {
            (0, false) => None,
            (0, true) => Some("There may be news".to_owned()),
            (count, _) => Some(plural(count, one, many)),
        }
    }
}

/// What happened, for the pages in the frame.
#[derive(Clone, Copy, Default)]
struct Live {
    orders: RwSignal<Heard>,
    stock: RwSignal<Heard>,
}

impl Live {
    fn of(self, about: Subject) -> RwSignal<Heard> {
        match about {
            Subject::Orders => self.orders,
            Subject::Stock => self.stock,
        }
    }

    fn hear(self, event: &str) {
        let more = |heard: &mut Heard| heard.count += 1;
        match event {
            "order" => self.orders.update(more),
            "stock" => self.stock.update(more),
            "missed" => {
                self.orders.update(|heard| heard.missed = true);
                self.stock.update(|heard| heard.missed = true);
            }
            _ => {}
        }
    }
}

/// Listens while the frame is there. Called once by the frame, after `provide_open_news`.
pub fn provide_live() {
    let (live, counts) = (Live::default(), use_context::<OpenNews>());
    provide_context(live);
    Effect::new(move |_| {
        let (since, stream) = (StoredValue::new(String::new()), StoredValue::new_local(None));
        let tab = Tab { live, counts, since, stream };
        let handle = window_event_listener_untyped("visibilitychange", move |_| tab.turn());
        set_timeout(move || tab.turn(), SETTLED);
        on_cleanup(move || {
            handle.remove();
            tab.close();
        });
    });
}

/// A stream and what hears it.
struct Stream {
    source: EventSource,
    _ear: Closure<dyn FnMut(Event)>,
}

/// This tab's stream, while it has one.
#[derive(Clone, Copy)]
struct Tab {
    live: Live,
    counts: Option<OpenNews>,
    /// The id of the last event: the next stream goes on from there.
    since: StoredValue<String>,
    stream: StoredValue<Option<Stream>, LocalStorage>,
}

impl Tab {
    /// The tab is looked at, or no longer.
    fn turn(self) {
        if document().hidden() {
            set_timeout(move || self.rest(), AWAY);
        } else {
            self.listen();
        }
    }

    fn rest(self) {
        if document().hidden() {
            self.close();
        }
    }

    /// Does nothing where there is a stream, or no frame any more.
    fn listen(self) {
        if self.stream.try_with_value(Option::is_some) != Some(false) {
            return;
        }
        let address = format!("/admin/live?since={}", self.since.get_value());
        let Ok(source) = EventSource::new(&address) else { return };
        let ear = Closure::<dyn FnMut(Event)>::new(move |event: Event| self.hear(&event));
        for name in EVENTS {
            let _ = source.add_event_listener_with_callback(name, ear.as_ref().unchecked_ref());
        }
        self.stream.set_value(Some(Stream { source, _ear: ear }));
    }

    fn hear(self, event: &Event) {
        if let Some(message) = event.dyn_ref::<MessageEvent>() {
            self.since.set_value(message.last_event_id());
        }
        match event.type_().as_str() {
            "error" => self.try_again(),
            "given_up" => {
                if let Some(counts) = self.counts {
                    counts.bump();
                }
            }
            name => self.live.hear(name),
        }
    }

    /// Browsers come back by themselves to a stream that broke off, not to one that was refused.
    fn try_again(self) {
        let is_refused = |stream: &Option<Stream>| {
            stream.as_ref().is_some_and(|stream| stream.source.ready_state() == EventSource::CLOSED)
        };
        if self.stream.try_with_value(is_refused) == Some(true) {
            let again = move || {
                self.close();
                self.turn();
            };
            set_timeout(again, AGAIN);
        }
    }

    fn close(self) {
        if let Some(stream) = self.stream.try_update_value(Option::take).flatten() {
            stream.source.close();
        }
    }
}

/// Says quietly that there is something new, and has it fetched when it is pressed. It lies over the page: nothing on it
/// moves until then.
#[component]
pub fn NewsPill(about: Subject, refresh: Refresh) -> impl IntoView {
    let heard = use_context::<Live>().unwrap_or_default().of(about);
    let (search, place) = (use_location().search, NodeRef::<html::Div>::new());
    // What is fetched from now on has all of it.
    Effect::new(move |_| {
        search.track();
        heard.set(Heard::default());
    });
    let show = move |_: MouseEvent| {
        heard.set(Heard::default());
        refresh.bump();
        // The button goes; who pressed it by key is still here.
        if let Some(place) = place.get_untracked() {
            let _ = place.focus();
        }
    };
    let news = move || {
        heard.get().told(about).map(|text| {
            view! { <button type="button" class="btn btn-primary shadow-over" on:click=show>{text}" · Show"</button> }
        })
    };
    view! {
        <div node_ref=place class="fixed inset-x-0 top-16 z-30 mx-auto w-fit no-print" role="status" aria-live="polite" tabindex="-1">
            {news}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_is_told_in_words_and_nothing_when_nothing_is() {
        let heard = |count, missed| Heard { count, missed };
        assert_eq!(heard(0, false).told(Subject::Orders), None);
        assert_eq!(heard(1, false).told(Subject::Orders).as_deref(), Some("1 new order"));
        assert_eq!(heard(3, true).told(Subject::Orders).as_deref(), Some("3 new orders"));
        assert_eq!(heard(2, false).told(Subject::Stock).as_deref(), Some("2 changes in stock"));
        assert_eq!(heard(0, true).told(Subject::Stock).as_deref(), Some("There may be news"));
    }
}
