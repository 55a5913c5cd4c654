/** The tables of a tenant made again from its log. Times are milliseconds since 1970 UTC. */
export interface RebuildRow {
  tenant_id: string;
  /** Id of the entry that asked for it. */
  rebuild_id: string;
  /** Of that entry. */
  position: number;
  requested_at: number;
  phase: string;
  /** The entry through which the log has been worked again. */
  reached: number;
  ended_at: number | null;
  error: string | null;
  /** Rows that were other than the log says; null until they were replaced. */
  changed_rows: number | null;
  /** Entered and exited events that came of it; null until then. */
  told_changes: number | null;
}

export interface RebuildTables {
  'segment.rebuild': RebuildRow;
}
