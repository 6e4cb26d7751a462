-- The portal's present instant. The test clock's row exists in sandbox mode only; its offset only grows.
-- plpgsql resolves the table when called, so the function can stand before the tables whose defaults use it.
create function portal_now() returns timestamptz language plpgsql stable as $$
begin
  return date_trunc('milliseconds', now() + coalesce((select "offset" from test_clock where id = 1), interval '0'));
end
$$;
