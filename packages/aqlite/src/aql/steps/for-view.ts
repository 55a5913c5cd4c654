import { notImplemented } from '../../errors.ts';
import type { ForStatement } from '../ast.ts';
import type { CompileContext } from '../compile/context.ts';
import type { Step } from '../run/step.ts';

export function forViewStep(_statement: ForStatement, name: string, _context: CompileContext): Step {
  throw notImplemented(`view ${name}`);
}
