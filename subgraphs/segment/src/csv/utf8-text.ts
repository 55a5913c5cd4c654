import { Transform } from 'node:stream';
import { AppError } from '@customer360/service';

/** Bytes as text. Fails with BAD_USER_INPUT for what is not UTF-8, with LIMIT_EXCEEDED beyond `maxBytes`. */
export function createUtf8Text(maxBytes: number): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;

  function decode(chunk?: Buffer): string {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new AppError('BAD_USER_INPUT', 'The file must be UTF-8.', { cause });
    }
  }

  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        done(new AppError('LIMIT_EXCEEDED', `The file may have at most ${maxBytes} bytes.`));
        return;
      }
      answer(done, () => decode(chunk));
    },
    flush(done) {
      answer(done, () => decode());
    },
  });
}

function answer(done: (error: Error | null, text?: string) => void, work: () => string): void {
  let text: string;
  try {
    text = work();
  } catch (error) {
    // `decode` throws nothing else.
    done(error as AppError);
    return;
  }
  done(null, text);
}
