/** What looked like an identifier and is none. `value` is empty where it was not text. */
export interface DroppedIdentifier {
  readonly type: string;
  readonly value: string;
  readonly reason:
    'NOT_A_STRING' | 'INVALID_VALUE' | 'INVALID_TYPE' | 'UNSUPPORTED_ENCODING' | 'SECOND_VALUE' | 'TOO_MANY';
}
