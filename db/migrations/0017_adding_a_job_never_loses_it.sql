-- The runner's add_job adds nothing when the job under the key starts between two of its statements. What was asked for
-- may be later than what that job has read, so it is asked for once more; the started job has lost its key by then.
create or replace function enqueue_job(name text, payload json, queue text, run_at timestamptz, attempts int, key text)
  returns void language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  added bigint;
begin
  while added is null loop
    select id into added
      from graphile_worker.add_job(name, payload => payload, queue_name => queue, run_at => run_at,
             max_attempts => attempts, job_key => key);
  end loop;
end;
$$;
