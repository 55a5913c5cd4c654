import type { TraitView } from '@customer360/masking';
import { requireScope, type Viewer } from '@customer360/service';
import type { Connection, Cursors, PageArguments } from '@customer360/subgraph';
import { ruleOf, type TenantConfiguration } from '../../configuration/configuration.ts';
import { goldenValues } from '../../golden/golden-record.ts';
import type { Profile } from '../profile.ts';
import {
  completenessOf,
  isReservedTrait,
  nameToShow,
  readProfileTraits,
  type ProfileTraits,
} from '../profile-traits.ts';
import type { GoldenRecordLoaders } from './golden-record-loaders.ts';
import type { GoldenValue, Trait } from './golden-value.ts';
import { pageByTrait } from './trait-page.ts';

/** The golden record as the viewer may see it. */
export interface GoldenRecordService {
  displayNameOf(profile: Profile): Promise<string>;
  traitsOf(profile: Profile): Promise<ProfileTraits>;
  customTraitsOf(profile: Profile, page: PageArguments): Promise<Connection<Trait>>;
  goldenValuesOf(profile: Profile, page: PageArguments): Promise<Connection<GoldenValue>>;
  completenessOf(profile: Profile): Promise<number>;
}

export function createGoldenRecordService(options: {
  readonly viewer: Viewer;
  readonly cursors: Cursors;
  readonly loaders: GoldenRecordLoaders;
  readonly configuration: () => Promise<TenantConfiguration>;
  readonly traitView: () => Promise<TraitView>;
}): GoldenRecordService {
  const { viewer, cursors, loaders } = options;

  async function visibleTraitsOf(profile: Profile): Promise<ProfileTraits> {
    requireScope(viewer, 'profile:read');
    const [golden, view] = await Promise.all([loaders.traits.load(profile.id), options.traitView()]);
    return readProfileTraits(new Map([...golden].map(([trait, value]) => [trait, view.value(trait, value)])));
  }

  return {
    traitsOf: visibleTraitsOf,

    async displayNameOf(profile) {
      return nameToShow(await visibleTraitsOf(profile)) ?? profile.id;
    },

    async customTraitsOf(profile, page) {
      requireScope(viewer, 'profile:read');
      const [golden, view] = await Promise.all([loaders.traits.load(profile.id), options.traitView()]);
      return pageByTrait(cursors, page, {
        list: 'Profile.customTraits',
        items: [...golden].filter(([trait]) => !isReservedTrait(trait)),
        nameOf: ([trait]) => trait,
        node: ([trait, value]) => ({ name: view.name(trait), value: view.value(trait, value) }),
      });
    },

    async goldenValuesOf(profile, page) {
      requireScope(viewer, 'profile:read');
      const [state, configuration, view] = await Promise.all([
        loaders.state.load(profile.id),
        options.configuration(),
        options.traitView(),
      ]);
      return pageByTrait(cursors, page, {
        list: 'Profile.goldenValues',
        items: [...goldenValues(state, configuration)],
        nameOf: ([trait]) => trait,
        node: ([trait, { value, observation }]) => ({
          trait: view.name(trait),
          value: view.value(trait, JSON.parse(value)),
          sourceId: observation.sourceId,
          eventId: observation.eventId,
          observedAt: observation.time,
          rule: state.get(trait)?.rule ?? ruleOf(configuration, trait),
        }),
      });
    },

    async completenessOf(profile) {
      requireScope(viewer, 'profile:read');
      return completenessOf(await loaders.traits.load(profile.id));
    },
  };
}
