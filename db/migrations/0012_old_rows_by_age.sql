CREATE INDEX "node_events_at" ON "node_events" USING brin ("at");--> statement-breakpoint
CREATE INDEX "usage_batches_received" ON "usage_batches" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "api_requests_created" ON "api_requests" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "requests_created" ON "requests" USING brin ("created_at");