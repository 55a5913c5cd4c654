/** A variable of the query and the register that holds it. */
export interface Variable {
  readonly name: string;
  readonly slot: number;
  /** Set when an expression reads it, so that nobody builds what nobody reads. */
  isUsed: boolean;
}

interface Scope {
  readonly kind: 'query' | 'for' | 'collect' | 'element';
  readonly variables: Map<string, Variable>;
}

/** The names that are visible at one place of the text. */
export class Scopes {
  readonly #scopes: Scope[] = [];
  readonly #implicit = new WeakSet<Variable>();
  #slots = 0;

  get size(): number {
    return this.#slots;
  }

  open(kind: Scope['kind']): void {
    this.#scopes.push({ kind, variables: new Map() });
  }

  close(): void {
    this.#scopes.pop();
  }

  /** Leaves all scopes down to the nearest query, which is left too. */
  closeQuery(): void {
    while (this.#scopes.pop()?.kind !== 'query');
  }

  /** COLLECT hides what the loops of its query declared. */
  hideLoops(): void {
    while (this.#scopes.at(-1)?.kind !== 'query') this.#scopes.pop();
    this.open('collect');
  }

  register(): number {
    return this.#slots++;
  }

  declare(name: string): Variable {
    const variable = { name, slot: this.register(), isUsed: false };
    this.#scopes.at(-1)?.variables.set(name, variable);
    return variable;
  }

  /** OLD and NEW: a variable of the query that has the name keeps it. */
  declareImplicit(name: string): Variable {
    const known = this.find(name);
    const variable = { name, slot: this.register(), isUsed: false };
    this.#implicit.add(variable);
    if (known === null || this.#implicit.has(known)) this.#scopes.at(-1)?.variables.set(name, variable);
    return variable;
  }

  find(name: string): Variable | null {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      const found = this.#scopes[i]?.variables.get(name);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The variables of the current query that a row carries, in the order of their declaration. */
  ofQuery(): readonly Variable[] {
    const start = this.#scopes.findLastIndex((scope) => scope.kind === 'query');
    return this.#scopes.slice(start).flatMap((scope) => [...scope.variables.values()]);
  }

  visible(): readonly Variable[] {
    return this.#scopes.flatMap((scope) => [...scope.variables.values()]);
  }

  /** Whether the current query may already have more than one row. */
  get hasRows(): boolean {
    const kind = this.#scopes.at(-1)?.kind;
    return kind === 'for' || kind === 'collect';
  }

  /** What INTO gathers: what is declared from the first loop or COLLECT of the query on; with one loop alone, all of it. */
  grouped(): readonly Variable[] {
    const start = this.#scopes.findLastIndex((scope) => scope.kind === 'query');
    const scopes = this.#scopes.slice(start);
    const levels = scopes.filter(({ kind }) => kind === 'for' || kind === 'collect');
    const isOneLoop = levels.length === 1 && levels[0]?.kind === 'for';
    const first = scopes.findIndex((scope) => scope === levels[0]);
    const chosen = isOneLoop ? scopes : first < 0 ? [] : scopes.slice(first);
    return chosen
      .flatMap((scope) => [...scope.variables.values()])
      .filter(({ name }) => !name.startsWith('\u0000'));
  }
}
