interface Path {
  readonly value: number;
  readonly touches: readonly { readonly key: string }[];
}

/** Shapley's formula over all coalitions without the key: value and conversions that it adds. */
export function naiveShapley(
  key: string,
  keys: ReadonlySet<string>,
  paths: readonly Path[],
): readonly [number, number] {
  const others = [...keys].filter((one) => one !== key);
  let value = 0;
  let conversions = 0;
  for (let mask = 0; mask < 2 ** others.length; mask += 1) {
    const coalition = new Set(others.filter((_one, bit) => (mask >> bit) % 2 === 1));
    const size = coalition.size;
    const weight = (factorial(size) * factorial(keys.size - size - 1)) / factorial(keys.size);
    const before = paths.filter(({ touches }) => touches.every((touch) => coalition.has(touch.key)));
    const after = paths.filter(({ touches }) =>
      touches.every((touch) => touch.key === key || coalition.has(touch.key)),
    );
    value += weight * (worth(after) - worth(before));
    conversions += weight * (after.length - before.length);
  }
  return [value, conversions];
}

const worth = (paths: readonly Path[]): number => paths.reduce((sum, { value }) => sum + value, 0);

const factorial = (number: number): number => (number <= 1 ? 1 : number * factorial(number - 1));
