//! Parties outside that fail are left alone for a while.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use platform::{
    breaker::{Breaker, FAILURES, Open, PAUSE},
    testing::MockClock,
};
use std::sync::Arc;

fn breaker() -> (Breaker, MockClock) {
    let clock = MockClock::at(platform::system_clock().now());
    (Breaker::new("gateway", Arc::new(clock.clone())), clock)
}

fn fail(breaker: &Breaker, times: u32) {
    for _ in 0..times {
        breaker.admit().unwrap().report(false);
    }
}

#[test]
fn it_opens_after_failures_in_a_row_and_lets_one_call_try_again() {
    let (breaker, clock) = breaker();
    fail(&breaker, FAILURES);
    assert_eq!(breaker.admit().err(), Some(Open("gateway")));
    clock.advance(PAUSE / 2);
    assert!(breaker.admit().is_err());

    clock.advance(PAUSE / 2);
    let probe = breaker.admit().unwrap();
    assert!(breaker.admit().is_err(), "one call finds out, the others wait");
    probe.report(true);
    fail(&breaker, FAILURES - 1);
    assert!(breaker.admit().is_ok(), "it counts anew");
}

#[test]
fn a_party_that_is_still_down_is_left_alone_again() {
    let (breaker, clock) = breaker();
    fail(&breaker, FAILURES);
    clock.advance(PAUSE);
    fail(&breaker, 1);
    assert!(breaker.admit().is_err());
}

#[test]
fn a_call_that_was_given_up_says_nothing() {
    let (breaker, clock) = breaker();
    fail(&breaker, FAILURES);
    clock.advance(PAUSE);
    drop(breaker.admit().unwrap());
    assert!(breaker.admit().is_ok(), "the next one may try");
}

#[test]
fn an_answer_in_between_starts_the_count_anew() {
    let (breaker, _) = breaker();
    fail(&breaker, FAILURES - 1);
    breaker.admit().unwrap().report(true);
    fail(&breaker, FAILURES - 1);
    assert!(breaker.admit().is_ok());
}
