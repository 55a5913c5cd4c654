import type { DataSource, Declaration, Expression, Query } from '../ast.ts';
import { parsingError, errorAt } from '../parse/syntax-error.ts';
import { ArangoError } from '../../errors.ts';
import type { Value } from '../../values/value.ts';
import type { Pipeline } from '../run/step.ts';
import type { Evaluate, Frame } from '../run/runtime.ts';
import { type AheadSubquery, inPlace, type PlacedSubquery } from '../run/subquery.ts';
import { Scopes, type Variable } from './scope.ts';
import { type Usage, UsageRecorder } from './usage.ts';

export type SourceKind = 'collection' | 'view';

/** What the compiler must know beyond the text; a plan is good for as long as the answers stay the same. */
export interface Catalogue {
  /** null when the database has neither a collection nor a view of that name; `wanted` is what the text takes it for. */
  kindOf(name: string, wanted: SourceKind): SourceKind | null;
  /** The value of `@@name`; undefined when not bound. */
  dataBind(name: string): unknown;
}

/** The state of one compilation. */
export class CompileContext {
  readonly text: string;
  readonly scopes = new Scopes();
  readonly usage = new UsageRecorder();
  /** Names of value bind parameters by their position in the runtime's `binds`. */
  readonly binds: string[] = [];
  readonly dataBinds = new Set<string>();
  /** All collections and views with what they were when the plan was made. */
  readonly sources = new Map<string, SourceKind>();
  /** Collections that a statement before this place writes to. */
  readonly written = new Set<string>();
  /** Subqueries compiled since somebody last took them from here. */
  readonly subqueries: Pipeline[] = [];
  readonly #catalogue: Catalogue;
  readonly #compileExpression: (node: Expression, context: CompileContext) => Evaluate;
  readonly #compileQuery: (query: Query, context: CompileContext) => Pipeline;
  /** Subqueries of the expression being compiled that run before it, whichever branch it takes. */
  #eager: ((frame: Frame) => void)[] | null = null;
  /** Subqueries to run before the statement being compiled, since somebody last took them from here. */
  readonly ahead: AheadSubquery[] = [];
  #runsAhead = false;
  #branchDepth = 0;
  #elementDepth = 0;
  /** Inside SEARCH, which has functions of its own. */
  modifiesData = false;

  constructor(
    text: string,
    catalogue: Catalogue,
    compilers: {
      readonly expression: (node: Expression, context: CompileContext) => Evaluate;
      readonly query: (query: Query, context: CompileContext) => Pipeline;
    },
  ) {
    this.text = text;
    this.#catalogue = catalogue;
    this.#compileExpression = compilers.expression;
    this.#compileQuery = compilers.query;
  }

  /** A part of an expression. */
  part(node: Expression): Evaluate {
    return this.#compileExpression(node, this);
  }

  /** A part that is evaluated on a condition only; its subqueries run in any case. */
  branch(node: Expression): Evaluate {
    this.#branchDepth++;
    const evaluate = this.part(node);
    this.#branchDepth--;
    return evaluate;
  }

  /** A whole expression of a statement. */
  expression(node: Expression): Evaluate {
    const outer = this.#eager;
    const outerAhead = this.#runsAhead;
    this.#runsAhead = false;
    const outerDepth = this.#branchDepth;
    const eager: ((frame: Frame) => void)[] = [];
    this.#eager = eager;
    this.#branchDepth = 0;
    const evaluate = this.part(node);
    this.#eager = outer;
    this.#runsAhead = outerAhead;
    this.#branchDepth = outerDepth;
    if (eager.length === 0) return evaluate;
    return (frame) => {
      for (const run of eager) run(frame);
      return evaluate(frame);
    };
  }

  /** A whole expression of a statement that evaluates it once for each row it takes in: its subqueries run ahead of it. */
  rowExpression(node: Expression): Evaluate {
    const outer = this.#runsAhead;
    this.#runsAhead = true;
    const evaluate = this.part(node);
    this.#runsAhead = outer;
    return evaluate;
  }

  /** The same with what it depends on. */
  rowAnalysed(node: Expression): { readonly evaluate: Evaluate; readonly usage: Usage } {
    const recording = this.usage.start();
    const evaluate = this.rowExpression(node);
    return { evaluate, usage: recording.end() };
  }

  /** A whole expression with what it depends on. */
  analysed(node: Expression): { readonly evaluate: Evaluate; readonly usage: Usage } {
    const recording = this.usage.start();
    const evaluate = this.expression(node);
    return { evaluate, usage: recording.end() };
  }

  query(query: Query): Pipeline {
    const outerDepth = this.#branchDepth;
    const outerAhead = this.#runsAhead;
    this.#branchDepth = 0;
    this.#runsAhead = false;
    const pipeline = this.#compileQuery(query, this);
    this.#branchDepth = outerDepth;
    this.#runsAhead = outerAhead;
    return pipeline;
  }

  /** Runs a subquery ahead of the row's statement, ahead of the expression when it stands in a branch, or in place. */
  place(subquery: PlacedSubquery): Evaluate {
    if (this.#runsAhead && this.#elementDepth === 0) {
      const slot = this.scopes.register();
      this.ahead.push({ ...subquery, slot });
      return (frame) => frame.registers[slot] ?? null;
    }
    const evaluate = (frame: Frame): Value => inPlace(subquery, frame);
    if (this.#branchDepth === 0 || this.#eager === null || this.#elementDepth > 0) return evaluate;
    const slot = this.scopes.register();
    this.#eager.push((frame) => {
      frame.registers[slot] = evaluate(frame);
    });
    return (frame) => frame.registers[slot] ?? null;
  }

  /** Compiles with an element in scope, as CURRENT and as the body of an expansion. */
  withElement<T>(compile: (slot: number) => T): T {
    this.scopes.open('element');
    const variable = this.scopes.declare('CURRENT');
    this.#elementDepth++;
    const result = compile(variable.slot);
    this.#elementDepth--;
    this.scopes.close();
    return result;
  }

  declare(declaration: Declaration): Variable {
    const { name, at } = declaration;
    if (name === '_') return this.scopes.declare(name);
    if (this.scopes.find(name) !== null) {
      throw errorAt(this.text, at, `variable '${name}' is assigned multiple times`, 1511);
    }
    return this.scopes.declare(name);
  }

  /** A variable under the name that the compiler gives it: OLD, NEW. */
  redeclare(name: string): Variable {
    return this.scopes.declareImplicit(name);
  }

  read(variable: Variable): void {
    variable.isUsed = true;
    this.usage.read(variable.slot);
  }

  bindIndex(name: string): number {
    const known = this.binds.indexOf(name);
    if (known >= 0) return known;
    this.binds.push(name);
    return this.binds.length - 1;
  }

  /** The name that a data source stands for, whether or not it exists. */
  sourceName(source: DataSource): string {
    if (source.kind === 'name') return source.name;
    this.dataBinds.add(source.name);
    const value = this.#catalogue.dataBind(source.name);
    if (value === undefined) {
      throw parsingError(1551, `no value specified for declared bind parameter '@${source.name}'`);
    }
    if (typeof value !== 'string' || value === '') {
      throw parsingError(1553, `bind parameter '@${source.name}' has an invalid value or type`);
    }
    return value;
  }

  kindOfSource(name: string, wanted: SourceKind = 'collection'): SourceKind {
    const kind = this.#catalogue.kindOf(name, wanted);
    if (kind === null) throw parsingError(1203, `collection or view not found: ${name}`);
    this.sources.set(name, kind);
    return kind;
  }

  /** A collection that is read; one that the query has written to may not be read any more. */
  readCollection(source: DataSource): string {
    const name = this.sourceName(source);
    this.kindOfSource(name);
    this.checkUnwritten(name);
    return name;
  }

  checkUnwritten(name: string): void {
    if (this.written.has(name)) {
      throw new ArangoError(
        1579,
        `AQL: access after data-modification by collection '${name}' (while parsing)`,
      );
    }
  }

  writeCollection(source: DataSource): string {
    const name = this.sourceName(source);
    if (this.kindOfSource(name) === 'view') {
      throw parsingError(10, `collection '${name}' is a view and cannot be modified`);
    }
    this.checkUnwritten(name);
    this.written.add(name);
    this.modifiesData = true;
    return name;
  }
}
