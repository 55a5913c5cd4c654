import { askGraph, type GraphClient } from './ask-graph.ts';

/** A realtime segment that a data set brings along. */
export interface SegmentPlan {
  /** Names it for ever: it is made once. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** As `packages/segment-rules` reads it. */
  readonly rule: object;
}

const MAKE = `mutation MakeSegment($input: CreateSegmentInput!) {
  createSegment(input: $input) {
    answer: __typename
    ... on SegmentRefused { message }
    ... on InvalidRule { faults { path message } }
    ... on InvalidInput { field message }
  }
}`;

/** Makes segments as a client does; throws when one is refused. May be repeated. */
export async function makeSegments(segments: readonly SegmentPlan[], graph: GraphClient): Promise<void> {
  for (const { key, ...segment } of segments) {
    const rule = { rule: segment.rule };
    const input = { ...segment, rule, kind: 'REALTIME', idempotencyKey: `data-set/${key}` };
    const { createSegment } = await askGraph<{ createSegment: { readonly answer: string } }>(graph, MAKE, {
      input,
    });
    if (createSegment.answer !== 'SegmentChanged') {
      throw new Error(`the segment ${segment.name} was not made: ${JSON.stringify(createSegment)}`);
    }
  }
}
