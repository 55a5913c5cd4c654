import type { ArangoError } from '../../errors.ts';
import type { Expression } from '../ast.ts';
import { parsingError } from '../parse/syntax-error.ts';
import type { Evaluate } from '../run/runtime.ts';
import { compileAttribute, compileBoundAttribute, compileIndex } from './access.ts';
import { compileBinary, compileTernary, compileUnary } from './operators.ts';
import { compileCall } from './call.ts';
import type { CompileContext } from './context.ts';
import { compileExpansion, compileQuestion } from './expansion.ts';
import { compileArray, compileObject } from './literals.ts';
import { compileQuantified } from './quantified.ts';

/** Compiles an expression to a closure over the frame. */
export function compileExpression(node: Expression, context: CompileContext): Evaluate {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
      return compileName(node.name, context);
    case 'element':
      return compileName('CURRENT', context);
    case 'bind': {
      const index = context.bindIndex(node.name);
      return (frame) => frame.runtime.binds[index] ?? null;
    }
    case 'dataBind':
      throw usedAsOperand(context.sourceName(node));
    case 'attribute':
      return compileAttribute(node, context);
    case 'boundAttribute':
      return compileBoundAttribute(node, context);
    case 'index':
      return compileIndex(node, context);
    case 'expansion':
      return compileExpansion(node, context);
    case 'question':
      return compileQuestion(node, context);
    case 'group':
      return context.part(node.value);
    case 'call':
      return compileCall(node, context);
    case 'unary':
      return compileUnary(node, context);
    case 'binary':
      return compileBinary(node, context);
    case 'quantified':
      return compileQuantified(node, context);
    case 'ternary':
      return compileTernary(node, context);
    case 'array':
      return compileArray(node, context);
    case 'object':
      return compileObject(node, context);
    case 'subquery':
      return compileSubquery(node, context);
    default:
      return node satisfies never;
  }
}

function compileName(name: string, context: CompileContext): Evaluate {
  const variable = context.scopes.find(name);
  if (variable === null) {
    context.kindOfSource(name);
    throw usedAsOperand(name);
  }
  context.read(variable);
  const { slot } = variable;
  return (frame) => frame.registers[slot] as ReturnType<Evaluate>; // every register holds a value
}

function usedAsOperand(name: string): ArangoError {
  return parsingError(1568, `collection '${name}' used as expression operand`);
}

function compileSubquery(node: Expression & { kind: 'subquery' }, context: CompileContext): Evaluate {
  const first = context.scopes.size;
  const recording = context.usage.start(first);
  const pipeline = context.query(node.query);
  context.subqueries.push(pipeline);
  if (pipeline.modifies) context.usage.impure();
  const usage = recording.end();
  const outer = [...usage.slots].filter((slot) => slot < first);
  // a subquery that depends on nothing around it has one result for the whole query
  const isConstant = outer.length === 0 && usage.isPure;
  return context.place({ pipeline, state: isConstant ? {} : null });
}
