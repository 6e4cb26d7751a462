CREATE TABLE "city_node_enrolments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token" text,
	"url" text NOT NULL,
	"state" text NOT NULL,
	"failure" jsonb,
	"city_node_id" uuid,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "usage_hours" RENAME COLUMN "latency_ms_total" TO "latency_us_total";--> statement-breakpoint
DROP INDEX "offerings_node_framework";--> statement-breakpoint
ALTER TABLE "operations" ADD COLUMN "waiting_for" jsonb;--> statement-breakpoint
ALTER TABLE "offerings" ADD COLUMN "wire_id" text NOT NULL;--> statement-breakpoint
ALTER TABLE "city_node_enrolments" ADD CONSTRAINT "city_node_enrolments_city_node_id_city_nodes_id_fk" FOREIGN KEY ("city_node_id") REFERENCES "public"."city_nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "city_node_enrolments_created" ON "city_node_enrolments" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "offerings_node_wire" ON "offerings" USING btree ("city_node_id","wire_id");