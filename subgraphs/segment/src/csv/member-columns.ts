import { AppError } from '@customer360/service';

/** Which columns of a file say who is meant. */
export interface MemberColumns {
  /** Of all that the file has. */
  readonly width: number;
  /** What the values are: profile ids, or values of one type of identifiers, or of the type in another column. */
  readonly means: { readonly type: string } | { readonly typePlace: number };
  readonly valuePlace: number;
  readonly used: readonly string[];
  readonly ignored: readonly string[];
}

export const PROFILE_ID = 'profile_id';
const TYPE = 'identifier_type';
const VALUE = 'identifier_value';
/** Columns that are looked for, in this order, when none is named. */
const KNOWN = [PROFILE_ID, VALUE, 'user_id', 'email'] as const;

/** Reads the header. Throws BAD_USER_INPUT, naming the columns, when none of them says who is meant. */
export function readColumns(header: readonly string[], named: string | null): MemberColumns {
  const names = header.map((name) => name.trim());
  const value = named ?? KNOWN.find((name) => names.includes(name));
  if (value === undefined || !names.includes(value)) {
    throw wrong(`the file must have the column ${named ?? KNOWN.join(' or ')}; it has ${listed(names)}`);
  }
  const used = value === VALUE ? [TYPE, VALUE] : [value];
  for (const name of used) {
    const times = names.filter((one) => one === name).length;
    if (times !== 1) throw wrong(`the file must have the column ${name} once; it has ${listed(names)}`);
  }
  return {
    width: names.length,
    means: value === VALUE ? { typePlace: names.indexOf(TYPE) } : { type: value },
    valuePlace: names.indexOf(value),
    used,
    ignored: names.filter((name) => !used.includes(name)),
  };
}

/** True when the rows name profiles by id. */
export function namesProfiles({ means }: MemberColumns): boolean {
  return 'type' in means && means.type === PROFILE_ID;
}

function wrong(message: string): AppError {
  return new AppError('BAD_USER_INPUT', `Line 1: ${message}.`);
}

function listed(columns: readonly string[]): string {
  return columns
    .slice(0, 20)
    .map((name) => name.slice(0, 40))
    .join(', ');
}
