export interface ChainRow {
  id: string;
  kind: 'shared' | 'dedicated' | 'upstream';
  offering: string;
  chain_id: string;
  wanted: boolean;
  health: 'up' | 'down';
  port: number | null;
  pid: number | null;
  operator_address: string;
  height: string;
  watched_height: string;
  watched_id: string | null;
  removed_at: Date | null;
}
