import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ArangoError } from '../errors.ts';
import { isDocument } from '../values/casts.ts';
import { parseJson } from './json.ts';

const tokenSeconds = 3600;

/** Users and their passwords; with none, everyone may do everything. */
export class Authentication {
  readonly #passwords: ReadonlyMap<string, string> | null;
  readonly #clock: () => number;
  readonly #secret = randomBytes(32);

  constructor(users: Readonly<Record<string, string>> | null, clock: () => number) {
    this.#passwords = users === null ? null : new Map(Object.entries(users));
    this.#clock = clock;
  }

  /** The user of an Authorization header, null without authentication; throws 11 with status 401. */
  userOf(header: string | null): string | null {
    if (this.#passwords === null) return null;
    const [scheme = '', credentials = ''] = (header ?? '').split(' ');
    const user =
      scheme.toLowerCase() === 'basic'
        ? this.#basic(credentials)
        : scheme.toLowerCase() === 'bearer'
          ? this.#bearer(credentials)
          : null;
    if (user === null) throw unauthorised();
    return user;
  }

  /** A token for a name and password; throws 401 for wrong ones. */
  login(name: string, password: string): string {
    if (this.#passwords !== null && !this.#isRight(name, password)) throw unauthorised('Wrong credentials');
    const now = Math.floor(this.#clock() / 1000);
    const head = base64({ alg: 'HS256', typ: 'JWT' });
    const claims = base64({ preferred_username: name, iss: 'arangodb', iat: now, exp: now + tokenSeconds });
    return `${head}.${claims}.${this.#sign(`${head}.${claims}`)}`;
  }

  #basic(credentials: string): string | null {
    const text = Buffer.from(credentials, 'base64').toString();
    const colon = text.indexOf(':');
    if (colon === -1) return null;
    const name = text.slice(0, colon);
    return this.#isRight(name, text.slice(colon + 1)) ? name : null;
  }

  #bearer(token: string): string | null {
    const [head = '', claims = '', signature = ''] = token.split('.');
    if (!isSame(signature, this.#sign(`${head}.${claims}`))) return null;
    const parsed = parseJson(Buffer.from(claims, 'base64url').toString());
    if (!isDocument(parsed)) return null;
    const { exp, preferred_username: name } = parsed;
    return typeof exp === 'number' && exp * 1000 > this.#clock() && typeof name === 'string' ? name : null;
  }

  #isRight(name: string, password: string): boolean {
    const known = this.#passwords?.get(name);
    return known !== undefined && isSame(known, password);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function unauthorised(message = 'not authorized to execute this request'): ArangoError {
  return new ArangoError(11, message, { code: 401 });
}
