-- Whoever waits for a quote hears that its capacity was answered for (lib/quotes/quote-answers.ts, decision 0090).
create function announce_answered_quote() returns trigger language plpgsql as $$
begin
  perform pg_notify('quote_answered', new.id::text);
  return null;
end
$$;
--> statement-breakpoint
create trigger announce_answered_quote after update of hold_state on quotes
  for each row when (old.hold_state = 'asking' and new.hold_state <> 'asking') execute function announce_answered_quote();
--> statement-breakpoint
-- The job runner's add_job would plan its statements anew at every call, which takes longer than they do (decision 0091).
-- plpgsql resolves graphile_worker when called, so the function can stand before the runner's own tables.
create function enqueue_job(name text, payload json, queue text, run_at timestamptz, attempts int, key text)
  returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
  perform graphile_worker.add_job(name, payload => payload, queue_name => queue, run_at => run_at,
    max_attempts => attempts, job_key => key);
end
$$;
