import type { GraphQLSchema } from 'graphql';
import { givenAs, type Input } from './inputs.ts';
import { argumentsOf, askEntity, askRoot, type Question } from './questions.ts';
import type { SecretShop } from './secret-shop.ts';

let names = 0;

/** The question with one argument replaced; segments that are made are batch segments, each of another name. */
export function askInput(
  schema: GraphQLSchema,
  shop: SecretShop,
  { input, value }: { readonly input: Input; readonly value: unknown },
): Question {
  if (input.root === 'Profile' || input.root === 'Segment') return askBelow(schema, shop, { input, value });
  const known = argumentsOf(shop, { rule: { has_identifier: 'user_id' } })[input.field] ?? {};
  names += 1;
  const made = input.field === 'createSegment' ? { name: `Made ${names}`, kind: 'BATCH' } : {};
  const named = 'input' in known ? { input: { ...(known['input'] as object), ...made } } : {};
  return askRoot(schema, input.root, input.field, { given: givenAs(input, value, { ...known, ...named }) });
}

function askBelow(
  schema: GraphQLSchema,
  { person, list }: SecretShop,
  { input, value }: { readonly input: Input; readonly value: unknown },
): Question {
  const [argument] = input.path;
  const selection = `{ ${input.field}(${argument?.name}: $given) { __typename } }`;
  const type = input.root === 'Profile' ? 'Profile' : 'Segment';
  const { source, variables } = askEntity(schema, type, type === 'Profile' ? person : list, selection);
  const declared = `$given: ${String(argument?.type)}, $these`;
  return { source: source.replace('$these', () => declared), variables: { ...variables, given: value } };
}
