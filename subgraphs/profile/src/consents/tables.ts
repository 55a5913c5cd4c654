/** What entries said of consent; a later statement of the same browser replaces one that it says again. */
interface ConsentStatementTable {
  tenant_id: string;
  position: number;
  purpose: string;
  event_id: string;
  status: string;
  attribution_id: string;
  /** Key of the entry's identifier list; null for commands. */
  list_key: string | null;
  /** Milliseconds since 1970 UTC, as all times here. */
  observed_at: number;
  expires_at: number | null;
  overrides: number[];
}

/** Identifiers and remainders that a refusal holds for, whatever becomes of their profiles. */
interface ConsentPinTable {
  tenant_id: string;
  attribution_id: string;
  position: number;
  purpose: string;
}

/** The decision of each profile on each purpose on which anything was said. */
interface ConsentTable {
  tenant_id: string;
  profile_id: string;
  purpose: string;
  status: string;
  expires_at: number | null;
  updated_at: number;
}

export interface ConsentTables {
  'profile.consent_statement': ConsentStatementTable;
  'profile.consent_pin': ConsentPinTable;
  'profile.consent': ConsentTable;
}
