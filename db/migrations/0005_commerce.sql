CREATE TABLE "simulated_objects" (
	"id" text PRIMARY KEY NOT NULL,
	"request_id" text NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "payments_order_once";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "pay_until" timestamp (3) with time zone DEFAULT portal_now() + interval '30 minutes' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "simulated_objects_request" ON "simulated_objects" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "orders_unpaid" ON "orders" USING btree ("pay_until") WHERE state = 'awaitingPayment';--> statement-breakpoint
CREATE UNIQUE INDEX "payments_order_once" ON "payments" USING btree ("order_id") WHERE purpose = 'order' and state in ('succeeded', 'refunded');