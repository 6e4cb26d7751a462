-- A share never enters a week that has been closed.
create function refuse_closed_week() returns trigger language plpgsql as $$
begin
  if exists (select from added where effective_at < (select max(ends_at) from settlements where state <> 'draft')) then
    raise exception 'the week has been closed' using errcode = 'restrict_violation';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger refuse_closed_week after insert on settlement_shares
  referencing new table as added for each statement execute function refuse_closed_week();
--> statement-breakpoint
-- An issued settlement only ever becomes a remitted one.
create function settled_is_settled() returns trigger language plpgsql as $$
declare remittance text[] := array['state', 'remitted_at', 'remitted_by', 'remittance_reference'];
begin
  if old.state = 'draft' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and old.state = 'issued' and new.state = 'remitted'
     and to_jsonb(new) - remittance = to_jsonb(old) - remittance then
    return new;
  end if;
  raise exception 'settlement % has been issued', old.number using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create trigger settled_is_settled before update or delete on settlements
  for each row execute function settled_is_settled();
