import type { IdentifierSet, KnownIdentifier } from './known-identifier.ts';

/** Why two sets are not joined, by the gate that refuses. */
export type Gate = 'TWO_USERS' | 'KEEP_APART' | 'IDENTIFIER_CAP' | 'MERGE_CAP' | 'TYPE_LIMIT';
export type LinkRule = 'SHARED_EVENT' | 'MERGE_COMMAND';

/** Two identifiers that an entry joined. */
export interface Link {
  readonly a: string;
  readonly b: string;
  readonly evidence: number;
  readonly evidenceEventId: string;
  /** `t` of the evidence. */
  readonly evidenceAt: number;
  readonly rule: LinkRule;
}

/** What a merge record says, apart from what triggered it. Winner and loser are profile ids. */
export interface Fact {
  readonly evidence: number;
  readonly evidenceEventId: string;
  readonly kind: 'MERGED' | 'REFUSED';
  readonly rule: LinkRule | Gate | 'SHARED_VALUE';
  readonly winner: string;
  readonly loser: string;
}

/** Collects what a fold does; one for each entry, or one for all. */
export interface FoldChanges {
  readonly links: Link[];
  readonly facts: Fact[];
  /** Identifiers whose profile may differ, with the profile id that they had before; null when they are new. */
  readonly moved: Map<KnownIdentifier, string | null>;
  readonly closed: KnownIdentifier[];
  /** Identifiers whose own state changed in another way. */
  readonly touched: Set<KnownIdentifier>;
  /** Called after a join with the profile id that is no more. */
  readonly onJoin?: (union: IdentifierSet, formerProfileId: string) => void;
}

export function noChanges(onJoin?: FoldChanges['onJoin']): FoldChanges {
  const changes = { links: [], facts: [], moved: new Map(), closed: [], touched: new Set<KnownIdentifier>() };
  return onJoin === undefined ? changes : { ...changes, onJoin };
}

/** Makes equal facts equal texts. */
export function factKey(fact: Fact): string {
  return `${fact.evidence} ${fact.kind} ${fact.rule} ${fact.winner} ${fact.loser}`;
}

/** Makes equal links equal texts. */
export function linkKey(link: Link): string {
  return `${link.evidence} ${link.a} ${link.b} ${link.rule}`;
}
