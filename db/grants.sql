-- What the portal's processes need, for a role `cityport` that owns nothing: run it as the owner after each migration.
-- Books that only grow come without UPDATE and DELETE; the triggers refuse both to the owner as well.
grant usage on schema public, drizzle, graphile_worker to cityport;
grant select on all tables in schema drizzle to cityport;
grant select, insert, update, delete on all tables in schema public, graphile_worker to cityport;
grant usage, select on all sequences in schema public, graphile_worker to cityport;
grant execute on all functions in schema public, graphile_worker to cityport;

do $$
declare
  book regclass;
begin
  for book in select tgrelid::regclass from pg_trigger where tgname = 'append_only' loop
    execute format('revoke update, delete on %s from cityport', book);
  end loop;
end
$$;
