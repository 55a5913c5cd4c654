import type { CompositeShape, FieldShape, ObjectShape, Wrapping } from './answer-shape.ts';
import { DenialSet } from './denial.ts';
import type { Denial } from './denial.ts';

type Answer = Record<string, unknown>;

export interface ShapedAnswer {
  readonly data: Answer | null;
  /** Denials that were known before and those that objects brought. */
  readonly denials: readonly Denial[];
}

export interface FetchedAnswer {
  readonly shape: ObjectShape;
  /** What came for the filtered document. Null when nothing could be answered. */
  readonly fetched: Readonly<Answer> | null;
  readonly introspected: Readonly<Answer> | null;
  readonly denials: readonly Denial[];
}

/** A null at a place where none may stand. */
const bubble = Symbol('bubble');

/**
 * Builds the answer that the client's own operation asks for. Where a denial leaves a null that must not be, the null moves
 * up as the specification says; what is denied beside it is still reported.
 */
export function shapeAnswer({ shape, fetched, introspected, denials }: FetchedAnswer): ShapedAnswer {
  const found = new DenialSet(denials);
  const shaped = fetched === null ? bubble : shapeObject(shape, { ...fetched, ...introspected }, found);
  return { data: shaped === bubble ? null : shaped, denials: found.list() };
}

function shapeObject(
  fields: ObjectShape,
  source: Readonly<Answer>,
  found: DenialSet,
): Answer | typeof bubble {
  // Without a prototype no response key can mean anything else.
  const answer: Answer = Object.create(null);
  let bubbles = false;
  for (const field of fields) {
    const value = shapeField(field, source, found);
    if (value === bubble) bubbles = true;
    else answer[field.key] = value;
  }
  return bubbles ? bubble : answer;
}

function shapeField(field: FieldShape, source: Readonly<Answer>, found: DenialSet): unknown {
  switch (field.kind) {
    case 'typename':
      return field.typeName;
    case 'introspection':
      return source[field.key] ?? null;
    case 'leaf':
      return source[field.fetchedKey] ?? (field.nonNull ? bubble : null);
    case 'denied':
      field.denials.forEach((denial) => found.add(denial));
      return field.nonNull ? bubble : null;
    case 'composite':
      return shapeValue(field, field.wrapping, source[field.fetchedKey], found);
    default:
      return field satisfies never;
  }
}

type CompositeField = Extract<FieldShape, { kind: 'composite' }>;

function shapeValue(field: CompositeField, wrapping: Wrapping, value: unknown, found: DenialSet): unknown {
  const shaped = shapeNullable(field, wrapping, value, found);
  return shaped === null && wrapping.nonNull ? bubble : shaped;
}

function shapeNullable(field: CompositeField, { item }: Wrapping, value: unknown, found: DenialSet): unknown {
  if (value === null || value === undefined || typeof value !== 'object') return null;
  if (item === null) {
    // Composite values of an answer are objects.
    const shaped = shapeComposite(field, field.shape, value as Answer, found);
    return shaped === bubble ? null : shaped;
  }
  if (!Array.isArray(value)) return null;
  const items = value.map((element) => shapeValue(field, item, element, found));
  return items.includes(bubble) ? null : items;
}

function shapeComposite(
  field: CompositeField,
  shape: CompositeShape,
  value: Readonly<Answer>,
  found: DenialSet,
): unknown {
  if (shape.kind === 'object') return shapeObject(shape.fields, value, found);
  const fields = shape.fieldsOf.get(String(value[shape.typeKey]));
  if (fields) return shapeObject(fields, value, found);
  if (fields === null) field.denials.forEach((denial) => found.add(denial));
  return null;
}
