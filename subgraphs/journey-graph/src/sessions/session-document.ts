import { keyOf } from '../store/keys.ts';
import type { SessionDocument } from '../store/documents.ts';
import type { Touchpoint } from '../touchpoints/touchpoint.ts';
import type { Session } from './split-sessions.ts';

export function toSessionDocument(
  { touchpoints, channel, campaign }: Session,
  { tenantId, profileId }: { readonly tenantId: string; readonly profileId: string },
): SessionDocument {
  const [first] = touchpoints;
  const last = touchpoints.at(-1);
  if (first === undefined || last === undefined) throw new Error('a session has a touchpoint');
  return {
    _key: keyOf(tenantId, first.eventId),
    tenantId,
    profileId,
    startedAt: first.at,
    endedAt: last.at,
    channel,
    campaign,
    value: touchpoints.reduce((sum, { value }) => sum + value, 0),
    eventIds: touchpoints.map(({ eventId }) => eventId),
    positions: touchpoints.map(({ position }) => position),
    times: touchpoints.map(({ at }) => at),
    steps: touchpoints.map(({ step }) => step),
    channels: touchpoints.map((touchpoint) => touchpoint.channel),
    campaigns: touchpoints.map((touchpoint) => touchpoint.campaign),
    values: touchpoints.map(({ value }) => value),
  };
}

/** The lists of a session document, as touchpoints again. */
export function touchpointsOf(session: SessionDocument): readonly Touchpoint[] {
  return session.eventIds.map((eventId, place) => ({
    eventId,
    position: session.positions[place] ?? 0,
    at: session.times[place] ?? 0,
    step: session.steps[place] ?? '',
    channel: session.channels[place] ?? null,
    campaign: session.campaigns[place] ?? null,
    value: session.values[place] ?? 0,
  }));
}
