import { Readable } from 'node:stream';
import { consentPurposes } from '@customer360/event-log';
import { AppError } from '@customer360/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { MemberFileService } from './member-file-service.ts';

const PATH = '/segments/:id/members.csv';
/** Longest time for a file to arrive whole: as fast as its sender and the log are. */
const ARRIVAL_MS = 15 * 60 * 1_000;

const params = z.object({ id: z.string() });
const importQuery = z.object({ column: z.string().min(1).max(100).optional() });
const purposeQuery = z.object({ purpose: z.enum(consentPurposes) });

/** `POST /segments/{id}/members.csv` adds whom a file names to a list; `GET` gives the members as a file. */
export async function memberFileRoutes(
  server: FastifyInstance,
  options: {
    /** Throws UNAUTHENTICATED without a good token. */
    readonly filesOf: (request: FastifyRequest) => Promise<MemberFileService>;
  },
): Promise<void> {
  // A sender that stops is still cut off by the timeout of its connection.
  if (server.server.requestTimeout > 0) server.server.requestTimeout = ARRIVAL_MS;
  await server.register(async (routes) => {
    // The body is read by the handler as it arrives, whatever it is.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    routes.post(PATH, async (request) => {
      const files = await options.filesOf(request);
      const { id } = check(params, request.params, 'no id');
      const { column = null } = check(importQuery, request.query, 'column must have 1 to 100 characters.');
      const body = bodyOf(request);
      return withoutTimeout(request, body, () =>
        files.read(id, body, { column, uploadId: uploadIdOf(request) }),
      );
    });

    routes.get(PATH, async (request, reply) => {
      const files = await options.filesOf(request);
      const allowed = `purpose must be one of ${consentPurposes.join(', ')}.`;
      const { purpose } = check(purposeQuery, request.query, allowed);
      const { withheld, lines } = await files.write(check(params, request.params, 'no id').id, purpose);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="members.csv"')
        .header('x-members-withheld', String(withheld))
        .send(Readable.from(lines));
    });
  });
}

function bodyOf({ headers, body }: FastifyRequest): Readable {
  const isCsv = headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'text/csv';
  if (!isCsv || !(body instanceof Readable)) {
    throw new AppError('BAD_USER_INPUT', 'The content type must be text/csv.');
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new AppError('BAD_USER_INPUT', 'The file must come without an encoding.');
  return body;
}

function uploadIdOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  return key === undefined ? null : String(key);
}

/** Nothing goes over the connection from when a file has arrived until it is worked. */
async function withoutTimeout<T>(
  { socket, server }: FastifyRequest,
  body: Readable,
  work: () => Promise<T>,
): Promise<T> {
  body.once('end', () => socket.setTimeout(0));
  try {
    return await work();
  } finally {
    socket.setTimeout(server.server.timeout);
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, message: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_USER_INPUT', message);
}
