-- Whoever logs in again to show that it is them has to show it to their provider, too (OpenID Connect Core, 3.1.2.1).
alter table federated_sign_ins add column again boolean not null default false;
-- When the person whose session it is last showed a provider who they are: it may have known them for long. The
-- beginning of time where it does not say; none where the session began with that.
alter table sessions add column authenticated_at timestamptz;
