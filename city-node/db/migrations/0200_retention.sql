-- How far each portal has read, and what was given up before it had.
create table portal_positions (
  portal_id text not null,
  feed text not null check (feed in ('usage', 'events')),
  -- It has asked for what is behind this position, so everything up to it has arrived there.
  taken bigint not null default 0,
  -- The last one that was given up unread, and how many since it last asked from behind it.
  lost_through bigint not null default 0,
  lost bigint not null default 0,
  primary key (portal_id, feed)
);

create index operations_app on operations (app_code);
create index reservations_expiry on reservations (expires_at);

-- Written once, and gone only by the one who clears away what is old.
create or replace function refuse_usage_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('city_node.clears_away', true) = 'on' then
    return old;
  end if;
  raise exception 'usage batches are written once';
end $$;
