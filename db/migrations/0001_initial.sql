CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"hint" text NOT NULL,
	"role" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "billing_profiles" (
	"org_id" uuid PRIMARY KEY NOT NULL,
	"legal_name" text NOT NULL,
	"country" char(2) NOT NULL,
	"buyer_kind" text NOT NULL,
	"tax_id" text DEFAULT '' NOT NULL,
	"address" jsonb NOT NULL,
	"billing_email" text DEFAULT '' NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "email_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"to_address" text NOT NULL,
	"template" text NOT NULL,
	"locale" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"in_mailbox" boolean DEFAULT false NOT NULL,
	"last_error" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text DEFAULT 'customer' NOT NULL,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"level" integer NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"org_id" uuid,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"password_hash" text NOT NULL,
	"email_verified_at" timestamp (3) with time zone,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"name" text NOT NULL,
	"key_hash" text NOT NULL,
	"hint" text NOT NULL,
	"functions" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"replaced_by" uuid
);
--> statement-breakpoint
CREATE TABLE "app_nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"app_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"offering_id" uuid NOT NULL,
	"tps" integer NOT NULL,
	"storage_gb" integer NOT NULL,
	"bandwidth_mbps" integer NOT NULL,
	"state" text NOT NULL,
	"placement" text,
	"placement_reason" jsonb,
	"chain_id" text,
	"custody_address" text,
	"policy_version" integer DEFAULT 0 NOT NULL,
	"policy_pushed" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "apps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"app_code" text NOT NULL,
	"name" text NOT NULL,
	"framework_id" text NOT NULL,
	"access" text NOT NULL,
	"state" text NOT NULL,
	"suspended_by" text,
	"suspension_reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "contract_packages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"preset" text,
	"abi" jsonb NOT NULL,
	"bytecode" text NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"content_hash" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deployments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"app_node_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"contract_name" text NOT NULL,
	"version" integer NOT NULL,
	"constructor_arguments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"state" text NOT NULL,
	"address" text,
	"transaction_id" text,
	"block_number" bigint,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"activated_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "node_events" (
	"city_node_id" uuid NOT NULL,
	"event_id" text NOT NULL,
	"app_id" uuid,
	"kind" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"payload" jsonb NOT NULL,
	CONSTRAINT "node_events_city_node_id_event_id_pk" PRIMARY KEY("city_node_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"app_node_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"result" jsonb,
	"error" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"deadline_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_batches" (
	"city_node_id" uuid NOT NULL,
	"batch_id" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"applied" boolean NOT NULL,
	CONSTRAINT "usage_batches_city_node_id_batch_id_pk" PRIMARY KEY("city_node_id","batch_id")
);
--> statement-breakpoint
CREATE TABLE "usage_hours" (
	"app_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"method" text NOT NULL,
	"calls" bigint NOT NULL,
	"writes" bigint NOT NULL,
	"refused" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"bytes_in" bigint NOT NULL,
	"bytes_out" bigint NOT NULL,
	"storage_bytes" bigint DEFAULT 0 NOT NULL,
	"latency_ms_total" bigint NOT NULL,
	CONSTRAINT "usage_hours_app_id_city_node_id_hour_method_pk" PRIMARY KEY("app_id","city_node_id","hour","method")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"org_id" uuid,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "brand_assets" (
	"hash" text PRIMARY KEY NOT NULL,
	"content_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "brands" (
	"host" text PRIMARY KEY NOT NULL,
	"payload" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_acceptances" (
	"id" uuid PRIMARY KEY NOT NULL,
	"legal_text_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"org_id" uuid,
	"order_id" uuid,
	"accepted_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_texts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"published_by" text NOT NULL,
	"published_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_by" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "city_nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"city" jsonb NOT NULL,
	"country" char(2) NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL,
	"provider_id" uuid NOT NULL,
	"control_url" text NOT NULL,
	"gateway_url" text NOT NULL,
	"public_key" text NOT NULL,
	"state" text NOT NULL,
	"status" jsonb,
	"status_at" timestamp (3) with time zone,
	"health" text DEFAULT 'unknown' NOT NULL,
	"failed_status_calls" integer DEFAULT 0 NOT NULL,
	"tps_total" integer DEFAULT 0 NOT NULL,
	"tps_free" integer DEFAULT 0 NOT NULL,
	"storage_gb_total" integer DEFAULT 0 NOT NULL,
	"storage_gb_free" integer DEFAULT 0 NOT NULL,
	"bandwidth_mbps_total" integer DEFAULT 0 NOT NULL,
	"bandwidth_mbps_free" integer DEFAULT 0 NOT NULL,
	"enrolled_by" text NOT NULL,
	"approved_by" text,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"approved_at" timestamp (3) with time zone,
	"usage_cursor" text DEFAULT '0' NOT NULL,
	"events_cursor" text DEFAULT '0' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "framework_providers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"country" char(2) NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "frameworks" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"summary" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offerings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"city_node_id" uuid NOT NULL,
	"framework_id" text NOT NULL,
	"framework_version" text NOT NULL,
	"framework_provider_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"access" text NOT NULL,
	"evidence" text NOT NULL,
	"note" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "providers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"country" char(2) NOT NULL,
	"website" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "test_clock" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"offset" interval NOT NULL,
	"target" timestamp (3) with time zone,
	CONSTRAINT "test_clock_one_row" CHECK (id = 1),
	CONSTRAINT "test_clock_forward" CHECK ("offset" >= interval '0')
);
--> statement-breakpoint
CREATE TABLE "compliance_rule_sets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"rules" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "compliance_verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"stage" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"org_id" text NOT NULL,
	"rule_set_version" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"allowed" text NOT NULL,
	"rule_id" text,
	"message_id" text,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"org_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_postings" (
	"transaction_id" bigint NOT NULL,
	"position" smallint NOT NULL,
	"account_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	CONSTRAINT "ledger_postings_transaction_id_position_pk" PRIMARY KEY("transaction_id","position"),
	CONSTRAINT "ledger_postings_not_zero" CHECK (amount <> 0)
);
--> statement-breakpoint
CREATE TABLE "ledger_sealed" (
	"transaction_id" bigint PRIMARY KEY NOT NULL,
	"seal_number" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_seals" (
	"number" bigint PRIMARY KEY NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	"transactions" bigint NOT NULL,
	"sealed_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_transactions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"external_ref" text NOT NULL,
	"kind" text NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"inserted_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"written_by" bigint DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
	"corrects" bigint,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"org_id" uuid NOT NULL,
	"order_id" uuid,
	"corrects" uuid,
	"number" text NOT NULL,
	"currency" char(3) NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"content" jsonb NOT NULL,
	"paid" boolean DEFAULT true NOT NULL,
	"issued_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"series" text PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"offering_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"provider_id" uuid NOT NULL,
	"framework_provider_id" uuid NOT NULL,
	"framework_id" text NOT NULL,
	"resource" text NOT NULL,
	"quantity" integer NOT NULL,
	"net" bigint NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"number" text NOT NULL,
	"quote_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"app_name" text NOT NULL,
	"state" text NOT NULL,
	"currency" char(3) NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"placed_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"reason" jsonb
);
--> statement-breakpoint
CREATE TABLE "payment_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"provider_ref" text NOT NULL,
	"payload" jsonb NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"result" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"order_id" uuid,
	"provider" text NOT NULL,
	"provider_ref" text,
	"pay_url" text,
	"identification_code" text,
	"currency" char(3) NOT NULL,
	"amount" bigint NOT NULL,
	"state" text NOT NULL,
	"failure" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"succeeded_at" timestamp (3) with time zone,
	"confirmed_by" text
);
--> statement-breakpoint
CREATE TABLE "quote_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"quote_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"offering_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"resource" text NOT NULL,
	"quantity" integer NOT NULL,
	"net" bigint NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"number" text NOT NULL,
	"app_name" text NOT NULL,
	"category" text DEFAULT 'general' NOT NULL,
	"framework_id" text NOT NULL,
	"term_unit" text NOT NULL,
	"term_count" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"price_book_id" uuid NOT NULL,
	"price_book_version" integer NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"total" bigint NOT NULL,
	"tax_name" text NOT NULL,
	"tax_basis_points" integer NOT NULL,
	"buyer" jsonb NOT NULL,
	"buyer_country" char(2) NOT NULL,
	"verdict_id" uuid NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"hold_state" text DEFAULT 'asking' NOT NULL,
	"hold_detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"currency" char(3) NOT NULL,
	"amount" bigint NOT NULL,
	"destination" text NOT NULL,
	"state" text NOT NULL,
	"provider_ref" text,
	"reason" text NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"succeeded_at" timestamp (3) with time zone,
	"failure" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"quote_id" uuid NOT NULL,
	"city_node_id" uuid NOT NULL,
	"offering_id" uuid NOT NULL,
	"tps" integer NOT NULL,
	"storage_gb" integer NOT NULL,
	"bandwidth_mbps" integer NOT NULL,
	"state" text DEFAULT 'asking' NOT NULL,
	"detail" jsonb,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"state" text NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_books" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"state" text NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"prices" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"proposed_by" text,
	"proposed_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "share_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"city_node_id" uuid,
	"framework_id" text,
	"portal_basis_points" integer NOT NULL,
	"provider_basis_points" integer NOT NULL,
	"framework_basis_points" integer NOT NULL,
	"operations_basis_points" integer NOT NULL,
	"state" text NOT NULL,
	"proposed_by" text NOT NULL,
	"decided_by" text,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_country" char(2),
	"buyer_kind" text NOT NULL,
	"name" text NOT NULL,
	"basis_points" integer NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "requests" (
	"scope" text NOT NULL,
	"request_id" text NOT NULL,
	"verb" text NOT NULL,
	"subject_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "requests_scope_request_id_pk" PRIMARY KEY("scope","request_id")
);
--> statement-breakpoint
CREATE TABLE "settlement_shares" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"source_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"order_line_id" uuid NOT NULL,
	"ledger_transaction_id" bigint NOT NULL,
	"party" text NOT NULL,
	"party_id" text DEFAULT '' NOT NULL,
	"party_name" text NOT NULL,
	"share_rule_version" integer,
	"basis_points" integer,
	"amount" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"description" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year" integer NOT NULL,
	"week" integer NOT NULL,
	"zone" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"currency" char(3) NOT NULL,
	"state" text NOT NULL,
	"number" integer,
	"first_seal" bigint,
	"last_seal" bigint,
	"totals" jsonb,
	"content_hash" text,
	"signature" text,
	"issued_at" timestamp (3) with time zone,
	"remitted_at" timestamp (3) with time zone,
	"remitted_by" text,
	"remittance_reference" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_profiles" ADD CONSTRAINT "billing_profiles_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_tokens" ADD CONSTRAINT "email_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_users_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_nodes" ADD CONSTRAINT "app_nodes_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_nodes" ADD CONSTRAINT "app_nodes_city_node_id_city_nodes_id_fk" FOREIGN KEY ("city_node_id") REFERENCES "public"."city_nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_nodes" ADD CONSTRAINT "app_nodes_offering_id_offerings_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offerings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "apps" ADD CONSTRAINT "apps_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_app_node_id_app_nodes_id_fk" FOREIGN KEY ("app_node_id") REFERENCES "public"."app_nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_package_id_contract_packages_id_fk" FOREIGN KEY ("package_id") REFERENCES "public"."contract_packages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_app_node_id_app_nodes_id_fk" FOREIGN KEY ("app_node_id") REFERENCES "public"."app_nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_acceptances" ADD CONSTRAINT "legal_acceptances_legal_text_id_legal_texts_id_fk" FOREIGN KEY ("legal_text_id") REFERENCES "public"."legal_texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "city_nodes" ADD CONSTRAINT "city_nodes_provider_id_providers_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offerings" ADD CONSTRAINT "offerings_city_node_id_city_nodes_id_fk" FOREIGN KEY ("city_node_id") REFERENCES "public"."city_nodes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offerings" ADD CONSTRAINT "offerings_framework_id_frameworks_id_fk" FOREIGN KEY ("framework_id") REFERENCES "public"."frameworks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offerings" ADD CONSTRAINT "offerings_framework_provider_id_framework_providers_id_fk" FOREIGN KEY ("framework_provider_id") REFERENCES "public"."framework_providers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_account_id_ledger_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."ledger_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_sealed" ADD CONSTRAINT "ledger_sealed_transaction_id_ledger_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."ledger_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_sealed" ADD CONSTRAINT "ledger_sealed_seal_number_ledger_seals_number_fk" FOREIGN KEY ("seal_number") REFERENCES "public"."ledger_seals"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_lines" ADD CONSTRAINT "quote_lines_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_lines" ADD CONSTRAINT "quote_lines_offering_id_offerings_id_fk" FOREIGN KEY ("offering_id") REFERENCES "public"."offerings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_org_id_organisations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_price_book_id_price_books_id_fk" FOREIGN KEY ("price_book_id") REFERENCES "public"."price_books"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "api_tokens_org" ON "api_tokens" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "email_tokens_hash" ON "email_tokens" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "email_tokens_user" ON "email_tokens" USING btree ("user_id","purpose");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_hash" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("org_id","email") WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "mails_address" ON "mails" USING btree ("to_address","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_org_user" ON "memberships" USING btree ("org_id","user_id");--> statement-breakpoint
CREATE INDEX "memberships_user" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_one_portal" ON "organisations" USING btree ("kind") WHERE kind = 'portal';--> statement-breakpoint
CREATE INDEX "organisations_name" ON "organisations" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "organisations_created" ON "organisations" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "api_keys_app" ON "api_keys" USING btree ("app_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "app_nodes_once" ON "app_nodes" USING btree ("app_id","city_node_id");--> statement-breakpoint
CREATE INDEX "app_nodes_node" ON "app_nodes" USING btree ("city_node_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "apps_code" ON "apps" USING btree ("app_code");--> statement-breakpoint
CREATE UNIQUE INDEX "apps_org_name" ON "apps" USING btree ("org_id","name") WHERE state not in ('retired', 'failed');--> statement-breakpoint
CREATE INDEX "apps_org" ON "apps" USING btree ("org_id","created_at","id");--> statement-breakpoint
CREATE INDEX "apps_state" ON "apps" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "contract_packages_org" ON "contract_packages" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "contract_packages_preset" ON "contract_packages" USING btree ("preset","version");--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_version" ON "deployments" USING btree ("app_node_id","contract_name","version");--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_active" ON "deployments" USING btree ("app_node_id","contract_name") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "deployments_app" ON "deployments" USING btree ("app_id","created_at");--> statement-breakpoint
CREATE INDEX "node_events_app" ON "node_events" USING btree ("app_id","at");--> statement-breakpoint
CREATE INDEX "node_events_node" ON "node_events" USING btree ("city_node_id","at");--> statement-breakpoint
CREATE INDEX "operations_app" ON "operations" USING btree ("app_id","created_at","id");--> statement-breakpoint
CREATE INDEX "operations_subject" ON "operations" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "operations_open" ON "operations" USING btree ("state","created_at") WHERE state in ('queued', 'sent', 'accepted', 'unknown');--> statement-breakpoint
CREATE INDEX "operations_failed" ON "operations" USING btree ("created_at","id") WHERE state in ('failed', 'rejected');--> statement-breakpoint
CREATE INDEX "audit_org" ON "audit_log" USING btree ("org_id","id");--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit_log" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_action" ON "audit_log" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_actor" ON "audit_log" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "legal_acceptances_org" ON "legal_acceptances" USING btree ("org_id","accepted_at");--> statement-breakpoint
CREATE INDEX "legal_acceptances_order" ON "legal_acceptances" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "legal_texts_version" ON "legal_texts" USING btree ("kind","locale","version");--> statement-breakpoint
CREATE UNIQUE INDEX "city_nodes_slug" ON "city_nodes" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "city_nodes_key" ON "city_nodes" USING btree ("public_key");--> statement-breakpoint
CREATE INDEX "city_nodes_country" ON "city_nodes" USING btree ("country","slug");--> statement-breakpoint
CREATE INDEX "city_nodes_provider" ON "city_nodes" USING btree ("provider_id");--> statement-breakpoint
CREATE UNIQUE INDEX "framework_providers_slug" ON "framework_providers" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "offerings_node_framework" ON "offerings" USING btree ("city_node_id","framework_id","framework_version","kind");--> statement-breakpoint
CREATE INDEX "offerings_framework" ON "offerings" USING btree ("framework_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "providers_slug" ON "providers" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "compliance_rule_sets_version" ON "compliance_rule_sets" USING btree ("version");--> statement-breakpoint
CREATE INDEX "compliance_rule_sets_effective" ON "compliance_rule_sets" USING btree ("effective_from");--> statement-breakpoint
CREATE INDEX "compliance_verdicts_subject" ON "compliance_verdicts" USING btree ("subject_kind","subject_id","created_at");--> statement-breakpoint
CREATE INDEX "compliance_verdicts_org" ON "compliance_verdicts" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE INDEX "ledger_accounts_kind" ON "ledger_accounts" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "ledger_accounts_org" ON "ledger_accounts" USING btree ("org_id");--> statement-breakpoint
CREATE INDEX "ledger_postings_account" ON "ledger_postings" USING btree ("account_id","transaction_id");--> statement-breakpoint
CREATE INDEX "ledger_sealed_seal" ON "ledger_sealed" USING btree ("seal_number","transaction_id");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_transactions_ref" ON "ledger_transactions" USING btree ("external_ref");--> statement-breakpoint
CREATE INDEX "ledger_transactions_effective" ON "ledger_transactions" USING btree ("effective_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_number" ON "invoices" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_order_once" ON "invoices" USING btree ("order_id","kind");--> statement-breakpoint
CREATE INDEX "invoices_org" ON "invoices" USING btree ("org_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "invoices_issued" ON "invoices" USING btree ("issued_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "order_lines_position" ON "order_lines" USING btree ("order_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_number" ON "orders" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_quote" ON "orders" USING btree ("quote_id");--> statement-breakpoint
CREATE INDEX "orders_org" ON "orders" USING btree ("org_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_created" ON "orders" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "orders_app" ON "orders" USING btree ("app_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_events_once" ON "payment_events" USING btree ("provider","event_id");--> statement-breakpoint
CREATE INDEX "payment_events_received" ON "payment_events" USING btree ("received_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_provider_ref" ON "payments" USING btree ("provider","provider_ref");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_identification" ON "payments" USING btree ("identification_code");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_order_once" ON "payments" USING btree ("order_id") WHERE state in ('succeeded', 'refunded');--> statement-breakpoint
CREATE INDEX "payments_org" ON "payments" USING btree ("org_id","created_at","id");--> statement-breakpoint
CREATE INDEX "payments_order" ON "payments" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE INDEX "payments_state" ON "payments" USING btree ("provider","state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "quote_lines_position" ON "quote_lines" USING btree ("quote_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "quotes_number" ON "quotes" USING btree ("number");--> statement-breakpoint
CREATE INDEX "quotes_org" ON "quotes" USING btree ("org_id","created_at");--> statement-breakpoint
CREATE INDEX "quotes_open_holds" ON "quotes" USING btree ("expires_at") WHERE hold_state in ('asking', 'held');--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_order_once" ON "refunds" USING btree ("order_id") WHERE state <> 'failed';--> statement-breakpoint
CREATE INDEX "refunds_created" ON "refunds" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reservations_quote_node" ON "reservations" USING btree ("quote_id","city_node_id");--> statement-breakpoint
CREATE INDEX "reservations_state" ON "reservations" USING btree ("state","expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "subscriptions_order" ON "subscriptions" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "subscriptions_app" ON "subscriptions" USING btree ("app_id");--> statement-breakpoint
CREATE INDEX "subscriptions_ends" ON "subscriptions" USING btree ("state","ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "price_books_version" ON "price_books" USING btree ("version");--> statement-breakpoint
CREATE INDEX "price_books_effective" ON "price_books" USING btree ("state","effective_from");--> statement-breakpoint
CREATE UNIQUE INDEX "share_rules_version" ON "share_rules" USING btree ("version");--> statement-breakpoint
CREATE INDEX "share_rules_effective" ON "share_rules" USING btree ("state","effective_from");--> statement-breakpoint
CREATE INDEX "tax_rates_lookup" ON "tax_rates" USING btree ("buyer_country","buyer_kind","effective_from");--> statement-breakpoint
CREATE UNIQUE INDEX "settlement_shares_once" ON "settlement_shares" USING btree ("source_id","order_line_id","party");--> statement-breakpoint
CREATE INDEX "settlement_shares_effective" ON "settlement_shares" USING btree ("effective_at","id");--> statement-breakpoint
CREATE INDEX "settlement_shares_party" ON "settlement_shares" USING btree ("party","party_id","effective_at");--> statement-breakpoint
CREATE INDEX "settlement_shares_order" ON "settlement_shares" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "settlements_week" ON "settlements" USING btree ("year","week");--> statement-breakpoint
CREATE UNIQUE INDEX "settlements_number" ON "settlements" USING btree ("number");