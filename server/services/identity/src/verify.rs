//! What must hold of the audit log. Hashes are computed here anew, by the same words as `audit_hash` of the
//! migrations, so that nothing is believed that stands in the database beside the entries.

use platform::verify::Rule;

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-25",
        what: "an entry of the audit log is what its hash says, after the entry before it",
        examined: "select count(*) from audit_log",
        // Where an entry is missing, the next rule says so.
        breaches: "select format('entry %s (number %s of %s): %s %s by %s', position, number, at, action, subject, actor)
            from (
                select l.*, coalesce(lag(position) over log, 0) as before, coalesce(lag(hash) over log, '') as previous
                from audit_log l window log as (order by number)) entries
            where position = before + 1
                and hash is distinct from sha256(previous || convert_to(jsonb_build_array(position, number,
                    (extract(epoch from at) * 1000000)::bigint, actor_id, actor, action, subject, details,
                    request_id)::text, 'UTF8'))
            order by number",
    },
    Rule {
        name: "I-25",
        what: "no entry of the audit log is missing or stands where none was appended",
        examined: "select count(*) from audit_log",
        breaches: "select format('entry %s (number %s of %s) stands after entry %s', coalesce(position::text, 'without position'),
                number, at, before)
            from (
                select number, at, position, coalesce(lag(position) over (order by number), 0) as before
                from audit_log) entries
            where position is distinct from before + 1
            union all
            select format('the log ends with entry %s, the last one that was appended is entry %s',
                coalesce(last.position, 0), h.position)
            from audit_head h
                left join (select position, hash from audit_log order by number desc limit 1) last on true
            where (coalesce(last.position, 0), coalesce(last.hash, '')) is distinct from (h.position, h.hash)
            union all
            select 'nobody knows any more which entry was appended last' where not exists (select from audit_head)",
    },
];
