import { isListType, isNonNullType } from 'graphql';
import type { GraphQLOutputType } from 'graphql';
import type { Denial } from './denial.ts';

/** How nulls and lists are nested around a value. */
export interface Wrapping {
  readonly nonNull: boolean;
  /** Null when the value is no list. */
  readonly item: Wrapping | null;
}

export function wrappingOf(type: GraphQLOutputType): Wrapping {
  const nonNull = isNonNullType(type);
  const nullable = nonNull ? type.ofType : type;
  return { nonNull, item: isListType(nullable) ? wrappingOf(nullable.ofType) : null };
}

/** How one field of an object is answered. */
export type FieldShape =
  | { readonly kind: 'typename'; readonly key: string; readonly typeName: string }
  | { readonly kind: 'introspection'; readonly key: string }
  | {
      readonly kind: 'denied';
      readonly key: string;
      readonly nonNull: boolean;
      readonly denials: readonly Denial[];
    }
  | {
      readonly kind: 'leaf';
      readonly key: string;
      /** The response key under which it was fetched. */
      readonly fetchedKey: string;
      readonly nonNull: boolean;
    }
  | {
      readonly kind: 'composite';
      readonly key: string;
      /** The response key under which it was fetched. */
      readonly fetchedKey: string;
      readonly wrapping: Wrapping;
      readonly shape: CompositeShape;
      /** For each selection of the field: what is said when an object's own type is denied. */
      readonly denials: readonly Denial[];
    };

/** The fields of an object in the client's order. */
export type ObjectShape = readonly FieldShape[];

export type CompositeShape =
  | { readonly kind: 'object'; readonly fields: ObjectShape }
  | {
      readonly kind: 'abstract';
      /** The response key under which the runtime type's name stands. */
      readonly typeKey: string;
      /** By runtime type; null for a type that is denied. */
      readonly fieldsOf: ReadonlyMap<string, ObjectShape | null>;
    };
