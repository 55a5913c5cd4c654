import { createHash } from 'node:crypto';
import { toNumber, toStringValue } from '../../values/casts.ts';
import { identityOf } from '../../values/distinct.ts';
import { define, defineVolatile, wrongArgument } from '../define.ts';
import type { FunctionContext, FunctionDefinition } from '../registry-types.ts';

function digest(name: string, algorithm: string): FunctionDefinition {
  return define(name, [1, 1], ([value = null]) =>
    createHash(algorithm).update(toStringValue(value)).digest('hex'),
  );
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f6_3b78 : value >>> 1;
  return value >>> 0;
});

/** CRC-32C: polynomial 0x1EDC6F41, reflected. */
function crc32(text: string): number {
  let value = 0xffff_ffff;
  for (const byte of Buffer.from(text)) value = (castagnoli[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffff_ffff) >>> 0;
}

/** FNV-1a of 64 bits. */
function fnv64(text: string): bigint {
  let value = 0xcbf2_9ce4_8422_2325n;
  for (const byte of Buffer.from(text)) {
    value = ((value ^ BigInt(byte)) * 0x100_0000_01b3n) & 0xffff_ffff_ffff_ffffn;
  }
  return value;
}

const tokenCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomToken(length: number, context: FunctionContext): string {
  const pick = (): string => tokenCharacters[Math.floor(context.random() * 62)] ?? 'A';
  return Array.from({ length }, pick).join('');
}

function uuid(context: FunctionContext): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(context.random() * 256));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const hashFunctions: readonly FunctionDefinition[] = [
  digest('MD5', 'md5'),
  digest('SHA1', 'sha1'),
  digest('SHA256', 'sha256'),
  digest('SHA512', 'sha512'),
  define('CRC32', [1, 1], ([value = null]) => crc32(toStringValue(value)).toString(16).toUpperCase()),
  define('FNV64', [1, 1], ([value = null]) => fnv64(toStringValue(value)).toString(16).toUpperCase()),
  define('HASH', [1, 1], ([value = null]) => Number(fnv64(identityOf(value)) & 0x7_ffff_ffff_ffffn)),
  define('TO_BASE64', [1, 1], ([value = null]) => Buffer.from(toStringValue(value)).toString('base64')),
  define('TO_HEX', [1, 1], ([value = null]) => Buffer.from(toStringValue(value)).toString('hex')),
  define('ENCODE_URI_COMPONENT', [1, 1], ([value = null]) =>
    encodeURIComponent(toStringValue(value).toWellFormed()),
  ),
  defineVolatile('RANDOM_TOKEN', [1, 1], ([length = null], context) => {
    const wanted = Math.trunc(toNumber(length));
    if (wanted < 0 || wanted > 65_536) throw wrongArgument('RANDOM_TOKEN');
    return randomToken(wanted, context);
  }),
  defineVolatile('UUID', [0, 0], (_, context) => uuid(context)),
];
