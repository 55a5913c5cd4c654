import { z } from 'zod';

const score = z.number();

/** What the latest run says of a profile, as readers see it and as the cache keeps it. Times are milliseconds. */
export const profileScoring = z.object({
  stage: z.enum(['PROSPECT', 'LEAD', 'CUSTOMER', 'VIP', 'DORMANT', 'CHURN_RISK']),
  scores: z.object({
    recency: score.nullable(),
    frequency: score.nullable(),
    monetary: score.nullable(),
    rfmCell: z.string().nullable(),
    /** Minor units of currency. */
    lifetimeValue: score.nullable(),
    probabilityAlive: score.nullable(),
    churnRisk: score.nullable(),
    lifecycleRule: z.string(),
    computedAt: z.number(),
  }),
  /** Null when no archetype fits. */
  persona: z
    .object({
      archetype: z.object({
        id: z.string(),
        code: z.string(),
        name: z.string(),
        summary: z.string(),
        status: z.enum(['PROPOSED', 'ACTIVE', 'RETIRED']),
        version: z.number(),
        centre: z
          .array(
            z.object({
              feature: z.string(),
              scale: z.enum(['linear', 'log']),
              mean: z.number(),
              deviation: z.number(),
              z: z.number(),
              typical: z.number(),
            }),
          )
          .nullable(),
        rule: z.unknown(),
        nextBestAction: z.string().nullable(),
        proposedSize: z.number().nullable(),
      }),
      /** Of the archetype that was matched; `archetype` is as it is now. */
      version: z.number(),
      score,
      components: z.array(z.object({ feature: z.string(), score })),
      computedAt: z.number(),
      expiresAt: z.number(),
    })
    .nullable(),
});

export type ProfileScoring = Readonly<z.output<typeof profileScoring>>;
export type Persona = NonNullable<ProfileScoring['persona']>;
