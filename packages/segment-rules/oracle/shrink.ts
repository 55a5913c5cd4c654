import type { Raw } from './raw.ts';
import { objectOf, operatorOf } from './raw.ts';
import type { Scenario, Step } from './steps.ts';

/** Smaller rules: a part of the rule, or the rule with a part left out. */
function smallerRules(rule: Raw): readonly Raw[] {
  const [operator, argument] = operatorOf(rule);
  if (operator === 'not') return [argument, ...smallerRules(argument).map((one) => ({ not: one }))];
  if ((operator !== 'and' && operator !== 'or') || !Array.isArray(argument)) return [];
  const parts = argument as readonly Raw[];
  return [
    ...parts,
    ...(parts.length > 1 ? parts.map((_, index) => ({ [operator]: parts.toSpliced(index, 1) })) : []),
    ...parts.flatMap((part, index) =>
      smallerRules(part).map((one) => ({ [operator]: parts.with(index, one) })),
    ),
  ];
}

function simpler(step: Step): readonly Step[] {
  if (step.kind === 'activate') return smallerRules(step.rule).map((rule) => ({ ...step, rule }));
  if (step.kind !== 'event') return [];
  const without = (key: 'properties' | 'traits') =>
    Object.keys(objectOf(step[key])).map((name) => ({
      ...step,
      [key]: Object.fromEntries(Object.entries(step[key]).filter(([other]) => other !== name)),
    }));
  return [
    ...without('properties'),
    ...without('traits'),
    ...(step.late > 0 ? [{ ...step, late: 0 }] : []),
    ...(step.also === null ? [] : [{ ...step, also: null }]),
  ];
}

function* smaller({ start, steps }: Scenario): Generator<Scenario> {
  for (let length = Math.ceil(steps.length / 2); length > 0; length = Math.floor(length / 2)) {
    for (let from = 0; from < steps.length; from += length) {
      yield { start, steps: steps.filter((_, index) => index < from || index >= from + length) };
    }
  }
  for (const [index, step] of steps.entries()) {
    for (const one of simpler(step)) yield { start, steps: steps.with(index, one) };
  }
}

/** A scenario that still fails and of which no smaller one does, or the smallest within the given number of tries. */
export async function shrink(
  scenario: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
  tries = 600,
): Promise<Scenario> {
  let left = tries;
  let smallest = scenario;
  for (let isShrinking = true; isShrinking;) {
    isShrinking = false;
    for (const candidate of smaller(smallest)) {
      left -= 1;
      if (left < 0) return smallest;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      isShrinking = true;
      break;
    }
  }
  return smallest;
}
