/** The error numbers of ArangoDB 3.11 that the engine raises, with their HTTP status and default text. */
const errors: Readonly<Record<number, readonly [status: number, text: string]>> = {
  4: [500, 'internal error'],
  9: [501, 'not implemented'],
  10: [400, 'bad parameter'],
  11: [403, 'forbidden'],
  17: [400, 'type error'],
  18: [409, 'timeout waiting to lock key'],
  19: [405, 'method not supported'],
  28: [403, 'transaction already started'],
  32: [500, 'resource limit exceeded'],
  400: [400, 'bad parameter'],
  401: [401, 'not authorized'],
  404: [404, 'not found'],
  405: [405, 'method not supported'],
  600: [400, 'invalid JSON object'],
  1004: [403, 'read only'],
  1200: [409, 'write-write conflict'],
  1202: [404, 'document not found'],
  1203: [404, 'collection or view not found'],
  1204: [400, "parameter 'collection' not found"],
  1205: [400, 'illegal document handle'],
  1206: [400, 'maximal size of journal too small'],
  1207: [409, 'duplicate name'],
  1208: [400, 'illegal name'],
  1210: [409, 'unique constraint violated'],
  1212: [404, 'index not found'],
  1213: [400, 'cross collection request not allowed'],
  1214: [400, 'illegal index handle'],
  1218: [400, 'collection type invalid'],
  1221: [400, 'illegal document key'],
  1222: [400, 'unexpected document key'],
  1224: [403, 'server database directory not writable'],
  1227: [400, 'invalid document type'],
  1228: [404, 'database not found'],
  1229: [400, 'database name invalid'],
  1230: [403, 'operation only allowed in system database'],
  1232: [400, 'collection type invalid'],
  1233: [400, 'edge attribute missing or invalid'],
  1237: [400, 'edge collection cannot be used as a document collection'],
  1500: [410, 'query killed'],
  1501: [400, 'syntax error'],
  1502: [400, 'query is empty'],
  1504: [400, 'number out of range'],
  1510: [400, 'variable name has an invalid format'],
  1511: [400, 'variable is assigned multiple times'],
  1512: [400, 'unknown variable'],
  1521: [500, 'unable to read-lock collection'],
  1524: [400, 'too much nesting or too many objects'],
  1539: [400, 'unknown/invalid OPTIONS attribute used'],
  1540: [400, 'usage of unknown function'],
  1541: [400, 'invalid number of arguments for function'],
  1542: [400, 'invalid argument type in call to function'],
  1543: [400, 'invalid regex value'],
  1550: [400, 'invalid structure of bind parameters'],
  1551: [400, 'no value specified for declared bind parameter'],
  1552: [400, 'bind parameter was not declared in the query'],
  1553: [400, 'bind parameter has an invalid value or type'],
  1560: [400, 'invalid logical value'],
  1561: [400, 'invalid arithmetic value'],
  1562: [400, 'division by zero'],
  1563: [400, 'array expected'],
  1568: [400, 'collection used as expression operand'],
  1569: [400, 'FAIL() called'],
  1572: [400, 'invalid date value'],
  1574: [400, 'invalid aggregate expression'],
  1575: [400, 'query options must be readable at query compile time'],
  1577: [400, 'could not use forced index hint'],
  1579: [400, 'access after data-modification'],
  1591: [404, 'query ID not found'],
  1593: [400, 'user assertion failed'],
  1600: [404, 'cursor not found'],
  1652: [400, 'unregistered collection used in transaction'],
  1653: [400, 'disallowed operation inside transaction'],
  1654: [410, 'transaction aborted'],
  1655: [404, 'transaction not found'],
  1906: [400, 'invalid edge between those vertices'],
  1920: [400, 'edge collection already used in edge def'],
  1921: [409, 'edge collection already used in edge def'],
  1923: [400, 'malformed edge definition'],
  1924: [404, 'graph not found'],
  1925: [409, 'graph already exists'],
  1926: [404, 'vertex collection does not exist or is not part of the graph'],
  1928: [404, 'collection not in graph'],
  1930: [404, 'edge collection not used in graph'],
  1938: [400, 'collection used in orphans'],
};

/** An error as ArangoDB 3.11 reports it: `errorNum` from its table, `code` is the HTTP status. */
export class ArangoError extends Error {
  readonly errorNum: number;
  readonly code: number;
  constructor(errorNum: number, message?: string, options?: ErrorOptions & { readonly code?: number }) {
    super(message ?? errors[errorNum]?.[1] ?? 'internal error', options);
    this.name = 'ArangoError';
    this.errorNum = errorNum;
    this.code = options?.code ?? errors[errorNum]?.[0] ?? 500;
  }
}

/** The refusal of a construct that 3.11 has and this engine has not: HTTP 501, errorNum 9. */
export function notImplemented(construct: string): ArangoError {
  return new ArangoError(9, `not implemented: ${construct}`);
}
