import { z } from 'zod';
import type { Json } from '../rule/print-rule.ts';
import { toPlainJson } from '../rule/read/plain-json.ts';
import { defaultContext, readRule, type RuleReading } from '../rule/read/read-rule.ts';
import { Reading, type Path, type RuleContext } from '../rule/read/reading.ts';
import { conditionFields, valueOperators } from './query-fields.ts';

const groupSchema = z.object({
  combinator: z.enum(['and', 'or']),
  not: z.boolean().optional(),
  rules: z.array(z.unknown()).min(1),
});
const ruleSchema = z.object({
  field: z.string(),
  operator: z.string(),
  value: z.unknown().optional(),
  valueSource: z.literal('value').optional(),
  disabled: z.literal(false).optional(),
  muted: z.literal(false).optional(),
});

/**
 * Reads a query of React Query Builder: groups with a combinator, fields `traits.NAME` and `computed.NAME`, and for
 * every other condition its operator as the field with `=` and the operator's argument as the value. Negated operators
 * are plain complements, so they hold for missing values too; `!=` does not. Values are not converted.
 */
export function importQuery(query: unknown, context: RuleContext = defaultContext): RuleReading {
  const plain = toPlainJson(query);
  if ('fault' in plain) return { rule: null, faults: [plain.fault] };
  const reading = new Reading(context);
  const json = importNode(reading, [], plain.json);
  return json === null ? { rule: null, faults: reading.faults } : readRule(json, context);
}

function importNode(reading: Reading, path: Path, node: unknown): Json | null {
  if (typeof node !== 'object' || node === null || !('rules' in node)) return importRule(reading, path, node);
  const group = reading.check(path, groupSchema, node);
  if (group === null) return null;
  const rules = group.rules.map((rule, index) => importNode(reading, [...path, 'rules', index], rule));
  if (!rules.every((rule) => rule !== null)) return null;
  const [only] = rules;
  const joined: Json = rules.length === 1 && only !== undefined ? only : { [group.combinator]: rules };
  return group.not === true ? { not: joined } : joined;
}

function importRule(reading: Reading, path: Path, node: unknown): Json | null {
  const rule = reading.check(path, ruleSchema, node);
  if (rule === null) return null;
  // What `toPlainJson` gave is JSON.
  const value = (rule.value ?? null) as Json;
  const { field, operator } = rule;
  if (conditionFields.has(field)) {
    if (operator === '=') return { [field]: value };
    return reading.refuse(
      [...path, 'operator'],
      'UNKNOWN_OPERATOR',
      `${field} knows = only, not ${operator}`,
    );
  }
  const translate = valueOperators.get(operator);
  if (translate === undefined) {
    return reading.refuse([...path, 'operator'], 'UNKNOWN_OPERATOR', `unknown operator ${operator}`);
  }
  const translated = translate({ var: field }, value);
  return (
    translated ?? reading.refuse([...path, 'value'], 'WRONG_TYPE', `${operator} needs a list of two values`)
  );
}
