import type { TypedValue } from '../facts/typed-value.ts';
import type { FoldState } from './folds/fold.ts';
import type { Membership } from './membership-change.ts';

/** What the stream remembers of one identifier: it moves between profiles with everything in it. */
export interface IdentifierState {
  readonly identifierId: string;
  readonly type: string | null;
  profileId: string;
  /** By condition key. */
  readonly folds: Map<string, FoldState>;
  readonly lists: Set<string>;
}

export interface StoredValue {
  readonly trait: string;
  readonly value: TypedValue;
}

export interface ProfileState {
  readonly profileId: string;
  readonly identifierIds: Set<string>;
  /** By source and path. */
  readonly values: Map<string, StoredValue>;
  readonly consents: Map<
    string,
    { readonly status: 'GRANTED' | 'DENIED'; readonly expiresAt: number | null }
  >;
  /** By segment id. */
  readonly memberships: Map<string, Membership>;
  /** When a segment's rule turns for this profile if nothing comes in, by segment id, milliseconds. */
  readonly dues: Map<string, number>;
  /** True while it is a member of nothing. */
  quarantined: boolean;
}

/** The working memory of one tenant's evaluation; what is not in it does not exist. */
export class SegmentMemory {
  readonly identifiers = new Map<string, IdentifierState>();
  readonly profiles = new Map<string, ProfileState>();

  /** The profile's state, made when it is not there. */
  profile(profileId: string): ProfileState {
    const known = this.profiles.get(profileId);
    if (known) return known;
    const made: ProfileState = {
      profileId,
      identifierIds: new Set(),
      values: new Map(),
      consents: new Map(),
      memberships: new Map(),
      dues: new Map(),
      quarantined: false,
    };
    this.profiles.set(profileId, made);
    return made;
  }

  identifier(identifierId: string): IdentifierState {
    const known = this.identifiers.get(identifierId);
    if (!known) throw new Error(`Identifier ${identifierId} has no profile yet`);
    return known;
  }

  identifiersOf(profile: ProfileState): readonly IdentifierState[] {
    return [...profile.identifierIds].map((id) => this.identifier(id));
  }
}
