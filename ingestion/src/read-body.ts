import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** What came in, or as much of it as was read before it was given up. */
export interface ReceivedBody {
  readonly text: string;
  readonly problem: 'TOO_LARGE' | 'BAD_GZIP' | 'NOT_UTF8' | 'UNSUPPORTED_ENCODING' | null;
}

/**
 * Reads a body of at most `maxBytes`, packed and unpacked; a larger one is read no further. Rejects when the client
 * goes away.
 */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<ReceivedBody> {
  switch (encoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return readPlain(stream, maxBytes);
    case 'gzip':
    case 'x-gzip':
      return readGzip(stream, maxBytes);
    default:
      stream.resume();
      return { text: '', problem: 'UNSUPPORTED_ENCODING' };
  }
}

async function readPlain(stream: Readable, maxBytes: number): Promise<ReceivedBody> {
  const { bytes, complete } = await collect(stream, maxBytes);
  return decode(bytes, complete ? null : 'TOO_LARGE');
}

async function readGzip(packed: Readable, maxBytes: number): Promise<ReceivedBody> {
  const { bytes: packedBytes, complete: whole } = await collect(packed, maxBytes);
  if (!whole) return { text: '', problem: 'TOO_LARGE' };
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  gunzip.end(packedBytes);
  try {
    const { bytes, complete } = await collect(gunzip, maxBytes);
    return decode(bytes, complete ? null : 'TOO_LARGE');
  } catch {
    return { text: '', problem: 'BAD_GZIP' };
  } finally {
    gunzip.destroy();
  }
}

/** Bytes until the end or the limit. What is beyond the limit is thrown away as it comes. */
function collect(stream: Readable, maxBytes: number): Promise<{ bytes: Buffer; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (complete: boolean): void => {
      stream.off('data', onData).off('end', onEnd).off('close', onClose);
      const [first = Buffer.alloc(0)] = chunks;
      resolve({ bytes: chunks.length <= 1 ? first : Buffer.concat(chunks), complete });
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= maxBytes) return;
      finish(false);
      stream.on('error', () => {}).resume();
    };
    const onEnd = (): void => finish(true);
    const onClose = (): void => reject(new Error('The client went away'));
    stream.on('data', onData).once('end', onEnd).once('close', onClose).once('error', reject);
  });
}

function decode(bytes: Buffer, problem: ReceivedBody['problem']): ReceivedBody {
  const text = bytes.toString('utf8');
  return { text, problem: problem ?? (isUtf8(bytes) ? null : 'NOT_UTF8') };
}
