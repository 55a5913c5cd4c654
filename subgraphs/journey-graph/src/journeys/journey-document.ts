import { keyOf } from '../store/keys.ts';
import type { JourneyDocument } from '../store/documents.ts';
import type { Journey } from './split-journeys.ts';

export function toJourneyDocument(
  journey: Journey,
  { tenantId, profileId }: { readonly tenantId: string; readonly profileId: string },
): JourneyDocument {
  const { first, last, conversion, touchpointCount, sessionCount, touches, cut } = journey;
  return {
    _key: keyOf(tenantId, first.eventId),
    tenantId,
    profileId,
    startedAt: first.at,
    startPosition: first.position,
    endedAt: last.at,
    converted: conversion !== null,
    conversionId: conversion?.eventId ?? null,
    value: conversion?.value ?? 0,
    touchpointCount,
    sessionCount,
    touches,
    cut,
  };
}

/** A journey document as a journey again. */
export function fromJourneyDocument(document: JourneyDocument): Journey {
  const { tenantId, startedAt, startPosition, endedAt, conversionId, value, ...rest } = document;
  const { touchpointCount, sessionCount, touches, cut } = rest;
  return {
    first: { eventId: document._key.slice(tenantId.length + 1), at: startedAt, position: startPosition },
    last: { at: endedAt },
    conversion: conversionId === null ? null : { eventId: conversionId, value },
    touchpointCount,
    sessionCount,
    touches,
    cut,
  };
}
