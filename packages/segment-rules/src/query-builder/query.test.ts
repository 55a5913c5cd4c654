import { expect, test } from 'vitest';
import { generateScenario } from '../../oracle/generate-scenario.ts';
import { printRule, type Json } from '../rule/print-rule.ts';
import { requireRule } from '../rule/read/read-rule.ts';
import { exportQuery } from './export-query.ts';
import { importQuery } from './import-query.ts';

const rule = (field: string, operator: string, value: unknown = null) => ({ field, operator, value });

test('a query becomes a rule', () => {
  const query = {
    id: 'root',
    combinator: 'and',
    rules: [
      { id: '1', ...rule('traits.plan', '=', 'pro') },
      rule('traits.age', 'between', [18, 30]),
      {
        combinator: 'or',
        not: true,
        rules: [rule('traits.email', 'null'), rule('computed.score', 'notIn', [1, 2])],
      },
      rule('event_count', '=', [{ event: 'A', within: '7d' }, '>=', 2]),
    ],
  };
  expect(printRule(importQuery(query).rule!)).toEqual({
    and: [
      { '==': [{ var: 'traits.plan' }, 'pro'] },
      { and: [{ '>=': [{ var: 'traits.age' }, 18] }, { '<=': [{ var: 'traits.age' }, 30] }] },
      {
        not: {
          or: [
            { not: { exists: [{ var: 'traits.email' }] } },
            { not: { in: [{ var: 'computed.score' }, [1, 2]] } },
          ],
        },
      },
      { event_count: [{ event: 'A', within: '7d' }, '>=', 2] },
    ],
  });
});

test('every generated rule survives the way there and back', () => {
  const rules = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((seed) =>
    generateScenario(seed).steps.flatMap((step) =>
      step.kind === 'activate' ? [requireRule(step.rule)] : [],
    ),
  );
  expect(rules.length).toBeGreaterThan(40);
  for (const one of rules) {
    const back = importQuery(exportQuery(one)).rule!;
    expect(withoutSingles(printRule(back))).toEqual(withoutSingles(printRule(one)));
  }
});

/** The query builder has no rule without a group around it. */
function withoutSingles(rule: Json): Json {
  const [[operator, argument]] = Object.entries(rule as object) as [[string, Json]];
  if (operator === 'not') return { not: withoutSingles(argument) };
  if (operator !== 'and' && operator !== 'or') return rule;
  const rules = (argument as readonly Json[]).map(withoutSingles);
  return rules.length === 1 ? rules[0]! : { [operator]: rules };
}

test.each([
  ['an unknown operator', rule('traits.a', 'like', 'x'), 'UNKNOWN_OPERATOR'],
  ['an unknown field', rule('country', '=', 'DE'), 'UNKNOWN_FIELD'],
  ['half a range', rule('traits.a', 'between', [1]), 'WRONG_TYPE'],
  ['another field as value', { ...rule('traits.a', '=', 'traits.b'), valueSource: 'field' }, 'OUT_OF_RANGE'],
  ['a disabled rule', { ...rule('traits.a', '=', 'b'), disabled: true }, 'OUT_OF_RANGE'],
  [
    'independent combinators',
    { rules: [rule('traits.a', '=', 'b'), 'and', rule('traits.a', '=', 'b')] },
    'MISSING',
  ],
  ['an empty group', { combinator: 'and', rules: [] }, 'OUT_OF_RANGE'],
])('%s is refused', (_name, query, code) => {
  expect(importQuery(query).faults).toMatchObject([{ code }]);
});
