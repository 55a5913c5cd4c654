import { buildASTSchema, isInterfaceType, isObjectType, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { appliedRules, argumentCoordinate, tokenAlternatives } from './applied-rules.ts';
import { authorizationFeatures } from './authorization-features.ts';
import { fieldRequirements } from './field-requirements.ts';
import { inputRules } from './input-rules.ts';
import { keyFields } from './key-fields.ts';
import { cachedPassing, createRuleBook } from './rule-book.ts';
import { tokenRule } from './rule.ts';
import type { Passing, Requirement, RuleNumber, ScopeAlternatives } from './rule.ts';
import { AuthorizationTableError } from './table-error.ts';

/** Who may read and use what, as the whole supergraph says. */
export interface AuthorizationTable {
  /** The supergraph's types, those of the federation machinery included. */
  readonly schema: GraphQLSchema;
  /** Distinct rules by number; number 0 is that there is a token. */
  readonly rules: readonly ScopeAlternatives[];
  /** True when an argument or an input field has a rule of its own or by its type. */
  readonly hasInputRules: boolean;
  /** What a field of an object type asks. A field that the supergraph does not have asks for a token. */
  fieldRequirement(typeName: string, fieldName: string): Requirement;
  /** Rules of a type itself: who fails those of an object's must not learn that it stands at some place. None for interfaces. */
  typeRules(typeName: string): readonly RuleNumber[];
  /** Rules that bind whoever provides the argument of an object type's field. */
  argumentRules(typeName: string, fieldName: string, argumentName: string): readonly RuleNumber[];
  /** Rules that bind whoever provides the field of an input type. */
  inputFieldRules(typeName: string, fieldName: string): readonly RuleNumber[];
  /** Whether an entity key names the field. */
  isKeyField(typeName: string, fieldName: string): boolean;
  /** Which rules the scopes pass; null stands for a caller without a token. */
  passing(scopes: ReadonlySet<string> | null): Passing;
}

export interface AuthorizationTableOptions {
  /** Coordinates (`Type.field`) that need no token unless a rule says so. */
  readonly publicFields?: readonly string[];
}

const unknownField: Requirement = { all: [tokenRule], oneOf: null };
const noRules: readonly RuleNumber[] = [];

/**
 * Reads the rules from the supergraph that composition wrote. Throws AuthorizationTableError when it says anything about
 * access that this table would not enforce. Rules on interfaces are left out: composition writes there the AND of all
 * implementations.
 */
export function readAuthorizationTable(
  supergraphSdl: string,
  options: AuthorizationTableOptions = {},
): AuthorizationTable {
  const document = parse(supergraphSdl);
  const applied = appliedRules(document, authorizationFeatures(document));
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const book = createRuleBook(tokenAlternatives);
  const rulesAt = (coordinate: string) => (applied.get(coordinate) ?? []).map((rule) => book.numberOf(rule));
  const publicFields = knownFields(schema, options.publicFields ?? []);
  const fields = fieldRequirements({ schema, rulesAt, publicFields });
  const inputs = inputRules(schema, rulesAt);
  const types = new Map(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      isInterfaceType(type) ? [] : [[type.name, rulesAt(type.name)] as const],
    ),
  );
  const keys = keyFields(schema);
  return {
    schema,
    rules: book.rules,
    hasInputRules: inputs.size > 0,
    fieldRequirement: (type, field) => fields.get(`${type}.${field}`) ?? unknownField,
    typeRules: (type) => types.get(type) ?? noRules,
    argumentRules: (type, field, argument) =>
      inputs.get(argumentCoordinate(type, field, argument)) ?? noRules,
    inputFieldRules: (type, field) => inputs.get(`${type}.${field}`) ?? noRules,
    isKeyField: (type, field) => keys.has(`${type}.${field}`),
    passing: cachedPassing(book.rules),
  };
}

/** A misspelt public field would silently stay closed, or open another one later. */
function knownFields(schema: GraphQLSchema, coordinates: readonly string[]): ReadonlySet<string> {
  for (const coordinate of coordinates) {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    if (!isObjectType(type) || !(fieldName in type.getFields())) {
      throw new AuthorizationTableError(`the public field ${coordinate} does not exist`);
    }
  }
  return new Set(coordinates);
}
