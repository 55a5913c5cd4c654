import type { CacheAside } from '@customer360/redis';
import { requireScope, type Viewer } from '@customer360/service';
import { isUuid } from '@customer360/subgraph';
import DataLoader from 'dataloader';
import type { Persona, ProfileScoring } from './profile-scoring.ts';

/** What the latest scoring says of profiles, for who may read it. Each is null before the first. */
export interface ProfileScoringService {
  /** Null too when no archetype fits. */
  persona(profileId: string): Promise<Persona | null>;
  stage(profileId: string): Promise<ProfileScoring['stage'] | null>;
  scores(profileId: string): Promise<ProfileScoring['scores'] | null>;
}

export function createProfileScoringService({
  viewer,
  scorings,
}: {
  readonly viewer: Viewer;
  readonly scorings: CacheAside<ProfileScoring>;
}): ProfileScoringService {
  const loader = new DataLoader<string, ProfileScoring | null>(async (profileIds) => {
    const found = await scorings.getMany(viewer.tenantId, profileIds);
    return profileIds.map((id) => found.get(id) ?? null);
  });

  async function find(profileId: string): Promise<ProfileScoring | null> {
    requireScope(viewer, 'segment:read');
    return isUuid(profileId) ? loader.load(profileId.toLowerCase()) : null;
  }

  return {
    persona: async (profileId) => (await find(profileId))?.persona ?? null,
    stage: async (profileId) => (await find(profileId))?.stage ?? null,
    scores: async (profileId) => (await find(profileId))?.scores ?? null,
  };
}
