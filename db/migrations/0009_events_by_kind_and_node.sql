DROP INDEX "node_events_app";--> statement-breakpoint
CREATE INDEX "node_events_app_node" ON "node_events" USING btree ("app_id","city_node_id","at");--> statement-breakpoint
CREATE INDEX "node_events_app" ON "node_events" USING btree ("app_id","kind","at");