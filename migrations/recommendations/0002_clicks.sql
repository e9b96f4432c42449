-- A recommendation that somebody followed.
alter table user_interactions drop constraint user_interactions_interaction_type_check;
alter table user_interactions add constraint user_interactions_interaction_type_check
    check (interaction_type in ('view', 'click', 'add_to_cart', 'purchase'));
