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

interface Answer {
  readonly data?: { readonly createSegment: { readonly answer: string } } | null;
}

/** Makes segments as a client does; throws when one is refused. May be repeated. */
export async function makeSegments(
  segments: readonly SegmentPlan[],
  { url, token }: { readonly url: string; readonly token: string },
): Promise<void> {
  for (const { key, ...segment } of segments) {
    const rule = { rule: segment.rule };
    const input = { ...segment, rule, kind: 'REALTIME', idempotencyKey: `data-set/${key}` };
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: MAKE, variables: { input } }),
    });
    const text = await response.text();
    // The gateway answers with JSON, whatever happens; anything else throws here.
    const { data } = JSON.parse(text) as Answer;
    if (data?.createSegment.answer !== 'SegmentChanged') {
      throw new Error(`the segment ${segment.name} was not made: ${text}`);
    }
  }
}
