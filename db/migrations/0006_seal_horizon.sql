ALTER TABLE "ledger_seals" ADD COLUMN "horizon" bigint NOT NULL;--> statement-breakpoint
CREATE INDEX "ledger_transactions_written" ON "ledger_transactions" USING btree ("written_by");