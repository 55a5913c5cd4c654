/** What a description says of an argument's values. */
export interface StatedLimit {
  /** Values that must be refused. */
  readonly beyond: readonly unknown[];
  /** The outermost values that must be taken. */
  readonly within: readonly unknown[];
  /** One of these a refusal must say; the last one is the highest. */
  readonly bounds: readonly string[];
}

const NUMBER = String.raw`(\d[\d,]*\d|\d)`;

/** Null for a description that states no limit. */
export function readLimit(kind: 'Int' | 'String' | 'list', description: string): StatedLimit | null {
  const range = new RegExp(`${NUMBER} to ${NUMBER}`).exec(description)?.slice(1);
  const most = new RegExp(`up to ${NUMBER}`).exec(description)?.slice(1);
  const [low, high] = range ?? ['0', most?.[0]];
  if (low === undefined || high === undefined) return null;
  return limitOf(kind, toNumber(low), toNumber(high));
}

function limitOf(kind: 'Int' | 'String' | 'list', min: number, max: number): StatedLimit {
  const bounds = [min, max].map(String);
  switch (kind) {
    case 'Int':
      return { beyond: [min - 1, -1, max + 1, 2_147_483_647], within: [min, max], bounds };
    case 'String':
      return {
        beyond: ['x'.repeat(max + 1), ...(min > 0 ? [''] : [])],
        within: ['x'.repeat(max), 'x'.repeat(Math.max(min, 1))],
        bounds,
      };
    case 'list':
      return {
        beyond: [ids(max + 1), ...(min > 0 ? [ids(min - 1)] : [])],
        within: [ids(max), ids(min)],
        bounds,
      };
    default:
      return kind satisfies never;
  }
}

/** Ids that nothing has. */
function ids(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, place) => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
  );
}

const toNumber = (text: string): number => Number(text.replaceAll(',', ''));
