-- Append-only tables: corrections are new rows.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
do $$
declare name text;
begin
  foreach name in array array['audit_log', 'ledger_transactions', 'ledger_postings', 'ledger_seals', 'ledger_sealed',
    'settlement_shares', 'compliance_verdicts', 'legal_texts', 'legal_acceptances', 'quote_lines', 'order_lines', 'invoices']
  loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', name);
    execute format('create trigger append_only_truncate before truncate on %I for each statement execute function refuse_change()', name);
  end loop;
end
$$;
--> statement-breakpoint
-- Debits equal credits in every currency of a transaction, checked when the transaction commits.
create function ledger_in_balance() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_postings where transaction_id = new.transaction_id group by currency having sum(amount) <> 0) then
    raise exception 'ledger transaction % is out of balance', new.transaction_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create constraint trigger ledger_in_balance after insert on ledger_postings
  deferrable initially deferred for each row execute function ledger_in_balance();
--> statement-breakpoint
-- The test clock only goes forward.
create function clock_forward_only() returns trigger language plpgsql as $$
begin
  if new."offset" < old."offset" then
    raise exception 'the test clock only goes forward' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger clock_forward_only before update on test_clock for each row execute function clock_forward_only();
