/** A mistake to put into a copy of the gateway's code, or into the supergraph that it reads. */
export interface PlantedFault {
  readonly name: string;
  /** A file of `src` and what changes in it. */
  readonly code?: { readonly file: string; readonly from: string; readonly to: string };
  /** What changes in the SDL that the gateway gets; the oracle gets the true one. */
  readonly sdl?: { readonly from: string; readonly to: string };
}

export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'conditions are not evaluated',
    code: {
      file: 'authorization/selections.ts',
      from: "return holds === (name.value === 'include');",
      to: 'return holds || true;',
    },
  },
  {
    name: 'inputs are not judged',
    code: {
      file: 'authorization/access.ts',
      from: 'return table.hasInputRules && usesDeniedInput(access, type, node);',
      to: 'return table.hasInputRules && usesDeniedInput(access, type, node) && false;',
    },
  },
  {
    name: 'an absent variable counts as use',
    code: {
      file: 'authorization/operation-variables.ts',
      from: 'if (!isSent && !defaultValue) return absent;',
      to: 'if (!isSent && !defaultValue) return provided;',
    },
  },
  {
    name: "the operation's own default does not count as use",
    code: {
      file: 'authorization/operation-variables.ts',
      from: 'if (!isSent && !defaultValue) return absent;',
      to: 'if (!isSent) return absent;',
    },
  },
  {
    name: 'the values of variables are not looked into',
    code: {
      file: 'authorization/operation-variables.ts',
      from: '? denied : provided',
      to: '? provided : provided',
    },
  },
  {
    name: 'a denied type is shown',
    code: {
      file: 'authorization/compile-operation.ts',
      from: 'if (isTypeDenied(access, member.name)) {',
      to: 'if (isTypeDenied(access, member.name) && conditions.length > 99) {',
    },
  },
  {
    name: 'a denied value that cannot be null leaves its object standing',
    code: {
      file: 'authorization/shape-answer.ts',
      from: 'field.denials.forEach((denial) => found.add(denial));\n      return field.nonNull ? bubble : null;',
      to: 'field.denials.forEach((denial) => found.add(denial));\n      return null;',
    },
  },
  {
    name: 'the plan is kept under the hash of the original document',
    code: {
      file: 'authorization/authorize-gateway.ts',
      from: 'inner({ ...request, document, queryHash, request: rest })',
      to: 'inner({ ...request, document, queryHash: queryHash && request.queryHash, request: rest })',
    },
  },
  {
    name: 'operations are kept without the rules that pass',
    code: {
      file: 'authorization/operation-compiler.ts',
      from: 'bitsOf(passing),',
      to: 'bitsOf(passing).length,',
    },
  },
  {
    name: 'operations are kept without the inputs in use',
    code: { file: 'authorization/operation-compiler.ts', from: 'variables.key,', to: '' },
  },
  {
    name: 'operations are kept without their conditions',
    code: {
      file: 'authorization/operation-compiler.ts',
      from: "[...conditions.values()].map(Number).join(''),",
      to: '',
    },
  },
  {
    name: 'a mutation runs when only some objects of its payload would be denied',
    code: { file: 'authorization/compile-operation.ts', from: 'judged.perhaps', to: 'judged.always' },
  },
  {
    name: 'denied selections below a null are not reported',
    code: { file: 'authorization/compile-operation.ts', from: 'denials: judged.always', to: 'denials: []' },
  },
  {
    name: 'a denied object is not reported',
    code: {
      file: 'authorization/shape-answer.ts',
      from: 'if (fields === null) field.denials',
      to: 'if (fields === undefined) field.denials',
    },
  },
  {
    name: 'errors name the runtime type',
    code: {
      file: 'authorization/compile-operation.ts',
      from: 'coordinate: `${parent.name}.${name}`',
      to: 'coordinate: `${parent && type.name}.${name}`',
    },
  },
  {
    name: 'what was bubbled away hides what stood beside it',
    code: {
      file: 'authorization/shape-answer.ts',
      from: 'if (value === bubble) bubbles = true;',
      to: 'if (value === bubble) return bubble;',
    },
  },
  {
    name: 'a type has lost its rule',
    sdl: { from: '@requiresScopes(scopes: [["film"]])\n{\n  id', to: '\n{\n  id' },
  },
  { name: 'AND is read as OR', sdl: { from: '["song", "title"]', to: '["song"], ["title"]' } },
  {
    name: 'a scalar has lost its rule',
    sdl: { from: '@requiresScopes(scopes: [["money"], ["audit", "read"]])', to: '' },
  },
  {
    name: 'only one of repeated input rules is read',
    sdl: { from: '@inputScopes(scopes: [["hidden"]])', to: '' },
  },
  {
    name: 'the rule of a field that moved is forgotten',
    sdl: { from: '@requiresScopes(scopes: [["old"]])', to: '' },
  },
];
