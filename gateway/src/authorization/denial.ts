import { GraphQLError } from 'graphql';

/** A selection that its caller may not read. */
export interface Denial {
  /** Response keys from the root, without list indices. */
  readonly path: readonly string[];
  /** `Type.field` with the parent type that the client wrote. */
  readonly coordinate: string;
}

/** One denial per selection. */
export class DenialSet {
  readonly #denials = new Map<string, Denial>();

  constructor(denials: Iterable<Denial> = []) {
    for (const denial of denials) this.add(denial);
  }

  add(denial: Denial): void {
    this.#denials.set(`${denial.path.join('.')} ${denial.coordinate}`, denial);
  }

  list(): readonly Denial[] {
    return [...this.#denials.values()];
  }
}

/** Says no more than which selection it is: no scopes, no runtime types. */
export function denialError({ path, coordinate }: Denial, httpStatus: number | null = null): GraphQLError {
  return new GraphQLError('Unauthorized field or type', {
    path,
    extensions: {
      code: 'UNAUTHORIZED_FIELD_OR_TYPE',
      coordinate,
      ...(httpStatus === null ? {} : { http: { status: httpStatus } }),
    },
  });
}
