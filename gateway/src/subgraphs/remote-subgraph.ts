import { AppError } from '@customer360/service';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { SubgraphAnswer, SubgraphRequest, SubgraphSource } from './subgraph-source.ts';

export interface RemoteSubgraphOptions {
  readonly url: string;
  /** Longest wait for a whole answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Largest answer, in bytes. */
  readonly maxBytes: number;
  readonly connections?: number;
}

/** A subgraph behind HTTP, over kept connections. The caller's token goes along, and nothing else that says who asks. */
export function remoteSubgraph(options: RemoteSubgraphOptions): SubgraphSource {
  const url = new URL(options.url);
  const path = `${url.pathname}${url.search}`;
  const pool = new Pool(url.origin, { connections: options.connections ?? 64, keepAliveTimeout: 30_000 });

  async function ask({ query, variables, context }: SubgraphRequest): Promise<SubgraphAnswer> {
    const { authorization, requestId, traceparent } = context;
    try {
      const response = await pool.request({
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'x-request-id': requestId,
          ...(authorization === undefined ? {} : { authorization }),
          ...(traceparent === undefined ? {} : { traceparent }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      return readAnswer(response.statusCode, await readText(response, options.maxBytes));
    } catch (cause) {
      throw new AppError('UPSTREAM_UNAVAILABLE', 'A part of the graph cannot be reached.', { cause });
    }
  }

  return {
    ask,
    async ready() {
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: '/ready',
        signal: AbortSignal.timeout(options.timeoutMs),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`the subgraph answered /ready with ${statusCode}`);
    },
    close: () => pool.close(),
  };
}

async function readText({ body, headers }: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  const tooLarge = () => new Error(`the answer is larger than ${maxBytes} bytes`);
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    // Nobody else listens to what closing early has to say.
    body.on('error', () => undefined).destroy();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop destroys the stream.
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An answer with another status is still GraphQL when it has errors: servers say 400 or 401 that way. */
function readAnswer(status: number, text: string): SubgraphAnswer {
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== 'object' || answer === null || !('data' in answer || 'errors' in answer)) {
    throw new Error(`status ${status} without data and errors`);
  }
  if ('errors' in answer && answer.errors !== undefined && !Array.isArray(answer.errors)) {
    throw new Error('errors is not a list');
  }
  // The stock gateway checks data against its plan.
  return answer as SubgraphAnswer;
}
