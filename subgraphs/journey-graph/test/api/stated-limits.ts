/** What a description says of an argument's values. */
export interface StatedLimit {
  /** Values that must be refused. */
  readonly beyond: readonly unknown[];
  /** The outermost values that must be answered. */
  readonly within: readonly unknown[];
  /** What a refusal must say. */
  readonly bounds: readonly string[];
}

const NUMBER = String.raw`(\d[\d,]*\d|\d)`;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  second: 1_000,
  hour: 3_600_000,
  days: 86_400_000,
};

/** Throws for a description that states no limit. */
export function readLimit(kind: string, description: string): StatedLimit {
  switch (kind) {
    case 'Int':
      return ofNumbers(match(description, `${NUMBER} to ${NUMBER}`), 1);
    case 'Float':
      return ofFraction(description);
    case 'Duration':
      return ofDuration(match(description, `${NUMBER} (ms|second|hour) to ${NUMBER} days`));
    case 'list':
      return ofNames(description);
    default:
      throw new Error(`${kind} has no limits`);
  }
}

function match(description: string, pattern: string): readonly string[] {
  const found = new RegExp(pattern, 'i').exec(description);
  if (found === null) throw new Error(`no limit is stated: ${description}`);
  return found.slice(1);
}

const toNumber = (text = ''): number => Number(text.replaceAll(',', ''));

function ofNumbers([low = '', high = '']: readonly string[], step: number): StatedLimit {
  const [min, max] = [toNumber(low), toNumber(high)];
  return { beyond: [min - step, -1, max + step, 2_147_483_647], within: [min, max], bounds: [low, high] };
}

function ofFraction(description: string): StatedLimit {
  if (/above 0 and up to 1/i.test(description)) {
    return { beyond: [0, -0.5, 1.001], within: [0.001, 1], bounds: ['0', '1'] };
  }
  match(description, '0 to 1');
  return { beyond: [-0.001, 1.001], within: [0, 1], bounds: ['0', '1'] };
}

function ofDuration([low = '', unit = '', high = '']: readonly string[]): StatedLimit {
  const [min, max] = [toNumber(low) * (UNITS[unit] ?? Number.NaN), toNumber(high) * 86_400_000];
  const text = (milliseconds: number) => `PT${milliseconds / 1_000}S`;
  return {
    beyond: [...(min > 1 ? [text(min - 1)] : []), 'PT0S', text(max + 1), 'P100000D'],
    within: [text(min), text(max)],
    bounds: [`${low} ${unit}`, `${high} days`],
  };
}

function ofNames(description: string): StatedLimit {
  const [, high] = /at most/i.test(description)
    ? ['0', ...match(description, `at most ${NUMBER}`)]
    : match(description, `${NUMBER} to ${NUMBER}`);
  const names = (count: number) => Array.from({ length: count }, (_, place) => `name ${place}`);
  const max = toNumber(high);
  return { beyond: [names(max + 1), ['x'.repeat(501)], ['']], within: [names(max)], bounds: [] };
}
