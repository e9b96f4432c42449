//! What must hold of the mails to people.

use platform::verify::Rule;

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-14",
        what: "an order is confirmed by one mail",
        examined: "select count(*) from notifications where template_name = 'order_confirmation'",
        breaches: "select format('order %s to %s: %s mails', payload ->> 'number', email, count(*))
            from notifications where template_name = 'order_confirmation'
            group by payload ->> 'number', email having count(*) > 1",
    },
    Rule {
        name: "I-14",
        what: "a mail is tried within ten minutes of its time",
        examined: "select count(*) from notifications where status = 'queued'",
        breaches: "select format('mail %s (%s) to %s: due since %s, %s tries: %s', id, template_name, email, next_attempt_at,
                attempts, last_error)
            from notifications where status = 'queued' and next_attempt_at < now() - interval '10 minutes'
            order by next_attempt_at",
    },
];
