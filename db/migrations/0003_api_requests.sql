CREATE TABLE "api_requests" (
	"org_id" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT portal_now() NOT NULL,
	CONSTRAINT "api_requests_org_id_key_pk" PRIMARY KEY("org_id","key")
);
